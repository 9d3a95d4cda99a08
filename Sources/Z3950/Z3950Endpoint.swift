/// Where a target is and how it wants to be spoken to.
public struct Z3950Endpoint: Sendable, Hashable {
    /// Who asks (Z39.50, 3.2.1.1.5).
    public enum Authentication: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
        /// Nobody in particular.
        case none
        /// One string, by custom `user` or `user/password`.
        case open(String)
        /// User, group and password as three strings.
        case idPass(user: String?, group: String?, password: String?)

        /// The form only: what is inside must not reach a log.
        public var description: String {
            switch self {
            case .none: "none"
            case .open: "open"
            case .idPass: "idPass"
            }
        }

        /// A target's words without what we told it: some echo the password when they refuse it.
        func hidingSecrets(in text: String) -> String {
            let secrets: [String?] =
                switch self {
                case .none: []
                case .open(let string): [string] + string.split(separator: "/").dropFirst().map { String($0) }
                case .idPass(_, _, let password): [password]
                }
            return secrets.compactMap(\.self).filter { !$0.isEmpty }.reduce(text) { text, secret in
                var rest = text[...]
                var hidden = ""
                while let range = rest.firstRange(of: secret) {
                    hidden += rest[..<range.lowerBound] + "***"
                    rest = rest[range.upperBound...]
                }
                return hidden + rest
            }
        }

        /// Nothing: what is inside must not reach a dump.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// How TLS is spoken to a target.
    public struct TLS: Sendable, Hashable {
        /// Where the certificates come from that vouch for the target.
        public enum Trust: Sendable, Hashable {
            /// The system's authorities.
            case system
            /// The authorities in a PEM file.
            case file(String)
            /// The authorities in PEM text.
            case pem(String)
            /// Nobody vouches: any certificate of any name is taken. Only for a target whose operator insists.
            case anything
        }

        /// Who vouches for the target.
        public var trust: Trust
        /// The name its certificate must bear; `nil` for the endpoint's host.
        public var serverName: String?

        /// Makes a TLS description.
        ///
        /// - Parameters:
        ///   - trust: Who vouches for the target.
        ///   - serverName: The name its certificate must bear.
        public init(trust: Trust = .system, serverName: String? = nil) {
            self.trust = trust
            self.serverName = serverName
        }
    }

    /// The host's name or address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// TLS, or `nil` for none.
    public var tls: TLS?
    /// Who asks.
    public var authentication: Authentication
    /// The highest protocol version offered, 2 or 3.
    public var version: Int
    /// The largest answer taken, in octets; a longer one is refused when its length is read.
    public var maximumAPDUBytes: Int
    /// Octets of records after which a retrieval stops and gives what it has.
    public var maximumRetrievalBytes: Int
    /// The time the name service and the TCP connection together may take, within the caller's deadline.
    public var connectTimeout: Duration

    /// Makes an endpoint.
    ///
    /// - Parameters:
    ///   - host: The host's name or address.
    ///   - port: The TCP port.
    ///   - tls: TLS, or `nil` for none.
    ///   - authentication: Who asks.
    ///   - version: The highest protocol version offered.
    ///   - maximumAPDUBytes: The largest answer taken.
    ///   - maximumRetrievalBytes: Octets of records after which a retrieval stops.
    ///   - connectTimeout: The time for name service and TCP connection.
    public init(
        host: String,
        port: Int = 210,
        tls: TLS? = nil,
        authentication: Authentication = .none,
        version: Int = 3,
        maximumAPDUBytes: Int = 16 << 20,
        maximumRetrievalBytes: Int = 4 << 20,
        connectTimeout: Duration = .seconds(1)
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.authentication = authentication
        self.version = version
        self.maximumAPDUBytes = maximumAPDUBytes
        self.maximumRetrievalBytes = maximumRetrievalBytes
        self.connectTimeout = connectTimeout
    }
}
