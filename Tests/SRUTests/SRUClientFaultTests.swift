import NIOConcurrencyHelpers
import SRU
import TestSupport
import Testing

/// The client against servers that misbehave.
@Suite(.timeLimit(.minutes(1))) struct SRUClientFaultTests {
    private static let good = SearchRetrieveResponse(version: .v1_1, numberOfRecords: 5).serialized()

    private func outcome(
        _ port: Int,
        path: String = "/db",
        seconds: Double = 10,
        change: (inout SRUEndpoint) -> Void = { _ in }
    ) async throws -> Result<SearchRetrieveResponse, SRUError> {
        var endpoint = SRUEndpoint(url: "http://127.0.0.1:\(port)\(path)")
        change(&endpoint)
        let chosen = endpoint
        return try await withHTTPClient { httpClient in
            let client = SRUClient(endpoint: chosen, httpClient: httpClient)
            do throws(SRUError) {
                return .success(
                    try await client.searchRetrieve(
                        query: "a",
                        maximumRecords: 10,
                        deadline: .now + .seconds(seconds)
                    )
                )
            } catch {
                return .failure(error)
            }
        }
    }

    private func code(_ answer: [UInt8]?, seconds: Double = 10) async throws -> SRUError.Code? {
        try await withRawHTTPServer(answering: answer) { port in
            guard case .failure(let error) = try await self.outcome(port, seconds: seconds) else { return nil }
            return error.code
        }
    }

    @Test func goodAnswersAreReadToTheEndOfTheConnection() async throws {
        #expect(try await self.code(httpAnswer(Self.good)) == nil)
    }

    @Test func webPagesAndTruncatedAnswersAreToldApart() async throws {
        #expect(try await self.code(httpAnswer(Array("<html><title>Hi</title></html>".utf8))) == .notSRU)
        #expect(try await self.code(httpAnswer(Array(Self.good.dropLast(20)))) == .malformed)
        // The answer names more bytes than it has.
        let short = httpAnswer(Self.good, headers: "Content-Length: 100000\r\n")
        let found = try await self.code(short)
        #expect(found == .closed)
        #expect(try await self.code([]) == .closed)
        #expect(try await self.code(httpAnswer([])) == .notSRU)
    }

    @Test func aSilentServerIsGivenUpAtTheDeadline() async throws {
        let start = ContinuousClock.now
        #expect(try await self.code(nil, seconds: 0.3) == .timeout)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func aServerThatStopsInTheMiddleIsGivenUpAtTheDeadline() async throws {
        let part = Array("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<a>".utf8)
        try await withMisbehavingServer { peer in
            try await peer.send(part)
            try await peer.waitForClose()
        } _: { port in
            guard case .failure(let error) = try await self.outcome(port, seconds: 0.5) else {
                Issue.record("an answer")
                return
            }
            #expect([.timeout, .closed, .malformed].contains(error.code))
        }
    }

    @Test func aCancelledRequestEndsAtOnce() async throws {
        try await withRawHTTPServer(answering: nil) { port in
            let task = Task { try await self.outcome(port, seconds: 60) }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            let start = ContinuousClock.now
            guard case .failure(let error) = try await task.value else {
                Issue.record("an answer")
                return
            }
            #expect(error.code == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test func giantAnswersAreCutOff() async throws {
        let giant = [UInt8](repeating: 0x20, count: 3 << 20)
        for headers in ["", "Content-Length: \(giant.count)\r\n"] {
            try await withRawHTTPServer(answering: httpAnswer(giant, headers: headers)) { port in
                let outcome = try await self.outcome(port) { $0.maximumResponseBytes = 1 << 20 }
                guard case .failure(let error) = outcome else {
                    Issue.record("an answer")
                    return
                }
                #expect(error.code == .tooLarge)
            }
        }
    }

    @Test func statusesAreReportedUnlessTheBodyIsAnAnswer() async throws {
        let busy = httpAnswer([], status: "503 Service Unavailable", headers: "Retry-After: 30\r\n")
        #expect(try await self.code(busy) == .http(status: 503, retryAfter: 30))
        let fatal = SearchRetrieveResponse(fatal: SRUDiagnostic(66, details: "mods"), version: .v1_1).serialized()
        let refusal = httpAnswer(fatal, status: "400 Bad Request")
        #expect(try await self.code(refusal) == .diagnostic(SRUDiagnostic(66, details: "mods")))
    }

    @Test func redirectsAreFollowedOnTheSameServerOnly() async throws {
        let requests = NIOLockedValueBox<[String]>([])
        let script: @Sendable (String) -> [UInt8]? = { request in
            requests.withLockedValue { $0.append(String(request.prefix { $0 != "\r" })) }
            if request.hasPrefix("GET /old") {
                return httpAnswer([], status: "302 Found", headers: "Location: /new?query=a\r\n")
            }
            if request.hasPrefix("GET /away") {
                return httpAnswer([], status: "301 Moved Permanently", headers: "Location: http://example.org/sru\r\n")
            }
            if request.hasPrefix("GET /loop") {
                return httpAnswer([], status: "307 Temporary Redirect", headers: "Location: loop\r\n")
            }
            return httpAnswer(Self.good)
        }
        try await withRawHTTPServer(script) { port in
            #expect(try await self.outcome(port, path: "/old").get().numberOfRecords == 5)
            guard case .failure(let away) = try await self.outcome(port, path: "/away") else {
                Issue.record("followed to another server")
                return
            }
            #expect(away.code == .http(status: 301, retryAfter: nil))
            #expect(away.message.contains("example.org"))
            guard case .failure(let loop) = try await self.outcome(port, path: "/loop") else {
                Issue.record("an end of the loop")
                return
            }
            #expect(loop.message.contains("redirects"))
        }
        #expect(requests.withLockedValue { $0.filter { $0.contains("/loop") || $0.contains("loop") }.count } == 4)
    }

    @Test func credentialsAndNamesAreSent() async throws {
        let head = NIOLockedValueBox("")
        let script: @Sendable (String) -> [UInt8]? = { request in
            head.withLockedValue { $0 = request }
            return httpAnswer(Self.good)
        }
        try await withRawHTTPServer(script) { port in
            _ = try await self.outcome(port, path: "/db?x-collection=GGC") { endpoint in
                endpoint.authentication = .basic(user: "Aladdin", password: "open sesame")
                endpoint.userAgent = "lienthong/test"
                endpoint.extraParameters = SRUParameters([("x-more", "1")])
            }.get()
        }
        let request = head.withLockedValue { $0 }
        let parameters = "version=1.1&operation=searchRetrieve&query=a&startRecord=1&maximumRecords=10"
        #expect(request.hasPrefix("GET /db?x-collection=GGC&\(parameters)&x-more=1 HTTP/1.1\r\n"))
        #expect(request.contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"))
        #expect(request.contains("User-Agent: lienthong/test\r\n"))
    }

    @Test func refusedConnectionsUnknownHostsAndBadAddressesAreToldApart() async throws {
        let port = try freePort()
        guard case .failure(let refused) = try await self.outcome(port) else {
            Issue.record("an answer")
            return
        }
        #expect(refused.code == .refused)
        for (url, code) in [
            ("http://no-such-host.invalid/sru", SRUError.Code.dns), ("ftp://127.0.0.1/", .url), ("", .url),
            ("http://", .url),
        ] {
            guard case .failure(let error) = try await self.outcome(port, change: { $0.url = url }) else {
                Issue.record("an answer")
                return
            }
            #expect(error.code == code, "\(url): \(error)")
        }
        try await withMisbehavingServer { peer in
            try await peer.send(Array("SSH-2.0-nothing of TLS\r\n".utf8))
            try await peer.waitForClose()
        } _: { port in
            let outcome = try await self.outcome(port, change: { $0.url = "https://127.0.0.1:\(port)/" })
            guard case .failure(let error) = outcome else {
                Issue.record("an answer")
                return
            }
            #expect(error.code == .tls)
        }
    }
}
