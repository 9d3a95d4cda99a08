/// The tables of the encodings that have one byte for each character.
enum SingleByteSets {
    /// TCVN3: the letters of Vietnamese above ASCII; 0 where there is none.
    ///
    /// TCVN 5712:1993 as the "ABC" fonts use it: capitals have no tone marks. B0 to B4 are the tone marks of that
    /// standard, which follow their letter.
    static let tcvn3 = table(tcvn3Rows)

    /// The byte of TCVN3 by scalar; without the tone marks, since text of ABC fonts does not use them.
    static let tcvn3Bytes: ScalarTable = inverse(tcvn3, leavingOut: 0xB0...0xB4)

    private static let tcvn3Rows = """
        A0 A0 102 C2 CA D4 1A0 1AF 110
        A8 103 E2 EA F4 1A1 1B0 111
        B0 300 309 303 301 323 E0 1EA3 E3 E1 1EA1
        BB 1EB1 1EB3 1EB5 1EAF
        C6 1EB7 1EA7 1EA9 1EAB 1EA5 1EAD
        CC E8
        CE 1EBB 1EBD E9 1EB9 1EC1 1EC3 1EC5 1EBF 1EC7 EC 1EC9
        DC 129 ED 1ECB F2
        E1 1ECF F5 F3 1ECD 1ED3 1ED5 1ED7 1ED1 1ED9 1EDD 1EDF 1EE1 1EDB 1EE3
        EF F9
        F1 1EE7 169 FA 1EE5 1EEB 1EED 1EEF 1EE9 1EF1 1EF3 1EF7 1EF9 FD 1EF5
        """

    /// ISO 5426: the upper half; marks stand before their letter.
    static let iso5426: [UInt32] = {
        var table = Self.table(CharacterSetTables.iso5426)
        // Begin and end of text not to be sorted.
        table[0x88] = 0x98
        table[0x89] = 0x9C
        return table
    }()

    /// ISO 5428: the Basic Greek of MARC-8 in the upper half; marks stand before their letter.
    static let iso5428: [UInt32] = {
        var table = Self.table("")
        for (key, value) in ScalarTable.pairs(CharacterSetTables.basicGreek) where key < 128 {
            table[Int(key) | 0x80] = value
        }
        return table
    }()

    static let windows1252 = table(CharacterSetTables.windows1252)
    static let windows1258 = table(CharacterSetTables.windows1258)
    static let viscii = table(CharacterSetTables.viscii)
    static let iso88591: [UInt32] = (0..<256).map { UInt32($0) }

    static let iso5426Bytes: ScalarTable = inverse(iso5426)
    static let iso5428Bytes: ScalarTable = inverse(iso5428)
    static let windows1252Bytes: ScalarTable = inverse(windows1252)
    static let windows1258Bytes: ScalarTable = inverse(windows1258)
    static let visciiBytes: ScalarTable = inverse(viscii)

    /// The byte of Windows-1252 that a character of UTF-8 was once read from; 0 when there is none.
    ///
    /// Controls without a character stand for themselves, and the minus for the soft hyphen, which programs put in its place.
    @inline(__always)
    static func mistakenByte(_ scalar: UInt32) -> UInt8 {
        if scalar < 0x80 { return UInt8(truncatingIfNeeded: scalar) }
        let byte = self.windows1252Bytes[UInt64(scalar)]
        if byte != 0 { return UInt8(truncatingIfNeeded: byte) }
        if scalar == 0x2212 { return 0xAD }
        return (0x80...0x9F).contains(scalar) ? UInt8(truncatingIfNeeded: scalar) : 0
    }

    /// All 256 characters of a set that has ASCII and some rows of its own.
    private static func table(_ rows: String) -> [UInt32] {
        var table = [UInt32](repeating: 0, count: 256)
        for byte in 0..<128 { table[byte] = UInt32(byte) }
        for (key, value) in ScalarTable.pairs(rows) where key < 256 { table[Int(key)] = value }
        return table
    }

    private static func inverse(_ table: [UInt32], leavingOut: ClosedRange<Int>? = nil) -> ScalarTable {
        var pairs: [(key: UInt64, value: UInt32)] = []
        for (byte, scalar) in table.enumerated() where scalar > 0x7F && leavingOut?.contains(byte) != true {
            pairs.append((UInt64(scalar), UInt32(byte)))
        }
        return ScalarTable(pairs)
    }
}

/// Whether a character is a mark that belongs to a letter beside it.
func isMark(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x300, let scalar = Unicode.Scalar(scalar) else { return false }
    return scalar.properties.generalCategory == .nonspacingMark
}
