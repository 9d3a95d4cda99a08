extension ISO2709Fields {
    /// Which encoding the text of a record is in.
    ///
    /// Bytes that are UTF-8 with characters above ASCII are UTF-8, whatever leader and settings say: no other encoding
    /// looks like that by chance. The leader is believed only where the bytes do not tell.
    static func encoding(
        _ data: Span<UInt8>,
        _ scan: UTF8Scan,
        given: CharacterEncoding,
        _ record: inout MARCRecord
    ) -> CharacterEncoding {
        let saysUTF8 = record.format == .marc21 && record.leader[9] == 0x61
        switch given {
        case .utf8:
            return .utf8
        case .marc8 where scan.isASCII, .automatic where scan.isASCII && record.format == .marc21 && !saysUTF8:
            return mayBeMARC8(data) ? .marc8 : .utf8
        case .automatic where scan.isASCII:
            return .utf8
        case .automatic:
            let legacy: CharacterEncoding = record.format == .marc21 ? .marc8 : .iso5426
            // A few damaged characters among many good ones are damage.
            let isUTF8 = scan.isValid || scan.multibyte > scan.illFormed * 2
            if isUTF8 {
                if record.format == .marc21 && !saysUTF8 { record.note(Repair(.encoding)) }
                return .utf8
            }
            guard saysUTF8 else { return legacy }
            guard scan.multibyte == 0, isPlausibleMARC8(data) else { return .utf8 }
            record.note(Repair(.encoding))
            return legacy
        case .marc8, .tcvn3, .iso88591, .iso5426:
            guard scan.isValid, scan.multibyte > 1 else { return given }
            record.note(Repair(.encoding))
            return .utf8
        }
    }

    /// Whether ASCII text has an escape sequence or the begin of a numeric character reference.
    private static func mayBeMARC8(_ data: Span<UInt8>) -> Bool {
        for index in data.indices where data[index] == 0x1B || data[index] == 0x26 { return true }
        return false
    }

    /// Whether every byte above ASCII is one of ANSEL, and each mark stands before a letter or another mark.
    private static func isPlausibleMARC8(_ data: Span<UInt8>) -> Bool {
        let tables = MARC8Set.tables
        for index in data.indices where data[index] >= 0x80 {
            let found = tables[MARC8Set.extendedLatin.rawValue << 7 | Int(data[index] & 0x7F)]
            guard found != 0, data[index] > 0xA0 else { return false }
            guard found & MARC8Set.markFlag != 0 else { continue }
            guard index + 1 < data.count else { return false }
            let next = data[index + 1]
            guard next >= 0xA1 || (0x41...0x5A).contains(next) || (0x61...0x7A).contains(next) else { return false }
        }
        return true
    }
}
