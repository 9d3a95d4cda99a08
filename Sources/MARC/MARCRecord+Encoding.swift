extension MARCRecord {
    /// The record with its text taken back to what it was before another encoding was read as Windows-1252.
    ///
    /// For records in XML, whose characters are those that the server believed in.
    ///
    /// - Parameter encoding: ``CharacterEncoding/utf8Twice``, ``CharacterEncoding/tcvn3AsUTF8`` or
    ///   ``CharacterEncoding/vniAsUTF8``.
    /// - Returns: The record as it was meant, with a repair noted; with any other encoding the record as it is.
    public func corrected(from encoding: CharacterEncoding) -> MARCRecord {
        guard encoding.mistaken != nil, !UTF8Scan(self.storage.text.span).isASCII else { return self }
        var record = self
        record.storage = RecordStorage()
        record.storage.fields.reserveCapacity(self.storage.fields.count)
        var replacements = 0
        for field in self.fields {
            record.storage.beginField(field.tag, field.entry.indicator1, field.entry.indicator2)
            for subfield in field.parts {
                let decoded = encoding.decode(Array(subfield.utf8)[...])
                replacements += decoded.replacements
                record.storage.appendSubfield(subfield.code, decoded.text)
            }
        }
        if record.storage.text != self.storage.text { record.note(Repair(.encoding)) }
        if replacements > 0 { record.note(Repair(.characters)) }
        return record
    }
}

extension EncodingDetector {
    /// Takes in a record that is text already, as records in XML are.
    ///
    /// One of ``maximumOctets`` and more is passed over.
    public mutating func add(_ record: MARCRecord) {
        var text: [UInt8] = []
        for field in record.fields {
            for subfield in field.parts {
                text.append(contentsOf: subfield.utf8)
                text.append(0x20)
                guard text.count < Self.maximumOctets else { return }
            }
        }
        self.add(text[...])
    }
}
