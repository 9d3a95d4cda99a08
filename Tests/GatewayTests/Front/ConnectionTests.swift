import Testing

extension FrontTests {
    /// When a connection stays, and when and how it ends.
    @Suite struct ConnectionTests {
        @Test func aConnectionOfHTTP10StaysWhenTheClientAsksForThatAndIsTold() async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    for _ in 0..<3 {
                        try await client.send("GET /sru/open?query=a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                        let answer = try await client.answer()
                        #expect(answer.status == 200)
                        #expect(answer["connection"] == "keep-alive")
                        #expect(answer["content-length"] != nil)
                    }
                }
            }
        }

        @Test(
            arguments: [
                "GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: TE, close\r\n\r\n",
            ]
        )
        func otherwiseItEndsWithTheAnswer(_ request: String) async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.send(request)
                    let answer = try await client.answer()
                    #expect(answer.status == 200)
                    #expect(answer["connection"] == "close")
                    try await client.waitForClose()
                }
            }
        }

        @Test func requestsSentTogetherAreAnsweredInTheirOrder() async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    let paths = ["/healthz", "/sru/none?query=a", "/nothing", "/sru/open?query=b", "/healthz"]
                    let text = paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
                    try await client.send(text + "NONSENSE\r\n\r\n")
                    for status in [200, 404, 404, 200, 200, 400] { #expect(try await client.answer().status == status) }
                    try await client.waitForClose()
                }
            }
        }

        @Test func aThousandRequestsAtOnceThatAreRefusedAreAllAnswered() async throws {
            try await FrontTests.withGateway("rate: {perSecond: 0.001, burst: 1}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    let request = "GET \(FrontTests.search) HTTP/1.1\r\nHost: a\r\n\r\n"
                    try await client.send(String(repeating: request, count: 1_000))
                    #expect(try await client.answer().status == 200)
                    for _ in 1..<1_000 { #expect(try await client.answer().status == 429) }
                }
            }
        }

        @Test func whoHasClosedTheSendingHalfStillGetsItsAnswers() async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get(FrontTests.search)
                    try await client.get("/healthz")
                    client.finish()
                    #expect(try await client.answer().status == 200)
                    #expect(try await client.answer().text == "ok\n")
                    try await client.waitForClose()
                }
            }
        }

        @Test func aHeaderThatComesTooSlowlyEndsTheConnection() async throws {
            try await FrontTests.withGateway("limits: {headerTimeout: 300ms}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.send("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ")
                    for _ in 0..<2 {
                        try await Task.sleep(for: .milliseconds(50))
                        try await client.send("a")
                    }
                    #expect(try await client.answer().status == 408)
                    try await client.waitForClose()
                }
                // One that says nothing at all is not spoken to either.
                try await RawClient.connected(to: gateway.port) { try await $0.waitForClose() }
            }
        }

        @Test func aSecondHeaderIsMeasuredFromItsFirstOctet() async throws {
            try await FrontTests.withGateway("limits: {headerTimeout: 300ms, idleTimeout: 1h}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get("/healthz")
                    #expect(try await client.answer().status == 200)
                    try await client.send("GET /healthz HT")
                    #expect(try await client.answer().status == 408)
                }
            }
        }

        @Test func aConnectionWithoutRequestsEnds() async throws {
            try await FrontTests.withGateway("limits: {idleTimeout: 300ms}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get("/healthz")
                    #expect(try await client.answer().status == 200)
                    try await client.waitForClose()
                }
            }
        }

        @Test func aBodyThatComesTooSlowlyEndsTheConnection() async throws {
            try await FrontTests.withGateway("limits: {bodyTimeout: 300ms}") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.send("POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nquery")
                    try await client.waitForClose()
                }
            }
        }

        @Test func whoWaitsForLeaveToSendItsBodyGetsIt() async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    let head = "POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n"
                    try await client.send(head)
                    #expect(try await client.answer().status == 100)
                    try await client.send("query=a")
                    #expect(try await client.answer().status == 200)
                }
            }
        }

        @Test func tooManyConnectionsAreToldSoButMayAskForHealth() async throws {
            try await FrontTests.withGateway("limits: {connections: 1}") { gateway in
                try await RawClient.connected(to: gateway.port) { first in
                    try await first.get(FrontTests.search)
                    #expect(try await first.answer().status == 200)
                    try await RawClient.connected(to: gateway.port) { second in
                        try await second.get("/healthz")
                        #expect(try await second.answer().status == 200)
                        try await second.get(FrontTests.search)
                        let answer = try await second.answer()
                        #expect(answer.status == 503)
                        #expect(answer["retry-after"] == "5")
                        try await second.waitForClose()
                    }
                    try await first.get(FrontTests.search)
                    #expect(try await first.answer().status == 200)
                }
            }
        }

        @Test func oneClientCannotHaveAllConnections() async throws {
            try await FrontTests.withGateway("limits: {connectionsPerClient: 1}") { gateway in
                try await RawClient.connected(to: gateway.port) { first in
                    try await first.get("/healthz")
                    #expect(try await first.answer().status == 200)
                    try await RawClient.connected(to: gateway.port) { second in
                        try await second.get(FrontTests.search)
                        #expect(try await second.answer().status == 503)
                    }
                }
            }
        }
    }
}
