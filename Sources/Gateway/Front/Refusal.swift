import NIOConcurrencyHelpers
import NIOHTTP1
import SRU

/// Why a request is not answered, and how that is said.
struct Refusal: Error, Sendable, Hashable {
    /// The kind; its name is what metrics count by.
    enum Reason: String, Sendable, Hashable, CaseIterable {
        case malformed, urlTooLong, headerTooLarge, bodyTooLarge, expectation, timedOut
        case unknownKey, noKey, forbidden, rate, busy, connections
    }

    var reason: Reason
    /// The status code of HTTP.
    var status: Int
    /// What is wrong, and what to do.
    var message: String
    /// After how many seconds to come again, if ever.
    var retryAfter: Int?
    /// Whether the connection ends, because what comes next on it cannot be told from the rest of this.
    var endsConnection = false

    static func malformed(_ message: String) -> Refusal {
        Refusal(reason: .malformed, status: 400, message: message, endsConnection: true)
    }

    static func urlTooLong(_ limit: Int) -> Refusal {
        let message = "the URL is longer than \(limit) bytes; send long queries by POST"
        return Refusal(reason: .urlTooLong, status: 414, message: message, endsConnection: true)
    }

    static let headerTooLarge = Refusal(
        reason: .headerTooLarge,
        status: 431,
        message: "the header fields are too large or too many",
        endsConnection: true
    )

    static func bodyTooLarge(_ limit: Int) -> Refusal {
        let message = "the body is larger than \(limit) bytes"
        return Refusal(reason: .bodyTooLarge, status: 413, message: message, endsConnection: true)
    }

    static let expectation = Refusal(
        reason: .expectation,
        status: 417,
        message: "the only expectation that is met is 100-continue",
        endsConnection: true
    )
    static let timedOut = Refusal(
        reason: .timedOut,
        status: 408,
        message: "the request did not come in time",
        endsConnection: true
    )
    static let unknownKey = Refusal(reason: .unknownKey, status: 401, message: "this key is not known here")
    static let noKey = Refusal(
        reason: .noKey,
        status: 401,
        message: "this database needs a key: send it as X-API-Key, as Authorization: Bearer, or as a password"
    )
    static let forbiddenKey = Refusal(reason: .forbidden, status: 403, message: "this key does not open this database")
    static let forbiddenAddress = Refusal(
        reason: .forbidden,
        status: 403,
        message: "this database is not open to your network"
    )
    static let busy = Refusal(
        reason: .busy,
        status: 503,
        message: "too many searches are under way; try again in a moment",
        retryAfter: 1
    )
    static let machineBusy = Refusal(
        reason: .busy,
        status: 503,
        message: "too many programs are searching; try again in a moment",
        retryAfter: 5
    )
    static let tooManyConnections = Refusal(
        reason: .connections,
        status: 503,
        message: "too many connections",
        retryAfter: 5,
        endsConnection: true
    )

    static func rate(_ wait: Duration) -> Refusal {
        Refusal(
            reason: .rate,
            status: 429,
            message: "too many requests from you; slow down",
            retryAfter: max(1, Int((wait / .seconds(1)).rounded(.up)))
        )
    }

    /// The fields that belong to this refusal alone.
    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if let retryAfter { fields.append(("Retry-After", String(retryAfter))) }
        if self.status == 401 {
            fields.append(("WWW-Authenticate", "Basic realm=\"lienthong\", charset=\"UTF-8\""))
            fields.append(("WWW-Authenticate", "Bearer realm=\"lienthong\""))
        }
        return fields
    }

    /// The diagnostic that says it in SRU: 3 for who may not, 2 for not now; nil where no SRU client would look for one.
    var diagnostic: SRUDiagnostic? {
        switch self.status {
        case 401, 403: SRUDiagnostic(3, details: self.message)
        case 429, 503: SRUDiagnostic(2, details: self.message)
        default: nil
        }
    }

    /// The whole answer to a request to that URL: an SRU answer for SRU's, plain text for others.
    func answer(uri: String) -> (head: HTTPResponseHead, body: [UInt8]) {
        var type = "text/plain; charset=utf-8"
        var text = Array("\(self.message)\n".utf8)
        if uri.hasPrefix("/sru/"), let diagnostic {
            type = "text/xml; charset=utf-8"
            text = Self.text(diagnostic, Self.version(uri))
        }
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: self.status))
        head.headers.add(name: "Content-Type", value: type)
        head.headers.add(name: "Content-Length", value: String(text.count))
        for (name, value) in self.fields { head.headers.add(name: name, value: value) }
        head.headers.add(name: "Date", value: HTTPDate.now)
        head.headers.add(name: "Server", value: "lienthong")
        return (head, text)
    }

    /// The SRU answers that were made; there are few of them, because neither clients nor limits have a word in them.
    private static let texts = NIOLockedValueBox<[SRUVersion: [SRUDiagnostic: [UInt8]]]>([:])

    /// The SRU answer of that version with the diagnostic, made once: refusing has to cost less than the request would.
    private static func text(_ diagnostic: SRUDiagnostic, _ version: SRUVersion) -> [UInt8] {
        self.texts.withLockedValue { texts in
            if let known = texts[version]?[diagnostic] { return known }
            let text = SearchRetrieveResponse(fatal: diagnostic, version: version).serialized()
            texts[version, default: [:]][diagnostic] = text
            return text
        }
    }

    /// The version that a URL asks for, without looking at it closely.
    private static func version(_ uri: String) -> SRUVersion {
        if let pinned = SRUVersion.allCases.first(where: { uri.hasPrefix("/sru/\($0.rawValue)/") }) { return pinned }
        let parameters = RequestChecks.parameters(uri)
        if parameters.contains(where: { $0.elementsEqual("version=1.1".utf8) }) { return .v1_1 }
        let saysOld = parameters.contains { $0.starts(with: "version=".utf8) || $0.starts(with: "operation=".utf8) }
        return saysOld ? .v1_2 : .v2_0
    }
}
