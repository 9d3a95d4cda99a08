extension UNIMARCCodes {
    /// 008 of 100 (dates, audience), 101 (language), 102 (country), 105 (books), 106 (form) and 110 (serials), 40 characters.
    static func field008(_ record: MARCRecord) -> String {
        var codes = [UInt8](repeating: 0x20, count: 40)
        let general = printable(record.first("100")?["a"])
        if general.count >= 8 {
            codes.replaceSubrange(0..<6, with: general[2..<8])
        }
        codes[6] = general.count > 8 ? self.dateType(general[8]) : 0x6E
        for position in 9..<17 where general.count > position {
            codes[position - 2] = general[position]
        }
        if !codes[7..<11].contains(where: { $0 != 0x20 }) {
            // Without a date there, the first year of the imprint.
            let imprint = record.first("210")?["d"] ?? record.first("214")?["d"]
            if let year = year(imprint) {
                codes.replaceSubrange(7..<11, with: year)
                codes[6] = 0x73
            }
        }
        let country = record.first("102")?["a"].flatMap { self.country($0.trimmed) } ?? "xx"
        codes.replaceSubrange(15..<15 + country.utf8.count, with: country.utf8)
        let isBook = [0x61, 0x62, 0x74].contains(record.leader[6]) && record.leader[7] != 0x73
        if isBook { self.books(record, &codes) }
        if record.leader[7] == 0x73 { self.serial(record, &codes) }
        if let form = record.first("106")?["a"]?.utf8.first.flatMap({ self.forms.marc21($0) }) { codes[23] = form }
        if general.count > 17 { codes[22] = self.audience(general[17]) }
        let language = Array((record.first("101")?["a"] ?? "und").trimmed.lowercased().utf8)
        if language.count == 3 { codes.replaceSubrange(35..<38, with: language) }
        codes[39] = 0x64
        return String(decoding: codes, as: UTF8.self)
    }

    /// 105: illustrations, contents, conference, festschrift, index, literary form, biography.
    private static func books(_ record: MARCRecord, _ codes: inout [UInt8]) {
        let books = printable(record.first("105")?["a"])
        codes.replaceSubrange(29..<34, with: [0x30, 0x30, 0x30, 0x20, 0x30])
        guard books.count >= 13 else { return }
        for position in 0..<4 {
            codes[18 + position] = self.illustrations.marc21(books[position]) ?? 0x20
            codes[24 + position] = self.contents.marc21(books[4 + position]) ?? 0x20
        }
        for (source, target) in [(8, 29), (9, 30), (10, 31)] {
            codes[target] = books[source] == 0x31 ? 0x31 : 0x30
        }
        codes[33] = self.literaryForms.marc21(books[11]) ?? 0x30
        if (0x61...0x64).contains(books[12]) { codes[34] = books[12] }
    }

    /// 100/8, the type of date.
    private static func dateType(_ code: UInt8) -> UInt8 {
        switch code {
        case 0x61: 0x63  // a → c, continuing, published still
        case 0x62: 0x64  // b → d, continuing, ended
        case 0x63: 0x75  // c → u, continuing, status unknown
        case 0x64: 0x73  // d → s, one date
        case 0x65: 0x72  // e → r, reproduction
        case 0x66: 0x71  // f → q, uncertain
        case 0x67: 0x6D  // g → m, over several years
        case 0x68: 0x74  // h → t, publication and copyright
        case 0x69: 0x70  // i → p, release and production
        case 0x6A: 0x65  // j → e, exact date
        default: 0x6E
        }
    }

    /// 100/17, the audience.
    private static func audience(_ code: UInt8) -> UInt8 {
        switch code {
        case 0x61: 0x6A
        case 0x62: 0x61
        case 0x63: 0x62
        case 0x64: 0x63
        case 0x65: 0x64
        case 0x6B: 0x65
        case 0x6D: 0x67
        default: 0x20
        }
    }

    /// The bytes of coded data, anything but printable ASCII replaced by blanks.
    private static func printable(_ text: String?) -> [UInt8] {
        (text ?? "").unicodeScalars.map { (0x20...0x7E).contains($0.value) ? UInt8($0.value) : 0x20 }
    }

    /// The first four digits in a row.
    private static func year(_ text: String?) -> [UInt8]? {
        var digits: [UInt8] = []
        for byte in (text ?? "").utf8 {
            if (0x30...0x39).contains(byte) { digits.append(byte) } else { digits.removeAll() }
            if digits.count == 4 { return digits }
        }
        return nil
    }
}
