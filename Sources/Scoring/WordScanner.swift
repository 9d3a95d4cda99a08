/// The words of a text as hashes of both keys, for looking words up without building either key.
///
/// The words are those of ``KeyText``; equal words have equal hashes, whichever of the two ways below they came.
enum WordScanner {
    /// A word without and with its marks; the two are equal exactly when it has none.
    struct Word: Hashable, Sendable {
        var fold: UInt64
        var tone: UInt64
    }

    /// So many bytes of one text are looked at.
    private static let maximumBytes = 4_096

    /// Calls `body` for every word of a text in UTF-8.
    static func forEachWord(in text: borrowing Span<UInt8>, _ body: (Word) -> Void) {
        let entries = LetterTable.shared.entries
        let end = min(text.count, Self.maximumBytes)
        var letters = Letters()
        var start = 0
        var index = 0
        while index < end {
            let byte = text[index]
            var place = Int(byte)
            var length = 1
            if byte >= 0x80 {
                guard let (scalar, count) = Self.scalar(text, index, end), let found = LetterTable.index(of: scalar)
                else {
                    // Marks that are not composed, other scripts, what is malformed: the long way, from this word on.
                    return Self.forEachWordByKey(in: text.extracting((letters.count > 0 ? start : index)..<end), body)
                }
                (place, length) = (found, count)
            }
            let entry = entries[place]
            if entry.letter > 1 {
                if letters.count == 0 { start = index }
                letters.add(entry)
            } else if entry.letter == 0, letters.count > 0 {
                body(letters.word)
                letters = Letters()
            }
            index += length
        }
        if letters.count > 0 { body(letters.word) }
    }

    /// The words of a text.
    static func words(_ text: String) -> [Word] {
        var text = text
        var words: [Word] = []
        text.withUTF8 { buffer in unsafe self.forEachWord(in: buffer.span) { words.append($0) } }
        return words
    }

    /// A scalar of two or three bytes.
    private static func scalar(
        _ text: borrowing Span<UInt8>,
        _ index: Int,
        _ end: Int
    ) -> (scalar: UInt32, count: Int)? {
        let byte = text[index]
        let count = byte >= 0xE0 ? 3 : 2
        guard byte >= 0xC2, byte < 0xF0, index + count <= end else { return nil }
        var scalar = UInt32(byte) & (count == 3 ? 0x0F : 0x1F)
        for place in index + 1..<index + count {
            guard text[place] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(text[place] & 0x3F)
        }
        return (scalar, count)
    }

    private static func forEachWordByKey(in text: borrowing Span<UInt8>, _ body: (Word) -> Void) {
        var key = KeyText(maximumBytes: Self.maximumBytes)
        key.append(Array(copying: text))
        key.finish()
        let tones = key.tone.split(separator: 0x20)
        for (fold, tone) in zip(key.fold.split(separator: 0x20), tones) {
            body(Word(fold: Self.hash(fold), tone: Self.hash(tone)))
        }
    }

    private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
        String(decoding: word, as: UTF8.self).unicodeScalars.reduce(Self.basis) { Self.hash($0, $1.value) }
    }

    static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    /// One step of the hash of Fowler, Noll and Vo, by whole letters.
    static func hash(_ hash: UInt64, _ letter: UInt32) -> UInt64 {
        (hash ^ UInt64(letter)) &* 0x100_0000_01B3
    }

    /// A word that is being read.
    private struct Letters {
        var count = 0
        private var fold = WordScanner.basis
        private var tone = WordScanner.basis
        /// The hashes without the last letter.
        private var shorterFold = WordScanner.basis
        private var shorterTone = WordScanner.basis
        private var lastFold: UInt16 = 0
        private var lastLetter: UInt16 = 0
        private var mark: UInt8 = 0
        /// Whether all letters before the last are consonants that may begin a Vietnamese syllable.
        private var beginsSyllable = true

        mutating func add(_ entry: LetterTable.Entry) {
            if self.count > 0 { self.beginsSyllable = self.beginsSyllable && Self.isInitial(self.lastFold) }
            (self.shorterFold, self.shorterTone) = (self.fold, self.tone)
            self.fold = WordScanner.hash(self.fold, UInt32(entry.fold))
            self.tone = WordScanner.hash(self.tone, UInt32(entry.letter))
            (self.lastFold, self.lastLetter) = (entry.fold, entry.letter)
            if self.mark == 0 { self.mark = entry.tone }
            self.count += 1
        }

        /// The word, with *y* as the sole vowel written *i* and the tone behind the letters, as ``KeyText`` does.
        var word: Word {
            var (fold, tone) = (self.fold, self.tone)
            let smallY = UInt16(UInt8(ascii: "y"))
            if self.lastFold == smallY, (2...4).contains(self.count), self.beginsSyllable {
                fold = WordScanner.hash(self.shorterFold, UInt32(UInt8(ascii: "i")))
                if self.lastLetter == smallY { tone = WordScanner.hash(self.shorterTone, UInt32(UInt8(ascii: "i"))) }
            }
            if self.mark != 0 { tone = WordScanner.hash(tone, 0x30 + UInt32(self.mark)) }
            return Word(fold: fold, tone: tone)
        }

        /// b c d g h k l m n p q r s t v x.
        private static func isInitial(_ letter: UInt16) -> Bool {
            letter >= 0x61 && letter <= 0x7A && 0b1010_1111_1011_1100_1100_1110 >> (letter - 0x61) & 1 == 1
        }
    }
}
