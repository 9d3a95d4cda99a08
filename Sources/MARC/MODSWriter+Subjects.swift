import XML

extension MODSWriter {
    // MARK: - Notes

    mutating func writeNotes() {
        for field in self.record.fields {
            switch field.tag {
            case "520": self.element("abstract", self.joinedNote(field))
            case "505": self.element("tableOfContents", field.joined("agrt", " "))
            case "521": self.element("targetAudience", self.joinedNote(field))
            default: break
            }
        }
        for field in self.record.fields("245") {
            self.element("note", self.cleanJoined(field, "c"), [("type", "statement of responsibility")])
        }
        let types: [Tag: String] = [
            "502": "thesis", "504": "bibliography", "508": "creation/production credits", "511": "performers",
            "518": "venue", "530": "additional physical form", "533": "reproduction", "534": "original version",
            "535": "original location", "536": "funding", "538": "system details", "541": "acquisition",
            "545": "biographical/historical", "546": "language", "561": "ownership", "562": "version identification",
            "581": "publications", "583": "action", "585": "exhibitions", "586": "awards",
        ]
        for field in self.record.fields where field.tag >= "500" && field.tag <= "586" {
            switch field.tag {
            case "505", "506", "520", "521", "540": continue
            default: self.element("note", self.joinedNote(field), types[field.tag].map { [("type", $0)] } ?? [])
            }
        }
        for field in self.record.fields {
            if field.tag == "506" {
                self.element("accessCondition", self.joinedNote(field), [("type", "restriction on access")])
            }
            if field.tag == "540" {
                self.element("accessCondition", self.joinedNote(field), [("type", "use and reproduction")])
            }
        }
    }

    /// All subfields with letters, joined.
    private func joinedNote(_ field: Field) -> String? {
        field.joined("abcdefghijklmnopqrstvxyz", " ")
    }

    // MARK: - Subjects

    /// The thesaurus of a subject or genre by its second indicator or $2.
    func authority(_ field: Field) -> [(String, String)] {
        let names: [UInt8: String] = [
            0x30: "lcsh", 0x31: "lcshac", 0x32: "mesh", 0x33: "nal", 0x35: "csh", 0x36: "rvm",
        ]
        let name = field.indicator2 == 0x37 ? self.clean(field["2"]) : names[field.indicator2]
        return name.map { [("authority", $0)] } ?? []
    }

    mutating func writeSubjects() {
        for field in self.record.fields {
            switch field.tag {
            case "600", "610", "611":
                self.writer.open("subject", self.authority(field))
                self.writeSubjectName(field)
                self.writeSubdivisions(field)
            case "630":
                self.writer.open("subject", self.authority(field))
                self.writer.open("titleInfo")
                self.element("title", self.cleanJoined(field, "adfhklorst"))
                self.element("partNumber", self.cleanJoined(field, "n"))
                self.element("partName", self.cleanJoined(field, "p"))
                self.writer.close()
                self.writeSubdivisions(field)
            case "648": self.writeSubject(field, "temporal")
            case "650": self.writeSubject(field, "topic")
            case "651": self.writeSubject(field, "geographic")
            case "653":
                self.writer.open("subject")
                for value in field.values("a") { self.element("topic", self.clean(value)) }
            case "656": self.writeSubject(field, "occupation")
            case "752":
                self.writer.open("subject")
                self.writer.open("hierarchicalGeographic")
                for (code, name) in [("a", "country"), ("b", "state"), ("c", "county"), ("d", "city")]
                    as [(Character, String)]
                {
                    self.element(name, self.clean(field[code]))
                }
                self.writer.close()
            default: continue
            }
            self.writer.close()
        }
    }

    private mutating func writeSubject(_ field: Field, _ element: String) {
        self.writer.open("subject", self.authority(field))
        self.element(element, self.cleanJoined(field, "abcd"))
        self.writeSubdivisions(field)
    }

    private mutating func writeSubjectName(_ field: Field) {
        let type = field.tag == "600" ? "personal" : field.tag == "610" ? "corporate" : "conference"
        self.writer.open("name", [("type", type)])
        self.element(
            "namePart",
            self.cleanJoined(field, type == "personal" ? "aq" : type == "corporate" ? "ab" : "acen")
        )
        if type == "personal" { self.element("namePart", self.cleanJoined(field, "bc"), [("type", "termsOfAddress")]) }
        self.element("namePart", self.clean(field["d"]), [("type", "date")])
        self.writer.close()
        guard let title = self.cleanJoined(field, "fklmorst") else { return }
        self.writer.open("titleInfo")
        self.element("title", title)
        self.writer.close()
    }

    private mutating func writeSubdivisions(_ field: Field) {
        for subfield in field.subfields {
            switch subfield.code {
            case 0x76: self.element("genre", self.clean(subfield.value))
            case 0x78: self.element("topic", self.clean(subfield.value))
            case 0x79: self.element("temporal", self.clean(subfield.value))
            case 0x7A: self.element("geographic", self.clean(subfield.value))
            default: break
            }
        }
    }

    mutating func writeClassifications() {
        for field in self.record.fields {
            switch field.tag {
            case "050", "060", "080":
                let name = field.tag == "050" ? "lcc" : field.tag == "060" ? "nlm" : "udc"
                self.element("classification", field.joined("ab", " "), [("authority", name)])
            case "082":
                let edition = field["2"]?.trimmedOrNil.map { [("edition", $0)] } ?? []
                self.element("classification", field["a"], [("authority", "ddc")] + edition)
            case "084", "086":
                self.element("classification", field["a"], field["2"]?.trimmedOrNil.map { [("authority", $0)] } ?? [])
            default: break
            }
        }
    }

    // MARK: - Relations, identifiers, places, the record itself

    mutating func writeRelatedItems() {
        let types: [Tag: String] = [
            "760": "series", "762": "constituent", "765": "original", "767": "otherVersion", "770": "constituent",
            "772": "host", "773": "host", "774": "constituent", "775": "otherVersion", "776": "otherFormat",
            "777": "", "780": "preceding", "785": "succeeding", "786": "original", "787": "",
        ]
        for field in self.record.fields {
            if field.tag == "490" || field.tag == "440" || field.tag == "830" {
                guard let title = self.cleanJoined(field, "a") else { continue }
                self.writer.open("relatedItem", [("type", "series")])
                self.writer.open("titleInfo")
                self.element("title", title)
                self.element("partNumber", self.cleanJoined(field, "nv"))
                self.element("partName", self.cleanJoined(field, "p"))
                self.writer.close()
                self.element("identifier", self.clean(field["x"]), [("type", "issn")])
                self.writer.close()
            } else if let type = types[field.tag] {
                guard let title = self.clean(field["t"] ?? field["s"] ?? field["a"]) else { continue }
                self.writer.open("relatedItem", type.isEmpty ? [] : [("type", type)])
                self.writer.open("titleInfo")
                self.element("title", title)
                self.writer.close()
                if field["t"] != nil, let name = self.clean(field["a"]) {
                    self.writer.open("name")
                    self.element("namePart", name)
                    self.writer.close()
                }
                if let publication = self.clean(field["d"]) {
                    self.writer.open("originInfo")
                    self.element("publisher", publication)
                    self.writer.close()
                }
                self.element("identifier", self.clean(field["x"]), [("type", "issn")])
                self.element("identifier", self.clean(field["z"]), [("type", "isbn")])
                self.element("identifier", field["w"], [("type", "local")])
                if let place = self.clean(field["g"]) {
                    self.writer.open("part")
                    self.element("text", place)
                    self.writer.close()
                }
                self.writer.close()
            }
        }
    }

    mutating func writeIdentifiers() {
        let kinds: [UInt8: String] = [0x30: "isrc", 0x31: "upc", 0x32: "ismn", 0x33: "ean", 0x34: "sici"]
        for field in self.record.fields {
            let type: String
            switch field.tag {
            case "010": type = "lccn"
            case "020": type = "isbn"
            case "022": type = "issn"
            case "024": type = kinds[field.indicator1] ?? field["2"]?.trimmedOrNil ?? "local"
            case "028": type = "music publisher"
            case "035":
                guard let value = field["a"], value.hasPrefix("(OCoLC)") else { continue }
                self.element("identifier", String(value.dropFirst(7)), [("type", "oclc")])
                continue
            case "074", "088": type = field.tag == "088" ? "report number" : "local"
            default: continue
            }
            for value in field.values("a") { self.element("identifier", self.clean(value), [("type", type)]) }
            for value in field.values("z") {
                self.element("identifier", self.clean(value), [("type", type), ("invalid", "yes")])
            }
        }
    }

    mutating func writeLocations() {
        for holding in Holding.holdings(of: self.record) where holding.library ?? holding.callNumber != nil {
            self.writer.open("location")
            self.element("physicalLocation", holding.library)
            self.element("shelfLocator", holding.callNumber)
            if holding.location != nil || holding.shelf != nil || holding.itemNumber != nil {
                self.writer.open("holdingSimple")
                self.writer.open("copyInformation")
                self.element("subLocation", holding.location)
                self.element("subLocation", holding.shelf)
                for number in holding.itemNumbers { self.element("itemIdentifier", number) }
                self.element("note", holding.note)
                self.writer.close()
                self.writer.close()
            }
            self.writer.close()
        }
        for field in self.record.fields("856") {
            for address in field.values("u") {
                self.writer.open("location")
                let label = (field["3"] ?? field["y"] ?? field["z"])?.trimmedOrNil
                let usage = field.indicator2 == 0x30 ? [("usage", "primary display")] : []
                self.element("url", address, (label.map { [("displayLabel", $0)] } ?? []) + usage)
                self.writer.close()
            }
        }
    }

    mutating func writeRecordInfo() {
        let source = self.record.first("040")
        self.writer.open("recordInfo")
        self.element("descriptionStandard", source?["e"])
        self.element("recordContentSource", source?["a"], [("authority", "marcorg")])
        self.element("recordCreationDate", self.code(0..<6), [("encoding", "marc")])
        self.element("recordChangeDate", self.record.first("005")?.value, [("encoding", "iso8601")])
        let agency = self.record.first("003")?.value.trimmedOrNil
        self.element("recordIdentifier", self.record.controlNumber, agency.map { [("source", $0)] } ?? [])
        if let language = source?["b"]?.trimmedOrNil {
            self.writer.open("languageOfCataloging")
            self.element("languageTerm", language, [("type", "code"), ("authority", "iso639-2b")])
            self.writer.close()
        }
        self.writer.close()
    }
}
