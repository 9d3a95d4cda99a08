/// Going through a record without making a value of each field and subfield, for those who read many records.
extension MARCRecord {
    /// Calls `body` for every subfield in the order of the record; a control field has one, with code 0.
    ///
    /// - Parameter body: Takes the field's tag and indicators, whether the subfield is its first, and code and text (UTF-8) of
    ///   the subfield.
    public func forEachSubfield(
        _ body: (
            _ tag: Tag, _ indicators: (UInt8, UInt8), _ isFirst: Bool, _ code: UInt8, _ text: Span<UInt8>
        ) -> Void
    ) {
        let (bytes, subfields) = (self.storage.text, self.storage.subfields)
        let text = bytes.span
        for field in self.storage.fields {
            for place in field.start..<field.start + field.count {
                let subfield = subfields[Int(place)]
                let range = Int(subfield.start)..<Int(subfield.start) + Int(subfield.count)
                body(
                    field.tag,
                    (field.indicator1, field.indicator2),
                    place == field.start,
                    subfield.code,
                    text.extracting(range)
                )
            }
        }
    }

    /// Calls `body` for every field whose tag passes a test, in the order of the record.
    public func forEachField(where isWanted: (Tag) -> Bool, _ body: (Field) -> Void) {
        for entry in self.storage.fields where isWanted(entry.tag) {
            body(Field(storage: self.storage, entry: entry))
        }
    }
}
