import MARC
import TestSupport
import Testing

@testable import Scoring

/// Manifestations lie in expressions, expressions in works.
struct NestingTests {
    /// Editions and translations of few works, described in contradictory ways.
    private static func editions(count: Int, seed: UInt64) -> [SourceRecord] {
        var random = SeededGenerator(seed: seed)
        return contradictoryBooks(count: count, seed: seed).map { source in
            var source = source
            if Int.random(in: 0..<3, using: &random) == 0 {
                let language = ["eng", "fre"].randomElement(using: &random) ?? "eng"
                source.record.removeFields { $0.tag == "008" }
                source.record.append("041", "1", " ", [("a", language), ("h", "vie")])
                source.record.append("240", "1", "0", [("a", "Truyện Kiều")])
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
                source.record.append(
                    "250",
                    " ",
                    " ",
                    [("a", "Tái bản lần thứ \(Int.random(in: 1...3, using: &random))")]
                )
            }
            return source
        }
    }

    private static func clusters(_ level: MatchLevel, _ records: [SourceRecord]) -> [Set<SourceRecord>] {
        var clustering = Clustering(level: level)
        clustering.insert(records)
        return clustering.clusters.map { Set($0.members) }
    }

    @Test(arguments: UInt64(1)...20) func everyClusterLiesInOneOfTheLevelAbove(seed: UInt64) {
        let records = Self.editions(count: 60, seed: seed)
        let levels = [MatchLevel.manifestation, .expression, .work].map { Self.clusters($0, records) }
        for (below, above) in zip(levels, levels.dropFirst()) {
            for cluster in below {
                #expect(above.contains { cluster.isSubset(of: $0) }, "\(cluster.map { $0.record.controlNumber ?? "" })")
            }
        }
        #expect(levels[0].count >= levels[1].count && levels[1].count >= levels[2].count)
    }

    @Test(arguments: [MatchLevel.expression, .work]) func theUpperLevelsDoNotDependOnTheOrderEither(level: MatchLevel) {
        let records = Self.editions(count: 50, seed: 5)
        var whole = Clustering(level: level)
        whole.insert(records)
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering(level: level)
            for batch in batches(records.shuffled(using: &random), using: &random) { clustering.insert(batch) }
            #expect(shape(clustering.clusters) == shape(whole.clusters), "seed \(seed)")
            #expect(clustering.count == whole.count)
        }
    }

    @Test func aStepThatWasTakenAtALowerLevelIsExplainedByIt() throws {
        var clustering = Clustering(level: .work)
        clustering.insert([
            book("a", "1", title: "Truyện Kiều", author: "Nguyễn Du", publisher: "Văn học", year: 1995, pages: 250),
            book("b", "2", title: "Truyện Kiều", author: "Nguyễn Du", publisher: "Văn học", year: 1995, pages: 250),
            book("c", "3", title: "Truyện Kiều", author: "Nguyễn Du", publisher: "Trẻ", year: 2012, pages: 198),
        ])
        let cluster = try #require(clustering.clusters.first)
        let explanation = try #require(clustering.explanation(of: cluster.id))
        #expect(explanation.steps.map(\.pair.level).contains(.manifestation))
        #expect(explanation.steps.last?.size == 3)
    }
}

/// What the clusters must not depend on.
struct InvarianceTests {
    private static let titles = [
        "Thủy lợi và hòa bình", "Hóa học hữu cơ", "Quý ông họa sĩ", "Mỹ thuật thế giới", "Kỹ thuật lý thuyết",
    ]
    /// The same with the tone on the other vowel, and i for y where both are written.
    private static let others = [
        "Thuỷ lợi và hoà bình", "Hoá học hữu cơ", "Quí ông hoạ sĩ", "Mĩ thuật thế giới", "Kĩ thuật lí thuyết",
    ]

    private static func records(_ titles: [String], _ author: String) -> [SourceRecord] {
        (0..<30).map { number in
            book(
                ["a", "b", "c"][number % 3],
                "\(number)",
                title: titles[number % titles.count],
                author: number % 4 == 0 ? nil : author,
                year: 2000 + number % 7 / 4,
                pages: number % 5 == 0 ? nil : 100 + number % 2
            )
        }
    }

    /// Clusters by control numbers alone: ids depend on the content.
    private static func members(_ records: [SourceRecord]) -> Set<Set<String>> {
        var clustering = Clustering()
        clustering.insert(records)
        return Set(clustering.clusters.map { Set($0.members.map { $0.record.controlNumber ?? "" }) })
    }

    @Test func thePlaceOfTheToneChangesNoCluster() {
        let titles = Array(Self.titles.dropFirst(0))
        let expected = Self.members(Self.records(titles, "Nguyễn Thị Hòa"))
        // "Quý" and "Quí" are different keys; everything else is the same.
        let others = zip(Self.others, Self.titles).map { $0.hasPrefix("Quí") ? $1 : $0 }
        #expect(Self.members(Self.records(others, "Nguyễn Thị Hoà")) == expected)
        var mixed = Self.records(titles, "Nguyễn Thị Hòa")
        for place in stride(from: 0, to: mixed.count, by: 2) {
            mixed[place] = Self.records(others, "Nguyễn Thị Hoà")[place]
        }
        #expect(Self.members(mixed) == expected)
    }

    @Test func theNormalFormAndTheCharacterSetOfTheFileChangeNoCluster() throws {
        let records = Self.records(Self.titles, "Nguyễn Thị Hòa")
        let expected = Self.members(records)
        for encoding in [CharacterEncoding.utf8, .marc8] {
            let read = try records.map { source in
                let bytes = try ISO2709.serialize(source.record, encoding: encoding)
                let record = try ISO2709.parse(bytes[...], format: .marc21, encoding: encoding)
                return SourceRecord(target: source.target, position: source.position, record: record)
            }
            #expect(Self.members(read) == expected, "\(encoding)")
            #expect(zip(read, records).allSatisfy { MatchKeys($0.record).twin == MatchKeys($1.record).twin })
        }
    }

    @Test func theKeysOfDecomposedTextAreThoseOfComposedText() {
        for text in Self.titles + ["Đường Thi", "Ngữ nghĩa", "Ước mơ"] {
            var (whole, decomposed) = (KeyText(maximumBytes: 999), KeyText(maximumBytes: 999))
            whole.append(text.utf8)
            decomposed.append(text.decomposed.utf8)
            whole.finish()
            decomposed.finish()
            #expect(whole.tone == decomposed.tone && whole.fold == decomposed.fold, "\(text)")
        }
    }

    @Test func recordsThatComeTwiceAndLateChangeNoCluster() {
        let records = contradictoryBooks(count: 60, seed: 8)
        var expected = Clustering()
        expected.insert(records)
        for seed in UInt64(1)...30 {
            var random = SeededGenerator(seed: seed)
            var clustering = Clustering()
            // Each target's answer twice, one target at last.
            let late = records.filter { $0.target == "hti" }
            let others = records.filter { $0.target != "hti" }
            for batch in batches((others + others).shuffled(using: &random), using: &random) {
                clustering.insert(batch)
            }
            for batch in batches((late + late).shuffled(using: &random), using: &random) { clustering.insert(batch) }
            #expect(shape(clustering.clusters) == shape(expected.clusters), "seed \(seed)")
        }
    }

    @Test func theQuickTestForConflictsFindsWhatTheFullOneFinds() {
        var random = SeededGenerator(seed: 1)
        func traits() -> RecordTraits {
            var traits = RecordTraits()
            if Bool.random(using: &random) { traits.parts.insert(Int.random(in: 1...3, using: &random)) }
            if Bool.random(using: &random) { traits.parts.insert(Int.random(in: 1...3, using: &random)) }
            traits.setSize = [0, 0, 3].randomElement(using: &random) ?? 0
            traits.firstYear = [0, 1_974, 1_947, 2_000, 2_001, 2_002].randomElement(using: &random) ?? 0
            traits.lastYear = traits.firstYear + ([0, 0, 10].randomElement(using: &random) ?? 0)
            traits.edition = [0, 1, 2].randomElement(using: &random) ?? 0
            traits.language = [0, 0x766965, 0x656E67].randomElement(using: &random) ?? 0
            traits.carrier = [.unknown, .print, .online].randomElement(using: &random) ?? .unknown
            traits.medium = [.unknown, .cd, .dvd].randomElement(using: &random) ?? .unknown
            traits.content = [.unknown, .text, .map].randomElement(using: &random) ?? .unknown
            traits.level = [.unknown, .monograph, .serial].randomElement(using: &random) ?? .unknown
            return traits
        }
        for level in MatchLevel.allCases {
            for _ in 0..<5_000 {
                let (left, right) = (traits(), traits())
                #expect(left.isInConflict(with: right, level) == !left.conflicts(with: right, level).isEmpty)
            }
        }
    }
}

extension String {
    /// The text with marks of their own (the part of form D that Vietnamese needs), made by canonical equivalence.
    fileprivate var decomposed: String {
        var result = ""
        for scalar in self.unicodeScalars {
            let found = Self.decompositions[scalar] ?? [scalar]
            result.unicodeScalars.append(contentsOf: found)
        }
        return result
    }

    private static let decompositions: [Unicode.Scalar: [Unicode.Scalar]] = {
        var found: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        let marks: [[Unicode.Scalar]] = [[], ["\u{302}"], ["\u{306}"], ["\u{31B}"]]
        let tones: [[Unicode.Scalar]] = [[], ["\u{300}"], ["\u{301}"], ["\u{303}"], ["\u{309}"], ["\u{323}"]]
        let composed = (0xC0...0x1EF9).compactMap { Unicode.Scalar($0) }
        var byCharacter: [Character: Unicode.Scalar] = [:]
        for scalar in composed where scalar.properties.isAlphabetic { byCharacter[Character(scalar)] = scalar }
        for letter in "aeiouyAEIOUY".unicodeScalars {
            for mark in marks {
                for tone in tones where !(mark + tone).isEmpty {
                    var text = String.UnicodeScalarView([letter])
                    text.append(contentsOf: mark + tone)
                    if let character = String(text).first, let scalar = byCharacter[character] {
                        found[scalar] = [letter] + mark + tone
                    }
                }
            }
        }
        return found
    }()
}
