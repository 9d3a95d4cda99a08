/// The `server.limits` section: what one connection and one request may take.
public struct ConnectionLimits: Sendable, Hashable {
    /// The most connections at once.
    ///
    /// Default 4,000.
    public var connections = 4_000
    /// The most connections of one client address at once; those of trusted proxies are not counted.
    ///
    /// Default 256.
    public var connectionsPerClient = 256
    /// How long a request's header may take from its first octet, and the first one from the connection's beginning.
    ///
    /// Default 10 s.
    public var headerTimeout: Duration = .seconds(10)
    /// How long a request's body may take.
    ///
    /// Default 10 s.
    public var bodyTimeout: Duration = .seconds(10)
    /// How long a connection may stay open without a request.
    ///
    /// Default 60 s.
    public var idleTimeout: Duration = .seconds(60)
    /// How long a client may take to receive an answer.
    ///
    /// Default 30 s.
    public var writeTimeout: Duration = .seconds(30)
    /// The most octets of a request's path and query.
    ///
    /// Default 32 KiB: the longest query in CQL, written with percent signs.
    public var urlOctets = 32 << 10
    /// The most octets of a request's header fields.
    ///
    /// Default 32 KiB.
    public var headerOctets = 32 << 10
    /// The most header fields of a request.
    ///
    /// Default 100.
    public var headerFields = 100
    /// The most octets of a request's body.
    ///
    /// Default 64 KiB.
    public var bodyOctets = 64 << 10

    /// The defaults.
    public init() {}
}

/// Who waits for an answer: a person at a page, or a program that can come back later.
public enum RequestClass: String, Sendable, Hashable, CaseIterable {
    /// A person waits.
    case interactive
    /// A program asks, for itself.
    case machine
}

/// The `server.traffic` section: how many requests are answered at once, and which are those of programs.
public struct TrafficLimits: Sendable, Hashable {
    /// The most requests answered at once.
    ///
    /// Default 256.
    public var concurrent = 256
    /// How many of these may be requests of programs.
    ///
    /// Default 64.
    public var machineConcurrent = 64
    /// The most interactive requests that wait for their turn.
    ///
    /// Default 64: few enough that who waits is served before the patience ends, and the others are refused at once.
    public var queue = 64
    /// The most requests of programs that wait for their turn.
    ///
    /// Default 16.
    public var machineQueue = 16
    /// How long a request waits for its turn before it is refused.
    ///
    /// Default 1 s.
    public var patience: Duration = .seconds(1)
    /// Words in `User-Agent`, in any case, that mark a request as a program's.
    public var machineAgents = ["bot", "spider", "crawl", "harvest"]
    /// A request for more records than this is a program's.
    ///
    /// Default 50.
    public var machineRecords = 50

    /// The defaults.
    public init() {}
}

/// How many requests somebody may send: so many a second, and a number at once after a rest.
public struct RateLimit: Sendable, Hashable {
    /// Requests a second in the long run.
    public var perSecond: Double
    /// Requests at once.
    public var burst: Int

    /// A limit.
    public init(perSecond: Double, burst: Int) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// One entry of `server.keys`: a program that is known by its key.
public struct ClientKey: Sendable, Hashable {
    /// The name by which databases admit it; it may be told in logs.
    public var name: String
    /// What is kept of the key.
    public var digest: KeyDigest
    /// The class of its requests; nil decides request by request.
    public var requestClass: RequestClass?
    /// Its own limit; nil for none.
    public var rate: RateLimit?
}

/// Which header of a trusted proxy tells for whom it asks.
public enum ForwardedHeader: String, Sendable, Hashable, CaseIterable {
    /// `X-Forwarded-For`.
    case xForwardedFor = "x-forwarded-for"
    /// `Forwarded` (RFC 7239).
    case forwarded
}

/// The `server.tls` section.
public struct ServerTLS: Sendable, Hashable {
    /// The oldest version of the protocol that is spoken.
    public enum Version: String, Sendable, Hashable, CaseIterable {
        /// TLS 1.2.
        case v1_2 = "1.2"
        /// TLS 1.3.
        case v1_3 = "1.3"
    }

    /// The path of the PEM file with the certificate and those that vouch for it.
    public var certificate: String
    /// The path of the PEM file with the private key.
    public var key: String
    /// The oldest version.
    ///
    /// Default TLS 1.2.
    public var minimumVersion = Version.v1_2

    /// Certificate and key in these files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// The `access` section of a database: who may use it.
public struct DatabaseAccess: Sendable, Hashable {
    /// The networks whose clients may use it; empty: any.
    public var networks: [IPNetwork] = []
    /// The names of the keys that may use it; empty: none is needed.
    public var keys: [String] = []
    /// Whether a network or a key is enough; otherwise both are needed where both are listed.
    public var eitherIsEnough = false

    /// Everybody may.
    public init() {}
}
