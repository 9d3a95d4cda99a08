"""The seven libraries: how large, how careful, and in which habits of cataloguing they differ."""

from dataclasses import dataclass

from .books import Book, Publication


@dataclass(frozen=True)
class Noise:
    """How often a cataloguer leaves something out or writes it otherwise (0 to 1)."""

    no_isbn: float = 0.15
    isbn10: float = 0.05
    wrong_isbn: float = 0.01
    no_subtitle: float = 0.15
    other_title: float = 0.06
    author_in_700: float = 0.08
    no_author: float = 0.04
    inverted_author: float = 0.02
    other_author_form: float = 0.06
    other_pages: float = 0.12
    no_pages: float = 0.04
    wrong_year: float = 0.01
    no_year: float = 0.02
    no_edition: float = 0.25
    publisher_form: float = 0.5
    no_publisher: float = 0.02
    hook_for_tilde: float = 0.01
    typing_error: float = 0.01
    upper_case: float = 0.01
    unaccented: float = 0.01
    brief: float = 0.03
    twice: float = 0.012
    whole_set: float = 0.35


CAREFUL = Noise(
    no_isbn=0.02, isbn10=0.02, wrong_isbn=0.005, no_subtitle=0.03, author_in_700=0.02, no_author=0.01,
    inverted_author=0, other_author_form=0.03, other_pages=0.03, no_pages=0, wrong_year=0.003, no_year=0.004,
    no_edition=0.05, publisher_form=0, no_publisher=0, hook_for_tilde=0.002, typing_error=0.003, upper_case=0,
    unaccented=0, brief=0, twice=0.005, whole_set=0.5,
)
ORDINARY = Noise()
CARELESS = dict(
    no_isbn=0.35, isbn10=0.08, wrong_isbn=0.02, no_subtitle=0.35, author_in_700=0.15, no_author=0.1,
    inverted_author=0.05, other_pages=0.2, no_pages=0.12, wrong_year=0.02, no_year=0.05, no_edition=0.5,
    no_publisher=0.07, hook_for_tilde=0.03, typing_error=0.02, upper_case=0.06, unaccented=0.03, brief=0.1,
    twice=0.02,
)


@dataclass(frozen=True)
class Library:
    code: str
    name: str
    size: float  # against the national library
    noise: Noise
    rules: str  # rda, aacr2 or isbd
    encoding: str  # key of encodings.ENCODERS, or mixed
    tones: str  # old, new or mixed
    items: str  # how copies are recorded
    i_for_y: bool = False
    format: str = "marc21"
    wrong_leader: float = 0.0  # share of records whose leader/09 names the wrong character set

    @property
    def national(self) -> bool:
        return self.code == "nlv"


LIBRARIES = [
    Library("nlv", "Thư viện Quốc gia Việt Nam", 1.0, CAREFUL, "rda", "utf-8", "new", "852 per copy", i_for_y=True),
    Library("tha", "Thư viện tỉnh Thanh Hóa", 0.44, ORDINARY, "aacr2", "utf-8", "old", "852 per copy"),
    Library(
        "nan", "Thư viện tỉnh Nghệ An", 0.5, ORDINARY, "aacr2", "utf-8-nfd", "new", "852 per copy",
        i_for_y=True, wrong_leader=0.006,
    ),
    Library(
        "hti", "Thư viện tỉnh Hà Tĩnh", 0.34, Noise(**CARELESS), "isbd", "tcvn3", "old", "852 range",
        wrong_leader=0.006,
    ),
    Library("qbi", "Thư viện tỉnh Quảng Bình", 0.3, ORDINARY, "aacr2", "marc-8", "old", "852 range"),
    Library(
        "qtr", "Thư viện tỉnh Quảng Trị", 0.27, Noise(**CARELESS), "isbd", "utf-8", "mixed", "995 per copy",
        format="unimarc",
    ),
    Library(
        "hue", "Thư viện Tổng hợp tỉnh Thừa Thiên Huế", 0.42, Noise(**CARELESS | {"unaccented": 0.12}), "aacr2", "mixed",
        "mixed", "952 per copy",
    ),
]

HELD = {1: 0.05, 2: 0.2, 3: 0.38, 4: 0.6, 5: 0.9}


def chance(book: Book, library: Library) -> float:
    """How likely the library holds the book: popular books are everywhere, local ones at home."""
    if library.national:
        if book.province:
            return 0.8 if book.publisher else 0.35
        return 0.3 if book.foreign else 0.5 + 0.09 * book.popularity
    scale = library.size / 0.4
    if book.province:
        if book.province == library.code:
            return 0.93
        return (0.1 if book.popularity < 3 else 0.3) * scale * (1 if book.publisher else 0.5)
    held = HELD[book.popularity] * scale
    return min(0.95, held * 0.6 if book.foreign else held)


def expected_records(publication: Publication) -> float:
    """How many records all libraries together will make of it, on average."""
    total = 0.0
    for library in LIBRARIES:
        per_library = 1.0
        if publication.volumes:
            per_library = library.noise.whole_set + (1 - library.noise.whole_set) * len(publication.volumes) * 0.8
        total += chance(publication.whole, library) * per_library
    return total


def acquire(publication: Publication, library: Library, rng) -> list[Book]:
    """The books of which the library makes a record: none, one, the set, most volumes, now and then one twice."""
    if rng.random() >= chance(publication.whole, library):
        return []
    if not publication.volumes or rng.random() < library.noise.whole_set:
        books = [publication.whole]
    else:
        books = [volume for volume in publication.volumes if rng.random() < 0.8] or publication.volumes[:1]
    return books + [book for book in books if rng.random() < library.noise.twice]
