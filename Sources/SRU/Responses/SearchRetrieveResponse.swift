public import CQL
public import XML

/// The answer to a search, as a server writes it and a client reads it.
public struct SearchRetrieveResponse: Sendable, Hashable {
    /// The version of the answer.
    public var version: SRUVersion
    /// How many records match; nil when a server does not say (it is then written as 0).
    public var numberOfRecords: Int?
    /// The name of the stored result, for `cql.resultSetId`.
    public var resultSetId: String?
    /// How long the result set is kept, in seconds: `resultSetIdleTime` in 1.x, `resultSetTTL` in 2.0.
    ///
    /// Strict 2.0 clients do not expect it, so give it only when the request asked.
    public var resultSetIdleTime: Int?
    /// The records, in order.
    public var records: [ResponseRecord] = []
    /// The position to ask for next, when there is more; a hint only when it comes from a server.
    public var nextRecordPosition: Int?
    /// The request as understood, for the echo.
    public var echoedRequest: SearchRetrieveRequest?
    /// The query of the echoed request, parsed, for the XML form of the echo.
    public var echoedQuery: CQLQuery?
    /// Errors and warnings.
    ///
    /// Many clients throw the records away when there is any (digest of the protocol, 0.2).
    public var diagnostics: [SRUDiagnostic] = []
    /// More about the answer: well-formed elements, each declaring its namespaces.
    public var extraResponseData: [UInt8]?
    /// How exact the count is; written in 2.0 only.
    public var resultCountPrecision: ResultCountPrecision?
    /// How the records spread over the values of some indexes, when that was asked for; written in 2.0 only.
    public var facetedResults: FacetedResults?
    /// What each place that was searched found, when that was asked for; written in 2.0 only.
    public var searchResultAnalysis: SearchResultAnalysis?
    /// Octets of the answer that was read, without records that were too large; 0 for one that is to be written.
    public internal(set) var octetCount = 0
    /// The stylesheet that the document names; the one asked for is not taken by itself, because whoever writes a
    /// link would then choose what the reader's browser runs.
    public var stylesheet: String?

    /// An answer with a count and nothing else.
    public init(version: SRUVersion, numberOfRecords: Int? = 0) {
        self.version = version
        self.numberOfRecords = numberOfRecords
    }

    /// An answer that says only what is wrong.
    ///
    /// - Parameters:
    ///   - diagnostic: what is wrong.
    ///   - version: the version of the answer.
    ///   - request: the request for the echo, when it was understood so far.
    public init(fatal diagnostic: SRUDiagnostic, version: SRUVersion, echoing request: SearchRetrieveRequest? = nil) {
        self.init(version: version, numberOfRecords: 0)
        self.diagnostics = [diagnostic]
        self.echoedRequest = request
    }

    /// The position to ask for after a page: only when there is something left.
    ///
    /// - Parameters:
    ///   - startRecord: the first position of the page, from 1.
    ///   - returned: the number of records on it, surrogates included.
    ///   - numberOfRecords: the number of matching records.
    /// - Returns: the next position, or nil behind the last record and after a count without records.
    public static func nextRecordPosition(startRecord: Int, returned: Int, numberOfRecords: Int) -> Int? {
        let (next, overflow) = startRecord.addingReportingOverflow(returned)
        return returned > 0 && !overflow && next <= numberOfRecords ? next : nil
    }

    /// The answer as a document in UTF-8.
    ///
    /// - Parameter soap: whether it stands in a SOAP envelope.
    /// - Returns: the document, with its XML declaration.
    public func serialized(soap: Bool = false) -> [UInt8] {
        let size = self.records.reduce(2048) { $0 + $1.sizeHint }
        return document(soap: soap, stylesheet: self.stylesheet, reserving: size) { writer in
            self.write(into: &writer)
        }
    }

    /// Writes the answer's element where a writer stands.
    public func write(into writer: inout XMLWriter) {
        let packing = self.echoedRequest?.recordPacking ?? .xml
        writer.open("zs:searchRetrieveResponse", [("xmlns:zs", self.version.responseNamespace)])
        writer.element("zs:version", self.version.rawValue)
        writer.element("zs:numberOfRecords", String(self.numberOfRecords ?? 0))
        if let id = self.resultSetId { writer.element("zs:resultSetId", id) }
        if let time = self.resultSetIdleTime, self.version.isVersion1, time > 0 {
            writer.element("zs:resultSetIdleTime", String(time))
        }
        if !self.records.isEmpty {
            writer.open("zs:records")
            for record in self.records { record.write(into: &writer, version: self.version, packing: packing) }
            writer.close()
        }
        if let next = self.nextRecordPosition { writer.element("zs:nextRecordPosition", String(next)) }
        self.echoedRequest?.writeEcho(into: &writer, version: self.version, query: self.echoedQuery)
        SRUDiagnostic.write(self.diagnostics, into: &writer, version: self.version)
        if let data = self.extraResponseData {
            writer.open("zs:extraResponseData")
            writer.raw(data)
            writer.close()
        }
        if self.version == .v2_0 {
            if let time = self.resultSetIdleTime { writer.element("zs:resultSetTTL", String(time)) }
            if let precision = self.resultCountPrecision { writer.element("zs:resultCountPrecision", precision.uri) }
            self.facetedResults?.write(into: &writer, as: "zs:facetedResults")
            self.searchResultAnalysis?.write(into: &writer, as: "zs:searchResultAnalysis")
        }
        writer.close()
    }
}

/// How exact the number of matching records is (SRU 2.0).
public enum ResultCountPrecision: String, Sendable, Hashable, CaseIterable {
    /// It is the number.
    case exact
    /// Nothing is known about it.
    case unknown
    /// It is near the number.
    case estimate
    /// The number is not higher.
    case maximum
    /// The number is not lower.
    case minimum
    /// It is the number so far, the search goes on.
    case current

    /// The URI in the vocabulary of SRU.
    public var uri: String { "info:srw/vocabulary/resultCountPrecision/1/" + self.rawValue }

    /// Reads the URI, or the bare word that some servers send.
    public init?(uri: String) {
        guard let word = uri.split(separator: "/").last else { return nil }
        self.init(rawValue: word.trimmed)
    }
}
