import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// The fault matrix over real sockets: `scripts/faults` runs it in many rounds and prints the table.
    @Suite(.serialized) struct FaultMatrixTests {
        /// What the environment asks for; a plain test run makes two rounds and is patient with a busy machine.
        private struct Plan {
            var rounds = Self.number("LIENTHONG_FAULT_ROUNDS") ?? 2
            var seed = UInt64(Self.number("LIENTHONG_FAULT_SEED") ?? 1)
            var pace = Double(Self.text("LIENTHONG_FAULT_PACE") ?? "") ?? 1
            /// How often a trial that broke a promise is tried again, each time with twice the time.
            var repeats = Self.number("LIENTHONG_FAULT_REPEATS") ?? 3
            var width = Self.number("LIENTHONG_FAULT_WIDTH") ?? 6
            var tolerance = Duration.milliseconds(Int64(Self.number("LIENTHONG_FAULT_TOLERANCE") ?? 1_500))
            var isTablePrinted = Self.text("LIENTHONG_FAULT_ROUNDS") != nil
            var rows = Set((Self.text("LIENTHONG_FAULT_ROWS") ?? "").split(separator: ",").compactMap { Int($0) })

            private static func text(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
            private static func number(_ name: String) -> Int? { Self.text(name).flatMap { Int($0) } }
        }

        @Test func noFaultOfATargetHurtsTheSearch() async throws {
            let plan = Plan()
            let contracts = FaultContract.all.filter { plan.rows.isEmpty || plan.rows.contains($0.row) }
            let table = try await Self.table(plan, contracts)
            #expect(table.crossed == 0)
            #expect(table.silentZeros == 0)
            #expect(table.soundShare == 1)
        }

        /// The target's own time-out is far behind the deadline here, so that only the deadline ends the waiting.
        @Test func noTargetHoldsAnAnswerBeyondItsDeadline() async throws {
            let plan = Plan()
            let stalling = FaultContract.all.filter {
                [3, 5, 7, 9, 10, 11, 12, 20, 48].contains($0.row) && (plan.rows.isEmpty || plan.rows.contains($0.row))
            }
            let contracts = stalling.map { contract in
                var contract = contract
                contract.seconds = (30, 1)
                contract.words.insert("late")
                (contract.hits, contract.readable) = (nil, nil)
                return contract
            }
            let table = try await Self.table(plan, contracts)
            #expect(table.outcomes.joined().contains { $0.word == "late" })
        }

        /// Tries all contracts beside two sound servers, prints the table if that is wished, and records broken promises.
        private static func table(_ plan: Plan, _ contracts: [FaultContract]) async throws -> FaultTable {
            let soundA = Shelf(target: "sound-a", count: FaultTrial.soundCount)
            let soundB = Shelf(target: "sound-b", count: FaultTrial.soundCount)
            let outcomes = try await withFaultServer(.soundZ3950, shelf: soundA) { z3950 in
                try await withFaultServer(.soundSRU, shelf: soundB) { sru in
                    await Self.run(plan, contracts, (z3950, sru))
                }
            }
            let table = FaultTable(contracts: contracts, outcomes: outcomes)
            if plan.isTablePrinted { print(table.text) }
            for problem in table.problems { Issue.record("\(problem)") }
            return table
        }

        /// All contracts in all rounds, so many at a time, in an order that the seed decides.
        private static func run(
            _ plan: Plan,
            _ contracts: [FaultContract],
            _ sound: (z3950: Int, sru: Int)
        ) async -> [[FaultTrial.Outcome]] {
            var generator = SeededGenerator(seed: plan.seed)
            var trials: [(index: Int, trial: FaultTrial)] = []
            for round in 0..<plan.rounds {
                for (index, contract) in contracts.enumerated() {
                    let seed = (generator.next() >> 8) / 60 * 60 + UInt64((round + Int(plan.seed)) % 60)
                    trials.append(
                        (
                            index,
                            FaultTrial(
                                contract: contract,
                                seed: seed,
                                sound: sound,
                                tolerance: plan.tolerance,
                                pace: plan.pace
                            )
                        )
                    )
                }
            }
            trials.shuffle(using: &generator)
            return await withTaskGroup(of: (Int, FaultTrial.Outcome).self) { group in
                var outcomes = [[FaultTrial.Outcome]](repeating: [], count: contracts.count)
                var waiting = trials.makeIterator()
                for _ in 0..<plan.width {
                    if let (index, trial) = waiting.next() {
                        group.addTask { (index, await Self.outcome(trial, plan.repeats)) }
                    }
                }
                for await (index, outcome) in group {
                    outcomes[index].append(outcome)
                    if let (index, trial) = waiting.next() {
                        group.addTask { (index, await Self.outcome(trial, plan.repeats)) }
                    }
                }
                return outcomes
            }
        }

        /// The outcome of a trial; when a promise was broken, that of another one at half the speed.
        ///
        /// A record in the wrong answer, or none where there should be some, is wrong at any speed.
        private static func outcome(_ trial: FaultTrial, _ repeats: Int) async -> FaultTrial.Outcome {
            var trial = trial
            var outcome = await trial.run()
            var number = 0
            while number < repeats, !outcome.problems.isEmpty, outcome.crossed == 0, outcome.silentZeros == 0 {
                number += 1
                trial.pace *= 2
                outcome = await trial.run()
                outcome.repeats = number
            }
            return outcome
        }
    }
}
