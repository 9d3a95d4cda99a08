public import CQL
public import MARC
public import SRU
public import Z3950

/// Everything that `targets.yml` says, checked.
///
/// `docs/targets.md` is the reference of its keys.
public struct Configuration: Sendable, Hashable {
    /// Where and how the gateway listens, and its limits.
    public var server: ServerConfiguration
    /// The databases that are served, in the order of the file.
    public var databases: [DatabaseConfiguration]
    /// Every target described, in the order of the file; also those that no database names.
    public var targets: [TargetConfiguration]

    /// The database of that name.
    public func database(_ name: String) -> DatabaseConfiguration? {
        self.databases.first { $0.name == name }
    }

    /// The enabled targets of a database, in the database's order.
    public func targets(of database: DatabaseConfiguration) -> [TargetConfiguration] {
        database.targets.compactMap { id in self.targets.first { $0.id == id && $0.enabled } }
    }
}

/// The `server` section of `targets.yml`.
public struct ServerConfiguration: Sendable, Hashable {
    /// The address to listen at.
    ///
    /// Default `127.0.0.1`.
    public var host = "127.0.0.1"
    /// The TCP port to listen at; 0 lets the system choose.
    ///
    /// Default 8210.
    public var port = 8210
    /// How long one request may wait for its targets.
    ///
    /// Default 5 s.
    public var deadline: Duration = .seconds(5)
    /// Records of a page when the request does not say.
    ///
    /// Default 10.
    public var defaultRecords = 10
    /// The most records of one page.
    ///
    /// Default 100.
    public var maximumRecords = 100
    /// Addresses of stylesheets that an answer may name when a request asks for one; others are refused.
    ///
    /// Default none.
    public var stylesheets: [String] = []
    /// Bounds of the result sets that are kept.
    public var resultSets = ResultSetLimits()
    /// What one connection and one request may take.
    public var limits = ConnectionLimits()
    /// How many requests are answered at once.
    public var traffic = TrafficLimits()
    /// How many requests one address without a key may send; nil for any number.
    ///
    /// Default nil.
    public var rate: RateLimit?
    /// The programs that are known by a key.
    public var keys: [ClientKey] = []
    /// The proxies that are believed for whom they ask.
    ///
    /// Default none.
    public var trustedProxies: [IPNetwork] = []
    /// Where they say so.
    public var forwardedHeader = ForwardedHeader.xForwardedFor
    /// Certificate and key; nil serves without TLS.
    public var tls: ServerTLS?
    /// The origins whose pages may read answers in a browser; `*` for all.
    ///
    /// Default none.
    public var crossOrigins: [String] = []
    /// What `Content-Security-Policy` says in answers that do not say it themselves; nil for the strictest that works.
    public var contentSecurityPolicy: String?

    /// The defaults.
    public init() {}
}

/// The `server.resultSets` section: bounds of the result sets that are kept for paging.
public struct ResultSetLimits: Sendable, Hashable {
    /// How long a result set is kept after its last use.
    ///
    /// Default 300 s.
    public var timeToLive: Duration = .seconds(300)
    /// The most result sets kept at once; the least recently used goes first.
    ///
    /// Default 1,000.
    public var maximum = 1_000
    /// The most records kept in all result sets together.
    ///
    /// Default 200,000.
    public var maximumRecords = 200_000
    /// The most records that one result set fetches from one target.
    ///
    /// Default 10,000.
    public var recordsPerTarget = 10_000
    /// The most octets of records kept in all result sets together; one result set may hold half of it.
    ///
    /// Default 128 MiB.
    public var maximumOctets = 128 << 20
    /// The most octets of records that one result set fetches from one target.
    ///
    /// Default 16 MiB.
    public var octetsPerTarget = 16 << 20
    /// How many records are asked of every target in the first round.
    ///
    /// Default 100; later rounds ask for more.
    public var window = 100

    /// The defaults.
    public init() {}
}

/// One database: a named group of targets, served at `/sru/NAME`.
public struct DatabaseConfiguration: Sendable, Hashable {
    /// The name in the URL.
    public var name: String
    /// Titles by language code.
    public var titles: [String: String]
    /// A sentence for people, if any.
    public var description: String?
    /// The ids of its targets.
    public var targets: [String]
    /// Who may use it.
    public var access = DatabaseAccess()

    /// The title for people who read English, else in any language, else the name.
    public var title: String {
        self.titles["en"] ?? self.titles.sorted { $0.key < $1.key }.first?.value ?? self.name
    }
}

/// One target: how one library's server is reached and spoken to.
public struct TargetConfiguration: Sendable, Hashable, Identifiable {
    /// How the target is reached.
    public enum Access: Sendable, Hashable {
        /// Z39.50 over TCP or TLS.
        case z3950(Z3950Access)
        /// SRU over HTTP.
        case sru(SRUAccess)

        /// `z3950` or `sru`.
        public var protocolName: String {
            switch self {
            case .z3950: "z3950"
            case .sru: "sru"
            }
        }

        /// `host:port/database` or the URL, for people.
        public var address: String {
            switch self {
            case .z3950(let access): "\(access.endpoint.host):\(access.endpoint.port)/\(access.database)"
            case .sru(let access): access.endpoint.url
            }
        }
    }

    /// The canonical form in which query terms are sent.
    public enum QueryForm: String, Sendable, Hashable, CaseIterable {
        /// Composed letters.
        case nfc
        /// Letters followed by their marks.
        case nfd
    }

    /// A short stable name, `[a-z0-9-]`.
    public var id: String
    /// The library's name for people.
    public var name: String
    /// False keeps the description but asks the target nothing.
    public var enabled = true
    /// Protocol and address.
    public var access: Access
    /// What the records are.
    public var format: MARCFormat
    /// How the text of records is encoded.
    public var recordEncoding: CharacterEncoding
    /// How query terms are encoded on the wire.
    public var queryEncoding: CharacterEncoding
    /// In which canonical form query terms are sent.
    public var queryForm: QueryForm
    /// How the target takes Vietnamese words.
    public var spelling: QuerySpelling
    /// The whole time that one fetch from the target may take.
    ///
    /// Default 30 s.
    public var timeout: Duration
    /// How long finding the host and connecting to it may take.
    ///
    /// Default 1 s.
    public var connectTimeout: Duration
    /// The most connections at once.
    ///
    /// Default 4.
    public var maximumConnections: Int
    /// The most requests in a second, on average; nil for no limit.
    public var requestsPerSecond: Int?
}

/// How a Z39.50 target is reached and what it can.
public struct Z3950Access: Sendable, Hashable {
    /// Host, port, TLS, authentication.
    public var endpoint: Z3950Endpoint
    /// The database's name at the target.
    public var database: String
    /// The attributes that queries are written with; an index that is not in it cannot be searched.
    public var attributes: AttributeMap
    /// The record syntax asked for.
    public var syntax: RecordSyntax
    /// The element set asked for, if any.
    public var elements: String?
    /// Whether the search may bring its first records along.
    public var piggyback: Bool
    /// How many records one Present asks for.
    public var presentChunk: Int
}

/// How an SRU target is reached and what it can.
public struct SRUAccess: Sendable, Hashable {
    /// Base URL, version, method, schema, authentication.
    public var endpoint: SRUEndpoint
    /// The server's names of the indexes; an index that is not in it cannot be searched.
    public var indexNames: [Index: String]
    /// How the server wants its CQL.
    public var dialect: CQLDialect
    /// How many records one request asks for.
    public var chunk: Int
}
