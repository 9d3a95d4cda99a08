/// What text looks like in the encodings that write marks before their letters.
enum MarksFirst {
    /// Whether every byte above ASCII is one of the encoding, and each mark stands before a letter or another mark.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - encoding: `marc8`, its initial sets; or `iso5426`.
    /// - Returns: `false` when there is anything else.
    static func isPlausible(_ bytes: Span<UInt8>, _ encoding: CharacterEncoding) -> Bool {
        for index in bytes.indices where bytes[index] >= 0x80 {
            let byte = bytes[index]
            let (isThere, isMark) = encoding == .marc8 ? self.marc8(byte) : self.iso5426(byte)
            guard isThere else { return false }
            guard isMark else { continue }
            guard index + 1 < bytes.count else { return false }
            let next = bytes[index + 1]
            guard next >= 0xA1 || (next | 0x20) &- 0x61 < 26 else { return false }
        }
        return true
    }

    private static func marc8(_ byte: UInt8) -> (isThere: Bool, isMark: Bool) {
        let found = MARC8Set.tables[MARC8Set.extendedLatin.rawValue << 7 | Int(byte & 0x7F)]
        return (found != 0 && byte > 0xA0, found & MARC8Set.markFlag != 0)
    }

    private static func iso5426(_ byte: UInt8) -> (isThere: Bool, isMark: Bool) {
        let found = SingleByteSets.iso5426[Int(byte)]
        return (found != 0, isMark(found))
    }
}
