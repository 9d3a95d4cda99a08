"""The bytes in which the libraries keep their text: UTF-8 in three forms, TCVN3 and MARC-8."""

import unicodedata

from .text import half_decomposed, nfc, nfd

# TCVN 5712 as the "ABC" fonts use it: first byte of a run, and the letters that follow one another.
TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {letter: first + i for first, letters in TCVN3_RUNS.items() for i, letter in enumerate(letters)}
TCVN3_LETTERS = {byte: letter for letter, byte in TCVN3.items()}

# MARC-8: marks stand before their letter; đ, ơ and ư are letters of their own.
MARC8_LETTERS = {"Đ": 0xA3, "đ": 0xB3, "Ơ": 0xAC, "ơ": 0xBC, "Ư": 0xAD, "ư": 0xBD}
MARC8_MARKS = {
    "\u0309": 0xE0, "\u0300": 0xE1, "\u0301": 0xE2, "\u0302": 0xE3, "\u0303": 0xE4,
    "\u0306": 0xE6, "\u0308": 0xE8, "\u0327": 0xF0, "\u0323": 0xF2,
}
HORN = "\u031b"


def tcvn3(text: str) -> bytes:
    """One byte a letter. The fonts have no accented capitals: ẤN becomes ấN. Foreign marks are dropped."""
    result = bytearray()
    for character in nfc(text):
        if character.isascii():
            result.append(ord(character))
        elif byte := TCVN3.get(character) or TCVN3.get(character.lower()):
            result.append(byte)
        else:
            result += "".join(c for c in nfd(character) if c.isascii()).encode() or b"?"
    return bytes(result)


def from_tcvn3(data: bytes) -> str:
    return "".join(chr(byte) if byte < 0x80 else TCVN3_LETTERS.get(byte, "?") for byte in data)


def marc8(text: str) -> bytes:
    """MARC-8 (ANSEL) for Latin letters."""
    result = bytearray()
    for character in nfc(text):
        letter, *marks = nfd(character)
        if HORN in marks:
            marks.remove(HORN)
            letter = nfc(letter + HORN)
        if unicodedata.combining(letter):
            raise ValueError(f"a mark without a letter in {text!r}")
        result += bytes(MARC8_MARKS[mark] for mark in marks)
        result.append(ord(letter) if letter.isascii() else MARC8_LETTERS[letter])
    return bytes(result)


ENCODERS = {
    "utf-8": lambda text: nfc(text).encode(),
    "utf-8-nfd": lambda text: nfd(text).encode(),
    "utf-8-half": lambda text: half_decomposed(text).encode(),
    "tcvn3": tcvn3,
    "marc-8": marc8,
}
