public import XML

extension DublinCore {
    /// The names of the elements.
    static let names: Set<String> = [
        "title", "creator", "contributor", "subject", "description", "publisher", "date", "type", "format",
        "identifier", "source", "language", "relation", "coverage", "rights",
    ]

    /// Reads the elements inside an element, whatever it and their prefixes are called.
    public init(_ element: XMLElement) {
        for child in element.elements {
            guard let value = child.text.trimmedOrNil else { continue }
            switch child.name.local {
            case "title": self.titles.append(value)
            case "creator": self.creators.append(value)
            case "contributor": self.contributors.append(value)
            case "subject": self.subjects.append(value)
            case "description": self.descriptions.append(value)
            case "publisher": self.publishers.append(value)
            case "date": self.dates.append(value)
            case "type": self.types.append(value)
            case "format": self.formats.append(value)
            case "identifier": self.identifiers.append(value)
            case "source": self.sources.append(value)
            case "language": self.languages.append(value)
            case "relation": self.relations.append(value)
            case "coverage": self.coverage.append(value)
            case "rights": self.rights.append(value)
            default: break
            }
        }
    }

    /// The values as a record in MARC 21, after the Library of Congress crosswalk "Dublin Core to MARC"
    /// (https://www.loc.gov/marc/dccross.html).
    ///
    /// Different from it: creators are 100 and 700 and not 720, so that they are found and matched as authors; a comma tells
    /// a personal name that is inverted.
    public func marc21() -> MARCRecord {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.leader[6] = self.recordType
        record.append("008", self.field008)
        for identifier in self.identifiers { record.append(DublinCore.field(identifier: identifier)) }
        if self.languages.contains(where: { $0.utf8.count != 3 }) || self.languages.count > 1 {
            for language in self.languages { record.append("546", " ", " ", [("a", language)]) }
        }
        for (place, name) in self.creators.enumerated() {
            record.append(DublinCore.field(name: name, isMain: place == 0, isAuthor: true))
        }
        for name in self.contributors { record.append(DublinCore.field(name: name, isMain: false, isAuthor: false)) }
        for (place, title) in self.titles.enumerated() {
            if place == 0 {
                record.append("245", self.creators.isEmpty ? "0" : "1", "0", DublinCore.parts(of: title))
            } else {
                record.append("246", "3", " ", DublinCore.parts(of: title))
            }
        }
        let publication =
            self.publishers.prefix(1).map { ("b" as Character, $0) } + self.dates.prefix(1).map { ("c", $0) }
        if !publication.isEmpty { record.append("264", " ", "1", publication) }
        for value in self.formats { record.append("300", " ", " ", [("a", value)]) }
        for value in self.descriptions { record.append("520", " ", " ", [("a", value)]) }
        for value in self.rights { record.append("540", " ", " ", [("a", value)]) }
        for value in self.subjects { record.append("653", " ", " ", [("a", value)]) }
        for value in self.coverage { record.append("651", " ", "4", [("a", value)]) }
        for value in self.types { record.append("655", " ", "4", [("a", value)]) }
        for value in self.sources { record.append("786", "0", " ", [("t", value)]) }
        for value in self.relations { record.append("787", "0", " ", [("t", value)]) }
        record.sortFields()
        return record
    }

    /// Leader position 6 by the DCMI types.
    private var recordType: UInt8 {
        for type in self.types {
            switch type.lowercased() {
            case "image", "still image", "stillimage": return 0x6B
            case "moving image", "movingimage", "video": return 0x67
            case "sound": return 0x69
            case "software", "interactive resource": return 0x6D
            case "physical object", "physicalobject": return 0x72
            default: continue
            }
        }
        return 0x61
    }

    private var field008: String {
        let year = self.dates.lazy.compactMap { firstYear($0) }.first
        let language = self.languages.first { $0.utf8.count == 3 }?.lowercased() ?? "und"
        return "      " + (year.map { "s\($0)" } ?? "n    ") + "    xx " + String(repeating: " ", count: 17) + language
            + " d"
    }

    /// A title and what follows a colon with a blank before it, as ISBD writes other title information.
    private static func parts(of title: String) -> [(Character, String)] {
        let bytes = Array(title.utf8)
        guard
            let colon = bytes.indices.dropFirst().dropLast(2).first(where: {
                bytes[$0] == 0x3A && bytes[$0 - 1] == 0x20 && bytes[$0 + 1] == 0x20
            })
        else { return [("a", title)] }
        let first = String(decoding: bytes[...colon], as: UTF8.self)
        return [("a", first), ("b", String(decoding: bytes[(colon + 1)...], as: UTF8.self).trimmed)]
    }

    private static func field(identifier: String) -> Field {
        let folded = identifier.lowercased()
        for (scheme, tag) in [("isbn", "020"), ("issn", "022")] as [(String, Tag)] {
            guard let start = folded.range(of: scheme) else { continue }
            let number = identifier[start...].drop { $0.isLetter || $0 == ":" || $0 == " " || $0 == "-" }
            if !number.isEmpty { return Field(tag, " ", " ", [("a", String(number))]) }
        }
        let digits = identifier.utf8.filter { $0 != 0x2D }
        if digits.count == 13, digits.starts(with: [0x39, 0x37]), digits.allSatisfy({ $0 &- 0x30 < 10 }) {
            return Field("020", " ", " ", [("a", identifier)])
        }
        if folded.hasPrefix("http://") || folded.hasPrefix("https://") {
            return Field("856", "4", "0", [("u", identifier)])
        }
        return Field("024", "8", " ", [("a", identifier)])
    }

    private static func field(name: String, isMain: Bool, isAuthor: Bool) -> Field {
        let indicator: Character = name.contains(",") ? "1" : "0"
        if isMain { return Field("100", indicator, " ", [("a", name)]) }
        return Field("700", indicator, " ", [("a", name)] + (isAuthor ? [("4", "aut")] : []))
    }
}

/// The first four digits in a row that can be a year.
func firstYear(_ text: String) -> String? {
    var digits: [UInt8] = []
    for byte in text.utf8 {
        if byte &- 0x30 < 10 { digits.append(byte) } else { digits.removeAll() }
        if digits.count == 4 { return String(decoding: digits, as: UTF8.self) }
    }
    return nil
}

extension String {
    /// Where some ASCII text begins in this one, compared by code units.
    fileprivate func range(of text: String) -> String.Index? {
        var index = self.startIndex
        while index < self.endIndex {
            if self[index...].hasPrefix(text) { return index }
            index = self.index(after: index)
        }
        return nil
    }
}
