/// Helps with the punctuation of the International Standard Bibliographic Description, which MARC 21 records carry at
/// the ends of subfields, or do not.
enum ISBDPunctuation {
    /// The text without separators at its end: ` /:;,=` and a full stop behind a word of three or more letters.
    static func removed(from text: String) -> String {
        var text = text[...]
        while let last = text.utf8.last {
            if last <= 0x20 || isSeparator(last) {
                text = text.dropLast()
            } else if last == 0x2E, text.dropLast().suffix(3).filter(\.isLetterOrDigit).count == 3 {
                text = text.dropLast()
            } else {
                break
            }
        }
        return text.trimmed
    }

    /// Whether text ends in a separator, behind which no other is put; so it is when it is empty.
    static func isClosed(_ text: String) -> Bool {
        guard let last = text.trimmed.utf8.last else { return true }
        return self.isSeparator(last)
    }

    /// One of ` /:;,=`, the blank aside.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x2F || byte == 0x3A || byte == 0x3B || byte == 0x2C || byte == 0x3D
    }

    /// Appends a part with a separator, unless the text before ends in punctuation already.
    static func append(_ part: String, to text: inout String, separator: String) {
        let part = part.trimmed
        guard !part.isEmpty else { return }
        let before = text.trimmed
        if before.isEmpty {
            text = part
        } else if self.isClosed(before) || before.utf8.last == 0x2E {
            text = before + " " + part
        } else {
            text = before + separator + part
        }
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { self.isLetter || self.isNumber }
}
