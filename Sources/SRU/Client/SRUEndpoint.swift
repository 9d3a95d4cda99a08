/// A database of a server that speaks SRU, and how to talk to it.
public struct SRUEndpoint: Sendable, Hashable {
    /// How requests are sent.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Parameters in the URL.
        case get
        /// Parameters in a form body.
        case post
        /// An envelope of SOAP 1.1.
        case soap
    }

    /// Who asks.
    public enum Authentication: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        /// Nobody in particular.
        case none
        /// HTTP Basic authentication (RFC 7617).
        case basic(user: String, password: String)

        /// The form only: what is inside must not reach a log.
        public var description: String {
            switch self {
            case .none: "none"
            case .basic: "basic"
            }
        }

        /// Nothing: reflection would show the password.
        public var customMirror: Mirror { Mirror(self, children: [:]) }
    }

    /// The base URL, `http` or `https`; it may have a query of its own.
    public var url: String
    /// The version to speak.
    public var version: SRUVersion
    /// How requests are sent.
    public var method: Method
    /// The schema to ask for; nil to take what the server chooses.
    public var recordSchema: String?
    /// The packing to ask for; nil sends none, and answers of either kind are understood.
    public var recordPacking: RecordPacking?
    /// Who asks.
    public var authentication: Authentication = .none
    /// More parameters that the server wants, such as `x-collection`; GET and form only.
    public var extraParameters = SRUParameters()
    /// The largest answer that is read, in bytes, after decompression.
    public var maximumResponseBytes = 16 << 20
    /// The largest record that is read, in bytes; a larger one becomes a diagnostic in its place.
    public var maximumRecordBytes = 4 << 20
    /// Parameters that the server does not know and is not sent.
    public var omittedParameters: Set<String> = []
    /// What the client calls itself.
    public var userAgent = "lienthong"

    /// A database at a URL.
    public init(
        url: String,
        version: SRUVersion = .v1_1,
        method: Method = .get,
        recordSchema: String? = nil
    ) {
        self.url = url
        self.version = version
        self.method = method
        self.recordSchema = recordSchema
    }

    /// The parameters of a search in their usual order; 2.0 has neither `operation` nor `version`.
    func search(query: String, startRecord: Int, maximumRecords: Int) -> SRUParameters {
        var parameters = self.operation(.searchRetrieve)
        parameters.append("query", query)
        parameters.append("startRecord", String(startRecord))
        parameters.append("maximumRecords", String(maximumRecords))
        if let packing = self.recordPacking {
            parameters.append(self.version.isVersion1 ? "recordPacking" : "recordXMLEscaping", packing.rawValue)
        }
        if let schema = self.recordSchema { parameters.append("recordSchema", schema) }
        parameters.all.removeAll { self.omittedParameters.contains($0.name) }
        return parameters
    }

    func operation(_ operation: SRUOperation) -> SRUParameters {
        guard self.version.isVersion1 else { return SRUParameters() }
        return SRUParameters([("version", self.version.rawValue), ("operation", operation.rawValue)])
    }
}
