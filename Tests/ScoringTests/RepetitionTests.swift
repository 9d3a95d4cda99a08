import MARC
import Scoring
import TestSupport
import Testing

@Suite struct RepetitionTests {
    private static let journal = "Tạp chí Thư viện Việt Nam"

    private static func article(
        _ target: String,
        _ number: String,
        _ title: String = "Lời nói đầu",
        year: Int = 2002,
        host: String = journal
    ) -> SourceRecord {
        var record = MARCRecord(leader: "00000naa a2200000 a 4500", format: .marc21)
        record.append("001", number)
        record.append("008", "200101s\(year)    vm a          000 0 vie  ")
        record.append("100", "0", " ", [("a", "Nguyễn Hữu Giới")])
        record.append("245", "0", "0", [("a", title)])
        record.append("773", "0", " ", [("t", host)])
        return SourceRecord(target: target, position: 1, record: record)
    }

    /// The targets of each cluster, in every one of some orders of arrival.
    private static func targets(_ records: [SourceRecord], frozen: [SourceRecord] = []) -> Set<[String]> {
        var found: Set<[String]> = []
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            clustering.insert(frozen)
            clustering.freeze(clustering.clusters.map(\.id))
            for batch in batches(records.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            found.insert(clustering.clusters.map { $0.members.map(\.target).sorted().joined() }.sorted())
        }
        return found
    }

    /// The preface of each issue in a year, as two or more libraries list it.
    private static func column(_ targets: [String], issues: Int) -> [SourceRecord] {
        targets.flatMap { target in (1...issues).map { Self.article(target, "\(target)\($0)") } }
    }

    @Test(arguments: [2, 3, 4]) func whatTwoLibrariesListAsOftenIsAsManyThings(issues: Int) {
        let expected = [String](repeating: "ab", count: issues)
        #expect(Self.targets(Self.column(["a", "b"], issues: issues)) == [expected])
    }

    @Test func furtherLibrariesDoNotMakeItOne() {
        #expect(Self.targets(Self.column(["a", "b", "c"], issues: 2)) == [["abc", "abc"]])
        let more = Self.column(["a", "b"], issues: 2) + Self.column(["c", "d", "e", "f"], issues: 1)
        #expect(Self.targets(more).allSatisfy { $0.count == 2 })
    }

    @Test func whatHasBeenShownTakesOneOfThem() {
        let shown = [Self.article("a", "a1")]
        let late = [Self.article("a", "a2"), Self.article("b", "b1"), Self.article("b", "b2")]
        #expect(Self.targets(late, frozen: shown) == [["ab", "ab"]])
    }

    @Test func whatOneLibraryAloneListsTwiceIsADuplicate() {
        #expect(Self.targets(Self.column(["a"], issues: 2)) == [["aa"]])
        #expect(Self.targets(Self.column(["a"], issues: 2) + Self.column(["b", "c"], issues: 1)) == [["aabc"]])
    }

    @Test func whereTheDescriptionSaysEnoughTwoLibrariesMayBothHoldDuplicates() {
        let records = ["a1", "a2", "b1", "b2"].map {
            book(
                String($0.prefix(1)),
                $0,
                title: "Sống mòn",
                author: "Nam Cao",
                publisher: "Văn học",
                year: 2012,
                pages: 290,
                isbn: "9786041001374"
            )
        }
        #expect(Self.targets(records) == [["aabb"]])
    }

    @Test func aPaperAndTheArticleThatBecameOfItAreTwoWhereALibraryListsBoth() {
        let title = "Thư viện số và người đọc ở nông thôn"
        let paper = Self.article("a", "a1", title, year: 2002, host: "Thư viện Việt Nam")
        let article = Self.article("a", "a2", title, year: 2003)
        #expect(Self.targets([paper, article, Self.article("b", "b1", title, year: 2003)]) == [["a", "ab"]])
        // One library may have taken the year from elsewhere.
        #expect(Self.targets([paper, Self.article("b", "b1", title, year: 2003)]) == [["ab"]])
    }
}
