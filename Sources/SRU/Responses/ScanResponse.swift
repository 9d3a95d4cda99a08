public import XML

/// The answer to a scan that could not be done.
public struct ScanResponse: Sendable, Hashable {
    /// The version of the answer.
    public var version: SRUVersion
    /// What is wrong.
    public var diagnostics: [SRUDiagnostic]

    /// An answer that says only what is wrong.
    public init(version: SRUVersion, diagnostics: [SRUDiagnostic]) {
        self.version = version
        self.diagnostics = diagnostics
    }

    /// The answer as a document in UTF-8.
    ///
    /// - Parameter soap: whether it stands in a SOAP envelope.
    /// - Returns: the document, with its XML declaration.
    public func serialized(soap: Bool = false) -> [UInt8] {
        document(soap: soap, stylesheet: nil, reserving: 1024) { self.write(into: &$0) }
    }

    /// Writes the answer's element where a writer stands; in 2.0 it has a namespace of its own and no version.
    public func write(into writer: inout XMLWriter) {
        writer.open("zs:scanResponse", [("xmlns:zs", self.version.scanNamespace)])
        if self.version.isVersion1 { writer.element("zs:version", self.version.rawValue) }
        SRUDiagnostic.write(self.diagnostics, into: &writer, version: self.version)
        writer.close()
    }
}

extension SRUFault {
    /// The fault as the answer to the operation that was asked for, a document in UTF-8.
    ///
    /// - Parameters:
    ///   - record: the description of the database, which every answer to explain carries.
    ///   - soap: whether the answer stands in a SOAP envelope.
    /// - Returns: the document, with its XML declaration.
    public func serialized(explain record: ExplainRecord, soap: Bool = false) -> [UInt8] {
        switch self.operation {
        case .explain:
            var response = ExplainResponse(version: self.version, record: record)
            response.diagnostics = [self.diagnostic]
            return response.serialized(soap: soap)
        case .searchRetrieve:
            return SearchRetrieveResponse(fatal: self.diagnostic, version: self.version).serialized(soap: soap)
        case .scan:
            return ScanResponse(version: self.version, diagnostics: [self.diagnostic]).serialized(soap: soap)
        }
    }
}
