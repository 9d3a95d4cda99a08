extension ISO2709 {
    /// Writes one record.
    ///
    /// Lengths, base address and entry map of the leader are set; in MARC 21, position 9 is `a` for UTF-8 and blank for
    /// anything else. In UNIMARC, positions 26–29 of 100 $a name the encoding where they named one before.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - encoding: The encoding of the text; ``CharacterEncoding/automatic`` is UTF-8.
    /// - Returns: The record with its terminator.
    /// - Throws: ``MARCError`` when a character does not exist in the encoding, a field has more than 9,999 bytes, or
    ///   the record more than 99,999.
    public static func serialize(
        _ record: MARCRecord,
        encoding: CharacterEncoding = .utf8
    ) throws(MARCError) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(record.storage.text.count + record.storage.subfields.count * 2 + 64)
        var directory: [UInt8] = []
        directory.reserveCapacity(record.storage.fields.count * 12 + 1)
        for field in record.fields {
            let start = data.count
            if !field.isControl {
                data.append(field.indicator1)
                data.append(field.indicator2)
            }
            for subfield in field.parts {
                if subfield.code != 0 {
                    data.append(subfieldDelimiter)
                    data.append(subfield.code)
                }
                if encoding == .utf8 || encoding == .automatic {
                    data += subfield.utf8
                    continue
                }
                do throws(MARCError) {
                    let bytes = try encoding.encode(composed: subfield.utf8)
                    guard !bytes.contains(where: { $0 &- 0x1D < 3 }) else {
                        let reason = "a letter is a separator of ISO 2709 in \(encoding.rawValue)"
                        throw MARCError(.characterNotEncodable, reason)
                    }
                    data += bytes
                } catch {
                    throw MARCError(error.code, error.message, offset: error.offset, tag: field.tag)
                }
            }
            if field.tag == "100", record.format == .unimarc { self.declare(encoding, &data, from: start) }
            data.append(fieldTerminator)
            let length = data.count - start
            guard length <= 9_999 else {
                throw MARCError(.fieldTooLong, "the field has \(length) bytes", tag: field.tag)
            }
            guard start <= 99_999 else {
                throw MARCError(.recordTooLong, "the record has more than 99,999 bytes", tag: field.tag)
            }
            let (first, second, third) = field.tag.bytes
            directory.append(first)
            directory.append(second)
            directory.append(third)
            append(length, digits: 4, to: &directory)
            append(start, digits: 5, to: &directory)
        }
        directory.append(fieldTerminator)
        let base = Leader.count + directory.count
        let length = base + data.count + 1
        guard length <= 99_999 else {
            throw MARCError(.recordTooLong, "the record has \(length) bytes")
        }
        var leader = record.leader.normalized(for: record.format)
        if record.format == .marc21 {
            leader[9] = encoding == .utf8 || encoding == .automatic ? 0x61 : 0x20
        }
        var lengths: [UInt8] = []
        append(length, digits: 5, to: &lengths)
        append(base, digits: 5, to: &lengths)
        for position in 0..<5 {
            leader[position] = lengths[position]
            leader[12 + position] = lengths[5 + position]
        }
        return leader.bytes + directory + data + [recordTerminator]
    }

    /// Writes the codes of an encoding into 100 $a, if there are codes of character sets already.
    private static func declare(_ encoding: CharacterEncoding, _ data: inout [UInt8], from start: Int) {
        let sets = start + 4 + 26
        guard data.count >= sets + 4, data[start + 2] == subfieldDelimiter, data[start + 3] == 0x61,
            ["50  ", "01  ", "0103", "0105"].contains(String(decoding: data[sets..<sets + 4], as: UTF8.self))
        else { return }
        let codes: String
        switch encoding {
        case .automatic, .utf8: codes = "50  "
        case .iso5426: codes = "0103"
        case .iso5428: codes = "0105"
        default: return
        }
        data.replaceSubrange(sets..<sets + 4, with: codes.utf8)
    }

    /// Appends a number in decimal digits with zeros before it.
    private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: number / unit % 10))
            unit /= 10
        }
    }
}
