import MARC
import Scoring
import TestSupport
import Testing

@Suite struct ClusteringTests {
    @Test func recordsOfOneBookFromTwoLibrariesAreOneCluster() {
        var clustering = Clustering()
        clustering.insert([
            book("nlv", "1", title: "Truyện Kiều /", author: "Nguyễn Du", publisher: "Văn học", year: 2015, pages: 200),
            book(
                "hue",
                "7",
                title: "TRUYỆN KIỀU",
                author: "Nguyễn, Du",
                publisher: "Nxb. Văn học",
                year: 2015,
                pages: 200
            ),
            book("nan", "3", title: "Truyen Kieu", author: "Nguyen Du", year: 2015),
            book("nan", "4", title: "Truyện Kiều khảo chú", author: "Nguyễn Du", year: 2015),
        ])
        #expect(clustering.clusters.map(\.members.count).sorted() == [1, 3])
        #expect(clustering.count == 2)
    }

    @Test(arguments: [("Tập 1", "Tập 2"), ("T.1", "Quyển II"), ("Vol. 3", "Bd. 4")])
    func volumesOfOneWorkStayApart(volumes: (String, String)) {
        var clustering = Clustering()
        clustering.insert([
            book("a", "1", title: "Sử ký", volume: volumes.0, author: "Tư Mã Thiên", year: 2000, isbn: "9786041001374"),
            book("b", "1", title: "Sử ký", volume: volumes.1, author: "Tư Mã Thiên", year: 2000, isbn: "9786041001374"),
        ])
        #expect(clustering.count == 2)
    }

    @Test func aVolumeIsTheSameHoweverItsNumberIsWritten() {
        var clustering = Clustering()
        clustering.insert([
            book("a", "1", title: "Sử ký", volume: "Tập 2", year: 2000),
            book("b", "1", title: "Sử ký. T.2", year: 2000),
            book("c", "1", title: "Sử ký", volume: "Quyển II", year: 2000),
            book("d", "1", title: "Sử ký", volume: "Tập hai", year: 2000),
        ])
        #expect(clustering.count == 1)
    }

    @Test func anotherYearOrLanguageOrCarrierIsAnotherCluster() {
        var clustering = Clustering()
        func add(_ number: String, year: Int, language: String, carrier: String) {
            clustering.insert([
                book(number, number, title: "Đất nước", author: "Nguyên Ngọc", pages: 300, isbn: "9786041001374") {
                    $0.append("008", "200101s\(year)    vm a          000 0 \(language)  ")
                    $0.append("338", " ", " ", [("b", carrier)])
                }
            ])
        }
        add("1", year: 2000, language: "vie", carrier: "nc")
        add("2", year: 2000, language: "vie", carrier: "nc")
        add("3", year: 2008, language: "vie", carrier: "nc")
        add("4", year: 2000, language: "eng", carrier: "nc")
        add("5", year: 2000, language: "vie", carrier: "cr")
        #expect(clustering.clusters.map { $0.targets.joined() }.sorted() == ["12", "3", "4", "5"])
    }

    @Test func anotherEditionIsAnotherClusterButAPrintingIsNot() {
        var clustering = Clustering()
        for (number, edition) in ["2nd ed.", "Ấn bản 2", "3. Aufl.", "In lần thứ 5"].enumerated() {
            clustering.insert([
                book("t\(number)", "1", title: "Đất nước đứng lên", author: "Nguyên Ngọc", year: 2000, pages: 300) {
                    $0.append("250", " ", " ", [("a", edition)])
                }
            ])
        }
        #expect(clustering.count == 2)
    }

    @Test func aRecordThatComesTwiceIsOneMember() {
        var clustering = Clustering()
        clustering.insert([book("a", "1", title: "Bão", year: 2001, position: 9)])
        clustering.insert([book("a", "1", title: "Bão", year: 2001, position: 4)])
        #expect(clustering.recordCount == 1)
        #expect(clustering.clusters.first?.members.map(\.position) == [4])
    }

    @Test func theClustersDoNotDependOnTheOrderOfArrivalOrTheBatches() {
        let records = contradictoryBooks(count: 70, seed: 7)
        var whole = Clustering()
        whole.insert(records)
        let expected = shape(whole.clusters)
        #expect(expected.count > 10 && expected.count < 60)
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            for batch in batches(records.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            #expect(shape(clustering.clusters) == expected, "seed \(seed)")
            #expect(clustering.count == expected.count, "seed \(seed)")
        }
    }

    @Test func nothingDependsOnTheOrderInABlockOfManyRecordsEither() {
        // More records of one title and year than are compared each with each.
        let records = (0..<150).map { number in
            book(
                "t\(number % 5)",
                "\(number)",
                title: "Báo cáo",
                author: number % 3 == 0 ? nil : "Tác giả \(["A", "B", "C"][number % 3])",
                year: 2010,
                pages: 100 + number % 7 * 30
            )
        }
        var whole = Clustering()
        whole.insert(records)
        for seed in UInt64(1)...4 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            for batch in batches(records.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            #expect(shape(clustering.clusters) == shape(whole.clusters), "seed \(seed)")
        }
    }

    @Test func theIdOfAClusterIsTheSameInEveryProcess() {
        var clustering = Clustering()
        clustering.insert([book("nlv", "1", title: "Truyện Kiều", year: 2015)])
        #expect(clustering.clusters.map(\.id) == [Cluster([book("nlv", "1", title: "Truyện Kiều", year: 2015)]).id])
        #expect(clustering.clusters.first?.id == "66y07derh54wh")
    }
}
