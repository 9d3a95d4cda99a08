/// A part of a person's name: the folded word, whether it is the last of its name.
struct NameToken: Sendable, Hashable {
    /// 24 bits of word (see ``PackedWord``), 35 bits of its first five letters, 1 bit "long", 1 bit "last".
    private var value: UInt64

    init(_ word: KeyWord) {
        var letters: UInt64 = 0
        for place in 0..<min(word.count, 5) {
            letters |= UInt64(word[place] & 0x7F) << UInt64(28 - place * 7)
        }
        self.value = UInt64(word.code) << 40 | letters << 2 | (word.count >= 6 ? 2 : 0)
    }

    var code: UInt32 { UInt32(self.value >> 40) }
    var initial: UInt8 { UInt8(self.value >> 30 & 0x7F) }
    /// The first five letters of a word of six or more, else 0.
    var beginning: UInt64 { self.value & 2 != 0 ? self.value >> 2 & 0x7_FFFF_FFFF : 0 }
    /// Letters if the word has no more than three, else 0.
    var letters: UInt32 { self.code & 0x80_0000 == 0 ? self.code : 0 }
    var isInitial: Bool { self.code < 0x100 }

    /// Whether two parts are the same but for the end of a long one.
    func isAlike(_ other: NameToken) -> Bool {
        self.code == other.code || self.beginning != 0 && self.beginning == other.beginning
    }

    var isLast: Bool {
        get { self.value & 1 != 0 }
        set { self.value = newValue ? self.value | 1 : self.value & ~1 }
    }
}

/// How well two names agree.
enum NameAgreement: UInt8, Sendable, Comparable {
    case none
    /// A part is the same, another is not.
    case partial
    /// Nothing speaks against it: parts are equal or are initials of each other.
    case compatible
    case equal

    static func < (left: NameAgreement, right: NameAgreement) -> Bool { left.rawValue < right.rawValue }

    /// Compares two names in any order of their parts.
    init(_ left: ArraySlice<NameToken>, _ right: ArraySlice<NameToken>) {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        var usedInLong: UInt32 = 0
        var usedInShort: UInt32 = 0
        var equalWords = 0
        var equal = 0
        for (place, token) in short.enumerated() {
            for (other, candidate) in long.enumerated()
            where usedInLong & 1 << UInt32(other) == 0 && token.isAlike(candidate) {
                usedInLong |= 1 << UInt32(other)
                usedInShort |= 1 << UInt32(place)
                equal += 1
                if !token.isInitial { equalWords += 1 }
                break
            }
        }
        guard equalWords > 0 else {
            self = .none
            return
        }
        if equal == short.count {
            self = equalWords > 1 || short.count == long.count ? .equal : .compatible
            return
        }
        for (place, token) in short.enumerated() where usedInShort & 1 << UInt32(place) == 0 {
            guard Self.take(token, from: long, &usedInLong) else {
                self = .partial
                return
            }
        }
        self = .compatible
    }

    /// Matches a part with parts of the other name: an initial of one, or letters that are initials of several ("DJ").
    private static func take(_ token: NameToken, from name: ArraySlice<NameToken>, _ used: inout UInt32) -> Bool {
        for (place, candidate) in name.enumerated()
        where used & 1 << UInt32(place) == 0 && candidate.initial == token.initial {
            if token.isInitial || candidate.isInitial {
                used |= 1 << UInt32(place)
                return true
            }
            // "dj" beside "david": its first letter; further letters may have no part of their own.
            if token.letters != 0, token.letters < 0x1_0000 || candidate.letters != 0 && candidate.letters < 0x1_0000 {
                used |= 1 << UInt32(place)
                return true
            }
        }
        return false
    }
}
