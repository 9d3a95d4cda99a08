/// The term of a clause, taken apart: text, masks and anchors.
///
/// Text is in Unicode normalization form C, each run of white space is one blank, and there is none at either end.
public struct Term: Hashable, Sendable {
    /// A part of a term.
    public enum Piece: Hashable, Sendable {
        /// Text to find as it is; never empty.
        case literal(String)
        /// `*`: any number of characters.
        case anyCharacters
        /// `?`: one character.
        case oneCharacter
        /// `^` at the start or end of a word: the field starts or ends here.
        case anchor
    }

    /// The parts in their order; two literals never follow one another.
    public let pieces: [Piece]

    /// A term that is text and nothing else.
    public init(text: String) {
        var builder = PieceBuilder()
        for scalar in text.composed.unicodeScalars {
            builder.append(scalar)
        }
        self.pieces = builder.finish()
    }

    /// The term that some CQL says.
    ///
    /// - Parameter cql: The term as written, without its quotes but with its escapes.
    /// - Throws: ``CQLError`` 26 when a character is escaped that must not be.
    public init(cql: String) throws(CQLError) {
        let text = cql.composed
        if !text.utf8.contains(where: Self.needsCare) {
            self.pieces = text.isEmpty ? [] : [.literal(text)]
            return
        }
        var builder = PieceBuilder()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                guard Self.isSpecial(scalar) else {
                    throw CQLError(
                        diagnostic: 26,
                        details: String(scalar),
                        message: "The character \(scalar) must not be escaped"
                    )
                }
                builder.append(scalar)
                isEscaped = false
                continue
            }
            switch scalar {
            case "\\":
                isEscaped = true
            case "*":
                builder.append(.anyCharacters)
            case "?":
                builder.append(.oneCharacter)
            case "^":
                builder.append(.anchor)
            default:
                builder.append(scalar)
            }
        }
        self.pieces = builder.finish()
    }

    private init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// Whether there is nothing to search for.
    public var isEmpty: Bool {
        self.pieces.isEmpty
    }

    /// The text of a term without masks and anchors; `nil` when it has any.
    public var text: String? {
        switch self.pieces.count {
        case 0:
            return ""
        case 1:
            if case .literal(let text) = self.pieces[0] {
                return text
            }
            return nil
        default:
            return nil
        }
    }

    /// Whether there is `*` or `?` in it.
    public var hasMasks: Bool {
        self.pieces.contains { $0 == .anyCharacters || $0 == .oneCharacter }
    }

    /// Whether there is `^` in it.
    public var hasAnchors: Bool {
        self.pieces.contains(.anchor)
    }

    /// The words between blanks, each with its masks and anchors.
    public var words: [Term] {
        var words: [Term] = []
        var word: [Piece] = []
        for piece in self.pieces {
            guard case .literal(let text) = piece else {
                word.append(piece)
                continue
            }
            for (position, part) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if position > 0, !word.isEmpty {
                    words.append(Term(pieces: word))
                    word = []
                }
                if !part.isEmpty {
                    word.append(.literal(String(part)))
                }
            }
        }
        if !word.isEmpty {
            words.append(Term(pieces: word))
        }
        return words
    }

    /// The term as CQL, with escapes but without quotes.
    public var escaped: String {
        var result = ""
        for piece in self.pieces {
            switch piece {
            case .literal(let text):
                if !text.utf8.contains(where: { $0 < 0x80 && Self.isSpecial(Unicode.Scalar($0)) }) {
                    result += text
                    continue
                }
                for scalar in text.unicodeScalars {
                    if Self.isSpecial(scalar) {
                        result += "\\"
                    }
                    result.unicodeScalars.append(scalar)
                }
            case .anyCharacters:
                result += "*"
            case .oneCharacter:
                result += "?"
            case .anchor:
                result += "^"
            }
        }
        return result
    }

    /// Whether a character may and, to be taken literally, must stand after a backslash.
    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "*", "?", "^", "\\", "\"":
            true
        default:
            false
        }
    }

    /// Whether text with this byte in it may have escapes, masks, anchors or white space that is not a single blank.
    private static func needsCare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "\\"), UInt8(ascii: "\""),
            0...0x20, 0xC2, 0xE2, 0xE3:
            true
        default:
            false
        }
    }
}

/// Collects the pieces of a term, making one blank of each run of white space.
private struct PieceBuilder {
    private var pieces: [Term.Piece] = []
    private var literal = ""
    /// Whether white space was read that is not written yet: at the end it never will be.
    private var owesBlank = false

    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.properties.isWhitespace {
            self.owesBlank = !self.literal.isEmpty || !self.pieces.isEmpty
            return
        }
        if self.owesBlank {
            self.literal += " "
            self.owesBlank = false
        }
        self.literal.unicodeScalars.append(scalar)
    }

    mutating func append(_ piece: Term.Piece) {
        if self.owesBlank {
            self.literal += " "
            self.owesBlank = false
        }
        if !self.literal.isEmpty {
            self.pieces.append(.literal(self.literal))
            self.literal = ""
        }
        self.pieces.append(piece)
    }

    consuming func finish() -> [Term.Piece] {
        if !self.literal.isEmpty {
            self.pieces.append(.literal(self.literal))
        }
        return self.pieces
    }
}
