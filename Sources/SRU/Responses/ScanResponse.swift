public import CQL
public import XML

/// The answer to a scan, as a server writes it and a client reads it.
public struct ScanResponse: Sendable, Hashable {
    /// One term of an index.
    public struct Term: Sendable, Hashable {
        /// Where a term stands in the whole list of its index.
        public enum Place: String, Sendable, Hashable {
            // The words of the standard.
            // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
            case first, last, only, inner
        }

        /// The term as a search wants it.
        public var value: String
        /// How many records a search for it finds, when that is known.
        public var numberOfRecords: Int?
        /// The term as people want it; nil when it is the value.
        public var displayTerm: String?
        /// Where it stands in the whole list, when that is known.
        public var whereInList: Place?
        /// More about the term: well-formed elements, each declaring its namespaces.
        public var extraTermData: [UInt8]?

        /// A term.
        public init(_ value: String, numberOfRecords: Int? = nil, whereInList: Place? = nil) {
            self.value = value
            self.numberOfRecords = numberOfRecords
            self.whereInList = whereInList
        }
    }

    /// The version of the answer.
    public var version: SRUVersion
    /// The terms, in the order of the index.
    public var terms: [Term] = []
    /// The request as understood, for the echo.
    public var echoedRequest: ScanRequest?
    /// The clause of the echoed request, parsed, for the XML form of the echo.
    public var echoedClause: CQLQuery?
    /// Errors and warnings.
    public var diagnostics: [SRUDiagnostic] = []
    /// More about the answer: well-formed elements, each declaring its namespaces.
    public var extraResponseData: [UInt8]?
    /// The stylesheet that the document names; the one asked for is not taken by itself.
    public var stylesheet: String?

    /// An answer without terms.
    public init(version: SRUVersion, diagnostics: [SRUDiagnostic] = []) {
        self.version = version
        self.diagnostics = diagnostics
    }

    /// The answer as a document in UTF-8.
    ///
    /// - Parameter soap: whether it stands in a SOAP envelope.
    /// - Returns: the document, with its XML declaration.
    public func serialized(soap: Bool = false) -> [UInt8] {
        document(soap: soap, stylesheet: self.stylesheet, reserving: 1024) { self.write(into: &$0) }
    }

    /// Writes the answer's element where a writer stands; in 2.0 it has a namespace of its own and no version.
    public func write(into writer: inout XMLWriter) {
        writer.open("zs:scanResponse", [("xmlns:zs", self.version.scanNamespace)])
        if self.version.isVersion1 { writer.element("zs:version", self.version.rawValue) }
        if !self.terms.isEmpty {
            writer.open("zs:terms")
            for term in self.terms { term.write(into: &writer) }
            writer.close()
        }
        self.writeEcho(into: &writer)
        SRUDiagnostic.write(self.diagnostics, into: &writer, version: self.version)
        if let data = self.extraResponseData {
            writer.open("zs:extraResponseData")
            writer.raw(data)
            writer.close()
        }
        writer.close()
    }

    /// The schema of 1.x wants the clause as XML, so there is no echo of what is no clause.
    private func writeEcho(into writer: inout XMLWriter) {
        guard let request = self.echoedRequest else { return }
        var clause: CQLQuery.SearchClause?
        if let query = self.echoedClause, case .clause(let written) = query.root { clause = written }
        guard clause != nil || !self.version.isVersion1 else { return }
        writer.open("zs:echoedScanRequest")
        if self.version.isVersion1 { writer.element("zs:version", self.version.rawValue) }
        writer.element("zs:scanClause", request.scanClause)
        if let clause {
            writer.open("zs:xScanClause", [("xmlns:x", self.version.xcqlNamespace)])
            XCQL.writeContent(of: clause, into: &writer)
            writer.close()
        }
        writer.element("zs:responsePosition", String(request.responsePosition))
        if let maximum = request.maximumTerms { writer.element("zs:maximumTerms", String(maximum)) }
        if !self.version.isVersion1, let type = request.httpAccept { writer.element("zs:httpAccept", type) }
        if let stylesheet = request.stylesheet, isPlainURI(stylesheet) { writer.element("zs:stylesheet", stylesheet) }
        writer.close()
    }
}

extension ScanResponse.Term {
    func write(into writer: inout XMLWriter) {
        writer.open("zs:term")
        writer.element("zs:value", self.value)
        if let number = self.numberOfRecords { writer.element("zs:numberOfRecords", String(number)) }
        if let display = self.displayTerm { writer.element("zs:displayTerm", display) }
        if let place = self.whereInList { writer.element("zs:whereInList", place.rawValue) }
        if let data = self.extraTermData {
            writer.open("zs:extraTermData")
            writer.raw(data)
            writer.close()
        }
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
