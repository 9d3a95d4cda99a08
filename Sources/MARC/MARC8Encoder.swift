/// Encodes scalars of form C into MARC-8: ASCII and ANSEL as they are, other sets behind escape sequences, marks before
/// their letters.
struct MARC8Encoder {
    /// What is written so far.
    var bytes: [UInt8] = []
    private var lower = MARC8Set.ascii
    /// The letter that waits for marks, as in ``MARC8Set/codes``.
    private var letter: UInt32?
    private var marks: [UInt32] = []
    /// The second half of a mark over two letters, to stand before the next letter.
    private var secondHalf: UInt8?
    /// Whether the letter that waits is the first under a mark over two letters.
    private var isFirstOfTwo = false

    /// Adds a scalar; `false` when MARC-8 does not have it.
    mutating func append(_ scalar: UInt32) -> Bool {
        if isMark(scalar), scalar != 0x670 {
            let code = MARC8Set.codes[UInt64(scalar)]
            guard code != 0, self.letter != nil else { return false }
            self.marks.append(code)
            if scalar == 0x360 || scalar == 0x361 {
                self.secondHalf = scalar == 0x361 ? 0xEC : 0xFB
                self.isFirstOfTwo = true
            }
            return true
        }
        self.flushLetter()
        // One step of decomposition after the other, as long as the letter itself does not exist: ờ becomes ơ and grave.
        var letter = scalar
        var marks: [UInt32] = []
        while true {
            let code = self.code(letter)
            if code != 0 || letter == 0 {
                self.letter = code
                break
            }
            guard let parts = CanonicalPairs.standard.parts(letter) else { return false }
            let mark = MARC8Set.codes[UInt64(parts.mark)]
            guard mark != 0 else { return false }
            marks.append(mark)
            letter = parts.letter
        }
        self.marks += marks.reversed()
        return true
    }

    /// Writes what is still held back and goes back to ASCII, as the end of a subfield demands.
    mutating func flush() {
        self.flushLetter()
        self.select(.ascii)
    }

    private mutating func flushLetter() {
        for mark in self.marks { self.put(mark) }
        self.marks.removeAll(keepingCapacity: true)
        if let half = self.secondHalf, self.letter != nil, !self.isFirstOfTwo {
            self.bytes.append(half)
            self.secondHalf = nil
        }
        self.isFirstOfTwo = false
        if let letter = self.letter { self.put(letter) }
        self.letter = nil
    }

    /// Set and code of a letter; controls and the blank belong to every set and are their own code.
    private func code(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0...0x20: scalar
        case 0x98: 0x88
        case 0x9C: 0x89
        case 0x200D: 0x8D
        case 0x200C: 0x8E
        default: MARC8Set.codes[UInt64(scalar)]
        }
    }

    private mutating func put(_ code: UInt32) {
        let low = UInt8(truncatingIfNeeded: code)
        if code <= 0x20 || (0x80...0x9F).contains(code) {
            self.bytes.append(low)
            return
        }
        guard let set = MARC8Set(rawValue: Int(code >> 24)) else { return }
        if set == .extendedLatin {
            self.bytes.append(low | 0x80)
        } else if set == .eastAsian {
            self.select(set)
            self.bytes += [UInt8(truncatingIfNeeded: code >> 16), UInt8(truncatingIfNeeded: code >> 8), low]
        } else {
            // Punctuation and digits that the designated set has too need no change of sets.
            let shared =
                set == .ascii && self.lower != .eastAsian
                && MARC8Set.tables[self.lower.rawValue << 7 | Int(low)] == code
            if !shared { self.select(set) }
            self.bytes.append(low)
        }
    }

    private mutating func select(_ set: MARC8Set) {
        guard set != self.lower else { return }
        // Subscripts, superscripts and the three Greek letters end with an escape sequence of their own.
        let isLocal = self.lower == .subscripts || self.lower == .superscripts || self.lower == .greekSymbols
        if isLocal { self.bytes += [0x1B, 0x73] }
        if !(isLocal && set == .ascii) { self.bytes += set.escape }
        self.lower = set
    }
}
