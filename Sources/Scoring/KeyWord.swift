/// A word of folded text: where it stands there, the code under which word lists have it, and its first letters.
///
/// The letters are kept with the word, so that what it means (a number, a caption, a unit) is found without its text.
struct KeyWord: Sendable {
    /// So many letters are kept; a longer word is no number and no caption.
    private static let keptCount = 16

    /// Its place in the text, in bytes.
    let range: Range<Int>
    let code: UInt32
    private let letters: SIMD16<UInt8>

    /// Makes a word of its folded text, which is not empty.
    init(_ text: Span<UInt8>, at start: Int) {
        self.range = start..<start + text.count
        self.code = PackedWord.code(text)
        var letters = SIMD16<UInt8>()
        for place in 0..<min(text.count, Self.keptCount) { letters[place] = text[place] }
        self.letters = letters
    }

    /// Its length in bytes.
    var count: Int { self.range.count }
    /// Whether all its letters are kept.
    var isShort: Bool { self.count <= Self.keptCount }
    var first: UInt8 { self.letters[0] }
    /// The last letter of a short word.
    var last: UInt8 { self.letters[min(self.count, Self.keptCount) - 1] }
    var isNumeric: Bool { Self.isDigit(self.letters[0]) }

    /// The letter at a place among those that are kept.
    subscript(place: Int) -> UInt8 { self.letters[place] }

    /// How many digits it begins with.
    var digitCount: Int {
        var count = 0
        while count < min(self.count, Self.keptCount), Self.isDigit(self.letters[count]) { count += 1 }
        return count
    }

    /// The place of its first digit.
    var firstDigit: Int? { (0..<min(self.count, Self.keptCount)).first { Self.isDigit(self.letters[$0]) } }

    /// The number that so many letters at a place are, all of them digits, 18 at most.
    func number(_ places: Range<Int>) -> Int { places.reduce(0) { $0 * 10 + Int(self.letters[$1] & 0x0F) } }

    /// Some of its letters as a word of its own.
    func part(_ places: Range<Int>) -> KeyWord {
        let text = places.map { self.letters[$0] }
        return KeyWord(text.span, at: 0)
    }

    /// Whether it begins with some letters, sixteen at most.
    func starts(with beginning: [UInt8]) -> Bool {
        guard self.count >= beginning.count else { return false }
        for (place, letter) in beginning.enumerated() where self.letters[place] != letter { return false }
        return true
    }

    private static func isDigit(_ letter: UInt8) -> Bool { letter &- 0x30 < 10 }
}
