/// Codes of one position of UNIMARC's coded data and those of MARC 21's 008 that mean the same.
struct CodePairs {
    private var forth: [UInt8: UInt8] = [:]
    private var back: [UInt8: UInt8] = [:]

    /// Pairs with blanks between them, UNIMARC first: `da` is d in UNIMARC and a in MARC 21; `_` stands for a blank.
    init(_ pairs: String) {
        for pair in pairs.utf8.split(separator: 0x20) {
            guard let first = pair.first, let last = pair.last, pair.count == 2 else { continue }
            let (unimarc, marc21) = (first == 0x5F ? 0x20 : first, last == 0x5F ? 0x20 : last)
            self.forth[unimarc] = marc21
            self.back[marc21] = unimarc
        }
    }

    /// The code of MARC 21 for one of UNIMARC.
    func marc21(_ code: UInt8) -> UInt8? { self.forth[code] }

    /// The code of UNIMARC for one of MARC 21.
    func unimarc(_ code: UInt8) -> UInt8? { self.back[code] }
}

/// Coded data of textual and continuing resources: 105, 106, 110 and 008.
extension UNIMARCCodes {
    /// 105/0–3, 008/18–21: illustrations.
    static let illustrations = CodePairs("aa bb cc dd ee ff gg hh ii jj kk ll mm op")
    /// 105/4–7, 008/24–27: bibliography, catalogue, index, abstracts, dictionary, encyclopaedia, directory, statistics,
    /// programmed text, patent, standard, thesis, laws, technical report, survey, treaties, comics.
    static let contents = CodePairs("ab bc ci da ed fe gr is jp kj lu mm nl pt rn sz t6")
    /// 105/11, 008/33: literary form.
    static let literaryForms = CodePairs("a1 bd ce dh ei fj gp hs zm")
    /// 106/0, 008/23: large print, braille, regular print, electronic.
    static let forms = CodePairs("dd ff rr ss")
    /// 110/0, 008/21: periodical, series of monographs, newspaper.
    static let serialTypes = CodePairs("ap bm cn")
    /// 110/1, 008/18: frequency.
    static let frequencies = CodePairs("ad bc cw de es fm gb hq it jf ka lg mh ni oj uu y_ zz")
    /// 110/2, 008/19: regularity.
    static let regularities = CodePairs("ar bn yx uu")

    /// 110: type, frequency, regularity.
    static func serial(_ record: MARCRecord, _ codes: inout [UInt8]) {
        let serial = Array((record.first("110")?["a"] ?? "").utf8)
        guard serial.count >= 3 else { return }
        codes[18] = self.frequencies.marc21(serial[1]) ?? 0x20
        codes[19] = self.regularities.marc21(serial[2]) ?? 0x75
        codes[21] = self.serialTypes.marc21(serial[0]) ?? 0x20
        codes[34] = 0x30
    }

    /// 110 $a of 008 for continuing resources; `nil` for anything else.
    static func field110(_ record: MARCRecord) -> String? {
        guard record.leader[7] == 0x73, record.first("008") != nil else { return nil }
        let codes = self.codes008(record)
        var serial = [UInt8](repeating: 0x20, count: 11)
        serial[0] = self.serialTypes.unimarc(codes[21]) ?? 0x7A
        serial[1] = self.frequencies.unimarc(codes[18]) ?? 0x75
        serial[2] = self.regularities.unimarc(codes[19]) ?? 0x75
        return String(decoding: serial, as: UTF8.self)
    }

    /// 106 $a of 008 for text; `nil` when 008 does not tell a form.
    static func field106(_ record: MARCRecord) -> String? {
        guard [0x61, 0x74].contains(record.leader[6]), let form = self.code(record, 23..<24)?.utf8.first else {
            return nil
        }
        return self.forms.unimarc(form).map { String(decoding: [$0], as: UTF8.self) }
    }
}
