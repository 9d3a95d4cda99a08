/// What went wrong between us and a target.
public struct Z3950Error: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: Sendable, Hashable {
        /// The host has no address, or the name service did not answer in time.
        case dns
        /// Nothing listens there, or the way to it is barred.
        case refused
        /// The connection was not accepted in time.
        case connectTimeout
        /// TLS failed: a certificate that does not hold, another name, or no answer in time.
        case tls
        /// The connection was accepted but Init not answered in time.
        case initTimeout
        /// The target refuses the session, most often the login.
        case initRejected
        /// A search was not answered in time.
        case searchTimeout
        /// A wish for records was not answered in time.
        case presentTimeout
        /// A scan, sort or delete was not answered in time.
        case requestTimeout
        /// The target, or the network, ended the connection.
        case closed
        /// The target said something the protocol does not allow here.
        case protocolError
        /// An answer is larger than is taken.
        case tooLarge
        /// The target answered with a diagnostic.
        case diagnostic(Bib1Diagnostic)
        /// The target has more records but sends none.
        case shortPresent
        /// The calling task was cancelled.
        case cancelled
        /// No connection of the pool became free in time.
        case poolExhausted
        /// The request cannot be put into the protocol, or another one is under way.
        case invalidRequest
    }

    /// The kind of failure.
    public var code: Code
    /// What is known about it; never holds a password.
    public var message: String
    /// The Close the target sent, when that is what ended the connection.
    public var close: Close?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What is known about it.
    ///   - close: The Close the target sent.
    public init(_ code: Code, _ message: String = "", close: Close? = nil) {
        self.code = code
        self.message = message
        self.close = close
    }

    /// The diagnostic the target answered with, if that is the error.
    public var diagnostic: Bib1Diagnostic? {
        if case .diagnostic(let diagnostic) = self.code { diagnostic } else { nil }
    }

    /// The error as a sentence.
    public var description: String {
        let kind =
            switch self.code {
            case .dns: "the host's address cannot be found"
            case .refused: "connection refused"
            case .connectTimeout: "no connection in time"
            case .tls: "TLS failed"
            case .initTimeout: "no answer to Init in time"
            case .initRejected: "session refused"
            case .searchTimeout: "no answer to the search in time"
            case .presentTimeout: "records did not come in time"
            case .requestTimeout: "no answer in time"
            case .closed: "connection closed"
            case .protocolError: "protocol error"
            case .tooLarge: "answer too large"
            case .diagnostic(let diagnostic): diagnostic.description
            case .shortPresent: "fewer records than promised"
            case .cancelled: "cancelled"
            case .poolExhausted: "all connections are in use"
            case .invalidRequest: "request not possible"
            }
        return self.message.isEmpty ? kind : "\(kind): \(self.message)"
    }

    static func invalid(_ message: String) -> Self { Self(.invalidRequest, message) }
    static func malformed(_ message: String) -> Self { Self(.protocolError, message) }
}
