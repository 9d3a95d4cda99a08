import MARC

/// The order in which the members of a cluster are asked for their fields: the best description first.
///
/// Well-formed text comes before text without its diacritics or in capitals, then the fuller record, then the canonical order.
enum RepresentativeOrder {
    static func sorted(_ members: [SourceRecord]) -> [SourceRecord] {
        guard members.count > 1 else { return members }
        let ranked = members.enumerated().map { place, member in
            (
                form: self.form(of: member.record), fullness: self.fullness(of: member.record), place: place,
                member: member
            )
        }
        return ranked.sorted { left, right in
            if left.form != right.form { return left.form > right.form }
            if left.fullness != right.fullness { return left.fullness > right.fullness }
            return left.place < right.place
        }.map(\.member)
    }

    /// How well the title is written: 3 with diacritics, 2 with these in capitals, 1 without any, 0 damaged or missing.
    ///
    /// A title of a language without diacritics has 1 in every member, and nothing is decided by it.
    private static func form(of record: MARCRecord) -> Int {
        guard let title = record.first("245") else { return 0 }
        var hasMarks = false
        var hasSmallLetters = false
        for subfield in title.subfields where subfield.code == UInt8(ascii: "a") || subfield.code == UInt8(ascii: "b") {
            for scalar in subfield.value.unicodeScalars {
                if scalar == "\u{FFFD}" { return 0 }
                if scalar.value >= 0xC0, scalar.properties.isAlphabetic { hasMarks = true }
                if scalar.properties.isLowercase { hasSmallLetters = true }
            }
        }
        return hasMarks ? (hasSmallLetters ? 3 : 2) : 1
    }

    /// Points for what a full description has.
    private static func fullness(of record: MARCRecord) -> Int {
        var points = 0
        // Encoding level: blank is full; 5, 7, 8 and u … are partial, minimal, prepublication, unknown.
        switch record.leader[17] {
        case 0x20: points += 6
        case UInt8(ascii: "1")...UInt8(ascii: "4"): points += 4
        default: break
        }
        points -= min(record.repairs.count, 4)
        for field in record.fields {
            switch field.tag.number {
            case 8: points += 3
            case 20, 22: points += 3
            case 41, 80, 82, 84: points += 1
            case 100...199, 245, 250, 260, 264, 300, 490: points += 2 + min(field.subfields.count, 4)
            case 240, 246, 336...338, 500...589, 700...799, 856, 880: points += 2
            case 600...689: points += field.subfields.contains { $0.code == UInt8(ascii: "0") } ? 3 : 2
            default: break
            }
        }
        return points
    }
}
