import Federation
import TestSupport
import Testing

extension FrontTests {
    /// A client that does not wait for its answer.
    @Suite struct ClientGoneTests {
        /// Runs a gateway over a target that takes searches and never answers.
        private func withSilentTarget(
            _ speech: Fault.Speech,
            _ body: (RunningGateway, Journal) async throws -> Void
        ) async throws {
            // A library that notices at once when we go away: the one that answers searches too late looks up only then.
            let silent = try #require(Fault.all.first { $0.row == (speech == .sru ? 9 : 11) && $0.speech == speech })
            let journal = Journal()
            try await withFaultServer(silent, shelf: Shelf(target: "t", count: 10), journal: journal) { port in
                let access =
                    speech == .sru
                    ? "protocol: sru, url: 'http://127.0.0.1:\(port)/db'"
                    : "protocol: z3950, host: 127.0.0.1, port: \(port), database: Default, presentChunk: 4"
                let configuration = try Configuration.parse(
                    "server: {deadline: 30s}\ndatabases: {open: {targets: all}}\ntargets: [{id: t, \(access)}]"
                )
                try await withRunningGateway(configuration) { try await body($0, journal) }
            }
        }

        /// Waits until a target has been asked for what it never gives.
        ///
        /// Over SRU that is the search, over Z39.50 the records after the first four, which come with the search. A connection
        /// on which nothing is awaited would rightly be kept.
        private func waitForSilence(_ journal: Journal, _ speech: Fault.Speech) async throws {
            while await (speech == .sru ? journal.searches : journal.presents).isEmpty {
                try await Task.sleep(for: .milliseconds(5))
            }
        }

        /// How long the target's connection stays after the client has left.
        private func timeToLeave(
            _ speech: Fault.Speech,
            _ more: [String] = []
        ) async throws -> Duration {
            var time = Duration.seconds(60)
            try await self.withSilentTarget(speech) { gateway, journal in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get(FrontTests.search)
                    for path in more { try await client.get(path) }
                    try await self.waitForSilence(journal, speech)
                    #expect(await journal.open == 1)
                }
                let left = ContinuousClock.now
                while await journal.open > 0, ContinuousClock.now - left < .seconds(10) {
                    try await Task.sleep(for: .milliseconds(5))
                }
                time = try #require(await journal.lastClose) - left
                #expect(try await gateway.get("/healthz").status == 200)
            }
            return time
        }

        /// The shortest of three, because other tests may keep the machine busy; all must be far from the deadline.
        private func expectWithinASecond(_ speech: Fault.Speech, _ more: [String] = []) async throws {
            var shortest = Duration.seconds(60)
            for _ in 0..<3 where shortest >= .seconds(1) {
                let time = try await self.timeToLeave(speech, more)
                #expect(time < .seconds(10))
                shortest = min(shortest, time)
            }
            #expect(shortest < .seconds(1))
        }

        @Test(arguments: [Fault.Speech.z3950, .sru])
        func theTargetsAreLeftAloneWithinASecond(_ speech: Fault.Speech) async throws {
            try await self.expectWithinASecond(speech)
        }

        @Test func requestsThatWereSentAfterItDoNotHideThatTheClientLeft() async throws {
            try await self.expectWithinASecond(.z3950, ["/healthz", "/healthz"])
        }
    }
}
