/// Where the fields of an ISO 2709 record lie, after damage of leader and directory is mended.
struct ISO2709Layout {
    /// One field: its tag and its bytes without the terminator.
    struct Slot {
        var tag: Tag
        var range: Range<Int>
    }

    /// The fields in the order of the directory.
    private(set) var slots: [Slot] = []
    /// The bytes of all fields, from the base address to the record terminator.
    private(set) var data = 0..<0

    /// Reads leader and directory; sets the record's leader as it came, and notes what was mended.
    init(_ bytes: Span<UInt8>, limits: ISO2709.Limits, _ record: inout MARCRecord) throws(MARCError) {
        guard bytes.count <= min(limits.maximumBytes, 1 << 31) else {
            throw MARCError(.tooLarge, "the record has \(bytes.count) bytes", offset: limits.maximumBytes)
        }
        var start = 0
        while start < bytes.count, bytes[start] == 0x0A || bytes[start] == 0x0D { start += 1 }
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
    private func trusted(_ bytes: Span<UInt8>, _ place: Int) -> Slot? {
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
        // An entry in the middle is damaged: the first terminator ends the directory, if whole entries stand before it.
        for index in place..<end where bytes[index] == ISO2709.fieldTerminator {
            guard (index - directory) % 12 == 0 else { break }
            return index + 1
        }
        throw MARCError(.directory, "the directory has no end", offset: place)
    }

    /// Finds the fields by their terminators, when an entry of the directory is wrong.
    private mutating func salvage(
        _ bytes: Span<UInt8>,
        _ directory: Int,
        _ entries: Int,
        _ record: inout MARCRecord
    ) throws(MARCError) {
        record.note(Repair(.directory, offset: directory + self.slots.count * 12))
        self.slots.removeAll(keepingCapacity: true)
        let pieces = self.pieces(bytes, limit: entries, &record)
        if pieces.count == entries {
            // As many fields as entries: in the order of their positions, or of the directory if those are nonsense.
            let positions = (0..<entries).map { ISO2709.number(bytes, directory + $0 * 12 + 7, 5) ?? -1 }
            let usable = !positions.contains(-1) && Set(positions).count == entries && self.data.upperBound < 100_000
            let order = usable ? (0..<entries).sorted { positions[$0] < positions[$1] } : Array(0..<entries)
            var ranges = pieces
            for (piece, entry) in order.enumerated() { ranges[entry] = pieces[piece] }
            for entry in 0..<entries { self.add(bytes, directory + entry * 12, ranges[entry], &record) }
        } else {
            // Those entries that are right, or whose position at least is the begin of a field.
            for entry in 0..<entries {
                let place = directory + entry * 12
                if let slot = self.trusted(bytes, place) {
                    self.slots.append(slot)
                } else if let position = ISO2709.number(bytes, place + 7, 5),
                    let piece = ISO2709Layout.piece(pieces, at: self.data.lowerBound + position)
                {
                    self.add(bytes, place, piece, &record)
                } else {
                    record.note(Repair(.droppedField, offset: place))
                }
            }
        }
        guard !self.slots.isEmpty else {
            throw MARCError(.directory, "no entry of the directory belongs to a field", offset: directory)
        }
    }

    private mutating func add(_ bytes: Span<UInt8>, _ place: Int, _ range: Range<Int>, _ record: inout MARCRecord) {
        if let tag = Tag(bytes[place], bytes[place + 1], bytes[place + 2]) {
            self.slots.append(Slot(tag: tag, range: range))
        } else {
            record.note(Repair(.droppedField, offset: place))
        }
    }

    /// The stretches between field terminators, in ascending order.
    private func pieces(_ bytes: Span<UInt8>, limit: Int, _ record: inout MARCRecord) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = self.data.lowerBound
        for index in self.data where bytes[index] == ISO2709.fieldTerminator {
            pieces.append(start..<index)
            start = index + 1
        }
        if start < self.data.upperBound {
            record.note(Repair(.terminator, offset: self.data.upperBound))
            pieces.append(start..<self.data.upperBound)
        }
        return pieces
    }

    /// The piece that begins at an index, by binary search.
    private static func piece(_ pieces: [Range<Int>], at start: Int) -> Range<Int>? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].lowerBound < start { low = middle + 1 } else { high = middle }
        }
        return low < pieces.count && pieces[low].lowerBound == start ? pieces[low] : nil
    }
}
