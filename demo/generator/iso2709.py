"""Writes and takes apart ISO 2709 records. A field is (tag, indicators or None, value or subfields)."""

END_OF_RECORD, END_OF_FIELD, SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
LONGEST_FIELD, LONGEST_RECORD = 9999, 99999


def record(leader: str, fields: list[tuple], encode) -> bytes:
    """One record; ENCODE turns text into bytes. Lengths in the leader are filled in here."""
    directory = b""
    body = b""
    for tag, indicators, content in fields:
        if indicators is None:
            data = encode(content)
        else:
            parts = (SUBFIELD + code.encode() + encode(value) for code, value in content)
            data = indicators.encode() + b"".join(parts)
        data += END_OF_FIELD
        if len(data) > LONGEST_FIELD:
            raise ValueError(f"field {tag} is too long")
        directory += f"{tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    directory += END_OF_FIELD
    base = len(leader) + len(directory)
    length = base + len(body) + 1
    if length > LONGEST_RECORD:
        raise ValueError("the record is too long")
    head = f"{length:05d}{leader[5:12]}{base:05d}{leader[17:]}".encode()
    return head + directory + body + END_OF_RECORD


def split(data: bytes) -> list[bytes]:
    """The records of a file."""
    return [part + END_OF_RECORD for part in data.split(END_OF_RECORD) if part.strip()]


def raw_fields(data: bytes) -> list[tuple[str, bytes]]:
    """Tag and bytes (indicators and delimiters included) of each field of one record."""
    base = int(data[12:17])
    fields = []
    for entry in range(24, base - 1, 12):
        tag = data[entry:entry + 3].decode()
        length, start = int(data[entry + 3:entry + 7]), int(data[entry + 7:entry + 12])
        fields.append((tag, data[base + start:base + start + length - 1]))
    return fields
