public import XML

extension MARCXML {
    /// Writes a record as an element `record` of MARC21slim, valid against `MARC21slim.xsd`.
    ///
    /// What the schema does not allow is left out or changed: fields whose tags it does not know and fields without
    /// subfields are left out, characters of the leader and indicators become blanks, subfield codes `@` and `|` become
    /// `?`, and characters that XML does not allow are dropped. Control fields come first.
    ///
    /// - Parameters:
    ///   - record: The record; a UNIMARC record is written with its own tags.
    ///   - writer: Where to write.
    public static func write(_ record: MARCRecord, into writer: inout XMLWriter) {
        self.write(record, [("xmlns", self.namespace)], into: &writer)
    }

    /// Writes a record with attributes on its element.
    static func write(_ record: MARCRecord, _ attributes: [(String, String)], into writer: inout XMLWriter) {
        writer.open("record", attributes)
        writer.raw("<leader>")
        writer.raw(self.validLeader(record))
        writer.raw("</leader>")
        let (text, subfields, fields) = (record.storage.text, record.storage.subfields, record.storage.fields)
        for field in fields where self.isControlTag(field.tag) && self.isControl(field, subfields) {
            writer.raw(Markup.controlField)
            self.writeTag(field.tag, into: &writer)
            writer.raw(Markup.tagEnd)
            let value = subfields[Int(field.start)]
            writer.text(utf8: text[Int(value.start)..<Int(value.start) + Int(value.count)])
            writer.raw(Markup.controlFieldEnd)
        }
        for field in fields where field.count > 0 && self.isDataTag(field.tag) {
            writer.raw(Markup.dataField)
            self.writeTag(field.tag, into: &writer)
            writer.raw(Markup.indicator1)
            writer.raw(byte: self.validIndicator(field.indicator1))
            writer.raw(Markup.indicator2)
            writer.raw(byte: self.validIndicator(field.indicator2))
            writer.raw(Markup.tagEnd)
            for subfield in subfields[Int(field.start)..<Int(field.start) + Int(field.count)] {
                writer.raw(Markup.subfield)
                self.writeCode(subfield.code, into: &writer)
                writer.raw(Markup.tagEnd)
                writer.text(utf8: text[Int(subfield.start)..<Int(subfield.start) + Int(subfield.count)])
                writer.raw(Markup.subfieldEnd)
            }
            writer.raw(Markup.dataFieldEnd)
        }
        writer.close()
    }

    private static func isControl(_ field: FieldEntry, _ subfields: [SubfieldEntry]) -> Bool {
        field.count > 0 && subfields[Int(field.start)].code == 0
    }

    private static func writeTag(_ tag: Tag, into writer: inout XMLWriter) {
        let (first, second, third) = tag.bytes
        writer.raw(byte: first)
        writer.raw(byte: second)
        writer.raw(byte: third)
    }

    private static func writeCode(_ code: UInt8, into writer: inout XMLWriter) {
        switch code {
        case 0: writer.raw(byte: 0x61)  // a control field with the tag of a data field
        case 0x40, 0x7C: writer.raw(byte: 0x3F)
        case 0x22: writer.raw("&quot;")
        case 0x26: writer.raw("&amp;")
        case 0x3C: writer.raw("&lt;")
        case 0x3E: writer.raw("&gt;")
        default: writer.raw(byte: code)
        }
    }

    private static func validLeader(_ record: MARCRecord) -> [UInt8] {
        var leader = record.leader.normalized(for: record.format)
        for position in [5, 7, 8, 9, 17, 18, 19] where !self.isDigitOrLetter(leader[position]) {
            leader[position] = 0x20
        }
        if !self.isDigitOrLetter(leader[6]) { leader[6] = 0x61 }
        leader[23] = 0x30
        return leader.bytes
    }

    private static func validIndicator(_ byte: UInt8) -> UInt8 {
        self.isDigit(byte) || self.isSmall(byte) ? byte : 0x20
    }

    private static func isControlTag(_ tag: Tag) -> Bool {
        tag.isControl && self.isDigitOrLetter(tag.bytes.2) && tag.bytes.2 != 0x30
    }

    /// Whether a tag is one that the schema allows: digits with capitals or digits with small letters, not `00`.
    private static func isDataTag(_ tag: Tag) -> Bool {
        let (first, second, third) = tag.bytes
        guard !tag.isControl else { return false }
        func isAll(_ letter: (UInt8) -> Bool) -> Bool {
            (self.isDigit(first) || letter(first)) && (self.isDigit(second) || letter(second))
                && (self.isDigit(third) || letter(third))
        }
        return isAll(self.isCapital) || isAll(self.isSmall)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    private static func isSmall(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    private static func isDigitOrLetter(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || self.isCapital(byte) || self.isSmall(byte)
    }
}

/// The pieces of markup between the values, as bytes.
private enum Markup {
    static let controlField = Array("<controlfield tag=\"".utf8)
    static let controlFieldEnd = Array("</controlfield>".utf8)
    static let dataField = Array("<datafield tag=\"".utf8)
    static let dataFieldEnd = Array("</datafield>".utf8)
    static let indicator1 = Array("\" ind1=\"".utf8)
    static let indicator2 = Array("\" ind2=\"".utf8)
    static let subfield = Array("<subfield code=\"".utf8)
    static let subfieldEnd = Array("</subfield>".utf8)
    static let tagEnd = Array("\">".utf8)
}
