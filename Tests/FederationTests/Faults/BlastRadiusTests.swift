import CQL
import Federation
import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Many targets at once, some or all of them hostile.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct BlastRadiusTests {
        private static let count = 6

        private static func fault(_ row: Int, _ speech: Fault.Speech) -> Fault {
            Fault.all.first { $0.row == row && $0.speech == speech } ?? .soundZ3950
        }

        @Test func threeHostileTargetsOfTwentyCostNoHealthyAnswer() async throws {
            let hostile = [Self.fault(5, .z3950), Self.fault(20, .z3950), Self.fault(10, .sru)]
            let sound = (0..<17).map { $0 % 2 == 0 ? Fault.soundZ3950 : .soundSRU }
            try await FaultTests.patiently { pace in
                try await FaultTests.withTargets(hostile + sound, records: Self.count, timeout: .seconds(8 * pace)) {
                    federation in
                    var broken: [String] = []
                    for number in 1...3 {
                        let page = try await federation.search(
                            database: "all",
                            query: query("dc.title = q\(number)"),
                            count: 200,
                            deadline: .now + .seconds(3 * pace)
                        )
                        #expect(page.targets.prefix(3).allSatisfy { $0.state != .ok })
                        for target in page.targets.dropFirst(3)
                        where target.state != .ok || target.fetched != Self.count {
                            broken.append("\(target.id), which is sound: \(target.description)")
                        }
                    }
                    return broken
                }
            }
        }

        /// Every target sends records of almost the largest size, beyond it, and floods.
        @Test func giantRecordsOfTwentyTargetsAtOnceStayWithinBounds() async throws {
            let count = Int(ProcessInfo.processInfo.environment["LIENTHONG_FAULT_GIANTS"] ?? "") ?? 6
            let kinds = [
                Fault.giants(of: 3 << 20), .giants(of: 5 << 20), Self.fault(20, .z3950), .giants(of: 20 << 20),
            ]
            ProcessMemory.prepare()
            let before = Memory.resident()
            let peak = Memory.Peak()
            try await FaultTests.withTargets(
                (0..<count).map { kinds[$0 % kinds.count] },
                records: Self.count,
                timeout: .seconds(40)
            ) { federation in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await peak.watch() }
                    defer { group.cancelAll() }
                    for number in 1...2 {
                        let page = try await federation.search(
                            database: "all",
                            query: query("dc.title = q\(number)"),
                            count: 100,
                            deadline: .now + .seconds(45)
                        )
                        #expect(page.targets.count == count)
                        #expect(page.targets.allSatisfy { $0.state != .ok || $0.hits == Self.count })
                    }
                }
            }
            let most = await peak.megabytes
            print("\(count) targets with giant records: \(before) MiB before, \(most) MiB at most")
            // Alone, the whole process has to stay below; behind other tests, what it needs beside them.
            #expect(most - (count > 6 ? 0 : before) < 512)
        }
    }
}
