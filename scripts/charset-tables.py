#!/usr/bin/env python3
"""Writes Sources/MARC/CharacterSetTables.swift and EACCTable.swift: character set tables, asked from YAZ's yaz_iconv,
and for the code pages of Vietnam from Python's codecs and the system's iconv.

Usage: python3 scripts/charset-tables.py            (needs libyaz5 and iconv)

A row of a table is a code in hexadecimal and the Unicode scalars of that and the following codes; 0 stands for none.
"""
import ctypes
import ctypes.util
import os
import subprocess
import sys
import unicodedata

yaz = ctypes.CDLL(ctypes.util.find_library("yaz") or "libyaz.so.5")
yaz.yaz_iconv_open.restype = ctypes.c_void_p
yaz.yaz_iconv_open.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
yaz.yaz_iconv.restype = ctypes.c_size_t
yaz.yaz_iconv.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 4
yaz.yaz_iconv_close.argtypes = [ctypes.c_void_p]


def convert(charset, data):
    """The text, or None when YAZ refuses the bytes."""
    handle = yaz.yaz_iconv_open(b"utf-8", charset.encode())
    if not handle:
        sys.exit("YAZ does not know " + charset)
    source = ctypes.create_string_buffer(data, len(data))
    target = ctypes.create_string_buffer(256)
    read, left = ctypes.c_void_p(ctypes.addressof(source)), ctypes.c_size_t(len(data))
    written, room = ctypes.c_void_p(ctypes.addressof(target)), ctypes.c_size_t(256)
    status = yaz.yaz_iconv(handle, ctypes.byref(read), ctypes.byref(left), ctypes.byref(written), ctypes.byref(room))
    if status != ctypes.c_size_t(-1).value:
        yaz.yaz_iconv(handle, None, None, ctypes.byref(written), ctypes.byref(room))
    yaz.yaz_iconv_close(handle)
    if status == ctypes.c_size_t(-1).value:
        return None
    return target.raw[: 256 - room.value].decode("utf-8", "replace")


def scalar(charset, escape, code, back):
    """The scalar of one code, or 0. A combining mark comes out behind the letter `x` that follows it."""
    text = convert(charset, escape + code + back + b"x")
    if text is None or len(text) != 2 or "x" not in text or "\ufffd" in text:
        return 0
    mark = text[0] == "x"
    value = text[1] if mark else text[0]
    if mark != (unicodedata.combining(value) != 0 or unicodedata.category(value) == "Mn"):
        print("note: %s %s is U+%04X, mark: %s" % (charset, code.hex(), ord(value), mark), file=sys.stderr)
    return ord(value)


viscii = [0x02, 0x05, 0x06, 0x14, 0x19, 0x1E] + list(range(0x80, 0x100))


def iconv(code):
    """The scalar of a byte of VISCII, by the system's iconv."""
    run = subprocess.run(["iconv", "-f", "VISCII", "-t", "UTF-8"], input=bytes([code]), capture_output=True, check=True)
    return ord(run.stdout.decode("utf-8"))


def rows(codes, value, width=16):
    """Rows of at most `width` consecutive codes, without those that start or end with nothing."""
    row, start, last = [], 0, None
    for code in codes:
        found = value(code)
        if not found:
            continue
        if row and code == last + 1 and len(row) < width:
            row.append(found)
        else:
            if row:
                yield start, row
            row, start = [found], code
        last = code
    if row:
        yield start, row


def write(path, summary, tables):
    with open(path, "w", encoding="utf-8") as out:
        out.write("// Written by scripts/charset-tables.py; change it there.\n\n")
        out.write("/// %s\n" % summary[0])
        out.write("enum %s {\n" % summary[1])
        for index, (name, comment, lines) in enumerate(tables):
            out.write("%s    /// %s\n    static let %s = \"\"\"\n" % ("\n" if index else "", comment, name))
            for start, row in lines:
                out.write("        %X %s\n" % (start, " ".join("%X" % v for v in row)))
            out.write("        \"\"\"\n")
        out.write("}\n")


def main():
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "MARC")
    seven = range(0x21, 0x7F)
    single = [
        ("greekSymbols", "Three Greek letters, ESC g.", b"\x1bg", b"\x1bs", 0),
        ("subscripts", "Subscripts, ESC b.", b"\x1bb", b"\x1bs", 0),
        ("superscripts", "Superscripts, ESC p.", b"\x1bp", b"\x1bs", 0),
        ("basicHebrew", "Basic Hebrew, final character 2.", b"\x1b(2", b"\x1b(B", 0),
        ("basicArabic", "Basic Arabic, final character 3.", b"\x1b(3", b"\x1b(B", 0),
        ("extendedArabic", "Extended Arabic, final character 4.", b"\x1b(4", b"\x1b(B", 0),
        ("basicCyrillic", "Basic Cyrillic, final character N.", b"\x1b(N", b"\x1b(B", 0),
        ("extendedCyrillic", "Extended Cyrillic, final character Q.", b"\x1b(Q", b"\x1b(B", 0),
        ("basicGreek", "Basic Greek, final character S.", b"\x1b(S", b"\x1b(B", 0),
        ("extendedLatin", "Extended Latin (ANSEL), final characters !E, in the lower half.", b"", b"", 0x80),
    ]
    tables = []
    for name, comment, escape, back, high in single:
        found = list(rows(seven, lambda c: scalar("marc8", escape, bytes([c | high]), back)))
        tables.append((name, comment, found))
    iso5426 = list(rows(range(0xA1, 0xFF), lambda c: scalar("iso5426", b"", bytes([c]), b"")))
    tables.append(("iso5426", "ISO 5426, in the upper half.", iso5426))
    for name, comment in [("windows1252", "Windows-1252, Western Europe."), ("windows1258", "Windows-1258, Vietnam.")]:
        page = "cp" + name[-4:]
        found = list(rows(range(0x80, 0x100), lambda c: ord(bytes([c]).decode(page, "replace").replace("\ufffd", "\0"))))
        tables.append((name, comment[:-1] + ", the upper half.", found))
    tables.append(("viscii", "VISCII (RFC 1456): six capitals among the controls, and the upper half.", list(rows(viscii, iconv))))
    write(
        os.path.join(target, "CharacterSetTables.swift"),
        ("The sets of one byte a character that MARC-8 and ISO 5426 use: rows of a code and its scalars.", "CharacterSetTables"),
        tables,
    )

    def eacc(code):
        data = bytes([code >> 16, code >> 8 & 0xFF, code & 0xFF])
        return scalar("marc8", b"\x1b$1", data, b"\x1b(B")

    codes = (a << 16 | b << 8 | c for a in seven for b in seven for c in seven)
    write(
        os.path.join(target, "EACCTable.swift"),
        ("The East Asian Character Code of MARC-8 (ANSI Z39.64), final character 1.", "EACCTable"),
        [("rows", "Rows of a code of three bytes and its scalars.", list(rows(codes, eacc)))],
    )


if __name__ == "__main__":
    main()
