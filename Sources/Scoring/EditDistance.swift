/// How many letters must be changed, added or left out to make one text of another (Levenshtein).
enum EditDistance {
    /// The distance between the first 64 bytes of `pattern` and `text`, by Myers' bit-parallel method (JACM 46, 1999).
    static func between(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Int {
        let pattern = pattern.prefix(64)
        guard !pattern.isEmpty else { return text.count }
        var masks = InlineArray<64, UInt64>(repeating: 0)
        for (place, byte) in pattern.enumerated() { masks[Self.place(of: byte)] |= 1 << UInt64(place) }
        var positive = ~UInt64(0)
        var negative = UInt64(0)
        var distance = pattern.count
        let last = UInt64(1) << UInt64(pattern.count - 1)
        for byte in text {
            let mask = masks[Self.place(of: byte)]
            let vertical = mask | negative
            let horizontal = (((mask & positive) &+ positive) ^ positive) | mask
            var up = negative | ~(horizontal | positive)
            var down = positive & horizontal
            if up & last != 0 { distance += 1 }
            if down & last != 0 { distance -= 1 }
            up = up << 1 | 1
            down <<= 1
            positive = down | ~(vertical | up)
            negative = up & vertical
        }
        return distance
    }

    /// Letters, digits and the blank, of which folded text is made, have places of their own.
    private static func place(of byte: UInt8) -> Int {
        byte >= 0x60 ? Int(byte & 31) : byte == 0x20 ? 0 : 32 + Int(byte & 31)
    }

    /// How alike two texts are in percent, by their first 64 bytes.
    static func similarity(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let (first, second) = (left.prefix(64), right.prefix(64))
        let longest = max(first.count, second.count)
        return longest == 0 ? 0 : 100 - between(first, second) * 100 / longest
    }
}
