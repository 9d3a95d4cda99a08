/// Text on its way to a key: words in small letters, one space between them, in both forms at once.
///
/// Feed it with UTF-8 in any normal form (composed, decomposed, half of each); call ``finish()`` before reading.
/// Malformed bytes separate words. Rules: `tone` keeps the letters of Vietnamese (ă â ê ô ơ ư đ) and carries the tone as a
/// digit at the end of the syllable, so that it does not matter on which vowel it was written; `fold` is the same
/// without tone and marks. *y* as the sole vowel after initial consonants becomes *i* (kỹ = kĩ; not quy, tay).
struct KeyText: Sendable {
    /// So many bytes of folded text are looked at; what a hostile record holds beyond them is passed over.
    private let maximumBytes: Int

    private(set) var tone: [UInt8] = []
    private(set) var fold: [UInt8] = []
    /// Whether `tone` is made; where nobody asks for it, it stays empty.
    var keepsTone = true
    /// Where the words begin that keep their tones.
    private var startsInTone: [Int32] = []
    /// The folded words that have ended.
    private(set) var words: [KeyWord] = []

    private let table = LetterTable.shared
    private var wordTone: UInt8 = 0
    private var wordInFold = 0
    private var isInWord = false
    private var lastLetter: UInt32 = 0
    private var lastLetterInTone = 0

    init(maximumBytes: Int = 1 << 16) {
        self.maximumBytes = maximumBytes
    }

    init(_ text: String) {
        self.init()
        self.append(text.utf8)
        self.finish()
    }

    var isEmpty: Bool { self.fold.isEmpty }

    /// Where the words stand in ``tone``: as many as there are folded ones, if tones are kept.
    var toneWords: [Range<Int>] {
        let starts = self.startsInTone
        return starts.indices.map { place in
            let end = place + 1 < starts.count ? Int(starts[place + 1]) - 1 : self.tone.count
            return Int(starts[place])..<end
        }
    }

    mutating func removeAll() {
        self.tone.removeAll(keepingCapacity: true)
        self.fold.removeAll(keepingCapacity: true)
        self.startsInTone.removeAll(keepingCapacity: true)
        self.words.removeAll(keepingCapacity: true)
        self.isInWord = false
        self.wordTone = 0
    }

    /// Ends the last word.
    mutating func finish() {
        if self.isInWord { self.endWord() }
    }

    /// Adds text; a word may go on in the next call.
    mutating func append(_ utf8: some Sequence<UInt8>) {
        let isDone: Void? = utf8.withContiguousStorageIfAvailable { unsafe self.append($0.span) }
        if isDone == nil { self.append(Array(utf8).span) }
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count, self.fold.count < self.maximumBytes {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 {
                self.add(self.table.entries[Int(byte)])
                continue
            }
            let length = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0
            var scalar = UInt32(byte) & (0x7F >> UInt32(length + 1))
            var missing = length
            while missing > 0, index < bytes.count, bytes[index] & 0xC0 == 0x80 {
                scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
                index += 1
                missing -= 1
            }
            if missing > 0 || length == 0 {
                self.add(.separator)
            } else if let index = LetterTable.index(of: scalar) {
                self.add(self.table.entries[index])
            } else {
                self.addOther(scalar)
            }
        }
    }

    private mutating func add(_ entry: LetterTable.Entry) {
        if entry.letter <= 1 {
            if entry.letter == 0 { self.finish() }
            return
        }
        if !self.isInWord { self.beginWord() }
        if entry.tone != 0, self.wordTone == 0 { self.wordTone = entry.tone }
        if entry.fold < 0x80 {
            self.fold.append(UInt8(truncatingIfNeeded: entry.fold))
        } else {
            Self.put(UInt32(entry.fold), into: &self.fold)
        }
        guard self.keepsTone else { return }
        self.lastLetter = UInt32(entry.letter)
        self.lastLetterInTone = self.tone.count
        Self.put(UInt32(entry.letter), into: &self.tone)
    }

    /// Combining marks, invisible characters, full-width forms, and letters of other scripts.
    private mutating func addOther(_ scalar: UInt32) {
        switch scalar {
        case 0x300...0x36F:
            self.addMark(scalar)
        case 0x200B...0x200F, 0x2060, 0xFEFF:
            break
        case 0x2000...0x206F, 0x3000...0x3004, 0x3008...0x3020:
            self.finish()
        case 0xFF01...0xFF5E:
            self.add(self.table.entries[Int(scalar - 0xFEE0)])
        default:
            guard let properties = Unicode.Scalar(scalar)?.properties else { return self.finish() }
            if properties.isAlphabetic || properties.numericType != nil {
                if !self.isInWord { self.beginWord() }
                for small in properties.lowercaseMapping.unicodeScalars {
                    Self.put(small.value, into: &self.fold)
                    guard self.keepsTone else { continue }
                    self.lastLetter = small.value
                    self.lastLetterInTone = self.tone.count
                    Self.put(small.value, into: &self.tone)
                }
            } else if properties.canonicalCombiningClass == .notReordered {
                self.finish()
            }
        }
    }

    private mutating func addMark(_ mark: UInt32) {
        guard self.isInWord, self.keepsTone else { return }
        let tone = LetterTable.tone(ofMark: mark)
        if tone != 0 {
            if self.wordTone == 0 { self.wordTone = tone }
        } else if self.lastLetter < 0x1_0000,
            let composed = self.table.compositions[self.lastLetter << 16 | mark]
        {
            self.tone.removeSubrange(self.lastLetterInTone...)
            Self.put(UInt32(composed), into: &self.tone)
            self.lastLetter = UInt32(composed)
        } else {
            Self.put(mark, into: &self.tone)
        }
    }

    private mutating func beginWord() {
        if !self.tone.isEmpty { self.tone.append(0x20) }
        if !self.fold.isEmpty { self.fold.append(0x20) }
        if self.keepsTone { self.startsInTone.append(Int32(truncatingIfNeeded: self.tone.count)) }
        self.wordInFold = self.fold.count
        self.wordTone = 0
        self.isInWord = true
    }

    private mutating func endWord() {
        self.isInWord = false
        if Self.hasSoleY(self.fold.span.extracting(self.wordInFold...)) {
            self.fold[self.fold.count - 1] = UInt8(ascii: "i")
            if self.tone.last == UInt8(ascii: "y") { self.tone[self.tone.count - 1] = UInt8(ascii: "i") }
        }
        if self.wordTone != 0, self.keepsTone { self.tone.append(0x30 + self.wordTone) }
        let start = self.wordInFold
        self.words.append(KeyWord(self.fold.span.extracting(start..<self.fold.count), at: start))
    }

    /// One to three initial consonants of Vietnamese, then a final *y*.
    private static func hasSoleY(_ word: Span<UInt8>) -> Bool {
        let last = word.count - 1
        guard (1...3).contains(last), word[last] == UInt8(ascii: "y") else { return false }
        for place in 0..<last {
            switch word[place] {
            case UInt8(ascii: "b")...UInt8(ascii: "d"), UInt8(ascii: "g"), UInt8(ascii: "h"),
                UInt8(ascii: "k")...UInt8(ascii: "n"), UInt8(ascii: "p")...UInt8(ascii: "t"),
                UInt8(ascii: "v"), UInt8(ascii: "x"):
                continue
            default: return false
            }
        }
        return true
    }

    private static func put(_ scalar: UInt32, into bytes: inout [UInt8]) {
        switch scalar {
        case 0..<0x80:
            bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | scalar >> 6))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x1_0000:
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | scalar >> 18 & 0x07))
            bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
