/// Splits the bytes of a query into tokens, one at a time.
struct Lexer {
    /// A token: what it is and where its text lies.
    struct Token {
        enum Kind: Equatable {
            case end
            case open
            case close
            case slash
            case comparison(CQLQuery.Comparison)
            /// Text without quotes, which may be a reserved word.
            case word
            /// Text in quotes, which never is.
            case quoted
        }

        var kind: Kind
        /// Where the token starts, in bytes.
        var start: Int
        /// The bytes of its text, without quotes.
        var text: Range<Int>
    }

    let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() throws(CQLError) -> Token {
        while self.position < self.bytes.count, Self.isSpace(self.bytes[self.position]) {
            self.position += 1
        }
        let start = self.position
        guard start < self.bytes.count else {
            return Token(kind: .end, start: start, text: start..<start)
        }
        switch self.bytes[start] {
        case UInt8(ascii: "("):
            return self.symbol(.open, length: 1)
        case UInt8(ascii: ")"):
            return self.symbol(.close, length: 1)
        case UInt8(ascii: "/"):
            return self.symbol(.slash, length: 1)
        case UInt8(ascii: "="):
            return self.follows("=") ? self.symbol(.exact, length: 2) : self.symbol(.equal, length: 1)
        case UInt8(ascii: "<"):
            if self.follows("=") {
                return self.symbol(.lessOrEqual, length: 2)
            }
            return self.follows(">") ? self.symbol(.notEqual, length: 2) : self.symbol(.less, length: 1)
        case UInt8(ascii: ">"):
            return self.follows("=") ? self.symbol(.greaterOrEqual, length: 2) : self.symbol(.greater, length: 1)
        case UInt8(ascii: "\""):
            return try self.quoted()
        default:
            return try self.word()
        }
    }

    /// The number of Unicode scalars before a byte offset.
    func scalarOffset(_ byteOffset: Int) -> Int {
        self.bytes[..<byteOffset].reduce(into: 0) { count, byte in
            if byte & 0xC0 != 0x80 {
                count += 1
            }
        }
    }

    func text(_ token: Token) -> String {
        String(decoding: self.bytes[token.text], as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private func follows(_ character: Unicode.Scalar) -> Bool {
        self.position + 1 < self.bytes.count && self.bytes[self.position + 1] == UInt8(ascii: character)
    }

    private mutating func symbol(_ kind: Token.Kind, length: Int) -> Token {
        let start = self.position
        self.position += length
        return Token(kind: kind, start: start, text: start..<self.position)
    }

    private mutating func symbol(_ comparison: CQLQuery.Comparison, length: Int) -> Token {
        self.symbol(.comparison(comparison), length: length)
    }

    private mutating func quoted() throws(CQLError) -> Token {
        let start = self.position
        self.position += 1
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case UInt8(ascii: "\""):
                self.position += 1
                return Token(kind: .quoted, start: start, text: start + 1..<self.position - 1)
            case UInt8(ascii: "\\") where self.position + 1 < self.bytes.count:
                self.position += 1
                try self.step()
            default:
                try self.step()
            }
        }
        let offset = self.scalarOffset(start)
        throw CQLError(
            diagnostic: 14,
            details: String(offset),
            offset: offset,
            message: "The quoted text that starts here has no end"
        )
    }

    private mutating func word() throws(CQLError) -> Token {
        let start = self.position
        scan: while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "/"), UInt8(ascii: "\""):
                break scan
            case UInt8(ascii: "\\"):
                guard self.position + 1 < self.bytes.count else {
                    throw self.syntaxError("nothing follows the backslash")
                }
                self.position += 1
                try self.step()
            case let byte where Self.isSpace(byte):
                break scan
            default:
                try self.step()
            }
        }
        return Token(kind: .word, start: start, text: start..<self.position)
    }

    /// Passes one byte of text; control characters are in no query, and could not be echoed in XML.
    private mutating func step() throws(CQLError) {
        let byte = self.bytes[self.position]
        if (byte < 0x20 && !Self.isSpace(byte)) || byte == 0x7F {
            throw self.syntaxError("control character")
        }
        self.position += 1
    }

    private func syntaxError(_ message: String) -> CQLError {
        let offset = self.scalarOffset(self.position)
        return CQLError(
            diagnostic: 10,
            details: "\(offset): \(message)",
            offset: offset,
            message: "Syntax error: \(message)"
        )
    }
}
