/// The character sets that MARC-8 can designate (MARC 21 Specifications, Character Sets and Encoding Options, part 2).
enum MARC8Set: Int, Sendable, CaseIterable {
    case ascii, extendedLatin, greekSymbols, subscripts, superscripts
    case basicHebrew, basicArabic, extendedArabic, basicCyrillic, extendedCyrillic, basicGreek, eastAsian

    /// The set that a final character of an escape sequence names.
    init?(final: UInt8) {
        switch final {
        case 0x31: self = .eastAsian
        case 0x32: self = .basicHebrew
        case 0x33: self = .basicArabic
        case 0x34: self = .extendedArabic
        case 0x42: self = .ascii
        case 0x45: self = .extendedLatin
        case 0x4E: self = .basicCyrillic
        case 0x51: self = .extendedCyrillic
        case 0x53: self = .basicGreek
        case 0x62: self = .subscripts
        case 0x67: self = .greekSymbols
        case 0x70: self = .superscripts
        default: return nil
        }
    }

    private var rows: String {
        switch self {
        case .ascii, .eastAsian: ""
        case .extendedLatin: CharacterSetTables.extendedLatin
        case .greekSymbols: CharacterSetTables.greekSymbols
        case .subscripts: CharacterSetTables.subscripts
        case .superscripts: CharacterSetTables.superscripts
        case .basicHebrew: CharacterSetTables.basicHebrew
        case .basicArabic: CharacterSetTables.basicArabic
        case .extendedArabic: CharacterSetTables.extendedArabic
        case .basicCyrillic: CharacterSetTables.basicCyrillic
        case .extendedCyrillic: CharacterSetTables.extendedCyrillic
        case .basicGreek: CharacterSetTables.basicGreek
        }
    }

    /// Added to a scalar in ``tables`` when it is a mark, which MARC-8 writes before its letter.
    static let markFlag: UInt32 = 1 << 24

    /// What stands for the second half of a mark over two letters: nothing, as the first half is U+0360 or U+0361.
    static let secondHalf: UInt32 = 1 << 25

    /// The scalars of the sets of one byte, 128 for each set; 0 where there is none.
    static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 128 * MARC8Set.allCases.count)
        for code in 0x21...0x7E { tables[code] = UInt32(code) }
        for set in MARC8Set.allCases {
            for (code, scalar) in ScalarTable.pairs(set.rows) where code < 128 {
                // The superscript alef stands behind its letter, unlike all other marks.
                let standsBefore = isMark(scalar) && scalar != 0x670
                tables[set.rawValue * 128 + Int(code)] = standsBefore ? scalar | markFlag : scalar
            }
        }
        tables[MARC8Set.extendedLatin.rawValue * 128 + 0x6C] = secondHalf
        tables[MARC8Set.extendedLatin.rawValue * 128 + 0x7B] = secondHalf
        return tables
    }()

    /// The scalars of the East Asian Character Code by code of three bytes; read at first use.
    static let eastAsianTable = ScalarTable(ScalarTable.pairs(EACCTable.rows))

    /// Set and code of each scalar, `set << 24 | code`: the first set that has it, in the order of ``preference``.
    static let codes: ScalarTable = {
        var pairs: [(key: UInt64, value: UInt32)] = []
        for set in preference {
            let flag = UInt32(set.rawValue) << 24
            for code in 0x21...0x7E {
                let scalar = tables[set.rawValue << 7 | code] & ~markFlag
                if scalar != 0, scalar != secondHalf { pairs.append((UInt64(scalar), flag | UInt32(code))) }
            }
        }
        for (code, scalar) in ScalarTable.pairs(EACCTable.rows) {
            let flag = UInt32(MARC8Set.eastAsian.rawValue) << 24
            pairs.append((UInt64(scalar), flag | UInt32(truncatingIfNeeded: code)))
        }
        return ScalarTable(pairs)
    }()

    private static let preference: [MARC8Set] = [
        .ascii, .extendedLatin, .subscripts, .superscripts, .basicGreek, .basicCyrillic, .extendedCyrillic,
        .basicHebrew, .basicArabic, .extendedArabic, .greekSymbols,
    ]

    /// The escape sequence that designates the set as the lower one.
    var escape: [UInt8] {
        switch self {
        case .ascii: [0x1B, 0x28, 0x42]
        case .extendedLatin: [0x1B, 0x28, 0x21, 0x45]
        case .greekSymbols: [0x1B, 0x67]
        case .subscripts: [0x1B, 0x62]
        case .superscripts: [0x1B, 0x70]
        case .basicHebrew: [0x1B, 0x28, 0x32]
        case .basicArabic: [0x1B, 0x28, 0x33]
        case .extendedArabic: [0x1B, 0x28, 0x34]
        case .basicCyrillic: [0x1B, 0x28, 0x4E]
        case .extendedCyrillic: [0x1B, 0x28, 0x51]
        case .basicGreek: [0x1B, 0x28, 0x53]
        case .eastAsian: [0x1B, 0x24, 0x31]
        }
    }
}
