/// An HTTP answer with its whole body.
struct HTTPAnswer: Sendable {
    var status: Int
    var location: String?
    var retryAfter: Int?
    var body: [UInt8]

    private var isSuccess: Bool { (200..<300).contains(self.status) }

    /// Reads the body; one that comes with an error status counts only when it is an answer of SRU.
    func read<Value>(_ parse: ([UInt8]) throws(SRUError) -> Value) throws(SRUError) -> Value {
        do throws(SRUError) {
            return try parse(self.body)
        } catch {
            if self.isSuccess { throw error }
            if case .diagnostic = error.code { throw error }
            throw SRUError(
                .http(status: self.status, retryAfter: self.retryAfter),
                "the server answers with HTTP status \(self.status)"
            )
        }
    }

    /// The message to send instead when this is a redirect; nil when it is none.
    func redirected(_ message: SRUEndpoint.Message) throws(SRUError) -> SRUEndpoint.Message? {
        guard [301, 302, 303, 307, 308].contains(self.status), let location = self.location else { return nil }
        let code = SRUError.Code.http(status: self.status, retryAfter: nil)
        guard let here = HTTPAddress(message.url), let there = here.resolving(location) else {
            throw SRUError(code, "the server redirects to \(location), which is no web server")
        }
        guard there.hasSameOrigin(as: here) else {
            throw SRUError(code, "the server redirects to another one, \(there.url); its URL may be the right one")
        }
        var message = message
        message.url = there.url
        if self.status == 303 {
            message.method = "GET"
            message.body = nil
            message.headers.removeAll { ["Content-Type", "SOAPAction"].contains($0.name) }
        }
        return message
    }
}
