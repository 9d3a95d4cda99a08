/// A letter of Vietnamese apart from its tone: `ế` is `ê` and the acute.
enum VietnameseLetter {
    /// The tone marks: grave, hook above, tilde, acute, dot below, in the order of the dictionary.
    static let tones: [UInt32] = [0x300, 0x309, 0x303, 0x301, 0x323]

    static func isTone(_ mark: UInt32) -> Bool {
        mark == 0x300 || mark == 0x301 || mark == 0x303 || mark == 0x309 || mark == 0x323
    }

    /// The letter with its other mark, and its tone mark; 0 when it has none.
    static func split(_ scalar: UInt32) -> (letter: UInt32, tone: UInt32) {
        let pairs = CanonicalPairs.standard
        guard let (letter, mark) = pairs.parts(scalar) else { return (scalar, 0) }
        if self.isTone(mark) { return (letter, mark) }
        // The dot below stands under the letter before the circumflex or breve.
        if let (base, below) = pairs.parts(letter), self.isTone(below) {
            let composite = pairs.composite(base, mark)
            if composite != 0 { return (composite, below) }
        }
        return (scalar, 0)
    }

    /// The letter and its mark that is no tone, 0 when it has none: `ơ` is `o` and the horn.
    static func splitHat(_ letter: UInt32) -> (base: UInt32, hat: UInt32) {
        guard let (base, mark) = CanonicalPairs.standard.parts(letter), base < 0x80, !self.isTone(mark) else {
            return (letter, 0)
        }
        return (base, mark)
    }
}
