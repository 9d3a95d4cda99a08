extension ISO2709Fields {
    /// Which encoding the text of a record is in.
    ///
    /// Bytes that are UTF-8 with characters above ASCII are UTF-8, whatever leader and settings say: no other encoding
    /// looks like that by chance. The leader is believed only where the bytes do not tell.
    static func encoding(
        _ data: Span<UInt8>,
        _ scan: UTF8Scan,
        given: CharacterEncoding,
        declared: CharacterEncoding?,
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
            let legacy = record.format == .marc21 ? .marc8 : declared ?? .iso5426
            // A few damaged characters among many good ones are damage.
            let isUTF8 = scan.isValid || scan.multibyte > scan.illFormed * 2
            if isUTF8 {
                if record.format == .marc21 && !saysUTF8 { record.note(Repair(.encoding)) }
                return .utf8
            }
            guard saysUTF8 else { return legacy }
            guard scan.multibyte == 0, MarksFirst.isPlausible(data, .marc8) else { return .utf8 }
            record.note(Repair(.encoding))
            return legacy
        case .viqr where scan.isASCII, .utf8Twice, .tcvn3AsUTF8, .vniAsUTF8:
            return given
        case .marc8, .tcvn3, .vni, .viscii, .viqr, .windows1258, .windows1252, .iso88591, .iso5426, .iso5428:
            guard scan.isValid, scan.multibyte > 1 else { return given }
            record.note(Repair(.encoding))
            return .utf8
        }
    }

    /// The encoding that UNIMARC 100 $a names in positions 26–29, if it is one that is known and not Unicode: `05` in the
    /// upper set is ISO 5428, anything else with the extended Latin of ISO 5426.
    static func declared(_ bytes: Span<UInt8>, _ slots: [ISO2709Layout.Slot]) -> CharacterEncoding? {
        guard let slot = slots.first(where: { $0.tag == "100" }) else { return nil }
        var index = slot.range.lowerBound
        while index + 1 < slot.range.upperBound, bytes[index] != ISO2709.subfieldDelimiter || bytes[index + 1] != 0x61 {
            index += 1
        }
        // Behind the delimiter and the code a.
        let sets = index + 2 + 26
        guard sets + 4 <= slot.range.upperBound, bytes[sets + 2] == 0x30 else { return nil }
        return bytes[sets + 3] == 0x35 ? .iso5428 : bytes[sets + 3] == 0x33 ? .iso5426 : nil
    }

    /// Whether ASCII text has an escape sequence or the begin of a numeric character reference.
    private static func mayBeMARC8(_ data: Span<UInt8>) -> Bool {
        for index in data.indices where data[index] == 0x1B || data[index] == 0x26 { return true }
        return false
    }
}
