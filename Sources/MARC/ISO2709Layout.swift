/// Where the fields of an ISO 2709 record lie, after damage of leader and directory is mended.
struct ISO2709Layout {
    /// One field: its tag and its bytes without the terminator.
    struct Slot {
        var tag: Tag
        var range: Range<Int>
    }

    /// The fields in the order of the directory.
    var slots: [Slot] = []
    /// The bytes of all fields, from the base address to the record terminator.
    private(set) var data = 0..<0

    /// Reads leader and directory; sets the record's leader as it came, and notes what was mended.
    init(_ bytes: Span<UInt8>, limits: ISO2709.Limits, _ record: inout MARCRecord) throws(MARCError) {
        guard bytes.count <= min(limits.maximumBytes, 1 << 31) else {
            throw MARCError(.tooLarge, "the record has \(bytes.count) bytes", offset: limits.maximumBytes)
        }
        let start = RecordBoundary.skipFiller(bytes, from: 0)
        guard bytes.count - start > Leader.count else {
            throw MARCError(.truncated, "\(bytes.count - start) bytes are no record", offset: bytes.count)
        }
        for position in 0..<Leader.count {
            let byte = bytes[start + position]
            record.leader[position] = byte
            if record.leader[position] != byte { record.note(Repair(.leader, offset: start + position)) }
        }
        let end = ISO2709Layout.end(bytes, start, &record)
        let base = try ISO2709Layout.base(bytes, start, end, &record)
        self.data = base..<end
        let directory = start + Leader.count
        let entries = (base - 1 - directory) / 12
        guard entries <= limits.maximumFields else {
            throw MARCError(.tooLarge, "the record has \(entries) fields", offset: directory)
        }
        if (base - 1 - directory) % 12 != 0 { record.note(Repair(.directory, offset: base - 1)) }
        self.slots.reserveCapacity(entries)
        for entry in 0..<entries {
            let place = directory + entry * 12
            guard let slot = self.trusted(bytes, place) else {
                try self.salvage(bytes, directory, entries, &record)
                return
            }
            self.slots.append(slot)
        }
    }

    /// The field of a directory entry, when everything about the entry is right.
    @inline(__always)
    func trusted(_ bytes: Span<UInt8>, _ place: Int) -> Slot? {
        guard let tag = Tag(bytes[place], bytes[place + 1], bytes[place + 2]),
            let length = ISO2709.number(bytes, place + 3, 4), length > 0,
            let position = ISO2709.number(bytes, place + 7, 5)
        else { return nil }
        let first = self.data.lowerBound + position
        let last = first + length - 1
        guard last < self.data.upperBound, bytes[last] == ISO2709.fieldTerminator,
            first == self.data.lowerBound || bytes[first - 1] == ISO2709.fieldTerminator
        else { return nil }
        return Slot(tag: tag, range: first..<last)
    }

    /// The index of the record terminator, or the end of the bytes.
    private static func end(_ bytes: Span<UInt8>, _ start: Int, _ record: inout MARCRecord) -> Int {
        if let length = ISO2709.number(bytes, start, 5), length > Leader.count, start + length <= bytes.count,
            bytes[start + length - 1] == ISO2709.recordTerminator
        {
            return start + length - 1
        }
        record.note(Repair(.recordLength, offset: start))
        for index in start + Leader.count..<bytes.count where bytes[index] == ISO2709.recordTerminator {
            return index
        }
        record.note(Repair(.terminator, offset: bytes.count))
        return bytes.count
    }

    /// The base address of data: the index behind the directory.
    private static func base(
        _ bytes: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ record: inout MARCRecord
    ) throws(MARCError) -> Int {
        let directory = start + Leader.count
        let stated = ISO2709.number(bytes, start + 12, 5).map { start + $0 }
        if let stated, stated > directory, stated <= end, bytes[stated - 1] == ISO2709.fieldTerminator {
            return stated
        }
        record.note(Repair(.baseAddress, offset: start + 12))
        var place = directory
        while place + 12 <= end, ISO2709.number(bytes, place + 3, 9) != nil { place += 12 }
        for index in place..<min(place + 12, end) where bytes[index] == ISO2709.fieldTerminator {
            return index + 1
        }
        // An entry in the middle is damaged: the first terminator ends the directory, if it looks like one before it.
        var digits = 0
        for index in directory..<end {
            if bytes[index] == ISO2709.fieldTerminator {
                guard index > directory, digits * 4 >= (index - directory) * 3 else { break }
                return index + 1
            }
            guard (0x21...0x7E).contains(bytes[index]) else { break }
            if bytes[index] &- 0x30 < 10 { digits += 1 }
        }
        throw MARCError(.directory, "the directory has no end", offset: place)
    }
}
