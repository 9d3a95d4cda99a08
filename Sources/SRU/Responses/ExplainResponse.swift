public import XML

/// The answer to an explain request: the description of the database.
public struct ExplainResponse: Sendable, Hashable {
    /// The version of the answer.
    public var version: SRUVersion
    /// The description.
    public var record: ExplainRecord
    /// The request as understood, for the echo; its packing is that of the record.
    public var echoedRequest: ExplainRequest?
    /// Errors and warnings.
    public var diagnostics: [SRUDiagnostic] = []
    /// More about the answer: well-formed elements, each declaring its namespaces.
    public var extraResponseData: [UInt8]?
    /// The stylesheet that the document names; the one asked for is not taken by itself.
    public var stylesheet: String?

    /// An answer without diagnostics.
    public init(version: SRUVersion, record: ExplainRecord, echoing request: ExplainRequest? = nil) {
        self.version = version
        self.record = record
        self.echoedRequest = request
    }

    /// The answer as a document in UTF-8.
    ///
    /// - Parameter soap: whether it stands in a SOAP envelope.
    /// - Returns: the document, with its XML declaration.
    public func serialized(soap: Bool = false) -> [UInt8] {
        document(soap: soap, stylesheet: self.stylesheet, reserving: 32_768) { self.write(into: &$0) }
    }

    /// Writes the answer's element where a writer stands.
    public func write(into writer: inout XMLWriter) {
        let packing = self.echoedRequest?.recordPacking ?? .xml
        let packingName = self.version.isVersion1 ? "zs:recordPacking" : "zs:recordXMLEscaping"
        writer.open("zs:explainResponse", [("xmlns:zs", self.version.responseNamespace)])
        writer.element("zs:version", self.version.rawValue)
        writer.open("zs:record")
        writer.element("zs:recordSchema", ExplainRecord.namespace)
        writer.element(packingName, packing.rawValue)
        writer.open("zs:recordData")
        switch packing {
        case .xml: self.record.write(into: &writer, version: self.version)
        case .string: writer.text(utf8: self.record.serialized(version: self.version))
        }
        writer.close()
        writer.close()
        if let request = self.echoedRequest {
            writer.open("zs:echoedExplainRequest")
            writer.element("zs:version", self.version.rawValue)
            writer.element(packingName, packing.rawValue)
            if let stylesheet = request.stylesheet, isPlainURI(stylesheet) {
                writer.element("zs:stylesheet", stylesheet)
            }
            writer.close()
        }
        SRUDiagnostic.write(self.diagnostics, into: &writer, version: self.version)
        if let data = self.extraResponseData {
            writer.open("zs:extraResponseData")
            writer.raw(data)
            writer.close()
        }
        writer.close()
    }
}
