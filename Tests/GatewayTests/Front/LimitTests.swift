import Foundation
import Testing

extension FrontTests {
    /// Requests that are too large or malformed: each has its status, and the connection ends cleanly.
    @Suite struct LimitTests {
        static let requests: [(String, Int)] = [
            ("POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413),
            ("POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
            ("POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nContent-Length: 8\r\n\r\nquery=a", 400),
            (
                "POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0\r\n\r\n", 400
            ),
            (
                "POST /sru/open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n"
                    + String(repeating: "a", count: 65_537) + "\r\n0\r\n\r\n", 413
            ),
            ("GET /\(String(repeating: "a", count: 32_768)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n", 431),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 101))\r\n", 431),
            ("GET /healthz HTTP/1.1\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: <script>\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: \(String(repeating: "a", count: 256))\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", 417),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
            ("GET /healthz\r\n\r\n", 400),
            ("\u{16}\u{3}\u{1}\u{0}\u{F5}\u{1}\u{0}\u{0}", 400),
            ("SSH-2.0-OpenSSH_9.2\r\n", 400),
        ]

        @Test(arguments: Self.requests)
        func aRequestThatIsTooMuchIsRefused(_ request: (text: String, status: Int)) async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    // The server may close before all of it is sent.
                    try? await client.send(request.text)
                    #expect(try await client.answer().status == request.status)
                    try await client.waitForClose()
                }
                #expect(try await gateway.get("/healthz").status == 200)
            }
        }

        @Test func aBodyOfTheLargestSizeIsTaken() async throws {
            try await FrontTests.withGateway { gateway in
                let query = "query=a&x-filler=" + String(repeating: "b", count: 65_536 - 17)
                let answer = try await gateway.post(
                    query,
                    type: "application/x-www-form-urlencoded",
                    path: "/sru/open"
                )
                #expect(answer.status == 200)
            }
        }

        @Test func theBodyOfARefusedRequestIsNotTakenForTheNextRequest() async throws {
            try await FrontTests.withGateway("rate: {perSecond: 0.001, burst: 1}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    let body = "GET /stolen HTTP/1.1\r\nHost: a\r\n\r\n"
                    let post = "POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    try await client.send(post + post + "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = try await client.answer()
                    #expect(try await client.answer().status == 429)
                    let last = try await client.answer()
                    #expect(last.status == 200)
                    #expect(last.text == "ok\n")
                }
            }
        }

        static let queries: [(String, Set<Int>)] = [
            (String(repeating: "a", count: 8_193), [12, 10]),
            (String(repeating: "(", count: 65) + "a" + String(repeating: ")", count: 65), [10, 13, 38]),
            (Array(repeating: "a", count: 1_000).joined(separator: " or "), [38, 37, 12]),
            ("*", [49]),
        ]

        @Test(arguments: Self.queries)
        func aQueryThatIsTooMuchIsRefusedWithoutWork(_ query: (text: String, diagnostics: Set<Int>)) async throws {
            try await FrontTests.withGateway { gateway in
                let path = "/sru/open?version=1.2&operation=searchRetrieve&query="
                let escaped = query.text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                var shortest = Duration.seconds(60)
                // On a busy machine most answers wait for a processor: what counts is the work.
                for attempt in 0..<50 where attempt < 5 || shortest >= .milliseconds(100) {
                    let began = ContinuousClock.now
                    let answer = try await gateway.get(path + escaped)
                    shortest = min(shortest, ContinuousClock.now - began)
                    #expect(answer.status == 200)
                    #expect(try query.diagnostics.contains(answer.diagnostics().first ?? 0), "\(answer.text)")
                    // The echo is never more than twice the input, beside the answer's own words.
                    #expect(answer.bytes.count < 2 * (path + escaped).utf8.count + 2_000)
                }
                #expect(shortest < .milliseconds(100))
            }
        }
    }
}
