/// What one Unicode scalar becomes in a key: its small letter without the tone, its letter without any mark, and the tone.
///
/// Covers the Latin blocks in which accented letters live (U+0000…U+024F and U+1E00…U+1EFF), built once from the rows below.
/// The tones are numbered 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng; 0 is ngang (none).
struct LetterTable: Sendable {
    static let shared = LetterTable()

    struct Entry: Sendable {
        /// The small letter with its quality mark (ă, ê, ơ …) and without its tone; 0 separates words, 1 is dropped.
        var letter: UInt16
        /// The small letter without any mark.
        var fold: UInt16
        var tone: UInt8

        static let separator = Entry(letter: 0, fold: 0, tone: 0)
        static let dropped = Entry(letter: 1, fold: 1, tone: 0)
    }

    /// The number of entries: U+0000…U+024F, then U+1E00…U+1EFF.
    static let basicCount: UInt32 = 0x250
    static let additional: ClosedRange<UInt32> = 0x1E00...0x1EFF

    private(set) var entries: [Entry]
    /// Letter and combining mark (`letter << 16 | mark`) → the letter with that mark, for text that is not composed.
    private(set) var compositions: [UInt32: UInt16]

    /// The tone of a combining mark (0 when it is none), the two deprecated tone marks included.
    static func tone(ofMark scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x301, 0x341: 1
        case 0x300, 0x340: 2
        case 0x309: 3
        case 0x303: 4
        case 0x323: 5
        default: 0
        }
    }

    static func index(of scalar: UInt32) -> Int? {
        if scalar < basicCount { return Int(scalar) }
        return additional.contains(scalar) ? Int(basicCount + scalar - additional.lowerBound) : nil
    }

    private init() {
        self.entries = Self.plainEntries()
        self.compositions = [:]
        for row in Self.quality {
            guard let base = row.first else { continue }
            for letter in row.dropFirst() { self.set(letter, letter: letter, fold: base, tone: 0) }
        }
        for (letter, fold) in [("đ", "d"), ("ð", "d")] as [(Unicode.Scalar, Unicode.Scalar)] {
            self.set(letter, letter: "đ", fold: fold, tone: 0)
        }
        for (tone, pairs) in zip(UInt8(1)..., Self.toned) {
            for pair in pairs.split(separator: " ") {
                let scalars = Array(pair.unicodeScalars)
                guard scalars.count == 2, let index = Self.index(of: scalars[1].value) else { continue }
                let fold = Unicode.Scalar(self.entries[index].fold) ?? scalars[1]
                self.set(scalars[0], letter: scalars[1], fold: fold, tone: tone)
            }
        }
        for (letter, digit) in [("ª", "a"), ("º", "o"), ("¹", "1"), ("²", "2"), ("³", "3")]
            as [(Unicode.Scalar, Unicode.Scalar)]
        {
            self.set(letter, letter: digit, fold: digit, tone: 0)
        }
        self.copySmallLettersToCapitals()
        self.fillCompositions()
    }

    private mutating func set(_ scalar: Unicode.Scalar, letter: Unicode.Scalar, fold: Unicode.Scalar, tone: UInt8) {
        guard let index = Self.index(of: scalar.value) else { return }
        self.entries[index] = Entry(
            letter: UInt16(truncatingIfNeeded: letter.value),
            fold: UInt16(truncatingIfNeeded: fold.value),
            tone: tone
        )
    }

    /// Every letter and digit as itself, non-sort marks and the soft hyphen dropped, the rest a separator.
    private static func plainEntries() -> [Entry] {
        (Array(0..<Self.basicCount) + Array(Self.additional)).map { value in
            if [0x88, 0x89, 0x98, 0x9C, 0xAD].contains(value) { return .dropped }
            guard let scalar = Unicode.Scalar(value) else { return .separator }
            guard scalar.properties.isAlphabetic || (0x30...0x39).contains(value) else { return .separator }
            let unit = UInt16(truncatingIfNeeded: value)
            return Entry(letter: unit, fold: unit, tone: 0)
        }
    }

    private mutating func copySmallLettersToCapitals() {
        for value in Array(0..<Self.basicCount) + Array(Self.additional) {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isUppercase,
                let small = scalar.properties.lowercaseMapping.unicodeScalars.first,
                let from = Self.index(of: small.value), let to = Self.index(of: value)
            else { continue }
            self.entries[to] = self.entries[from]
        }
    }

    /// Finds which mark makes which letter by canonical equivalence, so that the rows need not say it twice.
    private mutating func fillCompositions() {
        let marks: [UInt32] = [
            0x302, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x30F, 0x311, 0x31B, 0x324, 0x325, 0x326, 0x327,
            0x328, 0x32D, 0x32E, 0x330, 0x331,
        ]
        for row in Self.quality {
            guard let base = row.first else { continue }
            var letters: [Character: UInt16] = [:]
            for letter in row.dropFirst() { letters[Character(letter)] = UInt16(truncatingIfNeeded: letter.value) }
            for mark in marks {
                guard let scalar = Unicode.Scalar(mark) else { continue }
                var text = String.UnicodeScalarView()
                text.append(base)
                text.append(scalar)
                guard let character = String(text).first, let letter = letters[character] else { continue }
                self.compositions[base.value << 16 | mark] = letter
            }
        }
    }

    /// Each row: a plain letter, then the letters that are it with a mark which is not a tone.
    private static let quality: [[Unicode.Scalar]] = [
        "aâäåāăąǎǟǡȁȃȧḁ", "bḃḇ", "cçĉċč", "dďḋḏḑḓ", "eêëēĕėęěȅȇȩḙḛḝ", "fḟ", "gĝğġģǧḡ", "hĥȟḣḧḩḫẖ", "iîïīĭįǐȉȋḭ", "jĵǰ",
        "kķǩḵ", "lļľḻḽ", "mṁ", "nņňṅṉṋ", "oôöōŏőơǒǫǭȍȏȫȯȱ", "pṗ", "rŗřȑȓṙṟ", "sŝşšșṡṧ", "tţťțṫṯṱẗ",
        "uûüūŭůűųưǔǖǚȕȗṳṵṷṻ", "wŵẅẇẘ", "xẋẍ", "yÿŷȳẏẙ", "zżžẑẕ",
    ].map { Array($0.unicodeScalars) }

    /// By tone, pairs of a letter and the same letter without the tone; foreign acutes, graves and tildes go the same way.
    private static let toned: [String] = [
        "áa ấâ ắă ée ếê íi óo ốô ớơ úu ứư ýy ćc ĺl ńn ŕr śs źz ǘü ǵg ǻå ǽæ ǿø ḉç ḗē ḯï ḱk ḿm ṓō ṕp ṥṡ ẃw",
        "àa ầâ ằă èe ềê ìi òo ồô ờơ ùu ừư ỳy ǜü ǹn ḕē ṑō ẁw",
        "ảa ẩâ ẳă ẻe ểê ỉi ỏo ổô ởơ ủu ửư ỷy",
        "ãa ẫâ ẵă ẽe ễê ĩi õo ỗô ỡơ ũu ữư ỹy ñn ȭō ṍo ṏö ṹu ṽv",
        "ạa ậâ ặă ẹe ệê ịi ọo ộô ợơ ụu ựư ỵy ḅb ḍd ḥh ḳk ḷl ḹl ṃm ṇn ṛr ṝr ṣs ṩṡ ṭt ṿv ẉw ẓz",
    ]
}
