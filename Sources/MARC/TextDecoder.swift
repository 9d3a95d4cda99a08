/// Decodes the text of a record from one encoding into UTF-8 of form C, piece by piece.
struct TextDecoder {
    let encoding: CharacterEncoding
    private var composer = Composer()
    private var marc8 = MARC8Decoder()
    private var marks: [UInt32] = []

    /// Makes a decoder; `automatic` decodes as UTF-8.
    init(_ encoding: CharacterEncoding) {
        self.encoding = encoding
    }

    /// Begins a field: escape sequences of the field before have no effect any more.
    mutating func beginField() {
        if self.encoding == .marc8, !self.marc8.isInitial { self.marc8 = MARC8Decoder() }
    }

    /// Appends one subfield to the text; returns the number of U+FFFD put for damage.
    mutating func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Int {
        switch self.encoding {
        case .automatic, .utf8:
            return self.composer.append(utf8: bytes, to: &text)
        case .marc8:
            return self.marc8.decode(bytes, &self.composer, to: &text)
        case .tcvn3:
            return self.appendSingle(bytes, SingleByteSets.tcvn3, to: &text)
        case .iso88591:
            for index in bytes.indices { self.composer.append(UInt32(bytes[index]), to: &text) }
            self.composer.flush(to: &text)
            return 0
        case .iso5426:
            return self.appendSingle(bytes, SingleByteSets.iso5426, marksFirst: true, to: &text)
        }
    }

    private mutating func appendSingle(
        _ bytes: Span<UInt8>,
        _ table: [UInt32],
        marksFirst: Bool = false,
        to text: inout [UInt8]
    ) -> Int {
        var replacements = 0
        for index in bytes.indices {
            let byte = bytes[index]
            var scalar = byte < 0x80 ? UInt32(byte) : table[Int(byte)]
            if scalar == 0 && byte != 0 {
                scalar = 0xFFFD
                replacements += 1
            }
            if marksFirst && byte >= 0xC0 && isMark(scalar) {
                self.marks.append(scalar)
                continue
            }
            self.composer.append(scalar, to: &text)
            for mark in self.marks { self.composer.append(mark, to: &text) }
            self.marks.removeAll(keepingCapacity: true)
        }
        for mark in self.marks { self.composer.append(mark, to: &text) }
        self.marks.removeAll(keepingCapacity: true)
        self.composer.flush(to: &text)
        return replacements
    }
}
