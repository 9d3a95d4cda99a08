public import XML

extension DublinCore {
    /// The identifier of the record schema in SRU.
    public static let schema = "info:srw/schema/1/dc-v1.1"

    /// Writes the values as an element `srw_dc:dc` of the schema `info:srw/schema/1/dc-v1.1`.
    public func write(into writer: inout XMLWriter) {
        writer.open(
            "srw_dc:dc",
            [
                ("xmlns:srw_dc", "info:srw/schema/1/dc-schema"),
                ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ]
        )
        for (name, values) in self.elements {
            for value in values { writer.element("dc:\(name)", value) }
        }
        writer.close()
    }

    /// Writes a record as Dublin Core.
    public static func write(_ record: MARCRecord, into writer: inout XMLWriter) {
        DublinCore(record).write(into: &writer)
    }
}
