/// Accented capitals in TCVN3, which has none: text in capitals was typed with small accented letters among the others,
/// and shown by a font whose letters are all capitals (`BàI GIảNG`).
enum TCVN3Capitals {
    /// Makes the letters capital from a place on, where the text cannot have been meant otherwise: it has no small letter of
    /// ASCII, and a word of it has two capitals beside a small accented letter, so that it is not `Hà`.
    static func restore(_ text: inout [UInt8], from start: Int) {
        var capitals = 0
        var others = 0
        for byte in text[start...] {
            if byte &- 0x61 < 26 { return }
            if byte &- 0x41 < 26 { capitals += 1 }
            if byte >= 0x80 { others += 1 }
        }
        guard capitals >= 2, others > 0 else { return }
        let string = String(decoding: text[start...], as: UTF8.self)
        let isInCapitals = string.split { !$0.isLetter }.contains { word in
            word.count { $0.isUppercase } >= 2 && word.contains { $0.isLowercase }
        }
        guard isInCapitals else { return }
        text.replaceSubrange(start..., with: string.uppercased().utf8)
    }

    /// The text with small letters for the accented capitals that TCVN3 lacks; ``restore(_:from:)`` makes them capital again,
    /// or else the text is not to be written.
    static func lowered(_ text: [UInt8]) -> [UInt8] {
        var lowered = ""
        for character in String(decoding: text, as: UTF8.self) {
            let isLacking = !character.isASCII && character.isUppercase && !"ĂÂĐÊÔƠƯ".contains(character)
            lowered += isLacking ? character.lowercased() : String(character)
        }
        return Array(lowered.utf8)
    }
}
