import MARC
import Scoring
import Testing

/// Records of megabytes cost little more than others, or one hostile library would hold up everybody's search.
@Suite struct HostileTextTests {
    @Test(.timeLimit(.minutes(1))) func titlesOfMegabytesAreClusteredQuickly() {
        var clustering = Clustering()
        let words = String(repeating: "truyện kiều tập 1 in lần thứ 2 ", count: 20_000)
        let records = (1...12).map { number in
            book("giant", "\(number)", title: "\(number) " + words, author: words, year: 2015)
        }
        clustering.insert(records)
        #expect(clustering.recordCount == 12)
        #expect(Ranking([.init(.title, "truyện kiều")]).ordered(clustering.clusters).count == clustering.count)
        for cluster in clustering.clusters { #expect(!MergedRecord(cluster).members.isEmpty) }
    }
}
