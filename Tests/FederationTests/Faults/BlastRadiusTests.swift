import CQL
import Federation
import Foundation
import TestSupport
import Testing

/// Many targets at once, some or all of them hostile.
@Suite(.serialized, .timeLimit(.minutes(3))) struct BlastRadiusTests {
    private static let count = 6

    /// Runs servers with these faults, and a federation over all of them.
    private func withTargets(
        _ faults: [Fault],
        timeout: Duration = .seconds(8),
        _ body: @escaping @Sendable (Federation) async throws -> Void
    ) async throws {
        var entries: [String] = []
        func next(_ rest: ArraySlice<Fault>) async throws {
            guard let fault = rest.first else {
                let text = "databases: {all: {targets: all}}\ntargets:\n" + entries.joined()
                return try await withFederation(Configuration.parse(text), body)
            }
            let id = "t\(entries.count)"
            let shelf = Shelf(target: id, count: Self.count)
            try await withFaultServer(fault, shelf: shelf, seed: UInt64(entries.count)) { port in
                let access =
                    fault.speech == .z3950
                    ? "protocol: z3950, host: 127.0.0.1, port: \(port), database: Default"
                    : "protocol: sru, url: 'http://127.0.0.1:\(port)/db'"
                entries.append(
                    "  - {id: \(id), timeout: \(timeout.wholeMilliseconds)ms, connectTimeout: 5s, \(access)}\n"
                )
                try await next(rest.dropFirst())
            }
        }
        try await next(faults[...])
    }

    private static func fault(_ row: Int, _ speech: Fault.Speech) -> Fault {
        Fault.all.first { $0.row == row && $0.speech == speech } ?? .soundZ3950
    }

    @Test func threeHostileTargetsOfTwentyCostNoHealthyAnswer() async throws {
        let hostile = [Self.fault(5, .z3950), Self.fault(20, .z3950), Self.fault(10, .sru)]
        let sound = (0..<17).map { $0 % 2 == 0 ? Fault.soundZ3950 : .soundSRU }
        try await self.withTargets(hostile + sound) { federation in
            for number in 1...3 {
                let page = try await federation.search(
                    database: "all",
                    query: query("dc.title = q\(number)"),
                    count: 200,
                    deadline: .now + .seconds(4)
                )
                let healthy = page.targets.dropFirst(3)
                #expect(healthy.allSatisfy { $0.state == .ok && $0.fetched == Self.count })
                #expect(page.targets.prefix(3).allSatisfy { $0.state != .ok })
            }
        }
    }

    /// Every target sends records of almost the largest size, beyond it, and floods.
    @Test func giantRecordsOfTwentyTargetsAtOnceStayWithinBounds() async throws {
        let count = Int(ProcessInfo.processInfo.environment["LIENTHONG_FAULT_GIANTS"] ?? "") ?? 6
        let kinds = [Fault.giants(of: 3 << 20), .giants(of: 5 << 20), Self.fault(20, .z3950), .giants(of: 20 << 20)]
        let before = Memory.resident()
        let peak = Memory.Peak()
        try await self.withTargets((0..<count).map { kinds[$0 % kinds.count] }, timeout: .seconds(40)) { federation in
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
        #expect(most - before < 512)
    }
}

/// How much memory the process holds.
enum Memory {
    /// Resident memory in MiB (proc(5)).
    static func resident() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4 / 1_024
    }

    /// The most that was held while somebody watched.
    actor Peak {
        private(set) var megabytes = 0

        func watch() async {
            while !Task.isCancelled {
                self.megabytes = max(self.megabytes, Memory.resident())
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
