extension DublinCore {
    mutating func readLeader(_ record: MARCRecord) {
        let isCollection = record.leader[7] == 0x63 || record.leader[6] == 0x70
        if isCollection { self.types.append("collection") }
        switch record.leader[6] {
        case 0x61, 0x63, 0x64, 0x74: self.types.append("text")  // a, c, d, t
        case 0x65, 0x66, 0x6B: self.types.append("image")  // e, f, k
        case 0x67: self.types.append("moving image")  // g
        case 0x69, 0x6A: self.types.append("sound")  // i, j
        case 0x6D: self.types.append("software")  // m
        case 0x72: self.types.append("physical object")  // r
        default: break
        }
    }

    mutating func read(_ field: Field, in record: MARCRecord) {
        switch field.tag {
        case "020": self.addIdentifier(field["a"], scheme: "ISBN")
        case "022": self.addIdentifier(field["a"], scheme: "ISSN")
        case "024": self.addIdentifier(field["a"], scheme: nil)
        case "041": for value in field.values("a") { self.addLanguages(value) }
        case "100", "110", "111": add(name(field), to: &self.creators)
        case "700", "710", "711":
            if DublinCore.isAuthor(field) {
                add(name(field), to: &self.creators)
            } else {
                add(name(field), to: &self.contributors)
            }
        case "720": add(field["a"], to: &self.contributors)
        case "245": add(title(field, "abfgknps"), to: &self.titles)
        case "246": add(title(field, "abnp"), to: &self.titles)
        case "260": self.addPublication(field)
        case "264" where field.indicator2 == 0x31: self.addPublication(field)
        case "300": add(field.joined("abce", " "), to: &self.formats)
        case "490": add(title(field, "av"), to: &self.relations)
        case "506", "540": add(field["a"], to: &self.rights)
        case "530": add(field["a"], to: &self.relations)
        case "534": add(field["t"], to: &self.sources)
        case "546": break
        case "600", "610", "611", "630", "650", "653": self.addSubjects(field)
        case "651", "662", "751", "752": add(heading(field), to: &self.coverage)
        case "655": add(heading(field), to: &self.types)
        case "786": add(field.joined("ot", " "), to: &self.sources)
        case "856":
            for value in field.values("u") { add(value, to: &self.identifiers, punctuated: false) }
            add(field["q"], to: &self.formats)
        case "500"..."589": add(field.joined("abctg", " "), to: &self.descriptions, punctuated: false)
        case "760"..."787": add(field.joined("aot", ". "), to: &self.relations)
        default: break
        }
    }

    mutating func finish(_ record: MARCRecord) {
        guard let value = record.first("008")?.value.utf8, value.count >= 38 else { return }
        let codes = Array(value)
        if self.dates.isEmpty {
            let date = codes[7..<11]
            if date.allSatisfy({ (0x30...0x39).contains($0) }), date.contains(where: { $0 != 0x30 }) {
                self.dates.append(String(decoding: date, as: UTF8.self))
            }
        }
        let language = codes[35..<38]
        if language.allSatisfy({ (0x61...0x7A).contains($0) }) {
            let code = String(decoding: language, as: UTF8.self)
            if !self.languages.contains(code), code != "und", code != "zxx" { self.languages.insert(code, at: 0) }
        }
    }

    private mutating func addPublication(_ field: Field) {
        var publisher = ""
        for subfield in field.subfields where subfield.code == 0x61 || subfield.code == 0x62 {
            ISBDPunctuation.append(subfield.value, to: &publisher, separator: subfield.code == 0x62 ? " : " : " ; ")
        }
        add(publisher, to: &self.publishers)
        for value in field.values("c") { add(value, to: &self.dates) }
    }

    private mutating func addSubjects(_ field: Field) {
        if field.tag == "653" {
            for value in field.values("a") { add(value, to: &self.subjects) }
        } else {
            add(heading(field), to: &self.subjects)
        }
    }

    private mutating func addLanguages(_ value: String) {
        // Old records put several codes into one subfield: "engfre".
        let codes = Array(value.trimmed.lowercased().utf8)
        guard codes.count % 3 == 0, codes.allSatisfy({ (0x61...0x7A).contains($0) }) else { return }
        for start in stride(from: 0, to: codes.count, by: 3) {
            add(String(decoding: codes[start..<start + 3], as: UTF8.self), to: &self.languages)
        }
    }

    private mutating func addIdentifier(_ value: String?, scheme: String?) {
        guard let value = value?.trimmedOrNil else { return }
        guard let scheme else {
            add(value, to: &self.identifiers, punctuated: false)
            return
        }
        // The number without hyphens, and without the qualifier that may follow it.
        let digits = value.prefix { $0.isNumber || $0 == "-" || $0 == "x" || $0 == "X" }.filter { $0 != "-" }
            .uppercased()
        let lengths = scheme == "ISBN" ? [10, 13] : [8]
        if lengths.contains(digits.count) {
            let number = scheme == "ISSN" ? digits.prefix(4) + "-" + digits.suffix(4) : digits[...]
            add("URN:\(scheme):\(number)", to: &self.identifiers, punctuated: false)
        } else {
            add(value, to: &self.identifiers)
        }
    }

    /// Whether an added entry is an author: by the code `aut` of MARC, or its word in English or Vietnamese.
    private static func isAuthor(_ field: Field) -> Bool {
        field.values("4").contains { $0 == "aut" || $0.hasSuffix("/aut") }
            || field.values("e").contains {
                ["author", "tác giả"].contains(ISBDPunctuation.removed(from: $0.lowercased()))
            }
    }
}

/// Adds a value without separators at its end and without marks of text not to be sorted, unless it is there already.
private func add(_ value: String?, to values: inout [String], punctuated: Bool = true) {
    guard let value else { return }
    let clean = withoutSortMarks(value)
    let text = punctuated ? ISBDPunctuation.removed(from: clean) : clean.trimmed
    if !text.isEmpty && !values.contains(text) { values.append(text) }
}

/// A title of its parts, with the separators that the record has or those of ISBD.
private func title(_ field: Field, _ codes: String) -> String {
    var title = ""
    for subfield in field.subfields where codes.utf8.contains(subfield.code) {
        let separator =
            switch subfield.code {
            case 0x62: " : "  // b
            case 0x6E, 0x70: ". "  // n, p
            case 0x76: " ; "  // v
            default: " "
            }
        ISBDPunctuation.append(subfield.value, to: &title, separator: separator)
    }
    return title
}

/// A name with its dates and titles.
private func name(_ field: Field) -> String? {
    field.joined(field.tag == "711" || field.tag == "111" ? "acdeqn" : "abcdq", " ")
}

/// A heading with its subdivisions behind `--`.
private func heading(_ field: Field) -> String {
    var heading = ""
    for subfield in field.subfields {
        let value = ISBDPunctuation.removed(from: subfield.value)
        guard !value.isEmpty, subfield.code >= 0x61 else { continue }
        switch subfield.code {
        case 0x76, 0x78, 0x79, 0x7A: heading += heading.isEmpty ? value : "--\(value)"  // v, x, y, z
        case 0x65, 0x75, 0x77: continue  // e, u, w
        default: heading += heading.isEmpty ? value : field.tag == "752" ? "--\(value)" : " \(value)"
        }
    }
    return heading
}
