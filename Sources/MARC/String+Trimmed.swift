/// Bytes of UTF-8 without white space of ASCII and no-break spaces around them.
private func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    var start = bytes.startIndex
    var end = bytes.endIndex
    while start < end {
        let next = bytes.index(after: start)
        if bytes[start] <= 0x20 {
            start = next
        } else if bytes[start] == 0xC2, next < end, bytes[next] == 0xA0 {
            start = bytes.index(after: next)
        } else {
            break
        }
    }
    while start < end {
        let last = bytes.index(before: end)
        if bytes[last] <= 0x20 {
            end = last
        } else if bytes[last] == 0xA0, last > start, bytes[bytes.index(before: last)] == 0xC2 {
            end = bytes.index(before: last)
        } else {
            break
        }
    }
    return bytes[start..<end]
}

private func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

extension Substring {
    /// The text without white space of ASCII and no-break spaces around it.
    var trimmed: String { String(Substring(MARC.trimmed(self.utf8))) }

    /// The text without white space around it; `nil` when nothing is left.
    var trimmedOrNil: String? { nonEmpty(self.trimmed) }
}

extension String {
    /// The text without white space of ASCII and no-break spaces around it.
    var trimmed: String { self[...].trimmed }

    /// The text without white space around it; `nil` when nothing is left.
    var trimmedOrNil: String? { self[...].trimmedOrNil }
}

extension Subfield {
    /// The text without white space of ASCII and no-break spaces around it.
    var trimmed: String { String(decoding: MARC.trimmed(self.utf8), as: UTF8.self) }

    /// The text without white space around it; `nil` when nothing is left.
    var trimmedOrNil: String? { nonEmpty(self.trimmed) }
}

extension Field {
    /// The values of the subfields with any of some codes, in the order of the field, joined; `nil` when all are empty.
    func joined(_ codes: String, _ separator: String) -> String? {
        var joined: String?
        self.subfields.forEach(anyOf: codes) { subfield in
            guard let value = subfield.trimmedOrNil else { return }
            if joined == nil { joined = value } else { joined? += separator + value }
        }
        return joined
    }

    /// The text of the first subfield with a code, without white space around it; `nil` when nothing is left or there is none.
    func trimmed(_ code: Unicode.Scalar) -> String? {
        self.subfields.first(code: UInt8(ascii: code))?.trimmedOrNil
    }
}
