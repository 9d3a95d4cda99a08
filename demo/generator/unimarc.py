"""A description as UNIMARC fields (Quảng Trị)."""

from .books import hyphenated
from .describe import Description
from .words import PUBLISHERS


def unimarc(record: Description, control_number: str, rng) -> tuple[str, list[tuple]]:
    """Leader and fields, as `marc21` gives them."""
    book, spell = record.book, record.spell
    organization = f"VN-{record.library.code.upper()}-DEMO"
    fields = [
        ("001", None, control_number),
        ("005", None, f"20{rng.randint(10, 23)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}103000.0"),
    ]
    if record.isbn:
        number = record.isbn
        if len(number) == 13 and not book.foreign:
            number = hyphenated(number, PUBLISHERS[book.publisher].registrant)
        price = [("d", f"{book.price}đ")] if book.price and rng.random() < 0.4 else []
        fields.append(("010", "  ", [("a", number), *price]))
    fields.append(("100", "  ", [("a", f"20150101d{record.year or '    '}    m  y0viey50      ba")]))
    original = [("c", book.original_language)] if book.original_language else []
    fields.append(("101", "1 " if original else "0 ", [("a", book.language), *original]))
    if not book.foreign:
        fields.append(("102", "  ", [("a", "VN")]))
    fields.append(title(record))
    if record.edition:
        fields.append(("205", "  ", [("a", record.edition)]))
    imprint = [("a", record.place or "[k.đ.]"), ("c", record.publisher), ("d", record.year)]
    fields.append(("210", "  ", [part for part in imprint if part[1]]))
    if book.kind == "set":
        fields.append(("215", "  ", [("a", f"{book.volumes} {spell('tập')}")]))
    elif record.pages:
        pictures = [("c", spell(book.illustrations))] if book.illustrations else []
        fields.append(("215", "  ", [("a", f"{record.pages} tr."), *pictures, ("d", f"{book.size} cm")]))
    if record.series:
        fields.append(("225", "0 ", [("a", record.series)]))
    if record.other_title:
        fields.append(("517", "1 ", [("a", record.other_title)]))
    if not record.brief:
        if book.original_title:
            fields.append(("454", " 1", [("t", book.original_title)]))
        fields += [("610", "0 ", [("a", spell(word))]) for word in book.subjects]
        fields.append(("676", "  ", [("a", book.dewey), ("v", "14")]))
    fields += people(record)
    fields.append(("801", " 0", [("a", "VN"), ("b", organization), ("c", "20150101"), ("g", "ISBD")]))
    for copy in record.items:
        due = [("n", copy.due)] if copy.due else []
        fields.append(
            ("995", "  ", [("b", organization), ("c", copy.room), ("f", copy.number), ("k", record.call_number), *due])
        )
    fields.sort(key=lambda one: one[0])
    return "00000nam0 2200000   450 ", fields


def title(record: Description) -> tuple:
    parts = [("a", record.title)]
    if record.volume_in_title:
        parts = [("a", f"{record.title}. {record.volume}")]
    elif record.volume:
        parts.append(("h", record.volume))
    if record.subtitle:
        parts.append(("e", record.subtitle))
    if record.responsibility and not record.brief:
        parts.append(("f", record.responsibility))
    if record.translators:
        parts.append(("g", record.spell("dịch: ") + ", ".join(record.translators)))
    return ("200", "1 ", parts)


def people(record: Description) -> list[tuple]:
    """70- persons and 71- bodies: 0 main, 1 joint, 2 secondary responsibility."""
    fields = []
    for position, (name, dates) in enumerate(record.authors):
        level = "2" if record.author_in_700 else "0" if position == 0 else "1"
        tag = ("71" if record.book.corporate else "70") + level
        parts = [("a", name)]
        if ", " in name:
            surname, rest = name.split(", ", 1)
            parts = [("a", surname), ("b", rest)]
        if dates:
            parts.append(("f", dates))
        fields.append((tag, " 1" if len(parts) > 1 else " 0", parts + [("4", "070")]))
    fields += [("702", " 0", [("a", name), ("4", "730")]) for name in record.translators]
    return fields
