import XML

extension MODS {
    /// Makes a record in MARC 21 of an element `mods`.
    static func marc21(_ element: XMLElement) -> MARCRecord {
        var reader = MODSReader()
        reader.read(element)
        return reader.record
    }
}

/// Reads the elements of MODS into a record.
private struct MODSReader {
    var record = MARCRecord(leader: .book(.marc21), format: .marc21)
    private var hasMainEntry = false
    private var hasTitle = false
    private var dates: (first: String?, last: String?) = (nil, nil)
    private var country = "xx"
    private var languages: [String] = []
    private var responsibility: String?

    mutating func read(_ mods: XMLElement) {
        self.responsibility = mods.all("note").first { $0.attribute("type") == "statement of responsibility" }?.text
        // Names first: whether there is a main entry stands in the indicators of the title.
        for name in mods.all("name") { self.readName(name) }
        for element in mods.elements {
            switch element.name.local {
            case "titleInfo": self.readTitle(element)
            case "typeOfResource": self.readType(element)
            case "genre": self.add("655", " ", self.thesaurus(element), [("a", element.text)] + self.source(element))
            case "originInfo": self.readOrigin(element)
            case "language":
                self.languages += element.all("languageTerm").filter { $0.attribute("type") == "code" }.map(
                    \.text.trimmed
                )
            case "physicalDescription":
                for extent in element.all("extent") { self.add("300", " ", " ", [("a", extent.text)]) }
            case "abstract": self.add("520", " ", " ", [("a", element.text)])
            case "tableOfContents": self.add("505", "0", " ", [("a", element.text)])
            case "targetAudience": self.add("521", " ", " ", [("a", element.text)])
            case "note": self.readNote(element)
            case "accessCondition":
                self.add(
                    element.attribute("type") == "restriction on access" ? "506" : "540",
                    " ",
                    " ",
                    [("a", element.text)]
                )
            case "subject": self.readSubject(element)
            case "classification": self.readClassification(element)
            case "relatedItem": self.readRelated(element)
            case "identifier": self.readIdentifier(element)
            case "location": self.readLocation(element)
            case "recordInfo": self.readRecordInfo(element)
            default: break
            }
        }
        self.finish()
    }

    private mutating func finish() {
        let year = { (text: String?) in text.flatMap { firstYear($0) } }
        let first = year(self.dates.first)
        let last = year(self.dates.last)
        let language = self.languages.first { $0.utf8.count == 3 } ?? "und"
        let place = self.country + String(repeating: " ", count: max(0, 3 - self.country.utf8.count))
        let type = first == nil ? "n" : last == nil ? "s" : "m"
        let codes = "      " + type + (first ?? "    ") + (last ?? "    ") + place
        self.record.append("008", codes + String(repeating: " ", count: 17) + language + " d")
        if self.languages.count > 1 { self.add("041", "0", " ", self.languages.map { ("a", $0) }) }
        self.record.sortFields()
    }

    private mutating func add(_ tag: Tag, _ first: Character, _ second: Character, _ subfields: [(Character, String?)])
    {
        let kept = subfields.compactMap { part in part.1?.trimmedOrNil.map { (part.0, $0) } }
        if kept.contains(where: { $0.0 != "2" }) { self.record.append(tag, first, second, kept) }
    }

    private mutating func readTitle(_ element: XMLElement) {
        let nonSort = element.first("nonSort")?.text ?? ""
        // What is not sorted ends in a blank, unless it ends in an apostrophe.
        let article = nonSort.trimmed
        let joiner = article.isEmpty || article.hasSuffix("'") || article.hasSuffix("’") ? "" : " "
        let title = article + joiner + (element.first("title")?.text.trimmed ?? "")
        var parts: [(Character, String?)] = [
            ("a", title), ("b", element.first("subTitle")?.text), ("n", element.first("partNumber")?.text),
            ("p", element.first("partName")?.text),
        ]
        let skipped = Character(String(min(9, (article + joiner).unicodeScalars.count)))
        switch element.attribute("type") {
        case nil where !self.hasTitle:
            self.hasTitle = true
            parts.append(("c", self.responsibility))
            self.add("245", self.hasMainEntry ? "1" : "0", skipped, parts)
        case "uniform":
            self.add(
                self.hasMainEntry ? "240" : "730",
                self.hasMainEntry ? "1" : skipped,
                self.hasMainEntry ? skipped : " ",
                parts
            )
        case "abbreviated": self.add("210", "0", " ", parts)
        case "translated": self.add("242", "1", skipped, parts)
        default: self.add("246", "3", " ", parts)
        }
    }

    private mutating func readName(_ element: XMLElement) {
        let parts = element.all("namePart")
        let names = parts.filter {
            $0.attribute("type") == nil || $0.attribute("type") == "family" || $0.attribute("type") == "given"
        }
        func part(_ type: String) -> String? { parts.first { $0.attribute("type") == type }?.text }
        var roles: [(Character, String?)] = []
        for term in element.all("role").flatMap({ $0.all("roleTerm") }) {
            roles.append((term.attribute("type") == "code" ? "4" : "e", term.text))
        }
        let isMain = !self.hasMainEntry && element.attribute("usage") == "primary"
        if isMain { self.hasMainEntry = true }
        switch element.attribute("type") {
        case "corporate":
            let subunits = names.dropFirst().map { ("b" as Character, Optional($0.text)) }
            self.add(isMain ? "110" : "710", "2", " ", [("a", names.first?.text)] + subunits + roles)
        case "conference": self.add(isMain ? "111" : "711", "2", " ", [("a", names.first?.text)] + roles)
        default:
            let family = part("family")?.trimmedOrNil
            let given = part("given")?.trimmedOrNil
            let inverted = family.map { $0 + (given.map { ", \($0)" } ?? "") }
            let name = inverted ?? names.map(\.text.trimmed).joined(separator: " ")
            let indicator: Character = name.contains(",") ? "1" : "0"
            self.add(
                isMain ? "100" : "700",
                indicator,
                " ",
                [("a", name), ("c", part("termsOfAddress")), ("d", part("date"))] + roles
            )
        }
    }

    private mutating func readType(_ element: XMLElement) {
        let isManuscript = element.attribute("manuscript") == "yes"
        if element.attribute("collection") == "yes" { self.record.leader[7] = 0x63 }
        switch element.text.trimmed {
        case "text": self.record.leader[6] = isManuscript ? 0x74 : 0x61
        case "notated music": self.record.leader[6] = isManuscript ? 0x64 : 0x63
        case "cartographic": self.record.leader[6] = isManuscript ? 0x66 : 0x65
        case "moving image": self.record.leader[6] = 0x67
        case "sound recording-nonmusical", "sound recording": self.record.leader[6] = 0x69
        case "sound recording-musical": self.record.leader[6] = 0x6A
        case "still image": self.record.leader[6] = 0x6B
        case "software, multimedia": self.record.leader[6] = 0x6D
        case "mixed material": self.record.leader[6] = 0x70
        case "three dimensional object": self.record.leader[6] = 0x72
        default: break
        }
    }

    private mutating func readOrigin(_ element: XMLElement) {
        var subfields: [(Character, String?)] = []
        for term in element.all("place").flatMap({ $0.all("placeTerm") }) {
            if term.attribute("type") == "code", term.attribute("authority") == "marccountry" {
                if (2...3).contains(term.text.trimmed.utf8.count) { self.country = term.text.trimmed }
            } else {
                subfields.append(("a", term.text))
            }
        }
        for publisher in element.all("publisher") { subfields.append(("b", publisher.text)) }
        for date in element.elements where ["dateIssued", "dateCreated", "copyrightDate"].contains(date.name.local) {
            let isCoded = date.attribute("encoding") != nil
            if date.attribute("point") == "end" {
                self.dates.last = date.text
            } else if self.dates.first == nil || (isCoded && date.name.local == "dateIssued") {
                self.dates.first = date.text
            }
            if !isCoded, date.name.local != "copyrightDate" { subfields.append(("c", date.text)) }
        }
        if !subfields.contains(where: { $0.0 == "c" }), let date = self.dates.first { subfields.append(("c", date)) }
        self.add("264", " ", "1", subfields)
        for edition in element.all("edition") { self.add("250", " ", " ", [("a", edition.text)]) }
        for frequency in element.all("frequency") { self.add("310", " ", " ", [("a", frequency.text)]) }
        switch element.first("issuance")?.text.trimmed {
        case "serial", "continuing": self.record.leader[7] = 0x73
        case "integrating resource": self.record.leader[7] = 0x69
        default: break
        }
    }

    private mutating func readNote(_ element: XMLElement) {
        let tags: [String: Tag] = [
            "thesis": "502", "bibliography": "504", "language": "546", "performers": "511", "venue": "518",
            "system details": "538", "ownership": "561", "awards": "586",
        ]
        let type = element.attribute("type") ?? ""
        if type != "statement of responsibility" { self.add(tags[type] ?? "500", " ", " ", [("a", element.text)]) }
    }

    private func thesaurus(_ element: XMLElement) -> Character {
        switch element.attribute("authority") {
        case "lcsh": "0"
        case "mesh": "2"
        case "rvm": "6"
        case .some: "7"
        case nil: "4"
        }
    }

    private func source(_ element: XMLElement) -> [(Character, String?)] {
        guard self.thesaurus(element) == "7" else { return [] }
        return [("2" as Character, element.attribute("authority"))]
    }

    private mutating func readSubject(_ element: XMLElement) {
        let subdivisions: [String: Character] = ["topic": "x", "geographic": "z", "temporal": "y", "genre": "v"]
        let tags: [String: Tag] = ["topic": "650", "geographic": "651", "temporal": "648", "genre": "655"]
        guard let first = element.elements.first else { return }
        var rest: [(Character, String?)] = []
        for part in element.elements.dropFirst() {
            if let code = subdivisions[part.name.local] { rest.append((code, part.text)) }
        }
        rest += self.source(element)
        let second = self.thesaurus(element)
        switch first.name.local {
        case "name":
            let tag: Tag =
                first.attribute("type") == "corporate" ? "610" : first.attribute("type") == "conference" ? "611" : "600"
            let names = first.all("namePart").filter { $0.attribute("type") == nil }.map(\.text.trimmed)
            let date = first.all("namePart").first { $0.attribute("type") == "date" }?.text
            self.add(tag, tag == "600" ? "1" : "2", second, [("a", names.joined(separator: " ")), ("d", date)] + rest)
        case "titleInfo": self.add("630", "0", second, [("a", first.first("title")?.text)] + rest)
        case "hierarchicalGeographic":
            let parts: [(Character, String)] = [("a", "country"), ("b", "state"), ("c", "county"), ("d", "city")]
            self.add("752", " ", " ", parts.map { ($0.0, first.first($0.1)?.text) })
        default:
            guard let tag = tags[first.name.local] else { return }
            self.add(tag, " ", second, [("a", first.text)] + rest)
        }
    }

    private mutating func readClassification(_ element: XMLElement) {
        switch element.attribute("authority") {
        case "lcc": self.add("050", " ", "4", [("a", element.text)])
        case "nlm": self.add("060", " ", "4", [("a", element.text)])
        case "udc": self.add("080", " ", " ", [("a", element.text)])
        case "ddc": self.add("082", "0", "4", [("a", element.text), ("2", element.attribute("edition"))])
        case let other: self.add("084", " ", " ", [("a", element.text), ("2", other)])
        }
    }

    private mutating func readRelated(_ element: XMLElement) {
        let tags: [String: Tag] = [
            "host": "773", "preceding": "780", "succeeding": "785", "original": "765", "otherVersion": "775",
            "otherFormat": "776", "constituent": "774",
        ]
        let title = element.first("titleInfo")
        let identifiers = element.all("identifier")
        let issn = identifiers.first { $0.attribute("type") == "issn" }?.text
        let isbn = identifiers.first { $0.attribute("type") == "isbn" }?.text
        if element.attribute("type") == "series" {
            let volume = title?.first("partNumber")?.text
            self.add("490", "0", " ", [("a", title?.first("title")?.text), ("v", volume), ("x", issn)])
        } else {
            let part = element.first("part")?.text.trimmedOrNil
            let tag = tags[element.attribute("type") ?? ""] ?? "787"
            self.add(tag, "0", " ", [("t", title?.first("title")?.text), ("g", part), ("x", issn), ("z", isbn)])
        }
    }

    private mutating func readIdentifier(_ element: XMLElement) {
        let code: Character = element.attribute("invalid") == "yes" ? "z" : "a"
        let type = element.attribute("type") ?? ""
        switch type {
        case "isbn": self.add("020", " ", " ", [(code, element.text)])
        case "issn": self.add("022", " ", " ", [(code, element.text)])
        case "lccn": self.add("010", " ", " ", [(code, element.text)])
        case "oclc": self.add("035", " ", " ", [(code, "(OCoLC)" + element.text.trimmed)])
        case "ismn": self.add("024", "2", " ", [(code, element.text)])
        case "uri" where element.text.hasPrefix("http"): self.add("856", "4", "0", [("u", element.text)])
        case "", "local": self.add("024", "8", " ", [(code, element.text)])
        default: self.add("024", "7", " ", [(code, element.text), ("2", type)])
        }
    }

    private mutating func readLocation(_ element: XMLElement) {
        for url in element.all("url") {
            self.add("856", "4", "0", [("u", url.text), ("y", url.attribute("displayLabel"))])
        }
        let copies = element.first("holdingSimple")?.all("copyInformation") ?? []
        let library = element.first("physicalLocation")?.text
        let call = element.first("shelfLocator")?.text
        if copies.isEmpty { self.add("852", "8", " ", [("a", library), ("h", call)]) }
        for copy in copies {
            let place: [(Character, String?)] = [
                ("a", library), ("b", copy.first("subLocation")?.text),
                ("c", copy.all("subLocation").dropFirst().first?.text),
                ("h", copy.first("shelfLocator")?.text ?? call),
            ]
            let items: [String?] = copy.all("itemIdentifier").map(\.text)
            for item in items.isEmpty ? [nil] : items {
                self.add("852", "8", " ", place + [("p", item), ("z", copy.first("note")?.text)])
            }
        }
    }

    private mutating func readRecordInfo(_ element: XMLElement) {
        if let identifier = element.first("recordIdentifier") {
            if let number = identifier.text.trimmedOrNil { self.record.append("001", number) }
            if let agency = identifier.attribute("source")?.trimmedOrNil { self.record.append("003", agency) }
        }
        if let changed = element.first("recordChangeDate"), changed.attribute("encoding") == "iso8601",
            let date = changed.text.trimmedOrNil
        {
            self.record.append("005", date)
        }
        self.add("040", " ", " ", [("a", element.first("recordContentSource")?.text)])
    }
}
