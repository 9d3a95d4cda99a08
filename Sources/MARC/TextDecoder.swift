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
            let start = text.count
            let replacements = self.appendSingle(bytes, SingleByteSets.tcvn3, to: &text)
            TCVN3Capitals.restore(&text, from: start)
            return replacements
        case .viscii: return self.appendSingle(bytes, SingleByteSets.viscii, to: &text)
        case .windows1258: return self.appendSingle(bytes, SingleByteSets.windows1258, to: &text)
        case .windows1252: return self.appendSingle(bytes, SingleByteSets.windows1252, to: &text)
        case .iso88591: return self.appendSingle(bytes, SingleByteSets.iso88591, to: &text)
        case .iso5426: return self.appendSingle(bytes, SingleByteSets.iso5426, marksFirst: true, to: &text)
        case .iso5428: return self.appendSingle(bytes, SingleByteSets.iso5428, marksFirst: true, to: &text)
        case .vni: return VNI.decode(bytes, &self.composer, to: &text)
        case .viqr: return VIQR.decode(bytes, &self.composer, to: &text)
        case .utf8Twice, .tcvn3AsUTF8, .vniAsUTF8: return self.appendMistaken(bytes, to: &text)
        }
    }

    /// Takes back that bytes of another encoding were read as Windows-1252 and written as UTF-8.
    ///
    /// Characters that Windows-1252 does not have were never mistaken, and are left as they are.
    private mutating func appendMistaken(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Int {
        var replacements = 0
        var run: [UInt8] = []
        var inner = TextDecoder(self.encoding.mistaken ?? .utf8)
        var clean: [UInt8] = []
        func finishRun() {
            replacements += inner.appendRun(run, to: &clean)
            run.removeAll(keepingCapacity: true)
        }
        var index = 0
        while index < bytes.count {
            let (scalar, length) = decodeScalar(bytes, index)
            index += length
            let byte = scalar == UTF8Scan.illFormedScalar ? 0 : SingleByteSets.mistakenByte(scalar)
            if byte != 0 || scalar == 0 {
                run.append(byte)
                continue
            }
            finishRun()
            if scalar == UTF8Scan.illFormedScalar { replacements += 1 }
            appendScalar(scalar == UTF8Scan.illFormedScalar ? 0xFFFD : scalar, to: &clean)
        }
        finishRun()
        _ = self.composer.append(utf8: clean.span, to: &text)
        return replacements
    }

    /// Appends bytes that were mistaken; those that are not UTF-8 after all stay what they were taken for.
    private mutating func appendRun(_ run: [UInt8], to text: inout [UInt8]) -> Int {
        guard self.encoding == .utf8 else { return self.append(run.span, to: &text) }
        var index = 0
        while index < run.count {
            let (scalar, length) = decodeScalar(run.span, index)
            if scalar == UTF8Scan.illFormedScalar {
                for byte in run[index..<index + length] {
                    let taken = SingleByteSets.windows1252[Int(byte)]
                    appendScalar(taken == 0 ? UInt32(byte) : taken, to: &text)
                }
            } else {
                appendScalar(scalar, to: &text)
            }
            index += length
        }
        return 0
    }

    private mutating func appendSingle(
        _ bytes: Span<UInt8>,
        _ table: [UInt32],
        marksFirst: Bool = false,
        to text: inout [UInt8]
    ) -> Int {
        var replacements = 0
        var index = 0
        while index < bytes.count {
            if self.marks.isEmpty {
                // ASCII stands for itself in all of these sets.
                let end = endOfPrintableASCII(bytes, from: index)
                if end > index {
                    self.composer.append(ascii: bytes.extracting(index..<end), to: &text)
                    index = end
                    continue
                }
            }
            let byte = bytes[index]
            index += 1
            var scalar = table[Int(byte)]
            if scalar == 0 && byte != 0 {
                scalar = 0xFFFD
                replacements += 1
            }
            if marksFirst && isMark(scalar) {
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
