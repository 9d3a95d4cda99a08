"""Reads the word lists in demo/words: one entry a line, columns parted by |, # starts a comment."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "words"


def rows(name: str) -> list[list[str]]:
    """All entries of words/NAME.txt, each a list of its columns."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line.strip() and not line.startswith("#")]


def name_parts() -> dict[str, list[str]]:
    """Parts of personal and place names: surname, middle, given, commune."""
    return {kind: words.split() for kind, words in rows("names")}


class Publisher:
    """A publisher with its place, its ISBN registrant, and the ways its name gets written."""

    def __init__(self, key: str, name: str, registrant: str, place: str, variants: str):
        self.key = key
        self.name = name
        self.registrant = registrant
        self.place = place
        self.variants = [form for form in variants.split(";") if form]


class Province:
    """A province: its library's code, its name, class number, districts, sights and customs."""

    def __init__(self, code, name, number, capital, publisher, districts, sights):
        self.code = code
        self.name = name
        self.number = number
        self.capital = capital
        self.publisher = publisher
        self.districts = districts.split(",")
        self.sights = sights.split(",")


PUBLISHERS = {row[0]: Publisher(*row) for row in rows("publishers")}
PROVINCES = {row[0]: Province(*row) for row in rows("provinces")}
PLACES = {place: forms.split(";") for place, forms in rows("places")}
NAMES = name_parts()
