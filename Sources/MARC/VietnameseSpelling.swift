/// Other spellings of Vietnamese words, for catalogues that compare words letter by letter.
public enum VietnameseSpelling {
    /// Where the tone mark of open *oa*, *oe*, *uy* is written.
    public enum ToneStyle: String, Sendable, Hashable, CaseIterable {
        /// On the first vowel: hòa, khỏe, thủy.
        case old
        /// On the second vowel: hoà, khoẻ, thuỷ.
        case new
    }

    /// The text with its tone marks where a style has them; words that are not Vietnamese are left as they are.
    public static func withTones(_ style: ToneStyle, _ text: String) -> String {
        self.mapWords(text) { word in
            let (letters, tone) = self.parts(word)
            guard tone != 0, VietnameseSyllable.isValid(word) else { return word }
            return self.spelled(letters, tone, style)
        }
    }

    /// The text without tone marks, hats and horns, with d for đ.
    public static func unaccented(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let (letter, _) = VietnameseLetter.split(scalar.value)
            switch letter {
            case 0x110: result.append("D")
            case 0x111: result.append("d")
            case 0x300...0x36F: continue
            default: result.append(Unicode.Scalar(VietnameseLetter.splitHat(letter).base) ?? scalar)
            }
        }
        return String(result)
    }

    /// The text with d for đ at the begin of each word, its marks kept, and the reverse where a word begins with d.
    public static func spellingsOfD(_ word: String) -> [String] {
        guard let first = word.unicodeScalars.first else { return [word] }
        let other: [Unicode.Scalar: String] = ["d": "đ", "D": "Đ", "đ": "d", "Đ": "D"]
        guard let replaced = other[first] else { return [word] }
        return [word, replaced + String(word.unicodeScalars.dropFirst())]
    }

    /// The letter of a final vowel that is written either way.
    public enum FinalVowel: UInt32, Sendable, Hashable, CaseIterable {
        /// lí, kĩ, mĩ
        case i = 0x69
        /// lý, kỹ, mỹ
        case y = 0x79
    }

    /// The text with i or y in each word that ends in one of them as its only vowel, behind h, k, l, m, s, t or v.
    ///
    /// Both spellings are in use. Words that begin with the vowel (y tế), quy, and decomposed text are left as they are.
    public static func withFinal(_ vowel: FinalVowel, _ text: String) -> String {
        self.mapWords(text) { word in
            var letters = word.unicodeScalars.map(\.value)
            guard letters.count == 2, let initial = letters.first,
                "hklmstv".utf8.contains(where: { $0 == initial | 0x20 })
            else { return word }
            let (letter, tone) = VietnameseLetter.split(letters[1])
            guard letter | 0x20 == 0x69 || letter | 0x20 == 0x79 else { return word }
            let other = vowel.rawValue & ~0x20 | letter & 0x20
            let composed = tone == 0 ? [other] : composedByStandardLibrary([other, tone])
            guard composed.count == 1 else { return word }
            letters[1] = composed[0]
            return self.text(letters)
        }
    }

    /// All syllables of Vietnamese that a word without any marks can stand for.
    ///
    /// `truyen` is truyen, truyên, truyền, truyển, truyễn, truyến, truyện.
    ///
    /// - Parameters:
    ///   - word: One word.
    ///   - style: Where tone marks are written; `nil` for either way.
    /// - Returns: The word itself first; only itself when it has marks or cannot be a syllable.
    public static func accented(_ word: String, _ style: ToneStyle? = nil) -> [String] {
        guard word.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }), (1...7).contains(word.utf8.count) else {
            return [word]
        }
        var found = [word]
        for letters in self.hats(Array(word.unicodeScalars.map(\.value))) {
            for tone in [0] + VietnameseLetter.tones {
                for style in style.map({ [$0] }) ?? ToneStyle.allCases {
                    let spelling = tone == 0 ? self.text(letters) : self.spelled(letters, tone, style)
                    if VietnameseSyllable.isValid(spelling), !found.contains(spelling) { found.append(spelling) }
                }
            }
        }
        return found
    }

    // MARK: - Letters

    /// Every way to put hats, horns and the stroke on letters without marks.
    private static func hats(_ letters: [UInt32]) -> [[UInt32]] {
        var ways: [[UInt32]] = [[]]
        for (place, letter) in letters.enumerated() {
            let others: [UInt32]
            switch letter {
            case 0x61: others = [0x61, 0x103, 0xE2]
            case 0x41: others = [0x41, 0x102, 0xC2]
            case 0x65: others = [0x65, 0xEA]
            case 0x45: others = [0x45, 0xCA]
            case 0x6F: others = [0x6F, 0xF4, 0x1A1]
            case 0x4F: others = [0x4F, 0xD4, 0x1A0]
            case 0x75: others = [0x75, 0x1B0]
            case 0x55: others = [0x55, 0x1AF]
            case 0x64 where place == 0: others = [0x64, 0x111]
            case 0x44 where place == 0: others = [0x44, 0x110]
            default: others = [letter]
            }
            ways = ways.flatMap { way in others.map { way + [$0] } }
        }
        return ways
    }

    /// The letters of a word with their hats, and its tone.
    private static func parts(_ word: String) -> (letters: [UInt32], tone: UInt32) {
        var letters: [UInt32] = []
        var tone: UInt32 = 0
        for scalar in word.unicodeScalars {
            let (letter, mark) = VietnameseLetter.split(scalar.value)
            if mark != 0 { tone = mark }
            letters.append(letter)
        }
        return (letters, tone)
    }

    private static func text(_ letters: [UInt32]) -> String {
        var view = String.UnicodeScalarView()
        for letter in letters { view.append(Unicode.Scalar(letter) ?? "?") }
        return String(view)
    }

    /// The word with its tone mark in its place.
    private static func spelled(_ letters: [UInt32], _ tone: UInt32, _ style: ToneStyle) -> String {
        var letters = letters
        guard let place = self.tonePlace(letters, style) else { return self.text(letters) }
        let composed = composedByStandardLibrary([letters[place], tone])
        guard composed.count == 1 else { return self.text(letters) }
        letters[place] = composed[0]
        return self.text(letters)
    }

    /// The vowel that bears the tone: the last with a hat or horn; else the second before a consonant, the middle one of three,
    /// and of two at the end the first, or in the new style the second of oa, oe, uy.
    private static func tonePlace(_ letters: [UInt32], _ style: ToneStyle) -> Int? {
        let bases = letters.map { VietnameseLetter.splitHat($0).base | 0x20 }
        var vowels = letters.indices.filter { [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains(bases[$0]) }
        // The u of qu and the i of gi belong to the consonant when another vowel follows.
        if vowels.count > 1, vowels[0] == 1,
            (bases[0] == 0x71 && bases[1] == 0x75) || (bases[0] == 0x67 && bases[1] == 0x69)
        {
            vowels.removeFirst()
        }
        guard let first = vowels.first, let last = vowels.last else { return nil }
        if let hat = vowels.last(where: { VietnameseLetter.splitHat(letters[$0]).hat != 0 }) { return hat }
        switch vowels.count {
        case 1: return first
        case 2 where last + 1 < letters.count: return last
        case 2:
            let isOpen = [[0x6F, 0x61], [0x6F, 0x65], [0x75, 0x79]].contains([bases[first], bases[last]])
            return isOpen && style == .new ? last : first
        default: return vowels[1]
        }
    }

    /// Changes each word of letters; what stands between is left.
    private static func mapWords(_ text: String, _ change: (String) -> String) -> String {
        var result = ""
        var word = ""
        for character in text {
            if character.isLetter {
                word.append(character)
            } else {
                if !word.isEmpty { result += change(word) }
                word = ""
                result.append(character)
            }
        }
        return word.isEmpty ? result : result + change(word)
    }
}
