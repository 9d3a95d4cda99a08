/// One conversion of a MARC 21 record into UNIMARC: the way back of ``UNIMARCConverter``.
struct MARC21Converter {
    let source: MARCRecord
    private(set) var target: MARCRecord

    init(_ source: MARCRecord) {
        self.source = source
        self.target = MARCRecord(leader: MARC21Converter.leader(source.leader), format: .unimarc)
        for repair in source.repairs { self.target.note(repair) }
    }

    mutating func converted() -> MARCRecord {
        self.target.append("100", " ", " ", [("a", UNIMARCCodes.field100(self.source))])
        for (tag, codes) in [
            ("105", UNIMARCCodes.field105(self.source)), ("106", UNIMARCCodes.field106(self.source)),
            ("110", UNIMARCCodes.field110(self.source)),
        ] as [(Tag, String?)] {
            if let codes { self.target.append(tag, " ", " ", [("a", codes)]) }
        }
        self.appendLanguages()
        self.appendCountries()
        for field in self.source.fields {
            switch field.tag {
            case "001", "003", "005": self.target.append(field)
            case "006", "007", "008", "041", "044", "852", "952": break
            case "040": self.appendAgencies(field)
            case "245": self.appendTitle(field)
            case "100", "110", "111", "700", "710", "711": self.appendName(field)
            case "600", "610", "611": self.appendNameSubject(field)
            case "760"..."787", "830": self.appendLink(field)
            default: self.appendByTable(field)
            }
        }
        for holding in Holding.holdings(of: self.source) { self.appendHolding(holding) }
        self.target.sortFields()
        return self.target
    }

    private static func leader(_ source: Leader) -> Leader {
        var leader = source
        switch source[6] {
        case 0x74: leader[6] = 0x62  // t, manuscript text → b
        case 0x6D: leader[6] = 0x6C  // m, electronic → l
        case 0x6F: leader[6] = 0x6D  // o, kit → m
        default: break
        }
        // The level of the hierarchy: not told.
        leader[8] = 0x30
        leader[9] = 0x20
        switch source[17] {
        case 0x38: leader[17] = 0x32
        case 0x35: leader[17] = 0x33
        default: break
        }
        leader[18] = source[18] == 0x20 ? 0x6E : 0x20
        leader[19] = 0x20
        return leader.normalized(for: .unimarc)
    }

    private mutating func appendByTable(_ field: Field) {
        guard let rules = UNIMARC.inverseRules[field.tag] else { return }
        // The best fit; of equals the first of the table.
        var best = rules[0]
        for rule in rules.dropFirst() where rule.fit(field) > best.fit(field) { best = rule }
        if let converted = best.inverse(field) { self.target.append(converted) }
    }

    private mutating func appendLanguages() {
        let codes: [UInt8: UInt8] = [
            0x61: 0x61, 0x6B: 0x62, 0x68: 0x63, 0x62: 0x64, 0x66: 0x65, 0x65: 0x68, 0x67: 0x69, 0x6A: 0x6A,
        ]
        var subfields: [(UInt8, String)] = []
        var isTranslation = false
        for field in self.source.fields("041") {
            isTranslation = isTranslation || field.indicator1 == 0x31
            for subfield in field.subfields {
                if let code = codes[subfield.code], let value = subfield.value.trimmedOrNil {
                    subfields.append((code, value))
                }
            }
        }
        if subfields.isEmpty, let language = UNIMARCCodes.code(self.source, 35..<38) { subfields = [(0x61, language)] }
        if !subfields.isEmpty { self.target.append("101", isTranslation ? 0x31 : 0x30, 0x20, subfields) }
    }

    private mutating func appendCountries() {
        var codes: [String] = []
        for field in self.source.fields("044") {
            for subfield in field.subfields {
                guard let value = subfield.value.trimmedOrNil else { continue }
                if subfield.code == 0x61, let code = UNIMARCCodes.isoCountry(value) { codes.append(code) }
                if subfield.code == 0x63 { codes.append(value.uppercased()) }
            }
        }
        if codes.isEmpty, let code = UNIMARCCodes.code(self.source, 15..<18).flatMap({ UNIMARCCodes.isoCountry($0) }) {
            codes = [code]
        }
        if !codes.isEmpty { self.target.append("102", 0x20, 0x20, codes.map { (0x61 as UInt8, $0) }) }
    }

    private mutating func appendAgencies(_ field: Field) {
        let rules = field["e"]?.trimmedOrNil
        for subfield in field.subfields {
            let indicator: UInt8
            switch subfield.code {
            case 0x61: indicator = 0x30
            case 0x63: indicator = 0x31
            case 0x64: indicator = 0x32
            default: continue
            }
            guard let agency = subfield.value.trimmedOrNil else { continue }
            var subfields: [(UInt8, String)] = [(0x62, agency)]
            if let rules { subfields.append((0x67, rules)) }
            self.target.append("801", 0x20, indicator, subfields)
        }
    }

    /// 245: $a title, $b parallel title or other title information, $c responsibility, $h medium, $n and $p part.
    private mutating func appendTitle(_ field: Field) {
        var subfields: [(UInt8, String)] = []
        var before = ""
        for (place, subfield) in field.subfields.enumerated() {
            let raw = subfield.value.trimmed
            var value = ISBDPunctuation.removed(from: raw)
            // The full stop before a part, also behind a short word.
            let next = place + 1 < field.subfields.count ? field.subfields[place + 1].code : 0
            if next == 0x6E || next == 0x70, value.hasSuffix(".") { value = value.dropLast().trimmed }
            guard !value.isEmpty else { continue }
            switch subfield.code {
            case 0x61:
                for piece in split(value, at: [" ; "]) { subfields.append((0x61, piece.text)) }
            case 0x62:
                for piece in split(value, at: [" = ", " : ", " ; "]) {
                    let separator = piece.separator ?? (before.hasSuffix("=") ? " = " : " : ")
                    subfields.append((separator == " = " ? 0x64 : separator == " ; " ? 0x61 : 0x65, piece.text))
                }
            case 0x63:
                for (place, piece) in split(value, at: [" ; "]).enumerated() {
                    subfields.append((place == 0 ? 0x66 : 0x67, piece.text))
                }
            case 0x68:
                subfields.append(
                    (0x62, value.hasPrefix("[") && value.hasSuffix("]") ? String(value.dropFirst().dropLast()) : value)
                )
            case 0x6E: subfields.append((0x68, value))
            case 0x70: subfields.append((0x69, value))
            default: continue
            }
            before = raw
        }
        guard !subfields.isEmpty else { return }
        let skipped = Int(field.indicator2 &- 0x30)
        if (1...9).contains(skipped), subfields[0].1.unicodeScalars.count > skipped {
            let scalars = subfields[0].1.unicodeScalars
            let end = scalars.index(scalars.startIndex, offsetBy: skipped)
            subfields[0].1 = "\u{98}" + String(scalars[..<end]) + "\u{9C}" + String(scalars[end...])
        }
        self.target.append("200", 0x31, 0x20, subfields)
    }

    private mutating func appendLink(_ field: Field) {
        guard let tag = UNIMARCCodes.inverseLink(field) else { return }
        let codes: [UInt8: UInt8] =
            field.tag == "830"
            ? [0x61: 0x74, 0x76: 0x76, 0x78: 0x78]
            : [
                0x61: 0x61, 0x64: 0x64, 0x62: 0x65, 0x68: 0x70, 0x74: 0x74, 0x67: 0x76, 0x78: 0x78, 0x7A: 0x79,
                0x77: 0x30,
            ]
        var subfields: [(UInt8, String)] = []
        for subfield in field.subfields {
            let value = ISBDPunctuation.removed(from: subfield.value)
            if let code = codes[subfield.code], !value.isEmpty { subfields.append((code, value)) }
        }
        let makesNote = field.tag != "830" && field.indicator1 != 0x31
        if !subfields.isEmpty { self.target.append(tag, 0x20, makesNote ? 0x31 : 0x30, subfields) }
    }

    private mutating func appendName(_ field: Field) {
        guard field["t"] == nil, let name = MARC21Name(field) else { return }
        let (first, second, _) = field.tag.bytes
        let isMain = first == 0x31
        let isAuthor = name.relators.isEmpty || name.relators.contains("070")
        let last: UInt8 = isMain ? 0x30 : isAuthor ? 0x31 : 0x32
        // 70X persons, 71X corporate bodies and meetings, 72X families.
        let group: UInt8 = second == 0x31 ? 0x31 : name.isFamily ? 0x32 : 0x30
        guard let tag = Tag(0x37, group, last) else { return }
        self.target.append(tag, name.indicators.0, name.indicators.1, name.subfields + name.relators.map { (0x34, $0) })
    }

    private mutating func appendNameSubject(_ field: Field) {
        guard let name = MARC21Name(field) else { return }
        let codes: [UInt8: UInt8] = [0x76: 0x6A, 0x74: 0x74, 0x78: 0x78, 0x7A: 0x79, 0x79: 0x7A, 0x32: 0x32]
        var subfields = name.subfields
        for subfield in field.subfields {
            if let code = codes[subfield.code], let value = subfield.value.trimmedOrNil {
                subfields.append((code, value))
            }
        }
        let tag: Tag = field.tag == "600" ? (name.isFamily ? "602" : "600") : "601"
        self.target.append(tag, name.indicators.0, name.indicators.1, subfields)
    }

    private mutating func appendHolding(_ holding: Holding) {
        let number =
            holding.copies.map { "(\($0))" + (holding.itemNumber.map { ": \($0)" } ?? "") } ?? holding.itemNumber
        let parts: [(UInt8, String?)] = [
            (0x62, holding.library), (0x63, holding.location), (0x64, holding.shelf), (0x66, number),
            (0x6B, holding.callNumber), (0x6E, holding.due), (0x75, holding.note),
        ]
        let subfields = parts.compactMap { part in part.1.map { (part.0, $0) } }
        if !subfields.isEmpty { self.target.append("995", 0x20, 0x20, subfields) }
    }
}
