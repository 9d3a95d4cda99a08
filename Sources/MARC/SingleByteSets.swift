/// The tables of the encodings that have one byte for each character.
enum SingleByteSets {
    /// TCVN3: the letters of Vietnamese above ASCII; 0 where there is none.
    ///
    /// TCVN 5712:1993 as the "ABC" fonts use it: capitals have no tone marks. B0 to B4 are the tone marks of that
    /// standard, which follow their letter.
    static let tcvn3: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 256)
        for (key, value) in ScalarTable.pairs(tcvn3Rows) where key < 256 {
            table[Int(key)] = value
        }
        return table
    }()

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
        var table = [UInt32](repeating: 0, count: 256)
        for (key, value) in ScalarTable.pairs(CharacterSetTables.iso5426) where key < 256 {
            table[Int(key)] = value
        }
        // Begin and end of text not to be sorted.
        table[0x88] = 0x98
        table[0x89] = 0x9C
        return table
    }()

    /// The byte of ISO 5426 by scalar.
    static let iso5426Bytes: ScalarTable = inverse(iso5426)

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
