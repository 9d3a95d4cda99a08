/// A name of MARC 21 (1XX, 7XX, 600–611) in the form of UNIMARC.
struct MARC21Name {
    var indicators: (UInt8, UInt8) = (0x20, 0x20)
    var subfields: [(UInt8, String)] = []
    /// The relators as codes of UNIMARC, or as they are.
    var relators: [String] = []
    var isFamily = false

    init?(_ field: Field) {
        let (_, second, third) = field.tag.bytes
        let isPerson = second == 0x30 && third == 0x30
        guard let entry = field["a"]?.trimmedOrNil else { return nil }
        self.isFamily = isPerson && field.indicator1 == 0x33
        if isPerson {
            self.readPerson(field, ISBDPunctuation.removed(from: entry))
        } else {
            let isMeeting = third == 0x31
            self.indicators = (
                isMeeting ? 0x31 : 0x30, (0x30...0x32).contains(field.indicator1) ? field.indicator1 : 0x32
            )
            let codes: [UInt8: UInt8] =
                isMeeting
                ? [0x61: 0x61, 0x65: 0x62, 0x6E: 0x64, 0x63: 0x65, 0x64: 0x66]
                : [0x61: 0x61, 0x62: 0x62, 0x6E: 0x64, 0x63: 0x65, 0x64: 0x66]
            for subfield in field.subfields {
                let value = ISBDPunctuation.removed(from: subfield.value)
                if let code = codes[subfield.code], !value.isEmpty { self.subfields.append((code, value)) }
            }
        }
        for code in field.values("4").compactMap(\.trimmedOrNil) {
            let code = code.split(separator: "/").last.map(String.init) ?? code
            self.relators.append(UNIMARCCodes.inverseRelators[code] ?? code)
        }
        if self.relators.isEmpty, !field.values("e").isEmpty {
            // Words are of many languages; those of authors are known.
            let words = field.values("e").map { ISBDPunctuation.removed(from: $0.lowercased()) }
            self.relators = words.contains { ["author", "tác giả", "auteur"].contains($0) } ? ["070"] : []
        }
    }

    private mutating func readPerson(_ field: Field, _ entry: String) {
        let isInverted = field.indicator1 == 0x31
        self.indicators = (0x20, isInverted ? 0x31 : 0x30)
        if isInverted, !self.isFamily, let comma = entry.firstIndex(of: ",") {
            self.subfields.append((0x61, entry[..<comma].trimmed))
            if let rest = entry[entry.index(after: comma)...].trimmedOrNil { self.subfields.append((0x62, rest)) }
        } else {
            self.subfields.append((0x61, entry))
        }
        let codes: [(UInt8, Character)] = [(0x64, "b"), (0x63, "c"), (0x66, "d"), (0x67, "q"), (0x70, "u")]
        for (code, source) in codes {
            for value in field.values(source) {
                var value = ISBDPunctuation.removed(from: value)
                if source == "q", value.hasPrefix("("), value.hasSuffix(")") {
                    value = value.dropFirst().dropLast().trimmed
                }
                if !value.isEmpty { self.subfields.append((code, value)) }
            }
        }
    }
}
