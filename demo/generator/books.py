"""The world of books: works, their expressions, and the manifestations that libraries hold."""

from dataclasses import dataclass, field, replace

from .text import key
from .words import NAMES, PUBLISHERS

LAST_YEAR = 2024
FIRST_YEAR_WITH_ISBN = 2008  # Vietnamese books before that rarely carry one


@dataclass(frozen=True)
class Book:
    """One manifestation: a volume, a book in one volume, or a whole set. Two records are duplicates
    if and only if they describe the same `cluster`."""

    cluster: str
    work: str
    expression: str
    title: str
    year: int
    pages: int
    kind: str = "single"  # single, volume or set
    volume: int = 0  # number of the volume
    volumes: int = 0  # how many the set has
    subtitle: str = ""
    other_title: str = ""
    authors: tuple = ()  # (name, dates, another form of the name)
    corporate: bool = False
    translators: tuple = ()
    original_title: str = ""
    original_language: str = ""
    language: str = "vie"
    publisher: str = ""  # key in PUBLISHERS, or a foreign publisher's name; empty: none
    place: str = ""
    edition: str = ""
    isbn: str = ""
    price: int = 0
    size: int = 21
    illustrations: str = ""
    series: str = ""
    dewey: str = ""
    subjects: tuple = ()
    genre: str = ""
    province: str = ""  # library code of the province it is about
    foreign: bool = False
    popularity: int = 2  # 1 to 5

    def signature(self) -> tuple:
        """What tells it from every other manifestation: see `Catalogue.add`."""
        return (key(self.title), self.volume, self.kind == "set", self.year, self.publisher, self.series)


@dataclass
class Publication:
    """What is printed at one time: one book, or a set with its volumes."""

    whole: Book
    volumes: list[Book] = field(default_factory=list)


class Press:
    """Prints books: hands out identifiers and ISBNs, and knows how publishers date and number editions."""

    def __init__(self, rng):
        self.rng = rng
        self.counters = {}

    def number(self, letter: str, digits: int) -> str:
        self.counters[letter] = self.counters.get(letter, 0) + 1
        return f"{letter}{self.counters[letter]:0{digits}d}"

    def work(self) -> str:
        return self.number("w", 5)

    def expression(self) -> str:
        return self.number("e", 5)

    def cluster(self) -> str:
        return self.number("c", 6)

    def isbn(self, registrant: str) -> str:
        """The publisher's next ISBN-13; REGISTRANT is group-publisher, as 604-57."""
        start = "978" + registrant.replace("-", "")
        serial = int(self.number(registrant, 1)[len(registrant):])
        return with_check_digit(start + f"{serial * 7:0{12 - len(start)}d}")

    def person(self) -> str:
        rng = self.rng
        return " ".join(rng.choice(NAMES[kind]) for kind in ("surname", "middle", "given"))

    def commune(self) -> str:
        first, second = self.rng.sample(NAMES["commune"], 2)
        return f"{first} {second}"

    def print(self, publisher: str, year: int, **details) -> Book:
        """A new manifestation."""
        rng = self.rng
        house = PUBLISHERS[publisher]
        return Book(
            cluster=self.cluster(),
            year=year,
            publisher=publisher,
            place=house.place,
            isbn=self.isbn(house.registrant) if year >= FIRST_YEAR_WITH_ISBN else "",
            price=rng.randrange(15, 300) * 1000 if year > 2000 else 0,
            size=rng.choice((19, 20, 21, 21, 24, 27)),
            illustrations=details.pop("illustrations", rng.choice(("", "", "", "minh họa", "ảnh"))),
            **details,
        )

    def editions(self, first_year: int, pages: int, publishers: list[str], volumes: int = 1, **details):
        """Publications of one expression over the years: editions, reprints, sets in volumes."""
        rng = self.rng
        count = max(1, 2 * details["popularity"] - 6) + min(int(rng.expovariate(1.2)), 5)
        times_printed = {}
        for year in sorted(rng.randint(first_year, LAST_YEAR - 2) for _ in range(count)):
            publisher = rng.choice(publishers)
            new_pages = max(24, int(pages * rng.uniform(0.88, 1.12)))
            years = [year, year + rng.randint(1, 2)] if rng.random() < 0.2 else [year]  # with a reprint
            for printed in years:
                times = times_printed[publisher] = times_printed.get(publisher, -1) + 1
                book = self.print(publisher, printed, pages=new_pages, edition=edition_statement(times, rng), **details)
                yield self.in_volumes(book, volumes) if volumes > 1 else Publication(book)

    def in_volumes(self, book: Book, volumes: int) -> Publication:
        """The set as a whole, and each volume with its own ISBN and pages."""
        each = book.pages // volumes
        registrant = PUBLISHERS[book.publisher].registrant
        parts = [
            replace(
                book,
                cluster=self.cluster(),
                kind="volume",
                volume=number,
                volumes=volumes,
                pages=int(each * self.rng.uniform(0.85, 1.15)),
                isbn=self.isbn(registrant) if book.isbn else "",
            )
            for number in range(1, volumes + 1)
        ]
        return Publication(replace(book, kind="set", volumes=volumes), parts)


def edition_statement(times_printed_before: int, rng) -> str:
    if times_printed_before == 0:
        return ""
    return rng.choice(
        (
            f"Tái bản lần thứ {times_printed_before}",
            f"Tái bản lần thứ {times_printed_before}",
            f"In lần thứ {times_printed_before + 1}",
            "Tái bản có sửa chữa, bổ sung",
        )
    )


def with_check_digit(twelve: str) -> str:
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(twelve))
    return twelve + str(-total % 10)


def isbn10(isbn13: str) -> str:
    nine = isbn13[3:12]
    check = -sum((10 - i) * int(digit) for i, digit in enumerate(nine)) % 11
    return nine + ("X" if check == 10 else str(check))


def hyphenated(isbn13: str, registrant: str) -> str:
    group, publisher = registrant.split("-")
    rest = isbn13[3 + len(group) + len(publisher):12]
    return "-".join((isbn13[:3], group, publisher, rest, isbn13[12]))


class Catalogue:
    """All books of the world, without two that a careful reader could not tell apart."""

    def __init__(self):
        self.publications = []
        self.signatures = set()

    def add(self, publication: Publication) -> bool:
        """False, and nothing added, when an earlier book has the same title, volume, year, publisher and series."""
        signatures = [book.signature() for book in (publication.whole, *publication.volumes)]
        if any(signature in self.signatures for signature in signatures):
            return False
        self.signatures.update(signatures)
        self.publications.append(publication)
        return True
