import XML

/// Writes the elements inside of `mods`.
struct MODSWriter {
    let record: MARCRecord
    var writer: XMLWriter
    /// The 40 or so characters of 008.
    let codes: [UInt8]

    init(_ record: MARCRecord, _ writer: XMLWriter) {
        self.record = record
        self.writer = writer
        self.codes = Array((record.first("008")?.value ?? "").utf8)
    }

    mutating func writeAll() {
        self.writeTitles()
        self.writeNames()
        self.writeType()
        self.writeGenres()
        self.writeOrigin()
        self.writeLanguages()
        self.writePhysicalDescription()
        self.writeNotes()
        self.writeSubjects()
        self.writeClassifications()
        self.writeRelatedItems()
        self.writeIdentifiers()
        self.writeLocations()
        self.writeRecordInfo()
    }

    /// Writes an element with a text, unless the text is empty.
    mutating func element(_ name: String, _ text: String?, _ attributes: [(String, String)] = []) {
        guard let text = text?.trimmedOrNil else { return }
        self.writer.element(name, text, attributes)
    }

    /// The characters of 008 at some positions; `nil` when they are missing, blank or fill characters.
    func code(_ range: Range<Int>) -> String? {
        guard range.upperBound <= self.codes.count else { return nil }
        let text = String(decoding: self.codes[range], as: UTF8.self).trimmed
        return text.isEmpty || text.utf8.allSatisfy { $0 == 0x7C } ? nil : text
    }

    /// A value without separators and marks of text not to be sorted.
    func clean(_ value: String?) -> String? {
        value.map { ISBDPunctuation.removed(from: withoutSortMarks($0)) }?.trimmedOrNil
    }

    func cleanJoined(_ field: Field, _ codes: String) -> String? {
        self.clean(field.joined(codes, " "))
    }

    // MARK: - Titles and names

    private mutating func writeTitles() {
        for field in self.record.fields {
            switch field.tag {
            case "245": self.writeTitle(field, [], nonSorted: Int(field.indicator2 &- 0x30))
            case "210": self.writeTitle(field, [("type", "abbreviated")])
            case "242": self.writeTitle(field, [("type", "translated")], nonSorted: Int(field.indicator2 &- 0x30))
            case "246", "740": self.writeTitle(field, [("type", "alternative")])
            case "130", "730": self.writeTitle(field, [("type", "uniform")], nonSorted: Int(field.indicator1 &- 0x30))
            case "240": self.writeTitle(field, [("type", "uniform")], nonSorted: Int(field.indicator2 &- 0x30))
            default: break
            }
        }
    }

    private mutating func writeTitle(_ field: Field, _ attributes: [(String, String)], nonSorted: Int = 0) {
        let main = field.tag == "130" || field.tag == "240" || field.tag == "730" ? "adfklmorst" : "afgk"
        guard var title = self.cleanJoined(field, main) else { return }
        self.writer.open("titleInfo", attributes)
        if (1...9).contains(nonSorted), title.unicodeScalars.count > nonSorted {
            let end = title.unicodeScalars.index(title.unicodeScalars.startIndex, offsetBy: nonSorted)
            self.element("nonSort", String(title[..<end]))
            title = title[end...].trimmed
        }
        self.element("title", title)
        if field.tag != "240" {
            self.element("subTitle", field.values("b").isEmpty ? nil : self.cleanJoined(field, "b"))
        }
        self.element("partNumber", self.cleanJoined(field, "n"))
        self.element("partName", self.cleanJoined(field, "p"))
        self.writer.close()
    }

    private mutating func writeNames() {
        for field in self.record.fields {
            switch field.tag {
            case "100", "110", "111": self.writeName(field, [("usage", "primary")])
            case "700", "710", "711":
                // With a title, it is a work and no contributor.
                if field["t"] == nil { self.writeName(field, []) }
            case "720":
                self.writer.open("name")
                self.element("namePart", self.clean(field["a"]))
                self.writeRoles(field)
                self.writer.close()
            default: break
            }
        }
    }

    mutating func writeName(_ field: Field, _ attributes: [(String, String)]) {
        let (_, second, third) = field.tag.bytes
        let type = third == 0x31 ? "conference" : second == 0x31 ? "corporate" : "personal"
        self.writer.open("name", [("type", type)] + attributes)
        switch type {
        case "personal":
            self.element("namePart", self.cleanJoined(field, "aq"))
            self.element("namePart", self.cleanJoined(field, "bc"), [("type", "termsOfAddress")])
            self.element("namePart", self.clean(field["d"]), [("type", "date")])
        case "corporate":
            self.element("namePart", self.clean(field["a"]))
            for value in field.values("b") { self.element("namePart", self.clean(value)) }
        default:
            self.element("namePart", self.cleanJoined(field, "acdneq"))
        }
        self.writeRoles(field)
        self.writer.close()
    }

    private mutating func writeRoles(_ field: Field) {
        let words = field.values(field.tag == "711" || field.tag == "111" ? "j" : "e").compactMap { self.clean($0) }
        for word in words {
            self.writer.open("role")
            self.element("roleTerm", word, [("type", "text")])
            self.writer.close()
        }
        for code in field.values("4").compactMap(\.trimmedOrNil) {
            self.writer.open("role")
            self.element("roleTerm", code, [("type", "code"), ("authority", "marcrelator")])
            self.writer.close()
        }
    }

    // MARK: - Kind and origin

    private mutating func writeType() {
        var attributes: [(String, String)] = []
        if self.record.leader[7] == 0x63 { attributes.append(("collection", "yes")) }
        let text: String
        switch self.record.leader[6] {
        case 0x61, 0x74: text = "text"
        case 0x63, 0x64: text = "notated music"
        case 0x65, 0x66: text = "cartographic"
        case 0x67: text = "moving image"
        case 0x69: text = "sound recording-nonmusical"
        case 0x6A: text = "sound recording-musical"
        case 0x6B: text = "still image"
        case 0x6D: text = "software, multimedia"
        case 0x6F, 0x70: text = "mixed material"
        case 0x72: text = "three dimensional object"
        default: return
        }
        if [0x64, 0x66, 0x74].contains(self.record.leader[6]) { attributes.append(("manuscript", "yes")) }
        self.element("typeOfResource", text, attributes)
    }

    private mutating func writeGenres() {
        for field in self.record.fields("655") {
            self.element("genre", self.cleanJoined(field, "abvxyz"), self.authority(field))
        }
    }

    private mutating func writeOrigin() {
        self.writer.open("originInfo")
        if let country = self.code(15..<18) {
            self.writePlace(country, [("type", "code"), ("authority", "marccountry")])
        }
        for field in self.record.fields where field.tag == "260" || (field.tag == "264" && field.indicator2 == 0x31) {
            for place in field.values("a") {
                if let place = self.clean(place) { self.writePlace(place, [("type", "text")]) }
            }
            for publisher in field.values("b") { self.element("publisher", self.clean(publisher)) }
            for date in field.values("c") { self.element("dateIssued", self.clean(date)) }
        }
        for field in self.record.fields("264") where field.indicator2 == 0x34 {
            self.element("copyrightDate", self.clean(field["c"]))
        }
        self.writeCodedDates()
        for field in self.record.fields("250") { self.element("edition", self.cleanJoined(field, "ab")) }
        switch self.record.leader[7] {
        case 0x61, 0x63, 0x64, 0x6D: self.element("issuance", "monographic")
        case 0x62, 0x73: self.element("issuance", "serial")
        case 0x69: self.element("issuance", "integrating resource")
        default: break
        }
        for field in self.record.fields where field.tag == "310" || field.tag == "321" {
            self.element("frequency", self.cleanJoined(field, "ab"))
        }
        self.writer.close()
    }

    private mutating func writePlace(_ text: String, _ attributes: [(String, String)]) {
        self.writer.open("place")
        self.element("placeTerm", text, attributes)
        self.writer.close()
    }

    /// The dates of 008, by their type.
    private mutating func writeCodedDates() {
        guard let first = self.code(7..<11) else { return }
        let last = self.code(11..<15)
        switch self.codes[6] {
        case 0x63, 0x64, 0x69, 0x6B, 0x6D, 0x75, 0x71:  // c, d, i, k, m, u, q: a span
            let uncertain: [(String, String)] = self.codes[6] == 0x71 ? [("qualifier", "questionable")] : []
            self.element("dateIssued", first, [("encoding", "marc"), ("point", "start")] + uncertain)
            self.element("dateIssued", last, [("encoding", "marc"), ("point", "end")] + uncertain)
        case 0x74:
            self.element("dateIssued", first, [("encoding", "marc")])
            self.element("copyrightDate", last, [("encoding", "marc")])
        case 0x6E, 0x62: break
        default: self.element("dateIssued", first, [("encoding", "marc")])
        }
    }

    private mutating func writeLanguages() {
        var written: [String] = []
        let coded = self.code(35..<38).map { [$0] } ?? []
        let listed = self.record.fields("041").flatMap { $0.values("a") }.flatMap { value -> [String] in
            let bytes = Array(value.trimmed.lowercased().utf8)
            guard bytes.count % 3 == 0 else { return [] }
            return stride(from: 0, to: bytes.count, by: 3).map { String(decoding: bytes[$0..<$0 + 3], as: UTF8.self) }
        }
        for code in coded + listed where !written.contains(code) && code.utf8.allSatisfy({ $0 &- 0x61 < 26 }) {
            written.append(code)
            self.writer.open("language")
            self.element("languageTerm", code, [("type", "code"), ("authority", "iso639-2b")])
            self.writer.close()
        }
    }

    private mutating func writePhysicalDescription() {
        let extents = self.record.fields("300").compactMap { $0.joined("abce", " ")?.trimmedOrNil }
        guard !extents.isEmpty || self.form != nil else { return }
        self.writer.open("physicalDescription")
        self.element("form", self.form, [("authority", "marcform")])
        for extent in extents { self.element("extent", extent) }
        self.writer.close()
    }

    private var form: String? {
        let isMapOrImage = [0x65, 0x66, 0x67, 0x6B, 0x6F, 0x72].contains(self.record.leader[6])
        switch self.code(isMapOrImage ? 29..<30 : 23..<24) {
        case "a": return "microfilm"
        case "b": return "microfiche"
        case "c": return "microopaque"
        case "d": return "large print"
        case "f": return "braille"
        case "o", "q", "s": return "electronic"
        case "r": return "print reproduction"
        default: return self.record.leader[6] == 0x61 && self.codes.count > 23 && self.codes[23] == 0x20 ? "print" : nil
        }
    }
}
