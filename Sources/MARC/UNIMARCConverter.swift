/// One conversion of a UNIMARC record into MARC 21.
struct UNIMARCConverter {
    let source: MARCRecord
    private(set) var target: MARCRecord
    /// Whether a main entry (1XX) is there already.
    private var hasMainEntry = false

    init(_ source: MARCRecord) {
        self.source = source
        self.target = MARCRecord(leader: UNIMARCConverter.leader(source.leader), format: .marc21)
        for repair in source.repairs { self.target.note(repair) }
        self.target.storage.reserveCapacity(for: source.storage)
    }

    mutating func converted() -> MARCRecord {
        // Names first: the title wants to know whether there is a main entry.
        for field in self.source.fields where field.tag >= "700" && field.tag <= "723" {
            self.appendName(field)
        }
        self.target.append("008", UNIMARCCodes.field008(self.source))
        self.appendAgencies()
        for field in self.source.fields {
            switch field.tag {
            case "001", "003", "005": self.target.append(field)
            case "101": self.appendLanguages(field)
            case "102": self.appendCountries(field)
            case "200": self.appendTitle(field)
            case "410"..."488": self.appendLink(field)
            case "600", "601", "602": self.appendNameSubject(field)
            default: UNIMARC.rules[field.tag]?.append(field, to: &self.target)
            }
        }
        self.appendHoldings()
        self.target.sortFields()
        return self.target
    }

    private static func leader(_ source: Leader) -> Leader {
        var leader = source
        switch source[6] {
        case 0x62: leader[6] = 0x74  // b, manuscript text → t
        case 0x6C: leader[6] = 0x6D  // l, electronic → m
        case 0x6D: leader[6] = 0x6F  // m, multimedia → o
        default: break
        }
        leader[8] = 0x20
        switch source[17] {
        case 0x32: leader[17] = 0x38  // prepublication
        case 0x33: leader[17] = 0x35  // incomplete → preliminary
        default: break
        }
        leader[18] = source[18] == 0x6E ? 0x20 : 0x69
        leader[19] = 0x20
        return leader.normalized(for: .marc21)
    }

    private static let languageCodes: [UInt8: UInt8] = [
        0x61: 0x61, 0x62: 0x6B, 0x63: 0x68, 0x64: 0x62, 0x65: 0x66, 0x66: 0x61, 0x67: 0x61, 0x68: 0x65, 0x69: 0x67,
        0x6A: 0x6A,
    ]

    private mutating func appendLanguages(_ field: Field) {
        var subfields: [(UInt8, String)] = []
        for subfield in field.subfields {
            guard let code = Self.languageCodes[subfield.code] else { continue }
            let value = subfield.value.trimmed.lowercased()
            if !value.isEmpty, !subfields.contains(where: { $0 == (code, value) }) { subfields.append((code, value)) }
        }
        guard !subfields.isEmpty else { return }
        let isTranslation = field.indicator1 == 0x31 || field.indicator1 == 0x32
        self.target.append("041", isTranslation ? 0x31 : 0x30, 0x20, subfields)
    }

    private mutating func appendCountries(_ field: Field) {
        var subfields: [(UInt8, String)] = []
        for value in field.values("a").compactMap(\.trimmedOrNil) {
            if let code = UNIMARCCodes.country(value) {
                subfields.append((0x61, code))
            } else {
                subfields.append((0x63, value.lowercased()))
            }
        }
        if !subfields.isEmpty { self.target.append("044", 0x20, 0x20, subfields) }
    }

    /// 200: $a title, $b medium, $c title by another author, $d parallel title, $e other title information, $f and $g
    /// responsibility, $h number and $i name of a part, $v volume.
    private mutating func appendTitle(_ field: Field) {
        var subfields: [(UInt8, String)] = []
        func add(_ code: UInt8, _ value: String, _ separator: String) {
            let last = subfields.count - 1
            guard last >= 0 else {
                subfields.append((code, value))
                return
            }
            if !ISBDPunctuation.isClosed(subfields[last].1) { subfields[last].1 += separator }
            if subfields[last].0 == code {
                subfields[last].1 += " " + value
            } else if code == 0x62 && subfields.contains(where: { $0.0 == 0x62 || $0.0 == 0x63 }) {
                // $b and $c occur once: what follows them stays in the last one.
                subfields[last].1 += " " + value
            } else {
                subfields.append((code, value))
            }
        }
        var skipped = 0
        for subfield in field.subfields {
            let raw = subfield.value
            if subfields.isEmpty { skipped = UNIMARCConverter.unsorted(raw) }
            let value = withoutSortMarks(raw).trimmed
            guard !value.isEmpty else { continue }
            switch subfield.code {
            case 0x61: add(0x61, value, subfields.isEmpty ? "" : " ;")
            case 0x62: add(0x68, value.hasPrefix("[") ? value : "[\(value)]", "")
            case 0x63: add(0x63, value, ".")
            case 0x64: add(0x62, value, " =")
            case 0x65: add(0x62, value, " :")
            case 0x66: add(0x63, value, " /")
            case 0x67: add(0x63, value, " ;")
            case 0x68, 0x76: add(0x6E, value, ".")
            case 0x69: add(0x70, value, subfields.last?.0 == 0x6E ? "," : ".")
            default: break
            }
        }
        guard !subfields.isEmpty else { return }
        let nonfiling = UInt8(0x30 + min(9, skipped))
        self.target.append("245", self.hasMainEntry ? 0x31 : 0x30, nonfiling, subfields)
    }

    /// The number of characters between marks of text not to be sorted at the begin of a title.
    private static func unsorted(_ title: String) -> Int {
        let scalars = title.unicodeScalars
        guard scalars.first == "\u{98}" || scalars.first == "\u{88}",
            let end = scalars.firstIndex(where: { $0 == "\u{9C}" || $0 == "\u{89}" })
        else { return 0 }
        return scalars.distance(from: scalars.startIndex, to: end) - 1
    }

    /// 4XX: standard subfields, or fields embedded behind $1.
    private mutating func appendLink(_ field: Field) {
        guard let (tag, indicator) = UNIMARCCodes.links[field.tag] else { return }
        var subfields: [(UInt8, String)] = []
        var embedded: Tag?
        for subfield in field.subfields {
            let value = subfield.withoutSortMarks
            if subfield.code == 0x31 {
                embedded = Tag(value.prefix(3))
                if embedded == "001" { subfields.append((0x77, String(value.dropFirst(3)))) }
                continue
            }
            if !value.isEmpty, let code = UNIMARCCodes.linkCode(embedded, subfield.code) {
                subfields.append((code, value))
            }
        }
        guard !subfields.isEmpty else { return }
        var sorted: [(UInt8, String)] = []
        for code in "athbdgvkxzw".utf8 {
            sorted += subfields.filter { $0.0 == code }
        }
        guard tag == "830" else {
            // UNIMARC says with 1 that a note is made, MARC 21 with 0.
            self.target.append(tag, field.indicator2 == 0x30 ? 0x31 : 0x30, indicator, sorted)
            return
        }
        // A series: its title is the heading.
        var series: [(UInt8, String)] = []
        for (code, value) in sorted {
            if code == 0x74 { series.append((0x61, value)) }
            if code == 0x76 || code == 0x67 { series.append((0x76, value)) }
            if code == 0x78 { series.append((0x78, value)) }
        }
        if !series.isEmpty { self.target.append(tag, 0x20, 0x30, series) }
    }

    private mutating func appendName(_ field: Field) {
        guard let name = UNIMARCName(field) else { return }
        // One main entry; the title goes before it when the source says "alternative" or "secondary".
        let isPrimary = ["700", "710", "720"].contains(field.tag) && !self.hasMainEntry
        let added = isPrimary ? name.mainTag : name.addedTag
        if isPrimary { self.hasMainEntry = true }
        self.target.append(added, name.indicator1, 0x20, name.subfields + name.relators)
    }

    private static let subjectCodes: [UInt8: UInt8] = [
        0x6A: 0x76, 0x74: 0x74, 0x78: 0x78, 0x79: 0x7A, 0x7A: 0x79, 0x32: 0x32,
    ]

    private mutating func appendNameSubject(_ field: Field) {
        guard let name = UNIMARCName(field) else { return }
        var subfields = name.subfields
        for subfield in field.subfields {
            if let code = Self.subjectCodes[subfield.code], let value = subfield.trimmedOrNil {
                subfields.append((code, value))
            }
        }
        let hasThesaurus = subfields.contains { $0.0 == 0x32 }
        self.target.append(name.subjectTag, name.indicator1, hasThesaurus ? 0x37 : 0x34, subfields)
    }

    /// 801: all agencies go into one field 040, with the language of cataloguing from 100.
    private mutating func appendAgencies() {
        var subfields: [(UInt8, String)] = []
        var rules: String?
        for field in self.source.fields("801") {
            rules = rules ?? field["g"]?.trimmedOrNil?.lowercased()
            guard let agency = field["b"]?.trimmedOrNil else { continue }
            switch field.indicator2 {
            case 0x30 where !subfields.contains(where: { $0.0 == 0x61 }): subfields.append((0x61, agency))
            case 0x31, 0x30, 0x20: subfields.append((0x63, agency))
            default: subfields.append((0x64, agency))
            }
        }
        guard !subfields.isEmpty else { return }
        subfields.sort { $0.0 < $1.0 }
        if let language = UNIMARCCodes.cataloguingLanguage(self.source) {
            subfields.insert((0x62, language), at: subfields.first?.0 == 0x61 ? 1 : 0)
        }
        if let rules {
            let place = subfields.firstIndex { $0.0 > 0x62 } ?? subfields.count
            subfields.insert((0x65, rules), at: place)
        }
        self.target.append("040", 0x20, 0x20, subfields)
    }

    private mutating func appendHoldings() {
        for holding in Holding.holdings(of: self.source) {
            // A field 852 of the source is converted by nobody else: it comes through here as well.
            let number = holding.copies.map { "(\($0)): \(holding.itemNumber ?? "")" } ?? holding.itemNumber
            let parts: [(UInt8, String?)] = [
                (0x61, holding.library), (0x62, holding.location), (0x63, holding.shelf), (0x68, holding.callNumber),
                (0x70, number), (0x7A, holding.note),
            ]
            let subfields = parts.compactMap { part in part.1.map { (part.0, $0) } }
            if !subfields.isEmpty { self.target.append("852", 0x38, 0x20, subfields) }
        }
    }
}
