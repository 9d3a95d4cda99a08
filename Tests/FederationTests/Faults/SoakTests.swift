import Federation
import Foundation
import MARC
import Scoring
import TestSupport
import Testing

extension FaultTests {
    /// Searches for many minutes with a tenth of the targets faulty: `scripts/soak` runs it.
    struct SoakTests {
        private static func number(_ name: String) -> Double? {
            ProcessInfo.processInfo.environment[name].flatMap { Double($0) }
        }
        static let minutes = Self.number("LIENTHONG_SOAK_MINUTES")

        @Test(.enabled(if: Self.minutes != nil, "scripts/soak runs it"), .timeLimit(.minutes(600)))
        func memoryAndDescriptorsStayFlat() async throws {
            ProcessMemory.prepare()
            let minutes = Self.minutes ?? 1
            let rate = Self.number("LIENTHONG_SOAK_RATE") ?? 10
            let sound = (0..<18).map { $0 % 2 == 0 ? Fault.soundZ3950 : .soundSRU }
            let faults = [Fault.changing(.z3950), .changing(.sru)] + sound
            let began = ContinuousClock.now
            try await FaultTests.withTargets(faults, records: 10, timeout: .seconds(4)) { federation in
                let samples = Samples()
                await withDiscardingTaskGroup { group in
                    var number = 0
                    var nextSample = began
                    // An open loop: a search begins when its time has come, whether those before it have ended or not.
                    while ContinuousClock.now - began < .seconds(60 * minutes) {
                        try? await Task.sleep(until: began + .seconds(Double(number) / rate), clock: .continuous)
                        number += 1
                        let word = "q\(number)"
                        group.addTask { await samples.search(federation, word) }
                        guard ContinuousClock.now >= nextSample else { continue }
                        await samples.take(at: ContinuousClock.now - began)
                        nextSample += .seconds(5)
                    }
                }
                print(await samples.summary(minutes: minutes))
                #expect(await samples.crossed == 0)
                #expect(await samples.missing == 0)
                #expect(await samples.descriptorsAreFlat)
            }
        }
    }

    /// What was seen while it ran.
    private actor Samples {
        /// What was seen at one moment; memory in MiB.
        private struct Sample {
            var hours: Double
            /// What the system counts.
            var resident: Double
            /// What the allocator has in use, and all pages that may be resident for it.
            var allocated: Double
            var pages: Double
            var descriptors: Int
        }

        private var samples: [Sample] = []
        private var searches = 0
        private(set) var crossed = 0
        private(set) var missing = 0
        private var latest = Duration.zero

        nonisolated func search(_ federation: Federation, _ word: String) async {
            let deadline = ContinuousClock.now + .seconds(5)
            guard let query = try? query("dc.title = \(word)"),
                let page = try? await federation.search(database: "all", query: query, count: 50, deadline: deadline)
            else { return await self.note(isCrossed: false, isMissing: true, overtime: .zero) }
            let overtime = ContinuousClock.now - deadline
            let titles = page.clusters.flatMap(\.members).compactMap { $0.record.first("245")?["a"] }
            let isCrossed = titles.contains { !$0.contains("về \(word) tại") && $0.contains(" về q") }
            let isMissing = page.targets.dropFirst(2).contains { $0.state != .ok || $0.fetched != 10 }
            await self.note(isCrossed: isCrossed, isMissing: isMissing, overtime: overtime)
        }

        private func note(isCrossed: Bool, isMissing: Bool, overtime: Duration) {
            self.searches += 1
            self.crossed += isCrossed ? 1 : 0
            self.missing += isMissing ? 1 : 0
            self.latest = max(self.latest, overtime)
        }

        func take(at time: Duration) {
            let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
            let sizes = ProcessMemory.sizes
            let sample = Sample(
                hours: time / .seconds(3_600),
                resident: Memory.kilobytes() / 1_024,
                allocated: Double(sizes.allocated) / 1_048_576,
                pages: Double(sizes.resident) / 1_048_576,
                descriptors: descriptors
            )
            self.samples.append(sample)
            guard self.samples.count % 12 == 1 else { return }
            print(
                """
                \(Int(time / .seconds(60))) min: \(Int(sample.resident)) MiB, allocated \(Int(sample.allocated)) of \(Int(sample.pages)); \
                \(descriptors) descriptors, \(self.searches) searches
                """
            )
        }

        /// What came after the first third, in which caches fill: ten minutes of thirty.
        private var settled: ArraySlice<Sample> {
            self.samples.dropFirst(self.samples.count / 3)
        }

        /// No more descriptors at the end than before, but for some connections.
        var descriptorsAreFlat: Bool {
            let counts = self.settled.map(\.descriptors)
            let half = counts.count / 2
            return (counts.suffix(half).max() ?? 0) <= (counts.prefix(half).max() ?? 0) + 40
        }

        /// The range of a kind of memory and its slope by least squares.
        private func course(_ memory: KeyPath<Sample, Double>) -> String {
            let count = Double(self.settled.count)
            let sizes = self.settled.map { $0[keyPath: memory] }
            let time = self.settled.map(\.hours).reduce(0, +) / count
            let size = sizes.reduce(0, +) / count
            let together = zip(self.settled, sizes).map { ($0.hours - time) * ($1 - size) }.reduce(0, +)
            let alone = self.settled.map { ($0.hours - time) * ($0.hours - time) }.reduce(0, +)
            let slope = alone > 0 ? together / alone : 0
            return
                "\(Int(sizes.min() ?? 0)) to \(Int(sizes.max() ?? 0)) MiB, slope \((slope * 10).rounded() / 10) MiB an hour"
        }

        func summary(minutes: Double) -> String {
            let counts = self.settled.map(\.descriptors)
            return """
                \(self.searches) searches in \(minutes) min; crossed answers \(self.crossed), sound targets missing \(self.missing), \
                latest answer \(max(0, self.latest.milliseconds)) ms after the deadline
                after the first third: \(counts.min() ?? 0) to \(counts.max() ?? 0) descriptors
                resident: \(self.course(\.resident))
                allocated: \(self.course(\.allocated))
                pages of the allocator, touched or not: \(self.course(\.pages))
                """
        }
    }
}
