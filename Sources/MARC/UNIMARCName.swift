/// A name of UNIMARC (70X–72X, 600–602) in the form of MARC 21.
struct UNIMARCName {
    var mainTag: Tag
    var addedTag: Tag
    var subjectTag: Tag
    var indicator1: UInt8
    var subfields: [(UInt8, String)] = []
    /// The relators of the name, `$4`.
    var relators: [(UInt8, String)] = []

    init?(_ field: Field) {
        let isCorporate = field.tag == "601" || (field.tag >= "710" && field.tag <= "712")
        let isFamily = field.tag == "602" || (field.tag >= "720" && field.tag <= "723")
        let entry = withoutSortMarks(field["a"] ?? "").trimmed
        guard !entry.isEmpty else { return nil }
        if isCorporate {
            let isMeeting = field.indicator1 == 0x31
            (self.mainTag, self.addedTag, self.subjectTag) =
                isMeeting ? ("111", "711", "611") : ("110", "710", "610")
            self.indicator1 = (0x30...0x32).contains(field.indicator2) ? field.indicator2 : 0x32
            let codes: [UInt8: UInt8] =
                isMeeting
                ? [0x61: 0x61, 0x62: 0x65, 0x64: 0x6E, 0x65: 0x63, 0x66: 0x64]
                : [0x61: 0x61, 0x62: 0x62, 0x64: 0x6E, 0x65: 0x63, 0x66: 0x64]
            for subfield in field.subfields {
                let value = subfield.withoutSortMarks
                guard let code = codes[subfield.code], !value.isEmpty else { continue }
                self.subfields.append((code, value))
            }
        } else {
            (self.mainTag, self.addedTag, self.subjectTag) = ("100", "700", "600")
            // Entered under the surname: "Nguyễn, Du"; else in direct order: "Nguyễn Du".
            let isInverted = field.indicator2 == 0x31
            self.indicator1 = isFamily ? 0x33 : isInverted ? 0x31 : 0x30
            var name = ISBDPunctuation.removed(from: entry)
            if name.isEmpty { name = entry }
            if let rest = field.trimmed("b") {
                name += (isInverted ? ", " : " ") + rest
            }
            self.subfields = [(0x61, name)]
            if let numeral = field.trimmed("d") { self.subfields.append((0x62, numeral)) }
            for value in field.values("c").compactMap(\.trimmedOrNil) { self.subfields.append((0x63, value)) }
            if let full = field.trimmed("g") {
                self.subfields.append((0x71, full.hasPrefix("(") ? full : "(\(full))"))
            }
            if let dates = field.trimmed("f") { self.subfields.append((0x64, dates)) }
            if let affiliation = field.trimmed("p") { self.subfields.append((0x75, affiliation)) }
        }
        for code in field.values("4").compactMap(\.trimmedOrNil) {
            self.relators.append((0x34, UNIMARCCodes.relators[code] ?? code))
        }
    }
}
