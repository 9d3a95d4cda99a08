/// A word in 32 bits, so that sets of words are compared quickly.
///
/// The upper 24 bits are the word: its letters if it is ASCII and no longer than three, else a hash. The lower 8 say how
/// rare it is in titles, in eighths of a nat (`ln(N / n)` of the frozen table). Equal words have equal values.
struct PackedWord: Sendable, Hashable, Comparable {
    var value: UInt32

    /// - Parameter word: A folded word, not empty.
    init(_ word: ArraySlice<UInt8>) {
        self.init(code: Self.code(word), first: word.first ?? 0, count: word.count)
    }

    init(_ word: KeyWord) {
        self.init(code: word.code, first: word.first, count: word.count)
    }

    private init(code: UInt32, first: UInt8, count: Int) {
        self.value = code << 8 | UInt32(WordRarity.shared.rarity(code: code, first: first, count: count))
    }

    /// The word alone.
    var code: UInt32 { self.value >> 8 }
    /// Its rarity in eighths of a nat.
    var rarity: Int { Int(self.value & 0xFF) }

    static func < (left: PackedWord, right: PackedWord) -> Bool { left.value < right.value }

    /// 24 bits for a word.
    static func code(_ word: ArraySlice<UInt8>) -> UInt32 { self.code(word.span) }

    /// 24 bits for a word.
    static func code(_ word: Span<UInt8>) -> UInt32 {
        if word.count <= 3 {
            var letters: UInt32 = 0
            var marks: UInt8 = 0
            for place in word.indices {
                letters = letters << 8 | UInt32(word[place])
                marks |= word[place]
            }
            if marks < 0x80 { return letters }
        }
        var hash = StableHash(4)
        hash.combine(word)
        return 0x80_0000 | UInt32(truncatingIfNeeded: hash.finish() >> 41)
    }
}

/// How much two sets of words share, weighted by rarity.
struct WordOverlap: Sendable {
    /// Sums of rarities: what both have, what the first has, what the second has.
    var shared = 0
    var first = 0
    var second = 0
    var sharedWords = 0

    /// - Parameters: Sorted words, each once.
    init(_ left: [PackedWord], _ right: [PackedWord]) {
        var place = 0
        var other = 0
        while place < left.count, other < right.count {
            let (word, otherWord) = (left[place], right[other])
            if word == otherWord {
                self.shared += word.rarity
                self.sharedWords += 1
                self.first += word.rarity
                self.second += word.rarity
                place += 1
                other += 1
            } else if word < otherWord {
                self.first += word.rarity
                place += 1
            } else {
                self.second += otherWord.rarity
                other += 1
            }
        }
        while place < left.count {
            self.first += left[place].rarity
            place += 1
        }
        while other < right.count {
            self.second += right[other].rarity
            other += 1
        }
    }

    /// In percent of what either has.
    var ofBoth: Int {
        let all = self.first + self.second - self.shared
        return all == 0 ? 0 : self.shared * 100 / all
    }

    /// In percent of what the smaller one has.
    var ofSmaller: Int {
        let smaller = min(self.first, self.second)
        return smaller == 0 ? 0 : self.shared * 100 / smaller
    }
}
