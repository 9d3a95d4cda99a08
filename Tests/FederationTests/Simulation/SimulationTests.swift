import Foundation
import Testing

/// Many seeded histories of the federation's logic on a virtual clock: `scripts/simulate` runs more of them.
@Suite(.serialized) struct SimulationTests {
    /// What came of many histories.
    private struct Total: Sendable {
        var histories = 0
        var fanOuts = 0
        /// The first seed that broke an invariant, and which.
        var broken: (seed: UInt64, violations: [String])?
    }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    /// Runs every `stride`-th seed from the first until there were so many fan-outs, or one broke an invariant.
    private static func total(from seed: UInt64, stride: UInt64, fanOuts: Int) async -> Total {
        var total = Total()
        var seed = seed
        while total.fanOuts < fanOuts, total.broken == nil {
            var simulation = Simulation(seed: seed)
            simulation.run()
            total.histories += 1
            total.fanOuts += simulation.fanOuts
            if !simulation.checks.violations.isEmpty { total.broken = (seed, simulation.checks.violations) }
            seed += stride
            if total.histories % 64 == 0 { await Task.yield() }
        }
        return total
    }

    @Test func noHistoryBreaksAnInvariant() async throws {
        if let seed = Self.number("LIENTHONG_SIMULATION_REPLAY") { return Self.replay(seed) }
        let wanted = Self.number("LIENTHONG_SIMULATION_RUNS") ?? 20_000
        let seed = Self.number("LIENTHONG_SIMULATION_SEED") ?? 1
        let began = ContinuousClock.now
        let totals = await withTaskGroup(of: Total.self) { group in
            for share in 0..<UInt64(2) {
                group.addTask { await Self.total(from: seed + share, stride: 2, fanOuts: Int(wanted + 1) / 2) }
            }
            return await group.reduce(into: [Total]()) { $0.append($1) }
        }
        let (histories, fanOuts) = totals.reduce((0, 0)) { ($0.0 + $1.histories, $0.1 + $1.fanOuts) }
        print(
            "\(fanOuts) simulated fan-outs in \(histories) histories from seed \(seed), \(ContinuousClock.now - began)"
        )
        for (seed, violations) in totals.compactMap(\.broken) {
            Issue.record("scripts/simulate --replay \(seed): \(violations)")
            Self.replay(seed)
        }
    }

    /// Prints what happens in one history.
    private static func replay(_ seed: UInt64) {
        var simulation = Simulation(seed: seed, isTraced: true)
        simulation.run()
        for line in simulation.trace ?? [] { print(line) }
        print(simulation.checks.violations.isEmpty ? "no invariant is broken" : "\(simulation.checks.violations)")
    }

    @Test func theSameSeedIsTheSameHistory() {
        for seed in 1...UInt64(20) {
            var first = Simulation(seed: seed, isTraced: true)
            var second = Simulation(seed: seed, isTraced: true)
            first.run()
            second.run()
            #expect(first.trace == second.trace)
            #expect(first.digest == second.digest)
        }
    }

    @Test(arguments: Simulation.Mutation.allCases)
    func aFaultOfOurOwnIsFound(mutation: Simulation.Mutation) {
        let isFound = (1...UInt64(300)).contains { seed in
            var simulation = Simulation(seed: seed, mutation: mutation)
            simulation.run()
            return !simulation.checks.violations.isEmpty
        }
        #expect(isFound)
    }
}
