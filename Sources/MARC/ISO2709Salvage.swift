extension ISO2709Layout {
    /// Finds the fields without trusting the directory, when an entry of it is wrong.
    ///
    /// The field terminators divide the data into pieces. In this order: entries of unusual width, as some systems write
    /// them for long fields, are read along the pieces; else as many pieces as entries belong together one by one; else
    /// each entry finds, where terminators are missing, the bytes that it names, or the piece at its position.
    mutating func salvage(
        _ bytes: Span<UInt8>,
        _ directory: Int,
        _ entries: Int,
        _ record: inout MARCRecord
    ) throws(MARCError) {
        record.note(Repair(.directory, offset: directory + self.slots.count * 12))
        self.slots.removeAll(keepingCapacity: true)
        let pieces = self.pieces(bytes, &record)
        if let places = self.wideEntries(bytes, directory, pieces) {
            for (place, piece) in zip(places, pieces) { self.add(bytes, place, piece, &record) }
        } else if pieces.count == entries {
            self.pairUp(bytes, directory, pieces, &record)
        } else {
            self.salvageSingly(bytes, directory, entries, pieces, &record)
        }
        guard !self.slots.isEmpty else {
            throw MARCError(.directory, "no entry of the directory belongs to a field", offset: directory)
        }
    }

    /// As many fields as entries: in the order of their positions, or of the directory if those are nonsense.
    private mutating func pairUp(
        _ bytes: Span<UInt8>,
        _ directory: Int,
        _ pieces: [Range<Int>],
        _ record: inout MARCRecord
    ) {
        let entries = pieces.count
        let positions = (0..<entries).map { ISO2709.number(bytes, directory + $0 * 12 + 7, 5) ?? -1 }
        // Five digits cannot tell the positions of more than 99,999 bytes.
        let usable = !positions.contains(-1) && Set(positions).count == entries && self.data.count < 100_000
        let order = usable ? (0..<entries).sorted { positions[$0] < positions[$1] } : Array(0..<entries)
        var ranges = pieces
        for (piece, entry) in order.enumerated() { ranges[entry] = pieces[piece] }
        for entry in 0..<entries { self.add(bytes, directory + entry * 12, ranges[entry], &record) }
    }

    /// The places of entries with five digits for a length over 9,999 or six for a position over 99,999; `nil` unless
    /// they fit the pieces and the directory to the last byte.
    private func wideEntries(_ bytes: Span<UInt8>, _ directory: Int, _ pieces: [Range<Int>]) -> [Int]? {
        var places: [Int] = []
        var place = directory
        for piece in pieces {
            let position = piece.lowerBound - self.data.lowerBound
            let widths = [(4, 5), (5, 5), (4, 6), (5, 6)].first { length, start in
                ISO2709.number(bytes, place + 3, length) == piece.count + 1
                    && ISO2709.number(bytes, place + 3 + length, start) == position
            }
            guard let widths else { return nil }
            places.append(place)
            place += 3 + widths.0 + widths.1
        }
        return place == self.data.lowerBound - 1 ? places : nil
    }

    /// Those entries that are right, that name bytes next to one another, whose position is the begin of a piece, or whose
    /// length is that of one of the next pieces.
    private mutating func salvageSingly(
        _ bytes: Span<UInt8>,
        _ directory: Int,
        _ entries: Int,
        _ pieces: [Range<Int>],
        _ record: inout MARCRecord
    ) {
        // Positions over 99,999 have lost their first digit: fields stand in the order of the directory, mostly.
        var overflow = 0
        var last = 0
        // The piece behind the one found last.
        var next = 0
        for entry in 0..<entries {
            let place = directory + entry * 12
            if let slot = self.trusted(bytes, place), overflow == 0 {
                self.slots.append(slot)
                last = slot.range.lowerBound - self.data.lowerBound
                continue
            }
            guard let stated = ISO2709.number(bytes, place + 7, 5) else {
                record.note(Repair(.droppedField, offset: place))
                continue
            }
            if self.data.count >= 100_000, stated + overflow + 50_000 < last { overflow += 100_000 }
            let position = stated + overflow
            last = position
            if let range = self.stated(bytes, place, position, isLast: entry + 1 == entries) {
                self.add(bytes, place, range, &record)
                continue
            }
            let length = ISO2709.number(bytes, place + 3, 4)
            let found =
                ISO2709Layout.piece(pieces, at: self.data.lowerBound + position)
                ?? pieces[min(next, pieces.count)..<min(next + 4, pieces.count)].firstIndex { $0.count + 1 == length }
            if let found {
                next = found + 1
                self.add(bytes, place, pieces[found], &record)
            } else {
                record.note(Repair(.droppedField, offset: place))
            }
        }
    }

    /// The bytes that an entry names, when the next entry goes on exactly behind them.
    private func stated(_ bytes: Span<UInt8>, _ place: Int, _ position: Int, isLast: Bool) -> Range<Int>? {
        guard let length = ISO2709.number(bytes, place + 3, 4), length > 0 else { return nil }
        let first = self.data.lowerBound + position
        guard first + length <= self.data.upperBound else { return nil }
        let next = ISO2709.number(bytes, place + 19, 5)
        guard isLast ? first + length == self.data.upperBound : next == (position + length) % 100_000,
            // Never cut a character.
            bytes[first] & 0xC0 != 0x80, first + length == bytes.count || bytes[first + length] & 0xC0 != 0x80
        else { return nil }
        for index in first..<first + length - 1 where bytes[index] == ISO2709.fieldTerminator { return nil }
        let end = first + length
        return first..<(bytes[end - 1] == ISO2709.fieldTerminator ? end - 1 : end)
    }

    private mutating func add(_ bytes: Span<UInt8>, _ place: Int, _ range: Range<Int>, _ record: inout MARCRecord) {
        if let tag = Tag(bytes[place], bytes[place + 1], bytes[place + 2]) {
            self.slots.append(Slot(tag: tag, range: range))
        } else {
            record.note(Repair(.droppedField, offset: place))
        }
    }

    /// The stretches between field terminators, in ascending order.
    private func pieces(_ bytes: Span<UInt8>, _ record: inout MARCRecord) -> [Range<Int>] {
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

    /// Which piece begins at an index, by binary search.
    private static func piece(_ pieces: [Range<Int>], at start: Int) -> Int? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].lowerBound < start { low = middle + 1 } else { high = middle }
        }
        return low < pieces.count && pieces[low].lowerBound == start ? low : nil
    }
}
