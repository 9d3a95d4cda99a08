import TestSupport
import Testing

extension FrontTests {
    /// What happens when there is more to do than can be done.
    @Suite struct SheddingTests {
        /// Runs a gateway whose one target is silent for as long as `body` runs.
        private func withBusyGateway(
            _ traffic: String,
            _ body: (RunningGateway, AsyncStream<Void>) async throws -> Void
        ) async throws {
            let (asked, ask) = AsyncStream<Void>.makeStream()
            let script: @Sendable (inout MisbehavingServer.Peer) async throws -> Void = { peer in
                ask.yield()
                try await peer.waitForClose()
            }
            try await withMisbehavingServer(script) { port in
                try await FrontTests.withGateway("deadline: 30s, traffic: {\(traffic)}", target: port) { gateway in
                    try await body(gateway, asked)
                }
            }
        }

        @Test func whatHasNoPlaceIsRefusedAtOnceAndHealthIsNot() async throws {
            try await self.withBusyGateway("concurrent: 1, queue: 0, machineQueue: 0") { gateway, asked in
                try await RawClient.connected(to: gateway.port) { first in
                    try await first.get(FrontTests.search)
                    _ = await asked.first { _ in true }
                    try await RawClient.connected(to: gateway.port) { second in
                        var shortest = Duration.seconds(60)
                        // On a busy machine most answers wait for a processor: what counts is the work.
                        for attempt in 0..<100 where attempt < 10 || shortest >= .milliseconds(20) {
                            let began = ContinuousClock.now
                            try await second.get("/sru/open?query=b")
                            let answer = try await second.answer()
                            shortest = min(shortest, ContinuousClock.now - began)
                            #expect(answer.status == 503)
                            #expect(answer["retry-after"] == "1")
                            #expect(answer.text.contains("info:srw/diagnostic/1/2"))
                        }
                        #expect(shortest < .milliseconds(20))
                        try await second.get("/sru/open?query=b", "User-Agent: examplebot/1.0\r\n")
                        #expect(try await second.answer()["retry-after"] == "5")
                        try await second.get("/healthz")
                        #expect(try await second.answer().status == 200)
                    }
                }
                // The place of a client that left is free again.
                try await RawClient.connected(to: gateway.port) { third in
                    try await third.get("/sru/none?query=c")
                    var answer = try await third.answer()
                    while answer.status == 503 {
                        try await Task.sleep(for: .milliseconds(10))
                        try await third.get("/sru/none?query=c")
                        answer = try await third.answer()
                    }
                    #expect(answer.status == 404)
                }
            }
        }

        @Test func whatMayWaitIsServedWhenItsTurnComes() async throws {
            try await self.withBusyGateway("concurrent: 1, patience: 30s") { gateway, asked in
                try await RawClient.connected(to: gateway.port) { waiting in
                    try await RawClient.connected(to: gateway.port) { first in
                        try await first.get(FrontTests.search)
                        _ = await asked.first { _ in true }
                        try await waiting.get("/sru/none?query=b")
                        try await waiting.get("/healthz")
                        // The health of another connection shows that this one's request has been seen.
                        #expect(try await gateway.get("/healthz").status == 200)
                    }
                    #expect(try await waiting.answer().status == 404)
                    #expect(try await waiting.answer().text == "ok\n")
                }
            }
        }

        @Test func whoWaitsTooLongIsRefused() async throws {
            try await self.withBusyGateway("concurrent: 1, patience: 100ms") { gateway, asked in
                try await RawClient.connected(to: gateway.port) { first in
                    try await first.get(FrontTests.search)
                    _ = await asked.first { _ in true }
                    try await RawClient.connected(to: gateway.port) { second in
                        let body = "query=b"
                        let head = "POST /sru/open HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                        try await second.send(head + body)
                        #expect(try await second.answer().status == 503)
                        try await second.get("/healthz")
                        #expect(try await second.answer().status == 200)
                    }
                }
            }
        }

        @Test func programsLeaveRoomForPeople() async throws {
            try await self.withBusyGateway("concurrent: 2, machineConcurrent: 1, machineQueue: 0") { gateway, asked in
                try await RawClient.connected(to: gateway.port) { program in
                    try await program.get("/sru/open?query=a&maximumRecords=100")
                    _ = await asked.first { _ in true }
                    try await RawClient.connected(to: gateway.port) { another in
                        try await another.get("/sru/open?query=b", "Priority: u=6\r\n")
                        #expect(try await another.answer().status == 503)
                        try await another.get("/sru/none?query=b")
                        #expect(try await another.answer().status == 404)
                    }
                }
            }
        }
    }
}
