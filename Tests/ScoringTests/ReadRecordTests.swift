import MARC
import Scoring
import Testing

/// Records that come a second time are not read a second time, which nobody notices.
@Suite struct ReadRecordTests {
    private static let ranking = Ranking([Ranking.Term(.title, "lịch sử việt nam")])

    /// The list in its order, with scores, after the records came in two parts.
    private static func list(_ records: [SourceRecord]) -> [String] {
        var clusters = RankedClusters(self.ranking)
        clusters.add(self.ranking.read(Array(records.prefix(records.count / 2))))
        clusters.add(self.ranking.read(Array(records.dropFirst(records.count / 2))))
        clusters.freeze(upTo: records.count)
        return clusters.page(start: 1, count: records.count).map { cluster, relevance in
            "\(shape([cluster])) \(relevance.total)"
        }
    }

    @Test func theListIsTheSameForRecordsThatWereReadBefore() {
        let records = contradictoryBooks(count: 120, seed: 5)
        var reader = ReadRecord.Reader()
        let read = records.map { reader.read($0) }
        // They came at other places then.
        let again = zip(read, records).map { SourceRecord($0, position: $1.position) }
        #expect(again == records)
        #expect(Self.list(again) == Self.list(records))
        let turned = zip(read, records).map { SourceRecord($0, position: 121 - $1.position) }
        #expect(turned.map(\.position) == Array(1...120).reversed())
    }

    @Test func aRecordThatIsChangedIsReadAnew() {
        let original = book("a", "1", title: "Truyện Kiều", year: 1990)
        var reader = ReadRecord.Reader()
        var changed = SourceRecord(reader.read(original), position: 1)
        changed.record = book("a", "1", title: "Sống mòn", year: 1990).record
        var clusters = RankedClusters(Self.ranking)
        clusters.add([changed, book("b", "1", title: "Sống mòn", year: 1990), original])
        #expect(clusters.count() == 2)
    }
}
