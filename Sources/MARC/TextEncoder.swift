/// Encodes scalars of form C into an encoding other than UTF-8.
struct TextEncoder {
    private static let empty = ScalarTable([])

    private let encoding: CharacterEncoding
    private let table: ScalarTable
    /// What is written so far.
    var bytes: [UInt8] = []
    private var marc8 = MARC8Encoder()
    private var viqr = VIQR.Encoder()
    /// The letter that waits for marks, which ISO 5426 and ISO 5428 write before it.
    private var letter: UInt8?
    private var marks: [UInt8] = []

    init(_ encoding: CharacterEncoding) {
        self.encoding = encoding
        switch encoding {
        case .iso5426: self.table = SingleByteSets.iso5426Bytes
        case .iso5428: self.table = SingleByteSets.iso5428Bytes
        case .tcvn3: self.table = SingleByteSets.tcvn3Bytes
        case .viscii: self.table = SingleByteSets.visciiBytes
        case .windows1252: self.table = SingleByteSets.windows1252Bytes
        case .windows1258: self.table = SingleByteSets.windows1258Bytes
        default: self.table = TextEncoder.empty
        }
    }

    /// Adds a scalar or refuses it.
    mutating func append(_ scalar: UInt32) throws(MARCError) {
        let isThere: Bool
        switch self.encoding {
        case .automatic, .utf8, .utf8Twice, .tcvn3AsUTF8, .vniAsUTF8:
            appendScalar(scalar, to: &self.bytes)
            isThere = true
        case .iso88591:
            isThere = scalar < 0x80 || (0xA0...0xFF).contains(scalar)
            self.bytes.append(UInt8(truncatingIfNeeded: scalar))
        case .tcvn3, .viscii, .windows1252:
            let byte = scalar < 0x80 ? scalar : self.table[UInt64(scalar)]
            isThere = byte != 0 || scalar == 0
            self.bytes.append(UInt8(truncatingIfNeeded: byte))
        case .windows1258: isThere = self.appendToneBehind(scalar)
        case .vni:
            let found = VNI.bytes(scalar)
            isThere = found != nil
            self.bytes += found ?? []
        case .viqr: isThere = self.viqr.append(scalar, to: &self.bytes)
        case .marc8: isThere = self.marc8.append(scalar)
        case .iso5426, .iso5428: isThere = self.appendMarksFirst(scalar)
        }
        guard isThere else { throw self.refusal(scalar) }
    }

    /// Writes what is still held back.
    mutating func flush() {
        if self.encoding == .marc8 {
            self.marc8.flush()
            self.bytes = self.marc8.bytes
        }
        self.flushLetter()
    }

    private mutating func flushLetter() {
        self.bytes += self.marks
        self.marks.removeAll(keepingCapacity: true)
        if let letter = self.letter { self.bytes.append(letter) }
        self.letter = nil
    }

    /// Windows-1258: the letter with its hat, and the tone behind it.
    private mutating func appendToneBehind(_ scalar: UInt32) -> Bool {
        let whole = scalar < 0x80 ? scalar : self.table[UInt64(scalar)]
        if whole != 0 || scalar == 0 {
            self.bytes.append(UInt8(truncatingIfNeeded: whole))
            return true
        }
        var (letter, tone) = VietnameseLetter.split(scalar)
        if tone == 0, let parts = CanonicalPairs.standard.parts(scalar) { (letter, tone) = parts }
        let byte = letter < 0x80 ? letter : self.table[UInt64(letter)]
        let mark = self.table[UInt64(tone)]
        guard byte != 0, mark != 0 else { return false }
        self.bytes += [UInt8(truncatingIfNeeded: byte), UInt8(truncatingIfNeeded: mark)]
        return true
    }

    private mutating func appendMarksFirst(_ scalar: UInt32) -> Bool {
        if isMark(scalar) {
            // A mark behind a letter.
            let byte = self.table[UInt64(scalar)]
            guard byte != 0, self.letter != nil else { return false }
            self.marks.append(UInt8(truncatingIfNeeded: byte))
            return true
        }
        self.flushLetter()
        // One step of decomposition after the other, as long as the letter itself does not exist: ờ becomes ơ and grave.
        var letter = scalar
        var marks: [UInt8] = []
        while true {
            let byte = letter < 0x80 ? letter : self.byte(letter)
            if byte != 0 || letter == 0 {
                self.letter = UInt8(truncatingIfNeeded: byte)
                break
            }
            guard let parts = CanonicalPairs.standard.parts(letter) else { return false }
            let mark = self.table[UInt64(parts.mark)]
            guard mark != 0 else { return false }
            marks.append(UInt8(truncatingIfNeeded: mark))
            letter = parts.letter
        }
        self.marks += marks.reversed()
        return true
    }

    private func byte(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x98 where self.encoding == .iso5426: 0x88
        case 0x9C where self.encoding == .iso5426: 0x89
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
