"""What one cataloguer writes down about one book: choices, omissions, variants and slips, before any MARC."""

import hashlib
from dataclasses import dataclass, field

from . import text
from .books import Book, isbn10
from .libraries import Library
from .words import PLACES, PUBLISHERS

STORES = [("VV", "Kho đọc"), ("VN", "Kho mượn"), ("VL", "Kho đọc"), ("VM", "Kho mượn")]
ROMAN = ["", "I", "II", "III", "IV", "V", "VI"]


@dataclass
class Item:
    store: str
    room: str
    number: str
    due: str = ""


@dataclass
class Description:
    """The catalogue's view of `book`. Empty strings are what was not written down."""

    book: Book
    library: Library
    title: str
    subtitle: str
    other_title: str
    authors: list  # (name, dates)
    translators: list
    year: str
    pages: int
    isbn: str
    edition: str
    place: str
    publisher: str
    volume: str
    brief: bool
    series: str
    encoding: str
    author_in_700: bool = False
    volume_in_title: bool = False
    items: list = field(default_factory=list)
    noise: list = field(default_factory=list)
    spelling: list = field(default_factory=list)

    def spell(self, words: str) -> str:
        """WORDS in the spelling of this record."""
        for change in self.spelling:
            words = change(words)
        return words

    @property
    def responsibility(self) -> str:
        """Authors as on the title page, never inverted."""
        names = [name for name, _ in self.authors]
        if not self.book.corporate:
            names = [name.replace(", ", " ") for name in names]
        return ", ".join(names)

    @property
    def call_number(self) -> str:
        return f"{self.book.dewey} {self.cutter}"

    @property
    def cutter(self) -> str:
        book = self.book
        author = book.authors[0][0] if book.authors and not book.corporate else book.title
        number = int(hashlib.md5(book.work.encode()).hexdigest()[:4], 16) % 900 + 100
        return f"{text.key(author)[:1].upper()}{number}{text.key(book.title)[:1].upper()}"


def describe(book: Book, library: Library, only_edition: bool, rng) -> Description:
    """ONLY_EDITION: no other book has this title and volume, so that year or publisher may be missing or wrong
    and the record still means this book alone."""
    noise = []

    def happens(code: str) -> bool:
        if rng.random() >= getattr(library.noise, code):
            return False
        noise.append(code)
        return True

    brief = happens("brief")
    record = Description(
        book=book, library=library, title=book.title, subtitle=book.subtitle, other_title=book.other_title,
        authors=[], translators=[] if brief else list(book.translators), year=str(book.year), pages=book.pages,
        isbn=book.isbn, edition=book.edition, place=book.place, publisher="", volume=volume_words(book, library, rng),
        brief=brief, series=book.series, encoding=choose_encoding(library, rng), noise=noise,
    )
    if record.subtitle and (brief or happens("no_subtitle")):
        record.subtitle = ""
    if book.other_title and happens("other_title"):
        record.title, record.other_title = book.other_title, book.title
    if book.kind == "set" or happens("no_pages"):
        record.pages = 0
    elif happens("other_pages"):
        record.pages = max(1, book.pages + rng.choice((-12, -4, -2, -1, 1, 2, 3, 4, 8)))
    if record.edition and happens("no_edition"):
        record.edition = ""
    if only_edition and happens("no_year"):
        record.year = ""
    elif only_edition and record.year[2] != record.year[3] and happens("wrong_year"):
        record.year = record.year[:2] + record.year[3] + record.year[2]
    choose_isbn(record, brief, happens, rng)
    choose_authors(record, happens)
    choose_publisher(record, only_edition, happens, rng)
    choose_spelling(record, happens, rng)
    record.items = items(record, rng)
    if record.volume and not library.national and rng.random() < 0.12:
        record.volume_in_title = True
        noise.append("volume_in_title")
    if record.encoding in ("utf-8-nfd", "utf-8-half") and library.encoding == "mixed":
        noise.append(record.encoding)
    if book.kind == "set":
        noise.append("whole_set")
    return record


def choose_encoding(library: Library, rng) -> str:
    if library.encoding != "mixed":
        return library.encoding
    return rng.choices(("utf-8", "utf-8-half", "utf-8-nfd"), (65, 27, 8))[0]


def volume_words(book: Book, library: Library, rng) -> str:
    if book.kind != "volume":
        return ""
    if library.national:
        return f"T.{book.volume}"
    if rng.random() < 0.08:
        return f"Tập {ROMAN[book.volume]}"
    return rng.choice(("Tập {}", "Tập {}", "T.{}", "T. {}", "Quyển {}")).format(book.volume)


def choose_isbn(record: Description, brief: bool, happens, rng) -> None:
    isbn = record.isbn
    if not isbn:
        return
    if brief or happens("no_isbn"):
        record.isbn = ""
    elif happens("isbn10") or record.book.foreign and record.book.year < 2007:
        record.isbn = isbn10(isbn)
    elif happens("wrong_isbn"):
        place = rng.randrange(5, 12)
        record.isbn = isbn[:place] + str((int(isbn[place]) + 1) % 10) + isbn[place + 1:]


def choose_authors(record: Description, happens) -> None:
    book = record.book
    if not book.authors or happens("no_author"):
        return
    record.author_in_700 = not book.corporate and happens("author_in_700")
    vietnamese = not book.corporate and not book.original_language and not book.foreign
    for position, (name, dates, other) in enumerate(book.authors):
        if other and position == 0 and happens("other_author_form"):
            name = other
        if vietnamese and " " in name and happens("inverted_author"):
            surname, rest = name.split(" ", 1)
            name = f"{surname}, {rest}"
        record.authors.append((name, dates if record.library.rules == "rda" else ""))


def choose_publisher(record: Description, only_edition: bool, happens, rng) -> None:
    book = record.book
    if book.foreign:
        record.publisher = book.publisher
    elif book.publisher and not (only_edition and happens("no_publisher")):
        house = PUBLISHERS[book.publisher]
        record.publisher = house.name
        if happens("publisher_form"):
            forms = house.variants + [f"Nxb. {house.name}", f"NXB {house.name}", f"Nhà xuất bản {house.name}"]
            record.publisher = rng.choice(forms)
    forms = PLACES.get(book.place)
    if forms and not (record.library.code == "tha" and rng.random() < 0.3):
        record.place = rng.choice(forms)


def choose_spelling(record: Description, happens, rng) -> None:
    """How Vietnamese words are written in this record, in its title above all."""
    library = record.library
    tones = library.tones if library.tones != "mixed" else rng.choice(("old", "new"))
    record.spelling.append(text.old_tones if tones == "old" else text.new_tones)
    if library.i_for_y and rng.random() < 0.5:
        record.spelling.append(text.i_for_y)
    vietnamese = record.book.language == "vie"
    if vietnamese:
        if happens("hook_for_tilde"):
            record.title = text.swap_hook_and_tilde(record.title, rng)
        if happens("typing_error"):
            record.title = text.typing_error(record.title, rng)
    if happens("upper_case"):
        record.title = record.title.upper()
    if vietnamese and happens("unaccented"):
        record.spelling.append(text.unaccented)
    spell = record.spell
    for name in ("title", "subtitle", "other_title", "edition", "place", "publisher", "volume", "series"):
        if vietnamese or name not in ("title", "subtitle"):
            setattr(record, name, spell(getattr(record, name)))
    record.authors = [(spell(name), dates) for name, dates in record.authors]
    record.translators = [spell(name) for name in record.translators]


def items(record: Description, rng) -> list[Item]:
    """The copies on the shelves, with a store, an accession number and now and then a due date."""
    book, library = record.book, record.library
    if book.province and book.province == library.code:
        store, room = "DC", "Kho địa chí"
    elif "thiếu nhi" in book.genre or "cổ tích" in book.genre:
        store, room = "TN", "Kho thiếu nhi"
    elif book.foreign:
        store, room = "NV", "Kho ngoại văn"
    else:
        store, room = rng.choice(STORES)
    first = rng.randrange(1, 90000)
    copies = []
    for copy in range(1 + min(5, int(rng.expovariate(1.1)))):
        due = f"2030-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" if rng.random() < 0.13 else ""
        copies.append(Item(store, record.spell(room), f"{store}.{first + copy:06d}", due))
    return copies
