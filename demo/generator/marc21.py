"""A description as MARC 21 fields, in the habits of its library."""

from .books import hyphenated
from .describe import Description
from .words import PUBLISHERS


def marc21(record: Description, control_number: str, rng) -> tuple[str, list[tuple]]:
    """Leader and fields. Subfields are (code, value); a control field has None for indicators."""
    book, library, spell = record.book, record.library, record.spell
    rda = library.rules == "rda"
    organization = f"VN-{library.code.upper()}-DEMO"
    fields = [
        ("001", None, control_number),
        ("003", None, organization),
        ("005", None, f"20{rng.randint(10, 23)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}103000.0"),
    ]
    if not record.brief or rng.random() < 0.5:
        fields.append(("008", None, fixed_data(record, rng)))
    fields += numbers(record, organization, rng)
    fields += headings(record)
    fields += title(record, rng)
    if record.edition:
        fields.append(("250", "  ", [("a", record.edition)]))
    fields.append(imprint(record, rng))
    fields += extent(record, rng)
    if rda:
        fields.append(("336", "  ", [("a", "văn bản"), ("2", "rdacontent")]))
        fields.append(("337", "  ", [("a", "không qua trung gian"), ("2", "rdamedia")]))
        fields.append(("338", "  ", [("a", "tập"), ("2", "rdacarrier")]))
    if record.series:
        fields.append(("490", "0 ", [("a", record.series)]))
    if not record.brief:
        fields += notes(record, rng)
        fields += subjects(record)
    fields += added_entries(record)
    fields += holdings(record, organization)
    if book.province and rng.random() < 0.1:
        address = f"http://{library.code}.example.vn/diachi/{book.cluster}"
        fields.append(("856", "40", [("u", address), ("y", spell("Toàn văn"))]))
    fields.sort(key=lambda one: one[0])
    return leader(record, rng), fields


def leader(record: Description, rng) -> str:
    unicode = record.encoding.startswith("utf-8")
    if rng.random() < record.library.wrong_leader:
        unicode = not unicode
        record.noise.append("wrong_leader")
    return f"00000nam {'a' if unicode else ' '}2200000 {'i' if record.library.rules == 'rda' else 'a'} 4500"


def fixed_data(record: Description, rng) -> str:
    """Field 008, forty characters."""
    book = record.book
    entered = f"{rng.randint(10, 23)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    country = "vm " if not book.foreign else {"eng": "enk", "fre": "fr "}[book.language]
    date = f"s{record.year}    " if record.year else "n" + " " * 8
    illustrated = "a   " if book.illustrations else "    "
    fiction = "1" if book.dewey[:1] == "8" else "0"
    return f"{entered}{date}{country}{illustrated}       000 {fiction} {book.language}  "


def numbers(record: Description, organization: str, rng) -> list[tuple]:
    book, library = record.book, record.library
    fields = []
    isbn = []
    if record.isbn:
        number = record.isbn
        if len(number) == 13 and not book.foreign and rng.random() < 0.2:
            number = hyphenated(number, PUBLISHERS[book.publisher].registrant)
        isbn.append(("a", number))
    if book.price and library.code in ("nlv", "tha", "hti") and not record.brief:
        isbn.append(("c", f"{book.price}đ"))
    if isbn:
        fields.append(("020", "  ", isbn))
    if library.code == "tha":
        stamp = f"2015{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}1030"
        fields.append(("039", " 9", [("a", stamp), ("b", f"thuthu{rng.randint(1, 5)}")]))
    rules = [("e", library.rules)] if library.rules != "isbd" else []
    fields.append(("040", "  ", [("a", organization), ("b", "vie"), *rules]))
    if not record.brief:
        original = [("h", book.original_language)] if book.original_language else []
        fields.append(("041", "1 " if original else "0 ", [("a", book.language), *original]))
        edition = "23" if book.year > 2013 else "14"
        fields.append(("082", "04", [("a", book.dewey), ("b", record.cutter), ("2", edition)]))
        if library.code == "hue":
            fields.append(("090", "  ", [("a", book.dewey), ("b", record.cutter)]))
    if library.national:
        fields.append(("930", "  ", [("a", str(100000 + rng.randrange(900000)))]))
    return fields


def personal(record: Description, tag: str, name: str, dates: str, role: str = "") -> tuple:
    surname_first = "," in name or record.book.foreign or record.library.code in ("nlv", "tha")
    subfields = [("a", name + ("," if dates and record.library.rules != "rda" else ""))]
    if dates:
        subfields.append(("d", dates))
    if role:
        subfields.append(("e", role))
    return (tag, "1 " if surname_first else "0 ", subfields)


def headings(record: Description) -> list[tuple]:
    if not record.authors or record.author_in_700:
        return []
    name, dates = record.authors[0]
    if record.book.corporate:
        return [("110", "2 ", [("a", name)])]
    role = "tác giả" if record.library.national and not record.book.foreign else ""
    fields = [personal(record, "100", name, dates, role)]
    if record.book.original_title and record.library.national:
        fields.append(("240", "10", [("a", record.book.original_title)]))
    return fields


def added_entries(record: Description) -> list[tuple]:
    others = record.authors if record.author_in_700 else record.authors[1:]
    tag = "710" if record.book.corporate else "700"
    fields = [personal(record, tag, name, dates) for name, dates in others]
    fields += [personal(record, "700", name, "", record.spell("dịch")) for name in record.translators]
    return fields


def title(record: Description, rng) -> list[tuple]:
    book = record.book
    parts = [("a", record.title)]
    if record.volume_in_title:
        parts = [("a", f"{record.title}. {record.volume}")]
    elif record.volume:
        parts.append(("n", record.volume))
    if record.subtitle:
        parts.append(("b", record.subtitle))
    said = [record.responsibility] if record.responsibility else []
    if record.translators:
        names = ", ".join(record.translators)
        said.append(record.spell(rng.choice(("Dịch: {}", "{} dịch", "Người dịch: {}"))).format(names))
    if said and not record.brief:
        parts.append(("c", " ; ".join(said)))
    if record.library.rules != "rda":
        parts = punctuated(parts, {"n": ".", "b": " :", "c": " /"})
    skipped = next((len(word) for word in ("The ", "Les ", "Le ", "La ", "A ") if record.title.startswith(word)), 0)
    main_entry = bool(record.authors) and not record.author_in_700
    skip = skipped if book.language != "vie" else 0
    fields = [("245", f"{int(main_entry)}{skip}", parts)]
    if record.other_title:
        fields.append(("246", "3 ", [("a", record.other_title)]))
    return fields


def imprint(record: Description, rng) -> tuple:
    year = record.year
    if year and not record.library.national and rng.random() < 0.05:
        year = rng.choice(("[{}]", "c{}")).format(year)
    parts = [("a", record.place or "[k.đ.]")]
    if record.publisher:
        parts.append(("b", record.publisher))
    elif record.book.publisher:
        parts.append(("b", "[k.nxb.]"))
    parts.append(("c", year or "[k.n.]"))
    if record.library.rules == "rda":
        return ("264", " 1", parts)
    return ("260", "  ", punctuated(parts, {"b": " :", "c": ","}))


def extent(record: Description, rng) -> list[tuple]:
    book = record.book
    if book.kind == "set":
        parts = [("a", f"{book.volumes} {record.spell('tập')}")]
    elif record.pages:
        parts = [("a", str(record.pages) + (" p." if book.foreign else rng.choice((" tr.", " tr.", "tr.", " trang"))))]
    else:
        return []
    if not record.brief:
        if book.illustrations:
            parts.append(("b", record.spell(book.illustrations)))
        parts.append(("c", f"{book.size} cm" if rng.random() < 0.8 else f"{book.size}cm"))
    if record.library.rules != "rda":
        parts = punctuated(parts, {"b": " :", "c": " ;"})
    return [("300", "  ", parts)]


def notes(record: Description, rng) -> list[tuple]:
    book, spell = record.book, record.spell
    fields = []
    if book.original_title and not record.library.national and rng.random() < 0.4:
        fields.append(("500", "  ", [("a", spell("Dịch từ nguyên bản: ") + book.original_title)]))
    if book.kind == "volume" and rng.random() < 0.3:
        fields.append(("500", "  ", [("a", spell(f"Trọn bộ {book.volumes} tập"))]))
    if record.library.national and book.language == "vie" and rng.random() < 0.5:
        fields.append(("520", "  ", [("a", spell("Giới thiệu " + "; ".join(book.subjects[:3]).lower()))]))
    return fields


def subjects(record: Description) -> list[tuple]:
    book, library, spell = record.book, record.library, record.spell
    source = [("2", "Bộ TKTVQG")]
    if library.national:
        fields = [("650", " 7", [("a", spell(word)), *source]) for word in book.subjects]
        if book.genre:
            fields.append(("655", " 7", [("a", spell(book.genre)), *source]))
        return fields
    return [("653", "  ", [("a", spell(word))]) for word in book.subjects]


def holdings(record: Description, organization: str) -> list[tuple]:
    copies, way = record.items, record.library.items
    if way == "852 range":  # one field for all copies: (3): VV.001-3
        first = copies[0]
        numbers = first.number if len(copies) == 1 else f"{first.number}-{int(copies[-1].number.split('.')[1])}"
        return [("852", "  ", [("a", organization), ("b", first.room), ("j", f"({len(copies)}): {numbers}")])]
    if way == "952 per copy":
        return [
            ("952", "  ", [("7", "0"), ("a", "HUE"), ("b", "HUE"), ("c", copy.store), ("o", record.call_number),
                           ("p", copy.number), *([("q", copy.due)] if copy.due else []), ("y", "SACH")])
            for copy in copies
        ]
    return [
        ("852", "8 ", [("a", organization), ("b", copy.room), ("h", record.call_number), ("j", copy.number)])
        for copy in copies
    ]


def punctuated(subfields: list[tuple], before: dict[str, str]) -> list[tuple]:
    """ISBD marks: BEFORE tells what stands at the end of the subfield in front of one with that code."""
    following = [before.get(code, "") for code, _ in subfields[1:]] + [""]
    return [(code, value + mark) for (code, value), mark in zip(subfields, following)]
