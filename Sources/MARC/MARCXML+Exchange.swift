public import XML

extension MARCXML {
    /// The namespace of MarcXchange (ISO 25577).
    public static let exchangeNamespace = "info:lc/xmlns/marcxchange-v1"

    /// Writes a record as an element `record` of MarcXchange, with its format named: `unimarcXchange` for UNIMARC.
    ///
    /// Which fields and characters are written is as in ``write(_:into:)``.
    public static func writeExchange(_ record: MARCRecord, into writer: inout XMLWriter) {
        let format = record.format == .unimarc ? "UNIMARC" : "MARC21"
        let attributes = [("xmlns", self.exchangeNamespace), ("format", format), ("type", "Bibliographic")]
        self.write(record, attributes, into: &writer)
    }
}
