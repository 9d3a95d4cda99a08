import MARC
import Scoring
import TestSupport
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

    @Test func betterAnswersComeFirstAndTheWordAsTypedBeforeAnotherWord() {
        let order = Self.order(Self.records, Ranking([.init(.any, "bão")]))
        // "Báo" is another word: behind storms in titles and names, before what only the subjects say.
        #expect(order == ["exact", "in-title", "author", "folded", "elsewhere", "nowhere"])
    }

    @Test func theSpellingAsTypedComesFirstThenTheUnmarkedThenAnother() {
        let records = [
            book("a", "other", title: "Lịch sư huyện Gio Lình", year: 2001),
            book("a", "typed", title: "LỊCH SỬ HUYỆN GIO LINH", year: 2002),
            book("a", "unmarked", title: "LICH SU HUYEN GIO LINH", year: 2003),
        ]
        let order = Self.order(records, Ranking([.init(.title, "lịch sử huyện gio linh")]))
        #expect(order == ["typed", "unmarked", "other"])
    }

    @Test func theWholeTitleComesBeforeATitleThatHasTheWordsOften() {
        let records = [
            book("a", "often", title: "Kiều, Kiều và Kiều", subtitle: "Truyện Kiều, Truyện Kiều", year: 2001),
            book("a", "whole", title: "Truyện Kiều", subtitle: "Đoạn trường tân thanh", year: 2002),
        ]
        #expect(Self.order(records, Ranking([.init(.any, "truyện kiều")])) == ["whole", "often"])
    }

    @Test func aRecordThatHasTheNumberComesFirst() {
        let records = [
            book("a", "1", title: "Số 9786045700396", year: 2001),
            book("a", "2", title: "Truyện Kiều", year: 2002, isbn: "604-57-0039-2"),
        ]
        #expect(Self.order(records, Ranking([.init(.any, "9786045700396")])) == ["2", "1"])
        #expect(Self.order(records, Ranking([.init(.identifier, "978-604-57-0039-6")])) == ["2", "1"])
    }

    @Test func theOrderOfATargetCountsAsFarAsItMeansRelevance() {
        let records = [
            book("date", "1", title: "Toán 1", year: 2001, position: 1),
            book("relevance", "2", title: "Toán 2", year: 2001, position: 3),
            book("unknown", "3", title: "Toán 3", year: 2001, position: 1),
        ]
        let ranking = Ranking([.init(.title, "toán")], orderWeights: ["date": 0, "relevance": 1])
        #expect(Self.order(records, ranking) == ["2", "3", "1"])
    }

    @Test func whatIsSaidOfAClusterDoesNotChangeWithOtherClusters() {
        let ranking = Ranking([.init(.any, "lịch sử việt nam")])
        var clusters = RankedClusters(ranking)
        clusters.add([book("a", "1", title: "Lịch sử Việt Nam", author: "Trần Trọng Kim", year: 1920)])
        clusters.freeze(upTo: 1)
        let before = clusters.page(start: 1, count: 1)[0]
        clusters.add(contradictoryBooks(count: 60, seed: 5))
        let after = clusters.page(start: 1, count: 1)[0]
        #expect(before.cluster.id == after.cluster.id)
        #expect(before.relevance == after.relevance)
        #expect(ranking.relevance(of: after.cluster) == after.relevance)
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
