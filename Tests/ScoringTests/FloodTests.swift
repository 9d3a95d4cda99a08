import MARC
import Scoring
import TestSupport
import Testing

/// Floods of records that share what nobody else shares cost no more than others.
@Suite(.timeLimit(.minutes(2))) struct FloodTests {
    private static func clustered(_ records: [SourceRecord]) -> Clustering {
        var clustering = Clustering()
        for start in stride(from: 0, to: records.count, by: 100) {
            clustering.add(Array(records[start..<min(start + 100, records.count)]))
        }
        clustering.update()
        return clustering
    }

    @Test func thousandsOfRecordsThatAreTheSameButForTheirNumberAreOneCluster() {
        let records = (1...5_000).map { number in
            book("flood", "\(number)", title: "Cùng một sách", author: "Tô Hoài", year: 2001, pages: 210)
        }
        let clustering = Self.clustered(records)
        #expect(clustering.count == 1)
        #expect(clustering.comparisonCount < 100 * records.count)
    }

    @Test func recordsThatShareNumbersWithManyOthersAreComparedWithFew() {
        var random = SeededGenerator(seed: 9)
        let records = (1...2_000).map { number in
            book("flood", "\(number)", title: "Toàn tập \(number % 97)", author: "Tô Hoài", year: 2001) { record in
                for _ in 0..<60 {
                    record.append(
                        "024",
                        "3",
                        " ",
                        [("a", "893460\(Int.random(in: 100_000...100_900, using: &random))")]
                    )
                }
            }
        }
        let clustering = Self.clustered(records)
        #expect(clustering.recordCount == records.count)
        #expect(clustering.comparisonCount < 1_500 * records.count)
    }

    @Test func listsOfThousandsOfNamesAndTitlesCostLittle() {
        let names = (0..<4_000).map { "Nguyễn Văn \(["An", "Bình", "Cường", "Dũng"][$0 % 4]) \($0)" }
        let records = (1...60).map { number in
            book("flood", "\(number)", title: "Kỷ yếu hội thảo \(number % 7)", year: 2001) { record in
                for name in names { record.append("700", "0", " ", [("a", name)]) }
                for name in names { record.append("246", " ", " ", [("a", "Kỷ yếu \(name)")]) }
                record.append("245", "0", "0", [("c", names.joined(separator: ", "))])
            }
        }
        let clustering = Self.clustered(records)
        #expect(clustering.recordCount == records.count)
        #expect(clustering.comparisonCount < 100 * records.count)
    }

    /// What comes in many small answers is compared no more often than what comes at once, and becomes the same clusters.
    @Test(arguments: ["Bão biển", "Toán"]) func thousandsOfRecordsOfOneShortTitleInSmallAnswers(title: String) {
        var random = SeededGenerator(seed: 11)
        let records = (1...2_000).map { number in
            book(
                ["nlv", "tha", "nan"][number % 3],
                "\(number)",
                title: title,
                author: ["Tô Hoài", "Nguyễn Du", "Xuân Diệu", "Nam Cao"].randomElement(using: &random),
                year: Int.random(in: 1995...1998, using: &random),
                pages: Int.random(in: 190...330, using: &random)
            )
        }
        var clustering = Clustering()
        for start in stride(from: 0, to: records.count, by: 40) {
            clustering.insert(Array(records[start..<(start + 40)]))
        }
        #expect(shape(clustering.clusters) == shape(Self.clustered(records).clusters))
        #expect(clustering.comparisonCount < 100 * records.count)
    }

    /// However many match each other: the strongest pairs of each record decide.
    @Test func recordsThatAllMatchInSmallAnswers() {
        var random = SeededGenerator(seed: 12)
        let records = (1...240).map { number in
            book("flood", "\(number)", title: "Bão biển", author: "Tô Hoài", year: 1995) { record in
                for _ in 0..<12 {
                    record.append(
                        "024",
                        "3",
                        " ",
                        [("a", "893460\(Int.random(in: 100_000...100_045, using: &random))")]
                    )
                }
            }
        }
        var clustering = Clustering()
        for start in stride(from: 0, to: records.count, by: 20) {
            clustering.insert(Array(records[start..<(start + 20)]))
        }
        #expect(shape(clustering.clusters) == shape(Self.clustered(records).clusters))
    }
}
