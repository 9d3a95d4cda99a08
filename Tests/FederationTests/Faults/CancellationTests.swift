import CQL
import Federation
import Scoring
import TestSupport
import Testing

extension FaultTests {
    /// What becomes of a target's connection when nobody waits any more.
    @Suite(.timeLimit(.minutes(5))) struct CancellationTests {
        /// Runs a federation of one target that takes a search and never answers.
        private func withSilentTarget<Value: Sendable>(
            _ speech: Fault.Speech,
            _ body: @escaping @Sendable (Federation, Journal) async throws -> Value
        ) async throws -> Value {
            let silent = try #require(Fault.all.first { $0.row == (speech == .sru ? 9 : 11) && $0.speech == speech })
            let journal = Journal()
            return try await withFaultServer(silent, shelf: Shelf(target: "t", count: 10), journal: journal) { port in
                let access =
                    speech == .sru
                    ? "protocol: sru, url: 'http://127.0.0.1:\(port)/db'"
                    : "protocol: z3950, host: 127.0.0.1, port: \(port), database: Default, presentChunk: 4"
                let configuration = try Configuration.parse(
                    "databases: {all: {targets: all}}\ntargets: [{id: t, connectTimeout: 30s, \(access)}]"
                )
                return try await withFederation(configuration) { try await body($0, journal) }
            }
        }

        private func search(_ federation: Federation, within time: Duration) async throws -> Page {
            let query = try query("dc.title = q1")
            return try await federation.search(database: "all", query: query, count: 10, deadline: .now + time)
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

        @Test(arguments: Fault.Speech.all)
        func aSearchThatNobodyWaitsForEndsAtTheTargetWithinASecond(speech: Fault.Speech) async throws {
            try await FaultTests.patiently { _ in
                try await self.withSilentTarget(speech) { federation, journal in
                    let request = Task { try await self.search(federation, within: .seconds(60)) }
                    try await self.waitForSilence(journal, speech)
                    let cancelled = ContinuousClock.now
                    request.cancel()
                    while await journal.open > 0, ContinuousClock.now - cancelled < .seconds(10) {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    _ = try await request.value
                    guard let closed = await journal.lastClose else { return ["not closed at all"] }
                    return closed - cancelled < .seconds(1) ? [] : ["closed after \(closed - cancelled)"]
                }
            }
        }

        @Test(arguments: Fault.Speech.all)
        func aSearchThatSomebodyElseWaitsForGoesOn(speech: Fault.Speech) async throws {
            try await self.withSilentTarget(speech) { federation, journal in
                let patient = Task { try await self.search(federation, within: .seconds(2)) }
                try await self.waitForSilence(journal, speech)
                let hasty = Task { try await self.search(federation, within: .seconds(30)) }
                try await Task.sleep(for: .milliseconds(100))
                hasty.cancel()
                _ = try await hasty.value
                let page = try await patient.value
                // Nobody waits now, but it only missed a deadline: late, and not lost.
                #expect(page.targets.map(\.state) == [.late])
                #expect(await journal.open == 1)
            }
        }

        @Test func aSearchThatWasGivenUpBeginsAnewForTheNextReader() async throws {
            try await withFaultServer(.soundZ3950, shelf: Shelf(target: "t", count: 10)) { port in
                let access = "protocol: z3950, host: 127.0.0.1, port: \(port), database: Default"
                let configuration = try Configuration.parse(
                    "databases: {all: {targets: all}}\ntargets: [{id: t, connectTimeout: 30s, \(access)}]"
                )
                try await withFederation(configuration) { federation in
                    for _ in 0..<20 {
                        let request = Task { try await self.search(federation, within: .seconds(30)) }
                        await Task.yield()
                        request.cancel()
                        _ = try await request.value
                    }
                    let page = try await self.search(federation, within: .seconds(30))
                    #expect(page.targets.map(\.state) == [.ok])
                    #expect(page.clusters.flatMap(\.members).count == 10)
                }
            }
        }
    }
}
