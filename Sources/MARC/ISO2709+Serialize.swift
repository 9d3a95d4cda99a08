extension ISO2709 {
    /// Writes one record.
    ///
    /// Lengths, base address and entry map of the leader are set; in MARC 21, position 9 is `a` for UTF-8 and blank for
    /// anything else. In UNIMARC the encoding is told by field 100, which is left as it is.
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
            if !field.isControl { data += [field.indicator1, field.indicator2] }
            for subfield in field.parts {
                if subfield.code != 0 { data += [subfieldDelimiter, subfield.code] }
                do throws(MARCError) {
                    data += try encoding.encode(composed: subfield.utf8)
                } catch {
                    throw MARCError(error.code, error.message, offset: error.offset, tag: field.tag)
                }
            }
            data.append(fieldTerminator)
            let length = data.count - start
            guard length <= 9_999 else {
                throw MARCError(.fieldTooLong, "the field has \(length) bytes", tag: field.tag)
            }
            guard start <= 99_999 else {
                throw MARCError(.recordTooLong, "the record has more than 99,999 bytes", tag: field.tag)
            }
            let (first, second, third) = field.tag.bytes
            directory += [first, second, third]
            directory += decimal(length, 4)
            directory += decimal(start, 5)
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
        for (position, digit) in decimal(length, 5).enumerated() { leader[position] = digit }
        for (position, digit) in decimal(base, 5).enumerated() { leader[12 + position] = digit }
        return leader.bytes + directory + data + [recordTerminator]
    }

    /// A number in decimal digits with zeros before it.
    private static func decimal(_ number: Int, _ width: Int) -> [UInt8] {
        var digits = [UInt8](repeating: 0x30, count: width)
        var rest = number
        for position in (0..<width).reversed() {
            digits[position] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
        return digits
    }
}
