import Federation
import NIOHTTP1

/// What is known about one request and its answer, as far as the connection is concerned.
struct Exchange: Sendable {
    private(set) var isVersion10 = false
    /// Whether the answer has no body whatever its header says.
    private(set) var isHead = false
    /// Whether a browser asks what it may send.
    private(set) var isPreflight = false
    /// The value of `Origin`.
    private(set) var origin: String?
    /// Path and query.
    private(set) var uri = ""
    /// Whether the connection stays when the answer is given.
    var keepsAlive = true
    /// The class whose place the request has.
    var place: RequestClass?
    /// Whether the request is all there.
    var isComplete = false
    /// How much of its body has come.
    var bodyOctets = 0

    /// No request.
    init() {}

    /// A request that begins with this head.
    init(_ head: HTTPRequestHead) {
        self.isVersion10 = head.version.major == 1 && head.version.minor == 0
        self.isHead = head.method == .HEAD
        self.keepsAlive = head.isKeepAlive
        self.origin = head.headers["origin"].first
        self.isPreflight = head.method == .OPTIONS && head.headers.contains(name: "access-control-request-method")
        self.uri = head.uri
    }

    /// Says in an answer's head whether the connection stays, in the words that the client's version knows.
    mutating func complete(_ head: inout HTTPResponseHead) {
        if !head.isKeepAlive { self.keepsAlive = false }
        head.headers.remove(name: "connection")
        if self.isVersion10, !head.headers.contains(name: "content-length") {
            // A client of HTTP/1.0 knows no chunks: the end of the connection is the end of the answer.
            head.version = .http1_0
            self.keepsAlive = false
        }
        if !self.keepsAlive {
            head.headers.add(name: "Connection", value: "close")
        } else if self.isVersion10 {
            head.headers.add(name: "Connection", value: "keep-alive")
        }
    }
}
