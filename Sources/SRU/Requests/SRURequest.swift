/// The operations of the protocol.
public enum SRUOperation: String, Sendable, Hashable, CaseIterable {
    /// What are you, what can be searched, which formats?
    case explain
    /// Which records match, give me some of them.
    case searchRetrieve
    /// Which terms does an index hold around this one?
    case scan
}

/// How records stand in an answer: `recordPacking` in 1.x, `recordXMLEscaping` in 2.0.
public enum RecordPacking: String, Sendable, Hashable, CaseIterable {
    /// As XML inside the XML of the answer.
    case xml
    /// As text in which the mark-up is escaped.
    case string
}

/// A request that is understood.
public enum SRURequest: Sendable, Hashable {
    /// A question for the description of the database.
    case explain(ExplainRequest)
    /// A search.
    case searchRetrieve(SearchRetrieveRequest)
    /// A question for the terms of an index.
    case scan(ScanRequest)

    /// The version to answer in.
    public var version: SRUVersion {
        switch self {
        case .explain(let request): request.version
        case .searchRetrieve(let request): request.version
        case .scan(let request): request.version
        }
    }

    /// The operation asked for.
    public var operation: SRUOperation {
        switch self {
        case .explain: .explain
        case .searchRetrieve: .searchRetrieve
        case .scan: .scan
        }
    }

    /// The media type asked for by `httpAccept` (2.0).
    public var httpAccept: String? {
        switch self {
        case .explain(let request): request.httpAccept
        case .searchRetrieve(let request): request.httpAccept
        case .scan(let request): request.httpAccept
        }
    }

    /// Understands the parameters of a GET or form request.
    ///
    /// - Parameters:
    ///   - parameters: the parameters, decoded.
    ///   - pinned: the only version of this endpoint, or nil when the request chooses (digest of the protocol, 0.1).
    /// - Returns: the request, or the fault to answer with.
    public static func parse(_ parameters: SRUParameters, pinned: SRUVersion? = nil) -> Result<SRURequest, SRUFault> {
        RequestParser(parameters, pinned: pinned).parse()
    }

    /// Understands the parameters of a GET or form request.
    ///
    /// - Parameters:
    ///   - parameters: names and values, decoded.
    ///   - pinned: the only version of this endpoint, or nil when the request chooses.
    /// - Returns: the request, or the fault to answer with.
    public static func parse(
        _ parameters: [(String, String)],
        pinned: SRUVersion? = nil
    ) -> Result<SRURequest, SRUFault> {
        self.parse(SRUParameters(parameters), pinned: pinned)
    }
}

/// Why a request is not carried out, and the form in which that is said.
public struct SRUFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public var diagnostic: SRUDiagnostic
    /// The version to answer in.
    public var version: SRUVersion
    /// The operation whose answer carries the diagnostic.
    public var operation: SRUOperation

    /// A fault of its parts.
    public init(_ diagnostic: SRUDiagnostic, version: SRUVersion, operation: SRUOperation) {
        self.diagnostic = diagnostic
        self.version = version
        self.operation = operation
    }

    /// The diagnostic with the place where it arose.
    public var description: String {
        "\(self.operation.rawValue) \(self.version.rawValue): \(self.diagnostic)"
    }
}

/// A question for the description of the database.
public struct ExplainRequest: Sendable, Hashable {
    /// The version to answer in.
    public var version: SRUVersion
    /// How the description stands in the answer.
    public var recordPacking: RecordPacking = .xml
    /// The stylesheet that the answer shall name.
    public var stylesheet: String?
    /// The media type asked for by `httpAccept` (2.0).
    public var httpAccept: String?
    /// The `x-` parameters.
    public var extraParameters: [SRUParameters.Parameter] = []

    /// A question with the default values.
    public init(version: SRUVersion) {
        self.version = version
    }
}

/// A search.
public struct SearchRetrieveRequest: Sendable, Hashable {
    /// The version to answer in.
    public var version: SRUVersion
    /// The query as it was sent; not empty.
    public var query: String
    /// The language of the query: `cql` or `searchTerms`.
    public var queryType = "cql"
    /// The position of the first record wanted, from 1.
    public var startRecord = 1
    /// The most records wanted, 0 for the count only; nil when the server shall choose.
    public var maximumRecords: Int?
    /// The schema of records by name or URI; nil when the server shall choose.
    public var recordSchema: String?
    /// How records stand in the answer.
    public var recordPacking: RecordPacking = .xml
    /// `packed` or `unpacked`, when a 2.0 request says so.
    public var packing: String?
    /// How long the result set should be kept, in seconds.
    public var resultSetTTL: Int?
    /// The sort keys of 1.1 as they were sent.
    public var sortKeys: String?
    /// The stylesheet that the answer shall name.
    public var stylesheet: String?
    /// `client` or `server` (2.0).
    public var renderedBy: String?
    /// The media type asked for by `httpAccept` (2.0).
    public var httpAccept: String?
    /// The name of a response format (2.0).
    public var responseType: String?
    /// `facetLimit`, `facetStart`, `facetSort` and `facetCount` as they were sent (2.0).
    public var facetParameters: [SRUParameters.Parameter] = []
    /// The `x-` parameters.
    public var extraParameters: [SRUParameters.Parameter] = []

    /// A search with the default values.
    public init(version: SRUVersion, query: String) {
        self.version = version
        self.query = query
    }
}

/// A question for the terms of an index.
public struct ScanRequest: Sendable, Hashable {
    /// The version to answer in.
    public var version: SRUVersion
    /// One search clause of CQL: the index and the term to start from.
    public var scanClause: String
    /// Where in the list the start term shall stand, from 0.
    public var responsePosition = 1
    /// The most terms wanted, at least 1; nil when the server shall choose.
    public var maximumTerms: Int?
    /// The stylesheet that the answer shall name.
    public var stylesheet: String?
    /// The media type asked for by `httpAccept` (2.0).
    public var httpAccept: String?
    /// The `x-` parameters.
    public var extraParameters: [SRUParameters.Parameter] = []

    /// A question with the default values.
    public init(version: SRUVersion, scanClause: String) {
        self.version = version
        self.scanClause = scanClause
    }
}
