/// Reads the fields of an ISO 2709 record, whose places are known, into a record.
enum ISO2709Fields {
    static func read(
        _ bytes: Span<UInt8>,
        _ layout: ISO2709Layout,
        encoding: CharacterEncoding,
        into record: inout MARCRecord
    ) {
        let data = bytes.extracting(layout.data)
        let scan = UTF8Scan(data)
        let declared = record.format == .unimarc && !scan.isValid ? self.declared(bytes, layout.slots) : nil
        let encoding = self.encoding(data, scan, given: encoding, declared: declared, &record)
        record.leader = record.leader.normalized(for: record.format)
        var target = Target(decoder: TextDecoder(encoding), copied: nil)
        record.storage.fields.reserveCapacity(layout.slots.count)
        record.storage.subfields.reserveCapacity(layout.slots.count * 2)
        if encoding == .utf8 && scan.isComposed {
            // The usual case: the bytes are the text as they are.
            target.copied = layout.data.lowerBound
            record.storage.text = Array(copying: data)
        } else {
            record.storage.text.reserveCapacity(data.count + data.count / 2)
        }
        for slot in layout.slots {
            if slot.tag.isControl {
                record.storage.beginField(slot.tag, 0x20, 0x20)
                target.beginField()
                target.append(0, slot.tag, bytes, slot.range, &record)
            } else {
                self.readData(bytes, slot, &target, &record)
            }
        }
    }

    private static func readData(
        _ bytes: Span<UInt8>,
        _ slot: ISO2709Layout.Slot,
        _ target: inout Target,
        _ record: inout MARCRecord
    ) {
        let end = slot.range.upperBound
        var index = slot.range.lowerBound
        while index < end, bytes[index] != ISO2709.subfieldDelimiter { index &+= 1 }
        let first = slot.range.lowerBound
        let before = index - first
        let hasIndicators =
            before >= 2 && (before == 2 || index < end) && isPrintable(bytes[first]) && isPrintable(bytes[first + 1])
        record.storage.beginField(
            slot.tag,
            hasIndicators ? bytes[first] : 0x20,
            hasIndicators ? bytes[first + 1] : 0x20
        )
        target.beginField()
        if before != 2 || !hasIndicators {
            record.note(Repair(.indicators, tag: slot.tag, offset: first))
            // Text before the first delimiter, or a field without any: it becomes $a.
            let text = (hasIndicators ? first + 2 : first)..<index
            if before > 2 || index == end, text.contains(where: { bytes[$0] > 0x20 }) {
                record.note(Repair(.subfield, tag: slot.tag, offset: text.lowerBound))
                target.append(0x61, slot.tag, bytes, text, &record)
            }
        }
        while index < end {
            let start = index &+ 1
            index = start
            while index < end, bytes[index] != ISO2709.subfieldDelimiter { index &+= 1 }
            if start == index {
                record.note(Repair(.subfield, tag: slot.tag, offset: start))
            } else if (0x21...0x7E).contains(bytes[start]) {
                target.append(bytes[start], slot.tag, bytes, start + 1..<index, &record)
            } else {
                record.note(Repair(.subfield, tag: slot.tag, offset: start))
                target.append(0x3F, slot.tag, bytes, start..<index, &record)
            }
        }
    }

    /// Where text goes: into the copied bytes of the record as it is, or decoded to the end of the record's text.
    private struct Target {
        var decoder: TextDecoder
        /// The index in the input of the first byte of the record's text, when that is a copy of the input.
        var copied: Int?

        mutating func beginField() {
            self.decoder.beginField()
        }

        mutating func append(
            _ code: UInt8,
            _ tag: Tag,
            _ bytes: Span<UInt8>,
            _ range: Range<Int>,
            _ record: inout MARCRecord
        ) {
            var hasSeparator = false
            for index in range where bytes[index] &- 0x1D < 3 { hasSeparator = true }
            if let copied = self.copied, !hasSeparator {
                record.storage.appendSubfield(code, range.lowerBound - copied..<range.upperBound - copied)
                return
            }
            let start = record.storage.text.count
            var replacements = 0
            if hasSeparator {
                record.note(Repair(.controlCharacter, tag: tag, offset: range.lowerBound))
                let clean = code == 0 ? Self.value(bytes, range) : Self.clean(bytes, range)
                replacements = self.decoder.append(clean.span, to: &record.storage.text)
            } else {
                replacements = self.decoder.append(bytes.extracting(range), to: &record.storage.text)
            }
            if replacements > 0 { record.note(Repair(.characters, tag: tag, offset: range.lowerBound)) }
            record.storage.appendSubfield(code, start..<record.storage.text.count)
        }

        private static func clean(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
            range.compactMap { bytes[$0] &- 0x1D < 3 ? nil : bytes[$0] }
        }

        /// The value of a control field with separators in it: with indicators and subfields, as some relatives of MARC 21
        /// have in 001 and 008, the text of these.
        private static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
            let first = range.lowerBound + 2
            guard first < range.upperBound, bytes[first] == ISO2709.subfieldDelimiter else {
                return clean(bytes, range)
            }
            var value: [UInt8] = []
            var index = first
            while index < range.upperBound {
                if bytes[index] == ISO2709.subfieldDelimiter {
                    if !value.isEmpty { value.append(0x20) }
                    index += 1
                } else if bytes[index] &- 0x1D >= 3 {
                    value.append(bytes[index])
                }
                index += 1
            }
            return value
        }
    }
}

extension Array where Element == UInt8 {
    /// Makes an array of the bytes of a span.
    init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

private func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }
