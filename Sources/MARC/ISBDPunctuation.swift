/// Helps with the punctuation of the International Standard Bibliographic Description, which MARC 21 records carry at
/// the ends of subfields, or do not.
enum ISBDPunctuation {
    /// The text without separators at its end: ` /:;,=` and a full stop behind a word of three or more letters.
    static func removed(from text: some StringProtocol) -> String {
        var text = text[...]
        var isChanged = true
        while isChanged {
            isChanged = false
            while let last = text.last, last.isWhitespace || "/:;,=".contains(last) {
                text = text.dropLast()
                isChanged = true
            }
            if text.last == ".", text.dropLast().reversed().prefix(3).filter(\.isLetterOrDigit).count == 3 {
                text = text.dropLast()
                isChanged = true
            }
        }
        return text.trimmed
    }

    /// Appends a part with a separator, unless the text before ends in punctuation already.
    static func append(_ part: String, to text: inout String, separator: String) {
        let part = part.trimmed
        guard !part.isEmpty else { return }
        let before = text.trimmed
        if before.isEmpty {
            text = part
        } else if let last = before.last, ":;,=/.".contains(last) {
            text = before + " " + part
        } else {
            text = before + separator + part
        }
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { self.isLetter || self.isNumber }
}
