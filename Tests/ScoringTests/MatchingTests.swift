import MARC
import Scoring
import Testing

/// What must not be merged, and what must, whatever the weights are.
@Suite struct MatchingTests {
    /// A well-described book.
    private static func full(
        _ target: String,
        title: String = "Lịch sử Việt Nam",
        volume: String? = "Tập 2",
        year: Int = 2010,
        pages: Int = 300,
        isbn: String? = "9786041001374",
        more: (inout MARCRecord) -> Void = { _ in }
    ) -> SourceRecord {
        book(
            target,
            target,
            title: title,
            volume: volume,
            author: "Phan Huy Lê",
            publisher: "Giáo dục",
            year: year,
            pages: pages,
            isbn: isbn,
            more: more
        )
    }

    private static let conflicts: [(name: String, change: @Sendable () -> SourceRecord)] = [
        ("volume", { full("b", volume: "Tập 3") }),
        ("year", { full("b", year: 2016) }),
        ("number in the title", { full("b", title: "Lịch sử Việt Nam 12") }),
        ("edition", { full("b") { $0.append("250", " ", " ", [("a", "Tái bản lần thứ 3")]) } }),
        ("carrier", { full("b") { $0.append("338", " ", " ", [("b", "cr")]) } }),
        ("content", { full("b") { $0.append("336", " ", " ", [("b", "spw")]) } }),
    ]

    private static func original(for name: String) -> SourceRecord {
        switch name {
        case "number in the title": full("a", title: "Lịch sử Việt Nam 11")
        case "edition": full("a") { $0.append("250", " ", " ", [("a", "Tái bản lần thứ 2")]) }
        case "carrier": full("a") { $0.append("338", " ", " ", [("b", "nc")]) }
        case "content": full("a") { $0.append("336", " ", " ", [("b", "txt")]) }
        default: full("a")
        }
    }

    @Test func aConflictKeepsRecordsApartEvenWithOneISBN() {
        #expect(isOne(Self.full("a"), Self.full("b")))
        for (name, change) in Self.conflicts { #expect(!isOne(Self.original(for: name), change()), "\(name)") }
    }

    @Test func leavingOutAnotherFieldNeverMakesAMatchOfAConflict() {
        let bearers: [String: Set<String>] = [
            "volume": ["245"], "year": ["008", "260"], "number in the title": ["245"], "edition": ["250"],
            "carrier": ["338"], "content": ["336"],
        ]
        for (name, change) in Self.conflicts {
            let (left, right) = (Self.original(for: name), change())
            for tag in ["001", "008", "020", "100", "245", "250", "260", "300", "336", "338"]
            where bearers[name]?.contains(tag) == false {
                for both in [false, true] {
                    var (one, other) = (left, right)
                    one.record.removeFields { $0.tag.description == tag }
                    if both { other.record.removeFields { $0.tag.description == tag } }
                    #expect(!isOne(one, other), "\(name) without \(tag)")
                }
            }
        }
    }

    @Test func aSetIsNotOneOfItsVolumes() {
        let set = book("a", "1", title: "Sử ký", author: "Tư Mã Thiên", publisher: "Văn học", year: 2000) {
            $0.append("300", " ", " ", [("a", "3 tập")])
        }
        let volume = book(
            "b",
            "2",
            title: "Sử ký",
            volume: "Tập 1",
            author: "Tư Mã Thiên",
            publisher: "Văn học",
            year: 2000
        )
        #expect(!isOne(set, volume))
    }

    @Test func marksThatConflictInAShortTitleMakeAnotherBook() {
        func storm(_ target: String, _ title: String) -> SourceRecord {
            book(target, target, title: title, author: "Chu Lai", publisher: "Trẻ", year: 2001, pages: 210)
        }
        #expect(!isOne(storm("a", "Bão"), storm("b", "Báo")))
        #expect(isOne(storm("a", "Bão"), storm("b", "BAO")))
    }

    @Test(arguments: [
        ("Hòa bình ở xứ sở thần tiên", "Hoà bình ở xứ sở thần tiên"),
        ("e\u{302}\u{301}ch ngồi đáy giếng", "ếch ngồi đáy giếng"),
        ("Kỹ thuật trồng lúa nước", "Kĩ thuật trồng lúa nước"), ("The data base handbook", "Data base handbook"),
        ("The database handbook", "The data base handbook"), ("[Nhật ký trong tù] /", "Nhật ký trong tù"),
    ])
    func spellingsOfOneTitleAreOneBook(titles: (String, String)) {
        func make(_ target: String, _ title: String) -> SourceRecord {
            book(target, target, title: title, author: "Tô Hoài", publisher: "Trẻ", year: 2001, pages: 210)
        }
        #expect(isOne(make("a", titles.0), make("b", titles.1)))
    }

    @Test func theNormalFormOfTheTextChangesNoKey() {
        // The same record decomposed, and read from MARC-8.
        let composed = Self.full("a") { $0.append("700", "0", " ", [("a", "Nguyễn Thị Hòa")]) }.record
        var decomposed = MARCRecord(leader: composed.leader, format: .marc21)
        for field in composed.fields { decomposed.append(field) }
        let marc8 = try? ISO2709.serialize(composed, encoding: .marc8)
        let read = marc8.flatMap { try? ISO2709.parse($0[...], format: .marc21, encoding: .marc8) }
        let other = SourceRecord(
            target: "b",
            position: 1,
            record: read ?? MARCRecord(leader: .book(.marc21), format: .marc21)
        )
        let explanation = MatchExplanation(composed, other.record)
        #expect(explanation.isMatch)
        #expect(explanation.parts.first { $0.field == .marks }?.levelName == "equal")
        #expect(explanation.parts.first { $0.field == .whole }?.level == 1)
    }

    @Test func oneBookInMARC21AndUNIMARCHasTheSameKeys() {
        var unimarc = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        unimarc.append("001", "1")
        unimarc.append("010", " ", " ", [("a", "978-604-1-00137-4")])
        unimarc.append("100", " ", " ", [("a", "20100101d2010    m  y0viey50      ba")])
        unimarc.append("101", "0", " ", [("a", "vie")])
        unimarc.append("200", "1", " ", [("a", "Lịch sử Việt Nam"), ("h", "Tập 2"), ("f", "Phan Huy Lê")])
        unimarc.append("210", " ", " ", [("a", "H."), ("c", "Giáo dục"), ("d", "2010")])
        unimarc.append("215", " ", " ", [("a", "300 tr.")])
        unimarc.append("700", " ", "0", [("a", "Phan Huy Lê")])
        let explanation = MatchExplanation(UNIMARC.marc21(unimarc), Self.full("a").record)
        #expect(explanation.isMatch)
        let levels = Dictionary(uniqueKeysWithValues: explanation.parts.map { ($0.field, $0.levelName) })
        for field in [MatchField.part, .year, .extent, .publisher, .language] {
            #expect(levels[field] == "equal", "\(field)")
        }
        #expect(levels[.title] == "equal with subtitle" && levels[.isbn] == "all shared" && levels[.names] == "all")
    }

    @Test func unrelatedRecordsChangeNoCluster() {
        let records = contradictoryBooks(count: 50, seed: 21)
        var alone = Clustering()
        alone.insert(records)
        let expected = Set(shape(alone.clusters))
        let others = (0..<40).map { number in
            book(
                "z\(number % 3)",
                "z\(number)",
                title: "Quy hoạch đô thị ven biển số \(number)",
                author: "Lê Thị Q",
                year: 1990
            )
        }
        var together = Clustering()
        together.insert(others + records)
        #expect(Set(shape(together.clusters)).isSuperset(of: expected))
    }
}

@Suite struct LevelTests {
    private static let editions = [
        book("a", "1", title: "Truyện Kiều", author: "Nguyễn Du", publisher: "Văn học", year: 1995, pages: 250),
        book("b", "2", title: "Truyện Kiều", author: "Nguyễn, Du", publisher: "Trẻ", year: 2012, pages: 198),
    ]

    @Test func theLevelsNest() {
        var counts: [Int] = []
        for level in MatchLevel.allCases {
            var clustering = Clustering(level: level)
            clustering.insert(Self.editions)
            counts.append(clustering.count)
        }
        #expect(counts == [2, 1, 1])
    }

    @Test func aTranslationIsTheWorkButNotTheExpression() {
        let records = [
            book("a", "1", title: "The old man and the sea", author: "Hemingway, Ernest", year: 1952) {
                $0.append("041", " ", " ", [("a", "eng")])
            },
            book("b", "2", title: "Ông già và biển cả", author: "Ernest Hemingway", year: 2008) {
                $0.append("041", "1", " ", [("a", "vie"), ("h", "eng")])
                $0.append("240", "1", "0", [("a", "The old man and the sea")])
            },
        ]
        for (level, count) in [(MatchLevel.expression, 2), (.work, 1)] {
            var clustering = Clustering(level: level)
            // The helper's 008 says "vie"; what counts is 041.
            clustering.insert(
                records.map { source in
                    var source = source
                    source.record.removeFields { $0.tag == "008" }
                    return source
                }
            )
            #expect(clustering.count == count, "\(level)")
        }
    }

    @Test func anAuthorWhoRetellsAWorkMakesAnother() {
        var clustering = Clustering(level: .work)
        clustering.insert([
            book("a", "1", title: "La guerre des boutons", author: "Pergaud, Louis", year: 2001),
            book("b", "2", title: "La guerre des boutons", author: "Newman, Greg", year: 2011) {
                $0.removeFields { $0.tag == "245" }
                $0.append(
                    "245",
                    "1",
                    "3",
                    [("a", "La guerre des boutons"), ("c", "scénario Greg Newman ; d'après Louis Pergaud")]
                )
            },
        ])
        #expect(clustering.count == 2)
    }
}

@Suite struct ExplanationTests {
    @Test func aPairIsExplainedByItsFieldsWithBothValues() throws {
        let left = book("a", "1", title: "Sống mòn", author: "Nam Cao", publisher: "Văn học", year: 2012, pages: 290)
        let right = book(
            "b",
            "2",
            title: "SỐNG MÒN",
            author: "Nam Cao",
            publisher: "NXB Văn học",
            year: 2012,
            pages: 290
        )
        let explanation = MatchExplanation(left.record, right.record)
        #expect(explanation.isMatch && explanation.probability > 0.9)
        let publisher = try #require(explanation.parts.first { $0.field == .publisher })
        #expect(
            publisher.values == ["Văn học", "NXB Văn học"] && publisher.levelName == "equal" && publisher.weight > 0
        )
        let sum = explanation.parts.reduce(explanation.prior) { $0 + $1.weight }
        #expect(abs(sum - explanation.logOdds) < 0.01)
        #expect(explanation.modelVersion == MatchModel.standard.version && !explanation.modelVersion.isEmpty)
    }

    @Test func whyNotNamesWhatKeepsRecordsApart() {
        let left = book("a", "1", title: "Sử ký", volume: "Tập 1", year: 2000)
        let right = book("b", "2", title: "Sử ký", volume: "Tập 2", year: 2000)
        let explanation = MatchExplanation(left.record, right.record)
        #expect(explanation.vetoes == .part && !explanation.isMatch && explanation.probability == 0)
        #expect(explanation.description.contains("kept apart by: part"))
    }

    @Test func aClusterIsExplainedByTheStepsThatMadeIt() throws {
        var clustering = Clustering()
        clustering.insert(
            ["a", "b", "c"].map { target in
                book(target, target, title: "Chí Phèo", author: "Nam Cao", publisher: "Văn học", year: 2012, pages: 120)
            }
        )
        let cluster = try #require(clustering.clusters.first)
        let explanation = try #require(clustering.explanation(of: cluster.id))
        #expect(explanation.steps.map(\.size) == [2, 3])
        #expect(explanation.steps.allSatisfy { $0.pair.isMatch && $0.meanMargin >= 0 })
        #expect(clustering.explanation(of: "nothing") == nil)
    }
}
