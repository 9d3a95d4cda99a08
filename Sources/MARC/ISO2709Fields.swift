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
        var target = Target(decoder: TextDecoder(encoding))
        target.fields.reserveCapacity(layout.slots.count)
        target.subfields.reserveCapacity(layout.slots.count * 2)
        if encoding == .utf8 && scan.isComposed {
            // The usual case: the bytes are the text as they are.
            target.copied = layout.data.lowerBound
            target.text = Array(copying: data)
        } else {
            target.text.reserveCapacity(data.count + data.count / 2)
        }
        for slot in layout.slots {
            if slot.tag.isControl {
                target.beginField(slot.tag, 0x20, 0x20)
                target.append(0, bytes, slot.range, &record)
                target.endField()
            } else {
                self.readData(bytes, slot, &target, &record)
            }
        }
        record.storage = RecordStorage(text: target.text, fields: target.fields, subfields: target.subfields)
    }

    private static func readData(
        _ bytes: Span<UInt8>,
        _ slot: ISO2709Layout.Slot,
        _ target: inout Target,
        _ record: inout MARCRecord
    ) {
        let end = slot.range.upperBound
        let first = slot.range.lowerBound
        var index = self.delimiter(bytes, from: first, to: end)
        let before = index - first
        let hasIndicators =
            before >= 2 && (before == 2 || index < end) && isPrintable(bytes[first]) && isPrintable(bytes[first + 1])
        target.beginField(
            slot.tag,
            hasIndicators ? bytes[first] : 0x20,
            hasIndicators ? bytes[first + 1] : 0x20
        )
        if before != 2 || !hasIndicators {
            record.note(Repair(.indicators, tag: slot.tag, offset: first))
            // Text before the first delimiter, or a field without any: it becomes $a.
            let text = (hasIndicators ? first + 2 : first)..<index
            if before > 2 || index == end, text.contains(where: { bytes[$0] > 0x20 }) {
                record.note(Repair(.subfield, tag: slot.tag, offset: text.lowerBound))
                target.append(0x61, bytes, text, &record)
            }
        }
        while index < end {
            let start = index &+ 1
            index = self.delimiter(bytes, from: start, to: end)
            if start == index {
                record.note(Repair(.subfield, tag: slot.tag, offset: start))
            } else if (0x21...0x7E).contains(bytes[start]) {
                target.append(bytes[start], bytes, start + 1..<index, &record)
            } else {
                record.note(Repair(.subfield, tag: slot.tag, offset: start))
                target.append(0x3F, bytes, start..<index, &record)
            }
        }
        target.endField()
    }

    /// The index of the next subfield delimiter, or the end where there is none.
    private static func delimiter(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = unsafe bytes.bytes
        var index = start
        // Eight bytes at a time; any bit pattern is a valid UInt64.
        while index &+ 8 <= end {
            let loaded = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let word = UInt64(littleEndian: loaded) ^ 0x1F1F_1F1F_1F1F_1F1F
            let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if zeros != 0 { return index &+ (zeros.trailingZeroBitCount >> 3) }
            index &+= 8
        }
        while index < end, bytes[index] != ISO2709.subfieldDelimiter { index &+= 1 }
        return index
    }

    /// Where fields go; their text into the copied bytes of the record as it is, or decoded to the end of the text.
    ///
    /// Plain arrays, because a record's own storage asks at every change whether it is shared.
    private struct Target {
        var text: [UInt8] = []
        var fields: [FieldEntry] = []
        var subfields: [SubfieldEntry] = []
        var decoder: TextDecoder
        /// The index in the input of the first byte of the record's text, when that is a copy of the input.
        var copied: Int?
        /// The field at hand, which is complete at its end.
        private var field = FieldEntry(tag: "000", indicator1: 0x20, indicator2: 0x20, start: 0, count: 0)

        init(decoder: TextDecoder) { self.decoder = decoder }

        mutating func beginField(_ tag: Tag, _ indicator1: UInt8, _ indicator2: UInt8) {
            let start = UInt32(truncatingIfNeeded: self.subfields.count)
            self.field = FieldEntry(tag: tag, indicator1: indicator1, indicator2: indicator2, start: start, count: 0)
            self.decoder.beginField()
        }

        mutating func endField() {
            self.field.count = UInt32(truncatingIfNeeded: self.subfields.count) - self.field.start
            self.fields.append(self.field)
        }

        mutating func append(_ code: UInt8, _ bytes: Span<UInt8>, _ range: Range<Int>, _ record: inout MARCRecord) {
            let hasSeparator = Self.hasSeparator(bytes, range)
            if let copied = self.copied, !hasSeparator {
                self.append(code, range.lowerBound - copied, range.count)
                return
            }
            let start = self.text.count
            var replacements = 0
            if hasSeparator {
                record.note(Repair(.controlCharacter, tag: self.field.tag, offset: range.lowerBound))
                let clean = code == 0 ? Self.value(bytes, range) : Self.clean(bytes, range)
                replacements = self.decoder.append(clean.span, to: &self.text)
            } else {
                replacements = self.decoder.append(bytes.extracting(range), to: &self.text)
            }
            if replacements > 0 {
                record.note(Repair(.characters, tag: self.field.tag, offset: range.lowerBound))
            }
            self.append(code, start, self.text.count - start)
        }

        private mutating func append(_ code: UInt8, _ start: Int, _ count: Int) {
            self.subfields.append(
                SubfieldEntry(
                    start: UInt32(truncatingIfNeeded: start),
                    count: UInt32(truncatingIfNeeded: count),
                    code: code
                )
            )
        }

        private static func hasSeparator(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
            let raw = unsafe bytes.bytes
            var index = range.lowerBound
            // Eight bytes at a time are looked at for any control character; any bit pattern is a valid UInt64.
            while index &+ 8 <= range.upperBound {
                let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080 == 0 else { break }
                index &+= 8
            }
            while index < range.upperBound {
                if bytes[index] &- 0x1D < 3 { return true }
                index &+= 1
            }
            return false
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
