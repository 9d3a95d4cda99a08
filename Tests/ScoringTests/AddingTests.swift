import MARC
import TestSupport
import Testing

@testable import Scoring

/// Records that are added now and worked out later.
struct AddingTests {
    @Test func whatIsAddedInBatchesAndWorkedOutOnceGivesTheSameClusters() {
        let records = contradictoryBooks(count: 60, seed: 3)
        var expected = Clustering()
        expected.insert(records)
        for seed in UInt64(1)...30 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            for batch in batches(records.shuffled(using: &random), using: &random) { clustering.add(batch) }
            clustering.update()
            #expect(shape(clustering.clusters) == shape(expected.clusters), "seed \(seed)")
            #expect(clustering.count == expected.count)
        }
    }

    @Test func whatIsAddedIsThereWhenClustersAreFrozen() {
        let records = contradictoryBooks(count: 40, seed: 4)
        var expected = Clustering()
        expected.insert(records)
        let order = expected.clusters.map(\.id)
        expected.freeze(order)
        var clustering = Clustering()
        for record in records { clustering.add([record]) }
        clustering.freeze(order)
        #expect(shape(clustering.frozen) == shape(expected.frozen))
        #expect(clustering.unfrozen.isEmpty)
    }

    @Test func theHashOfATextDoesNotDependOnHowItIsRead() {
        let text = Array("Truyện Kiều: Đoạn trường tân thanh / Nguyễn Du".utf8)
        for start in 0..<text.count {
            for end in start...text.count {
                var whole = StableHash(7)
                whole.combine(text[start...].prefix(3))
                whole.combine(text[start..<end])
                var single = StableHash(7)
                for byte in text[start...].prefix(3) { single.combine(byte) }
                for byte in text[start..<end] { single.combine(byte) }
                #expect(whole.finish() == single.finish())
            }
        }
    }
}
