import MARC
import Scoring
import TestSupport
import Testing

@Suite struct FreezingTests {
    @Test func aLateRecordJoinsItsFrozenClusterWhichKeepsIdAndPlace() {
        var clustering = Clustering()
        clustering.insert([
            book("a", "1", title: "Truyện Kiều", author: "Nguyễn Du", year: 2015),
            book("a", "2", title: "Chí Phèo", author: "Nam Cao", year: 2015),
        ])
        let ids = clustering.clusters.map(\.id).sorted(by: >)
        clustering.freeze(ids)
        #expect(clustering.unfrozen.isEmpty)
        // Twenty late copies: some fingerprint among them is smaller than those of the first record.
        for number in 0..<20 {
            clustering.insert([book("b\(number)", "9", title: "Truyện Kiều", author: "Nguyễn Du", year: 2015)])
        }
        #expect(clustering.frozen.map(\.id) == ids)
        #expect(clustering.clusters.map(\.id) == ids)
        #expect(clustering.frozen.map(\.members.count).sorted() == [1, 21])
        #expect(ids.allSatisfy { clustering.isFrozen($0) && clustering.cluster($0)?.id == $0 })
    }

    @Test func frozenClustersNeverBecomeOne() {
        var clustering = Clustering()
        // Two records that only a third shows to be one book.
        clustering.insert([
            book("a", "1", title: "Sống mòn", author: "Nam Cao", year: 2012, isbn: "9786041001374"),
            book("b", "2", title: "Đời thừa và Sống mòn", year: 2012, pages: 290, isbn: "9786041001442"),
        ])
        let ids = clustering.clusters.map(\.id)
        #expect(ids.count == 2)
        clustering.freeze([ids[1], ids[0]])
        clustering.insert([
            book("c", "3", title: "Sống mòn", author: "Nam Cao", year: 2012, pages: 290, isbn: "9786041001374") {
                $0.append("246", "3", " ", [("a", "Đời thừa và Sống mòn")])
                $0.append("020", " ", " ", [("a", "9786041001442")])
            }
        ])
        #expect(clustering.frozen.map(\.id) == [ids[1], ids[0]])
        #expect(clustering.count == 2)
        #expect(clustering.recordCount == 3)
    }

    @Test func aRecordThatFitsTwoFrozenClustersJoinsTheOneFrozenFirst() {
        for order in [[0, 1], [1, 0]] {
            var clustering = Clustering()
            clustering.insert([
                book("a", "1", title: "Sử ký", volume: "Tập 1", author: "Tư Mã Thiên", year: 2000, pages: 300),
                book("b", "2", title: "Sử ký", volume: "Tập 2", author: "Tư Mã Thiên", year: 2000, pages: 300),
            ])
            let ids = clustering.clusters.sorted { $0.targets.joined() < $1.targets.joined() }.map(\.id)
            #expect(ids.count == 2)
            clustering.freeze(order.map { ids[$0] })
            clustering.insert([book("c", "3", title: "Sử ký", author: "Tư Mã Thiên", year: 2000, pages: 300)])
            #expect(clustering.frozen.map(\.members.count) == [2, 1])
        }
    }

    @Test func afterFreezingTooTheClustersDoNotDependOnTheOrderOfArrival() {
        let records = contradictoryBooks(count: 60, seed: 11)
        let (early, late) = (Array(records.prefix(25)), Array(records.dropFirst(25)))
        var first = Clustering()
        first.insert(early)
        let order = Ranking([Ranking.Term(.any, "lịch sử")]).ordered(first.clusters).map(\.id).prefix(6)
        first.freeze(Array(order))
        let pages = first.frozen
        var expected: [String]?
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            for batch in batches(early.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            clustering.freeze(Array(order))
            for batch in batches(late.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            let found = shape(clustering.clusters)
            #expect(found == expected ?? found, "seed \(seed)")
            expected = expected ?? found
            // Pages stay, nothing is lost, nothing is there twice.
            #expect(clustering.frozen.map(\.id) == Array(order))
            for (before, after) in zip(pages, clustering.frozen) {
                #expect(before.members.allSatisfy { after.members.contains($0) })
            }
            #expect(clustering.clusters.reduce(0) { $0 + $1.members.count } == records.count)
            #expect(Set(clustering.clusters.map(\.id)).count == clustering.count)
        }
    }

    @Test func freezingTwiceOrWhatIsNotThereChangesNothing() {
        var clustering = Clustering()
        clustering.insert([book("a", "1", title: "Bão", year: 2001)])
        let ids = clustering.clusters.map(\.id)
        clustering.freeze(ids + ["nothing", "0000000000000"] + ids)
        #expect(clustering.frozen.map(\.id) == ids)
        #expect(clustering.cluster("nothing") == nil)
    }
}

@Suite struct RankedClustersTests {
    /// Pages as they were shown.
    private static func pages(_ clusters: inout RankedClusters, _ starts: [Int]) -> [[String]] {
        starts.map { start in
            clusters.freeze(upTo: start + 4)
            return clusters.page(start: start, count: 5).map(\.cluster.id)
        }
    }

    @Test func pagesClustersAndOrderDoNotDependOnTheOrderOfArrival() {
        let records = contradictoryBooks(count: 60, seed: 7)
        let (early, late) = (Array(records.prefix(35)), Array(records.dropFirst(35)))
        let ranking = Ranking([.init(.any, "lịch sử việt nam")], orderWeights: ["a": 1, "b": 0.5])
        var expected: [[String]]?
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            var clusters = RankedClusters(ranking)
            for batch in batches(early.shuffled(using: &random), using: &random) { clusters.add(batch) }
            let first = Self.pages(&clusters, [1])
            // The slow target's records come behind what was shown.
            for batch in batches(late.shuffled(using: &random), using: &random) { clusters.add(batch) }
            let all = first + Self.pages(&clusters, [6, 11, 16, 21])
            let again = Self.pages(&clusters, [1, 6])
            #expect(again == Array(all.prefix(2)), "what was shown has moved")
            let members = shape(clusters.all()).sorted()
            let found = all + [members]
            #expect(found == expected ?? found, "seed \(seed)")
            expected = expected ?? found
        }
    }

    @Test func whatIsSortedIsInTheOrderOfItsKeysWhateverArrivesFirst() {
        let records = contradictoryBooks(count: 50, seed: 9)
        let ranking = Ranking([.init(.any, "lịch sử")], sortKeys: [.init(.title), .init(.date, isAscending: false)])
        var clustering = Clustering()
        clustering.insert(records)
        let expected = ranking.ordered(clustering.clusters).map(\.id)
        for seed in UInt64(1)...30 {
            var random = SeededGenerator(seed: seed)
            var clusters = RankedClusters(ranking)
            for batch in batches(records.shuffled(using: &random), using: &random) { clusters.add(batch) }
            clusters.freeze(upTo: .max)
            #expect(clusters.page(start: 1, count: 1_000).map(\.cluster.id) == expected)
        }
    }
}
