/// The encoding of the VNI fonts for Windows.
///
/// A letter of ASCII, and behind it a byte for all its marks; some letters are single bytes. Capitals and their marks are 20 (hexadecimal) lower.
enum VNI {
    /// The marks of a byte, for small letters: hat and tone, 0 for none.
    private static let marks: [UInt8: (hat: UInt32, tone: UInt32)] = [
        0xF8: (0, 0x300), 0xFB: (0, 0x309), 0xF5: (0, 0x303), 0xF9: (0, 0x301), 0xEF: (0, 0x323),
        0xE2: (0x302, 0), 0xE0: (0x302, 0x300), 0xE5: (0x302, 0x309), 0xE3: (0x302, 0x303), 0xE1: (0x302, 0x301),
        0xE4: (0x302, 0x323), 0xEA: (0x306, 0), 0xE8: (0x306, 0x300), 0xFA: (0x306, 0x309), 0xFC: (0x306, 0x303),
        0xE9: (0x306, 0x301), 0xEB: (0x306, 0x323),
    ]

    /// The letters that are single bytes.
    private static let letters: [UInt8: UInt32] = [
        0xF4: 0x1A1, 0xF6: 0x1B0, 0xF1: 0x111, 0xEC: 0xEC, 0xED: 0xED, 0xE6: 0x1EC9, 0xF3: 0x129, 0xF2: 0x1ECB,
        0xEE: 0x1EF5, 0xD4: 0x1A0, 0xD6: 0x1AF, 0xD1: 0x110, 0xCC: 0xCC, 0xCD: 0xCD, 0xC6: 0x1EC8, 0xD3: 0x128,
        0xD2: 0x1ECA, 0xCE: 0x1EF4,
    ]

    /// Whether a letter can bear the marks in this encoding.
    private static func bears(_ letter: UInt32, hat: UInt32) -> Bool {
        switch letter | 0x20 {
        case 0x61: true  // a
        case 0x65, 0x6F: hat != 0x306  // e, o
        case 0x75, 0x79: hat == 0  // u, y
        default: hat == 0 && (letter == 0x1A0 || letter == 0x1A1 || letter == 0x1AF || letter == 0x1B0)
        }
    }

    /// Decodes one piece of text; a byte that makes no letter is that of Windows-1252.
    ///
    /// - Returns: The number of U+FFFD put for bytes that are no characters.
    static func decode(_ bytes: Span<UInt8>, _ composer: inout Composer, to text: inout [UInt8]) -> Int {
        var replacements = 0
        var before: UInt32 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte >= 0xC0, before != 0, let marks = self.marks[byte | 0x20], self.bears(before, hat: marks.hat) {
                if marks.hat != 0 { composer.append(marks.hat, to: &text) }
                if marks.tone != 0 { composer.append(marks.tone, to: &text) }
                before = 0
                continue
            }
            let scalar = self.letters[byte] ?? SingleByteSets.windows1252[Int(byte)]
            if scalar == 0, byte != 0 { replacements += 1 }
            composer.append(scalar == 0 && byte != 0 ? 0xFFFD : scalar, to: &text)
            before = scalar
        }
        composer.flush(to: &text)
        return replacements
    }

    /// The bytes of a scalar; `nil` when there are none.
    static func bytes(_ scalar: UInt32) -> [UInt8]? {
        if scalar < 0x80 { return [UInt8(truncatingIfNeeded: scalar)] }
        if let byte = self.letterBytes[scalar] { return [byte] }
        let (letter, tone) = VietnameseLetter.split(scalar)
        let (base, hat) =
            letter < 0x80 || self.letterBytes[letter] != nil ? (letter, 0) : VietnameseLetter.splitHat(letter)
        let first = base < 0x80 ? UInt8(truncatingIfNeeded: base) : self.letterBytes[base]
        if let first, hat != 0 || tone != 0, self.bears(base, hat: hat),
            let mark = self.marks.first(where: { $0.value == (hat, tone) })?.key
        {
            let isCapital = base < 0x80 ? base & 0x20 == 0 : base == 0x1A0 || base == 0x1AF
            return [first, isCapital ? mark - 0x20 : mark]
        }
        let byte = SingleByteSets.windows1252Bytes[UInt64(scalar)]
        return byte == 0 ? nil : [UInt8(truncatingIfNeeded: byte)]
    }

    private static let letterBytes = Dictionary(letters.map { ($1, $0) }) { first, _ in first }
}
