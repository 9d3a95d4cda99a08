/// A small sketch of a set of words: one bit of 64 for each, for quick comparison of short texts.
struct WordSet: Sendable, Hashable {
    private(set) var bits: UInt64 = 0

    init() {}

    init(_ words: some Sequence<ArraySlice<UInt8>>) {
        for word in words { self.insert(word) }
    }

    mutating func insert(_ word: ArraySlice<UInt8>) {
        self.bits |= 1 << (StableHash.of(word) >> 58)
    }

    var isEmpty: Bool { self.bits == 0 }

    /// Whether one set lies within the other.
    func contains(orIsWithin other: WordSet) -> Bool {
        let common = self.bits & other.bits
        return common == self.bits || common == other.bits
    }

    /// How much two sets share, in percent of the larger one.
    func overlap(_ other: WordSet) -> Int {
        let larger = max(self.bits.nonzeroBitCount, other.bits.nonzeroBitCount)
        return larger == 0 ? 0 : (self.bits & other.bits).nonzeroBitCount * 100 / larger
    }
}
