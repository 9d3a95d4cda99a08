import CQL
import Federation
import TestSupport
import Testing

extension FaultTests {
    /// Targets that fail and come back, and what their failing costs.
    @Suite(.timeLimit(.minutes(5))) struct RecoveryTests {
        private static func search(_ federation: Federation, _ number: Int) async throws -> Page {
            let query = try query("dc.title = q\(number)")
            return try await federation.search(database: "all", query: query, count: 10, deadline: .now + .seconds(30))
        }

        private static func configuration(_ port: Int) throws -> Configuration {
            try Configuration.parse(
                """
                databases: {all: {targets: all}}
                targets: [{id: t, protocol: z3950, host: 127.0.0.1, port: \(port), database: Default, connectTimeout: 30s, timeout: 30s}]
                """
            )
        }

        @Test func aRepairedTargetIsBackWithinTenSecondsAndWasHardlyAskedMeanwhile() async throws {
            try await FaultTests.patiently { _ in
                let health = Health()
                let journal = Journal()
                let server = Fault.scripted("down at first") { session in
                    guard await health.isWell else { return }
                    try await session.serve()
                }
                return try await withFaultServer(server, shelf: Shelf(target: "t", count: 3), journal: journal) {
                    port in
                    try await withFederation(Self.configuration(port)) { federation in
                        var number = 0
                        var words: [String] = []
                        func ask() async throws -> Bool {
                            number += 1
                            let page = try await Self.search(federation, number)
                            words.append(page.targets[0].word)
                            try await Task.sleep(for: .milliseconds(100))
                            return page.targets[0].state == .ok
                        }
                        // Down long enough for a failed probe and a longer pause.
                        let began = ContinuousClock.now
                        while ContinuousClock.now - began < .seconds(9) { #expect(try await ask() == false) }
                        #expect(words.prefix(3).allSatisfy { $0 == "closed" })
                        #expect(federation.breakerStates.map(\.state) == ["open"])
                        var broken: [String] = []
                        // Each search that was let through costs at most two attempts; looks come every seven seconds.
                        let searches = words.count { $0 != "paused" }
                        let connections = await journal.connections
                        if searches > 5 || connections > 12 {
                            broken.append("\(searches) searches and \(connections) connections while it was down")
                        }
                        await health.repair()
                        let repaired = ContinuousClock.now
                        while try await ask() == false, ContinuousClock.now - repaired < .seconds(30) {}
                        let time = ContinuousClock.now - repaired
                        if time > .seconds(10) { broken.append("back after \(time)") }
                        #expect(federation.breakerStates.map(\.state) == ["closed"])
                        return broken
                    }
                }
            }
        }

        @Test func aTargetThatClosesEveryConnectionIsNotAskedTwiceForEverything() async throws {
            let journal = Journal()
            let server = Fault.scripted("closes every second search") { session in
                try await session.serveClosing(everyOther: true)
            }
            try await withFaultServer(server, shelf: Shelf(target: "t", count: 3), journal: journal) { port in
                try await withFederation(Self.configuration(port)) { federation in
                    for number in 1...100 { _ = try await Self.search(federation, number) }
                    let searches = await journal.searches
                    let all = searches.values.reduce(0, +)
                    // The budget: a tenth of the first tries, and three beside.
                    #expect(all <= 100 + 10 + 3)
                    #expect(searches.values.allSatisfy { $0 <= 2 })
                }
            }
        }

        private actor Health {
            private(set) var isWell = false
            func repair() { self.isWell = true }
        }
    }
}
