/// Encodes scalars of form C into an encoding other than UTF-8.
struct TextEncoder {
    private let encoding: CharacterEncoding
    private let table: ScalarTable
    /// What is written so far.
    var bytes: [UInt8] = []
    /// The letter that waits for marks, which MARC-8 and ISO 5426 write before it.
    private var letter: UInt8?
    private var marks: [UInt8] = []
    /// The second half of a mark over two letters, to stand before the next letter.
    private var secondHalf: UInt8?

    init(_ encoding: CharacterEncoding) {
        self.encoding = encoding
        switch encoding {
        case .marc8: self.table = MARC8Set.extendedLatinBytes
        case .iso5426: self.table = SingleByteSets.iso5426Bytes
        case .tcvn3: self.table = SingleByteSets.tcvn3Bytes
        case .automatic, .utf8, .iso88591: self.table = ScalarTable([])
        }
    }

    /// Adds a scalar or refuses it.
    mutating func append(_ scalar: UInt32) throws(MARCError) {
        switch self.encoding {
        case .automatic, .utf8:
            appendScalar(scalar, to: &self.bytes)
        case .iso88591:
            guard scalar < 0x80 || (0xA0...0xFF).contains(scalar) else { throw self.refusal(scalar) }
            self.bytes.append(UInt8(truncatingIfNeeded: scalar))
        case .tcvn3:
            let byte = scalar < 0x80 ? scalar : self.table[UInt64(scalar)]
            guard byte != 0 || scalar == 0 else { throw self.refusal(scalar) }
            self.bytes.append(UInt8(truncatingIfNeeded: byte))
        case .marc8, .iso5426:
            try self.appendDecomposed(scalar)
        }
    }

    /// Writes what is still held back.
    mutating func flush() {
        self.bytes += self.marks
        self.marks.removeAll(keepingCapacity: true)
        if let half = self.secondHalf, self.letter != nil, !self.isFirstOfTwo {
            self.bytes.append(half)
            self.secondHalf = nil
        }
        self.isFirstOfTwo = false
        if let letter = self.letter { self.bytes.append(letter) }
        self.letter = nil
    }

    /// Whether the letter that waits is the first under a mark over two letters.
    private var isFirstOfTwo = false

    private mutating func appendDecomposed(_ scalar: UInt32) throws(MARCError) {
        // A mark behind a letter.
        if isMark(scalar) {
            let byte = self.table[UInt64(scalar)]
            guard byte != 0, self.letter != nil else { throw self.refusal(scalar) }
            self.marks.append(UInt8(truncatingIfNeeded: byte))
            if self.encoding == .marc8, scalar == 0x360 || scalar == 0x361 {
                self.secondHalf = scalar == 0x361 ? 0xEC : 0xFB
                self.isFirstOfTwo = true
            }
            return
        }
        self.flush()
        // One step of decomposition after the other, as long as the letter itself does not exist: ờ becomes ơ and grave.
        var letter = scalar
        var marks: [UInt8] = []
        while true {
            let byte = letter < 0x80 ? letter : self.byte(letter)
            if byte != 0 || letter == 0 {
                self.letter = UInt8(truncatingIfNeeded: byte)
                break
            }
            guard let parts = CanonicalPairs.standard.parts(letter) else { throw self.refusal(scalar) }
            let mark = self.table[UInt64(parts.mark)]
            guard mark != 0 else { throw self.refusal(scalar) }
            marks.append(UInt8(truncatingIfNeeded: mark))
            letter = parts.letter
        }
        self.marks += marks.reversed()
    }

    private func byte(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x98: 0x88
        case 0x9C: 0x89
        case 0x200D where self.encoding == .marc8: 0x8D
        case 0x200C where self.encoding == .marc8: 0x8E
        default: self.table[UInt64(scalar)]
        }
    }

    private func refusal(_ scalar: UInt32) -> MARCError {
        let name = String(scalar, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - name.count)) + name
        let character = Unicode.Scalar(scalar).map { "\"\(Character($0))\" " } ?? ""
        return MARCError(
            .characterNotEncodable,
            "the character \(character)(U+\(padded)) does not exist in \(self.encoding.rawValue)"
        )
    }
}
