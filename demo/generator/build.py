"""Puts it together: books until there are enough, each library's records, the truth about them, and queries."""

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from . import text
from .books import Book, Catalogue, Press
from .describe import Description, describe
from .encodings import ENCODERS
from .iso2709 import record as iso2709
from .libraries import LIBRARIES, acquire, expected_records
from .marc21 import marc21
from .unimarc import unimarc
from .works import SOURCES

PATIENCE = 2000  # books in a row that were all there already, before a source counts as dry
QUERIES = 100
SPELLINGS = {
    "nfc": lambda words: words,
    "unaccented": text.unaccented,
    "nfd": text.nfd,
    "old_tones": text.old_tones,
    "new_tones": text.new_tones,
    "upper_case": str.upper,
}


@dataclass
class Held:
    """One record of one library."""

    control_number: str
    description: Description
    data: bytes


def publish(total: int, seed: int) -> Catalogue:
    """Books that should give about TOTAL records in all libraries together."""
    catalogue = Catalogue()
    made = Counter()
    press = Press(random.Random(f"{seed}/books"))
    shares = dict(SOURCES)
    running = {source: source(press) for source in shares}
    while running and sum(made.values()) < total:
        source = min(running, key=lambda one: made[one] / shares[one])
        for _ in range(PATIENCE):
            publication = next(running[source], None)
            if publication is None or catalogue.add(publication):
                break
        else:
            publication = None
        if publication is None:
            del running[source]
        else:
            made[source] += expected_records(publication)
    return catalogue


def catalogue_all(books: Catalogue, seed: int) -> dict[str, list[Held]]:
    """Each library's records in the order of its file."""
    editions = Counter(edition_key(book) for one in books.publications for book in (one.whole, *one.volumes))
    collections = {}
    for library in LIBRARIES:
        described = []
        for publication in books.publications:
            rng = random.Random(f"{seed}/{library.code}/{publication.whole.cluster}")
            for book in acquire(publication, library, rng):
                only_edition = editions[edition_key(book)] == 1
                described.append((describe(book, library, only_edition, rng), rng))
        random.Random(f"{seed}/{library.code}").shuffle(described)
        collections[library.code] = [
            encode(description, f"{library.code.upper()}{number:08d}", rng)
            for number, (description, rng) in enumerate(described, 1)
        ]
    return collections


def edition_key(book: Book) -> tuple:
    return (text.key(book.title), book.volume, book.kind == "set")


def encode(description: Description, control_number: str, rng) -> Held:
    make = unimarc if description.library.format == "unimarc" else marc21
    leader, fields = make(description, control_number, rng)
    return Held(control_number, description, iso2709(leader, fields, ENCODERS[description.encoding]))


def write(folder: Path, collections: dict[str, list[Held]], total: int, seed: int) -> dict:
    """All files; the statistics are returned as well."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, records in collections.items():
        (folder / f"{code}.mrc").write_bytes(b"".join(held.data for held in records))
    write_table(folder / "truth.tsv", truth(collections))
    write_table(folder / "queries.tsv", queries(collections, seed))
    numbers = statistics(collections, total, seed)
    (folder / "stats.json").write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return numbers


def write_table(path: Path, lines) -> None:
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def truth(collections: dict[str, list[Held]]):
    yield (
        "library", "control_number", "cluster_id", "work_id", "expression_id", "kind", "volume", "language", "noise",
    )
    for code, records in collections.items():
        for held in records:
            book = held.description.book
            volume = str(book.volume) if book.volume else ""
            yield (
                code, held.control_number, book.cluster, book.work, book.expression, book.kind, volume, book.language,
                ",".join(held.description.noise),
            )


def queries(collections: dict[str, list[Held]], seed: int):
    """Known items: a title in six spellings, and the records of that text (any edition, any volume) whose title
    has all words of the query once both are unaccented. A search may rightly find other works as well."""
    yield ("query_id", "spelling", "title", "author", "cluster_id", "expected")
    expressions = {}
    for code, records in collections.items():
        for held in records:
            expressions.setdefault(held.description.book.expression, []).append((code, held))
    known = [held for held in expressions.values() if held[0][1].description.book.language == "vie" and len(held) > 1]
    random.Random(f"{seed}/queries").shuffle(known)
    kieu = [held for held in known if held[0][1].description.book.title == "Truyện Kiều"]
    chosen = kieu + [held for held in known if held not in kieu]
    for number, records in enumerate(chosen[:QUERIES], 1):
        book = records[0][1].description.book
        words = set(text.key(book.title).split())
        expected = [
            f"{code}:{held.control_number}"
            for code, held in records
            if words <= set(text.key(f"{held.description.title} {held.description.other_title}").split())
        ]
        author = book.authors[0][0] if book.authors and not book.corporate else ""
        for name, spell in SPELLINGS.items():
            yield (f"q{number:03d}", name, spell(book.title), spell(author), book.cluster, " ".join(expected))


def statistics(collections: dict[str, list[Held]], total: int, seed: int) -> dict:
    every = [held.description for records in collections.values() for held in records]
    holders = {}
    for one in every:
        holders.setdefault(one.book.cluster, set()).add(one.library.code)
    spread = Counter(len(codes) for codes in holders.values())
    return {
        "simulated": True,
        "seed": seed,
        "asked_for": total,
        "records": len(every),
        "clusters": len(holders),
        "works": len({one.book.work for one in every}),
        "clusters_by_number_of_libraries": {str(number): spread[number] for number in sorted(spread)},
        "libraries": {
            code: {
                "records": len(records),
                "bytes": sum(len(held.data) for held in records),
                "noise": dict(sorted(Counter(n for held in records for n in held.description.noise).items())),
            }
            for code, records in collections.items()
        },
    }
