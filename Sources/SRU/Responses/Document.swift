import XML

/// Makes a whole document of one answer: XML declaration, stylesheet or SOAP envelope, and the answer.
func document(
    soap: Bool,
    stylesheet: String?,
    reserving size: Int,
    _ body: (inout XMLWriter) -> Void
) -> [UInt8] {
    var writer = XMLWriter(reserving: size)
    writer.declaration()
    guard soap else {
        if let stylesheet, isPlainURI(stylesheet) {
            // A plain URI holds nothing that could end the instruction, but "&" and "'" may stand in it.
            writer.raw("<?xml-stylesheet type=\"text/xsl\" href=\"")
            writer.attributeValue(utf8: Array(stylesheet.utf8)[...])
            writer.raw("\"?>\n")
        }
        body(&writer)
        return writer.bytes
    }
    writer.open("SOAP:Envelope", [("xmlns:SOAP", SOAP.namespace)])
    writer.open("SOAP:Body")
    body(&writer)
    writer.close()
    writer.close()
    return writer.bytes
}
