import Federation
import MARC
import SRU
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// What readers get when some libraries do not answer.
    @Suite struct OutageTests {
        /// How much later than its deadline an answer may come on a busy machine.
        static let margin = Duration.milliseconds(1_500)

        /// A gateway over the seven, of which one is stopped behind SRU, one behind Z39.50, and one hangs.
        private func withThreeOut(
            patience: Duration? = nil,
            _ body: (RunningGateway) async throws -> Void
        ) async throws {
            let libraries = try await DemoLibraries.running()
            var configuration = try await Configuration.demo
            configuration.server.deadline = .seconds(3)
            try await withHangingServer { [configuration] port in
                var configuration = configuration
                configuration.move("qtr", toPort: port, timeout: patience)
                try await libraries.withStopped(["tha", "hue"]) {
                    try await withGateway(configuration, body)
                }
            }
        }

        @Test(arguments: SRUVersion.allCases)
        func theOtherLibrariesAnswerInTimeAndTheMissingAreNamed(_ version: SRUVersion) async throws {
            try await self.withThreeOut { gateway in
                let began = ContinuousClock.now
                let answer = try await gateway.search("dc.title = \"truyện kiều\"", version: version)
                #expect(ContinuousClock.now - began < .seconds(3) + Self.margin)
                #expect(answer.status == 200)
                let words = [
                    "nlv": "ok", "tha": "refused", "nan": "ok", "hti": "ok", "qbi": "ok", "qtr": "late",
                    "hue": "refused",
                ]
                #expect(try answer.words() == words)
                #expect(try Set(answer.records().flatMap(\.holders)) == ["nlv", "nan", "hti", "qbi"])
                #expect(try answer.diagnostics().isEmpty)
                #expect(!answer.text.contains("info:srw/diagnostic"))
                #expect(answer.text.contains("complete=\"false\""))
                let precision: ResultCountPrecision? = version == .v2_0 ? .minimum : nil
                #expect(try answer.response().resultCountPrecision == precision)
                if Schemas.areThere {
                    let schema = version == .v2_0 ? Schema.answer2 : Schema.answer1
                    try await expectValid(["outage": answer.bytes], schema.path)
                }
            }
        }

        @Test func aLibraryThatNeverAnswersKeepsOnlyTheFirstRequestWaiting() async throws {
            try await self.withThreeOut { gateway in
                let first = try await gateway.search("dc.title = \"truyện kiều\"")
                let began = ContinuousClock.now
                let second = try await gateway.search("dc.title = \"truyện kiều\"", ["startRecord": "2"])
                #expect(ContinuousClock.now - began < .seconds(2))
                #expect(try second.records().map(\.title) == first.records().dropFirst().map(\.title))
                #expect(try second.words()["qtr"] == "late")
            }
        }

        @Test func aLibraryThatIsGivenUpBeforeTheDeadlineIsNotWaitedForAnyLonger() async throws {
            try await self.withThreeOut(patience: .milliseconds(500)) { gateway in
                let began = ContinuousClock.now
                let answer = try await gateway.search("dc.title = \"truyện kiều\"")
                #expect(ContinuousClock.now - began < .seconds(3))
                #expect(try answer.words()["qtr"] == "initTimeout")
                #expect(try !answer.records().isEmpty)
            }
        }

        @Test func clientsThatDropAnswersWithDiagnosticsStillShowWhatThereIs() async throws {
            try await self.withThreeOut { gateway in
                let commands = ["connect \(gateway.url)", "search cql:dc.title=\"truyện kiều\"", "show 0 1", "quit"]
                let output = try await ended("zoomsh", commands).output
                #expect(output.contains("Truyện Kiều"), "\(output)")
                #expect(output.contains(/[1-9] hits/), "\(output)")
            }
        }

        @Test func aLibraryThatComesBackIsSearchedAgain() async throws {
            let libraries = try await DemoLibraries.running()
            try await withGateway(.demo) { gateway in
                try await libraries.withStopped(["nan"]) {
                    let words = try await gateway.search("dc.title = \"tắt đèn\"").words()
                    #expect(words["nan"] == "refused")
                }
                // Another query, because the same one would leave the library alone for a while.
                let answer = try await gateway.search("dc.title = \"truyện kiều\"")
                #expect(try answer.words()["nan"] == "ok")
                #expect(try answer.records().contains { $0.holders.contains("nan") })
            }
        }

        @Test func aLibraryThatStopsInTheMiddleCostsOnlyItsOwnRecords() async throws {
            let libraries = try await DemoLibraries.running()
            let query = "dc.title = \"lịch sử\""
            let complete = try await RunningGateway.shared.everything(query).flatMap(\.sources)
            var configuration = try await Configuration.demo
            configuration.server.resultSets.window = 10
            try await withGateway(configuration) { gateway in
                #expect(try await gateway.search(query).words().values.allSatisfy { $0 == "ok" })
                try await libraries.withStopped(["nlv"]) {
                    let records = try await gateway.everything(query, page: 20)
                    let numbers = records.compactMap(\.controlNumber)
                    #expect(Set(numbers).count == numbers.count)
                    let last = try await gateway.search(query, ["maximumRecords": "100"], version: .v2_0)
                    #expect(try ["closed", "refused"].contains(last.words()["nlv"]))
                    #expect(try last.response().resultCountPrecision == .estimate)
                    let sources = try await Set(gateway.everything(query, page: 20).flatMap(\.sources))
                    let others = complete.filter { !$0.hasPrefix("nlv") }
                    #expect(sources.isSuperset(of: others))
                    #expect(sources.count == others.count + 10)
                }
            }
        }

        @Test func aClientThatGoesAwayDisturbsNobody() async throws {
            try await withHangingServer { port in
                var configuration = try await Configuration.demo
                configuration.server.deadline = .seconds(3)
                configuration.move("qtr", toPort: port)
                try await withGateway(configuration) { gateway in
                    let query = "dc.title = \"truyện kiều\""
                    let impatient = try await ended(
                        "curl",
                        ["-sm", "0.2", gateway.url + "?query=dc.title%3Dki%E1%BB%81u"]
                    )
                    #expect(impatient.code == 28)
                    let answer = try await gateway.search(query)
                    #expect(try answer.words().filter { $0.value != "ok" } == ["qtr": "late"])
                    #expect(try answer.records().contains { $0.title.hasPrefix("Truyện Kiều") })
                }
            }
        }

        @Test(arguments: SRUVersion.allCases)
        func whenNoLibraryAnswersTheAnswerIsAnError(_ version: SRUVersion) async throws {
            var configuration = try await Configuration.demo
            let port = try freePort()
            for code in DemoLibraries.codes { configuration.move(code, toPort: port) }
            try await withGateway(configuration) { gateway in
                let answer = try await gateway.search("dc.title = \"truyện kiều\"", version: version)
                #expect(answer.status == 200)
                #expect(try answer.diagnostics() == [2])
                #expect(try answer.response().numberOfRecords == 0)
                #expect(try answer.response().records.isEmpty)
                #expect(try answer.words().values.allSatisfy { $0 == "refused" })
                for code in DemoLibraries.codes { #expect(answer.text.contains("\(code): refused")) }
            }
        }

        @Test func whenNoLibraryAnswersInTimeTheAnswerIsAnErrorAtTheDeadline() async throws {
            try await withHangingServer { port in
                var configuration = try await Configuration.demo
                configuration.server.deadline = .seconds(1)
                for code in DemoLibraries.codes { configuration.move(code, toPort: port) }
                try await withGateway(configuration) { gateway in
                    let began = ContinuousClock.now
                    let answer = try await gateway.search("dc.title = \"truyện kiều\"")
                    #expect(ContinuousClock.now - began < .seconds(1) + Self.margin)
                    #expect(try answer.diagnostics() == [2])
                    #expect(try answer.words().values.allSatisfy { $0 == "late" })
                }
            }
        }
    }
}

/// Runs a server that accepts connections and never says a word.
func withHangingServer(_ body: (Int) async throws -> Void) async throws {
    let script: @Sendable (inout MisbehavingServer.Peer) async throws -> Void = { try await $0.waitForClose() }
    try await withMisbehavingServer(script, body)
}

extension DemoLibraries {
    /// Stops libraries while `body` works, and starts them again.
    nonisolated func withStopped(_ codes: [String], _ body: () async throws -> Void) async throws {
        for code in codes { try await self.stop(code) }
        do {
            try await body()
        } catch {
            for code in codes { try await self.start(code) }
            throw error
        }
        for code in codes { try await self.start(code) }
    }
}
