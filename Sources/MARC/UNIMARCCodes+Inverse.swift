extension UNIMARCCodes {
    /// Relator codes of MARC as codes of UNIMARC; of several the lowest.
    static let inverseRelators: [String: String] = Dictionary(relators.map { ($1, $0) }, uniquingKeysWith: min)

    /// The country of ISO 3166 of a MARC code; a state of the United States, a part of Canada or of the United Kingdom counts.
    static func isoCountry(_ code: String) -> String? {
        if let country = self.inverseCountries[code] { return country }
        guard code.utf8.count == 3 else { return nil }
        switch code.utf8.last {
        case 0x75: return "US"
        case 0x63: return "CA"
        case 0x6B: return "GB"
        default: return nil
        }
    }

    /// The field 4XX of a linking field; of several the lowest, and 488 for 787.
    static func inverseLink(_ field: Field) -> Tag? {
        if field.tag == "787" { return "488" }
        return self.links.filter { $0.value.0 == field.tag && $0.value.1 == field.indicator2 }.keys.min()
            ?? self.links.filter { $0.value.0 == field.tag }.keys.min()
    }

    /// Some characters of 008 without blanks; `nil` when they are missing, blank or fill characters.
    static func code(_ record: MARCRecord, _ range: Range<Int>) -> String? {
        let codes = Array((record.first("008")?.value ?? "").utf8)
        guard range.upperBound <= codes.count else { return nil }
        let text = String(decoding: codes[range], as: UTF8.self).trimmed
        return text.isEmpty || text == "und" || text.utf8.contains(0x7C) ? nil : text
    }

    /// 100 $a of 008, 36 characters: Unicode, the language of cataloguing from 040 $b.
    static func field100(_ record: MARCRecord) -> String {
        let codes = self.codes008(record)
        var general = [UInt8](repeating: 0x20, count: 36)
        let entered = codes[0..<6]
        if entered.allSatisfy({ $0 &- 0x30 < 10 }) {
            let isOld = entered[0] >= 0x35
            general.replaceSubrange(0..<8, with: (isOld ? [0x31, 0x39] : [0x32, 0x30]) + entered)
        }
        general[8] = self.dateType(ofMARC21: codes[6])
        general.replaceSubrange(9..<17, with: codes[7..<15].map { $0 == 0x7C || $0 == 0x75 ? 0x20 : $0 })
        general[17] = self.audience(ofMARC21: codes[22])
        let language = record.first("040")?["b"]?.trimmedOrNil ?? "und"
        general.replaceSubrange(20..<22, with: [0x79, 0x30])
        general.replaceSubrange(22..<25, with: Array((language + "   ").utf8.prefix(3)))
        general.replaceSubrange(25..<28, with: [0x79, 0x35, 0x30])
        general.replaceSubrange(34..<36, with: [0x62, 0x61])
        return String(decoding: general, as: UTF8.self)
    }

    /// 105 $a of 008 for books; `nil` for anything else.
    static func field105(_ record: MARCRecord) -> String? {
        guard [0x61, 0x74].contains(record.leader[6]), record.leader[7] != 0x73, record.first("008") != nil else {
            return nil
        }
        let codes = self.codes008(record)
        var books = [UInt8](repeating: 0x20, count: 13)
        for position in 0..<4 {
            books[position] = self.illustrations.unimarc(codes[18 + position]) ?? 0x20
            books[4 + position] = self.contents.unimarc(codes[24 + position]) ?? 0x20
        }
        if books[0..<4].allSatisfy({ $0 == 0x20 }) { books[0] = 0x79 }
        for (source, target) in [(29, 8), (30, 9), (31, 10)] { books[target] = codes[source] == 0x31 ? 0x31 : 0x30 }
        books[11] = self.literaryForms.unimarc(codes[33]) ?? 0x79
        books[12] = (0x61...0x64).contains(codes[34]) ? codes[34] : 0x79
        return String(decoding: books, as: UTF8.self)
    }

    /// 008 as 40 characters.
    static func codes008(_ record: MARCRecord) -> [UInt8] {
        let codes = Array((record.first("008")?.value ?? "").utf8.prefix(40))
        return codes.map { (0x20...0x7E).contains($0) ? $0 : 0x20 } + [UInt8](repeating: 0x20, count: 40 - codes.count)
    }

    private static func dateType(ofMARC21 code: UInt8) -> UInt8 {
        switch code {
        case 0x63: 0x61
        case 0x64: 0x62
        case 0x75: 0x63
        case 0x73: 0x64
        case 0x72: 0x65
        case 0x71: 0x66
        case 0x6D, 0x69, 0x6B: 0x67
        case 0x74: 0x68
        case 0x70: 0x69
        case 0x65: 0x6A
        default: 0x75
        }
    }

    private static func audience(ofMARC21 code: UInt8) -> UInt8 {
        switch code {
        case 0x6A: 0x61
        case 0x61: 0x62
        case 0x62: 0x63
        case 0x63: 0x64
        case 0x64: 0x65
        case 0x65: 0x6B
        case 0x67: 0x6D
        default: 0x75
        }
    }
}
