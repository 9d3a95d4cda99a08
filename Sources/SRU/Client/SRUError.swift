/// Why a server's answer could not be had or used.
public struct SRUError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// The URL of the target cannot be used.
        case url
        /// The host name is not known.
        case dns
        /// Nothing listens there, or the connection was refused.
        case refused
        /// No connection could be made in time.
        case connectTimeout
        /// The deadline passed.
        case timeout
        /// No secure connection could be made, or the certificate is not trusted.
        case tls
        /// The connection ended before the answer did.
        case closed
        /// An HTTP status other than success; `retryAfter` in seconds when the server said so.
        case http(status: Int, retryAfter: Int?)
        /// The answer is no SRU, such as a web page.
        case notSRU
        /// The answer is meant to be SRU but cannot be read.
        case malformed
        /// The answer is larger than the limit.
        case tooLarge
        /// The server answers with an error of the protocol.
        case diagnostic(SRUDiagnostic)
        /// The task was cancelled.
        case cancelled
    }

    /// What kind of failure it is.
    public var code: Code
    /// What was found, in one sentence.
    public var message: String

    /// An error of its parts.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What was found, in one sentence.
    public var description: String { self.message }
}
