public import SRU

/// Why a target gave nothing, or not everything: one word for programs, a sentence for people.
public struct TargetFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure; the raw value is what answers, logs and the command line print.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The host's name has no address.
        case dns
        /// The connection was refused or the host is not reachable.
        case refused
        /// No connection in time.
        case connectTimeout
        /// The connection stands, but the server never answered Init.
        case initTimeout
        /// No answer to the search in time.
        case searchTimeout
        /// The hits are known, but the records did not come in time.
        case presentTimeout
        /// The server closed the connection.
        case closed
        /// TLS failed: a certificate that cannot be trusted, or no TLS at all.
        case tls
        /// User or password refused.
        case authentication
        /// What came is not the protocol.
        case protocolError = "protocol"
        /// An HTTP error, or a body that is not SRU.
        case badResponse
        /// The server answered with a diagnostic.
        case diagnostic
        /// The query cannot be said in this target's words; it was not asked.
        case notExpressible
        /// Hits were promised, and no records came.
        case shortPresent
        /// The hits are known, but the target refuses their records.
        case presentFailed
        /// More came than one answer may hold; what fitted was kept.
        case tooLarge
        /// It failed lately and was not asked: its breaker is open.
        case paused
        /// All connections were busy until the deadline.
        case busy
        /// The search was given up before the target answered.
        case cancelled
    }

    /// What kind of failure.
    public let code: Code
    /// One sentence for people, without secrets.
    public let message: String
    /// The diagnostic that stands behind it, if any.
    public let diagnostic: SRUDiagnostic?
    /// How long the target wants to be left alone, if it said so.
    public let retryAfter: Duration?

    /// A failure.
    public init(
        _ code: Code,
        _ message: String,
        diagnostic: SRUDiagnostic? = nil,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.diagnostic = diagnostic
        self.retryAfter = retryAfter
    }

    /// Whether the same request may succeed later without anybody changing something.
    public var isRetriable: Bool {
        switch self.code {
        case .authentication, .diagnostic, .notExpressible: false
        default: true
        }
    }

    /// `refused: connection refused`, for logs and tables.
    public var description: String {
        "\(self.code.rawValue): \(self.message)"
    }
}
