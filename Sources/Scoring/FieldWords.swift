import MARC

/// What a field says, whatever its punctuation, its case and, in one of the two, its marks.
struct FieldWords: Sendable {
    /// One subfield: its code and its words.
    struct Part: Sendable {
        var code: UInt8
        var words: WordScanner.Word
        /// Whether no word has marks: then it may be the same text written without them.
        var isBare: Bool { self.words.fold == self.words.tone }
    }

    private(set) var parts: [Part] = []

    /// The subfields with letters as codes, but for those without words.
    init(_ field: Field) {
        for subfield in field.subfields where subfield.code >= UInt8(ascii: "a") && subfield.code <= UInt8(ascii: "z") {
            var words = WordSequence()
            words.add(subfield.utf8)
            if words.count > 0 { self.parts.append(Part(code: subfield.code, words: words.hash)) }
        }
    }

    /// How two fields stand to each other.
    enum Comparison {
        case equal
        /// The other field says all that this one does, in the same spelling, and more.
        case contained
        /// This field says all that the other one does, and more.
        case containing
        case different
    }

    func compared(with other: FieldWords) -> Comparison {
        let covers = other.parts.allSatisfy { part in self.parts.contains { Self.isSame($0, part) } }
        let isCovered = self.parts.allSatisfy { part in other.parts.contains { Self.isSame($0, part) } }
        switch (covers, isCovered) {
        case (true, true): return .equal
        case (true, false): return .containing
        case (false, true):
            let hasSpelling = self.parts.allSatisfy { part in
                other.parts.contains { $0.code == part.code && $0.words.tone == part.words.tone }
            }
            return hasSpelling ? .contained : .different
        case (false, false): return .different
        }
    }

    private static func isSame(_ left: Part, _ right: Part) -> Bool {
        guard left.code == right.code, left.words.fold == right.words.fold else { return false }
        return left.words.tone == right.words.tone || left.isBare || right.isBare
    }
}

extension WordSequence {
    /// Adds the words of a text.
    mutating func add(_ utf8: ArraySlice<UInt8>) {
        var words = self
        WordScanner.forEachWord(in: utf8.span) { words.add($0) }
        self = words
    }
}
