import MARC
import Scoring
import Testing

@Suite struct RankingTests {
    private static let records = [
        book("a", "exact", title: "Bão", year: 2001),
        book("a", "folded", title: "Báo", year: 2002),
        book("a", "in-title", title: "Phòng chống bão lũ", year: 2003),
        book("a", "author", title: "Thơ", author: "Nguyễn Bão", year: 2004),
        book("a", "elsewhere", title: "Khí tượng", year: 2005) { $0.append("650", " ", "7", [("a", "Bão")]) },
        book("a", "nowhere", title: "Toán", year: 2006),
    ]

    private static func order(_ records: [SourceRecord], _ ranking: Ranking) -> [String] {
        var clustering = Clustering()
        clustering.insert(records)
        return ranking.ordered(clustering.clusters).map { $0.members[0].record.controlNumber ?? "" }
    }

    @Test func betterAnswersComeFirstAndTheTonesAsTypedBeforeOthers() {
        let order = Self.order(Self.records, Ranking([.init(.any, "bão")]))
        #expect(order == ["exact", "folded", "in-title", "author", "elsewhere", "nowhere"])
    }

    @Test func aQueryWithoutTonesPrefersNoSpelling() {
        let order = Self.order(Self.records, Ranking([.init(.title, "BAO")]))
        #expect(Set(order.prefix(2)) == ["exact", "folded"])
    }

    @Test func wordsOfTitleAndAuthorMayBeMixed() {
        let records = [
            book("a", "1", title: "Kiều", author: "Nguyễn Du", year: 2001),
            book("a", "2", title: "Nguyễn Du", year: 2002) { $0.append("650", " ", "7", [("a", "Kiều")]) },
        ]
        #expect(Self.order(records, Ranking([.init(.any, "kiều nguyễn du")])) == ["1", "2"])
        #expect(Self.order(records, Ranking([.init(.title, "Kiều"), .init(.author, "Nguyễn, Du")])) == ["1", "2"])
    }

    @Test func whatMoreLibrariesHoldAndRankHigherComesFirst() {
        let records = [
            book("a", "low", title: "Toán 1", year: 2001, position: 1),
            book("a", "both", title: "Toán 2", year: 2001, position: 9),
            book("b", "both", title: "Toán 2", year: 2001, position: 9),
            book("b", "lower", title: "Toán 3", year: 2001, position: 2),
        ]
        #expect(Self.order(records, Ranking([.init(.any, "toán")])) == ["both", "low", "lower"])
    }

    @Test func theOrderDependsOnNothingButTheClusters() {
        var clustering = Clustering()
        clustering.insert(contradictoryBooks(count: 60, seed: 5))
        let ranking = Ranking([.init(.any, "lịch sử việt nam")])
        let clusters = clustering.clusters
        let expected = ranking.ordered(clusters).map(\.id)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 { #expect(ranking.ordered(clusters.shuffled(using: &random)).map(\.id) == expected) }
    }

    @Test func sortKeysComeBeforeRelevanceAndWhatHasNoneComesLast() {
        let records = [
            book("a", "1", title: "Chim", author: "Xuân", year: 2001), book("a", "2", title: "An", year: 2003),
            book("a", "3", title: "Đá", author: "Anh"),
        ]
        #expect(Self.order(records, Ranking([], sortKeys: [.init(.title)])) == ["2", "1", "3"])
        #expect(Self.order(records, Ranking([], sortKeys: [.init(.date, isAscending: false)])) == ["2", "1", "3"])
        #expect(Self.order(records, Ranking([], sortKeys: [.init(.author)])) == ["3", "1", "2"])
    }
}
