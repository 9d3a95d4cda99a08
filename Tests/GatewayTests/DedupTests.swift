import Foundation
import MARC
import TestSupport
import Testing

/// The command `lienthong dedup` on files of its own.
@Suite(
    .enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"),
    .timeLimit(.minutes(5))
)
struct DedupTests {
    /// A folder that is gone when the test is.
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.appending(path: "dedup-\(UUID().uuidString)").path

        init() throws { try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: self.path) }

        func write(_ name: String, _ bytes: [UInt8]) throws -> String {
            try Data(bytes).write(to: URL(filePath: "\(self.path)/\(name)"))
            return "\(self.path)/\(name)"
        }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: "\(self.path)/\(name)", encoding: .utf8)
        }
    }

    /// A line of the list.
    private struct Row: Equatable {
        let file: String
        let position: Int
        let number: String
        let cluster: String
        let score: Double
    }

    private static func rows(_ text: String) throws -> [Row] {
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(lines.first?.map(String.init) == ["file", "position", "control_number", "cluster_id", "score"])
        return try lines.dropFirst().map { cells in
            try #require(cells.count == 5)
            return Row(
                file: String(cells[0]),
                position: try #require(Int(cells[1])),
                number: String(cells[2]),
                cluster: String(cells[3]),
                score: try #require(Double(cells[4]))
            )
        }
    }

    private static func dedup(_ arguments: [String]) async throws -> Ended {
        try await ended(Programs.lienthong, ["dedup"] + arguments)
    }

    private static func book(_ number: String, _ title: String, author: String, year: Int = 2015) -> MARCRecord {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("001", number)
        record.append("008", "200101s\(year)    vm a          000 0 vie  ")
        record.append("100", "0", " ", [("a", author)])
        record.append("245", "0", "0", [("a", title)])
        record.append("260", " ", " ", [("b", "Văn học"), ("c", "\(year)")])
        record.append("300", " ", " ", [("a", "200 tr.")])
        return record
    }

    private static func iso2709(_ records: [MARCRecord]) throws -> [UInt8] {
        try records.flatMap { try ISO2709.serialize($0, encoding: .utf8) }
    }

    private static let kieu = book("a1", "Truyện Kiều", author: "Nguyễn Du")
    private static let pheo = book("a2", "Chí Phèo", author: "Nam Cao")
    private static let bare = book("b7", "TRUYEN KIEU", author: "Nguyen Du")

    // MARK: - What is found

    @Test func recordsOfOneBookInTwoFilesHaveOneClusterAndTheRestTheirOwn() async throws {
        let folder = try Folder()
        let first = try folder.write("a.mrc", Self.iso2709([Self.kieu, Self.pheo]))
        let second = try folder.write("b.mrc", Self.iso2709([Self.bare]))
        let result = try await Self.dedup([first, second, "--output", "\(folder.path)/clusters.tsv"])
        #expect(result.code == 0, "\(result.errors)")
        let rows = try Self.rows(folder.text("clusters.tsv"))
        #expect(rows.map(\.file) == ["a.mrc", "a.mrc", "b.mrc"])
        #expect(rows.map(\.position) == [1, 2, 1])
        #expect(rows.map(\.number) == ["a1", "a2", "b7"])
        #expect(rows[0].cluster == rows[2].cluster && rows[0].cluster != rows[1].cluster)
        #expect(rows[0].score > 0.5 && rows[0].score == rows[2].score && rows[1].score == 1)
        #expect(result.output.contains("3 records of 2 files"))
        #expect(result.output.contains("2 clusters at level manifestation: 1 of one record, 1 of several"))
    }

    @Test func withoutAFileTheListGoesToStandardOutputAndTheSummaryDoesNot() async throws {
        let folder = try Folder()
        let file = try folder.write("a.mrc", Self.iso2709([Self.kieu, Self.bare]))
        let result = try await Self.dedup([file])
        #expect(try Self.rows(result.output).count == 2)
        #expect(result.errors.contains("2 records of 1 file"))
    }

    @Test func marcxmlUnimarcAndOldCharacterSetsAreToldByTheRecords() async throws {
        let folder = try Folder()
        let works = (1...80).map { number in
            Self.book(
                "n\(number)",
                "Lịch sử huyện \(["Đông Sơn", "Hà Trung", "Cẩm Thủy", "Quỳnh Lưu"][number % 4]) tập \(number)",
                author: "Nguyễn Thị Hường \(number)"
            )
        }
        var xml = "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">"
        for record in works {
            xml += "<record><leader>00000nam a2200000 a 4500</leader>"
            for field in record.fields where field.isControl {
                xml += "<controlfield tag=\"\(field.tag)\">\(field.value)</controlfield>"
            }
            for field in record.fields where !field.isControl {
                xml += "<datafield tag=\"\(field.tag)\" ind1=\" \" ind2=\" \">"
                for subfield in field.subfields {
                    xml += "<subfield code=\"\(Character(Unicode.Scalar(subfield.code)))\">\(subfield.value)</subfield>"
                }
                xml += "</datafield>"
            }
            xml += "</record>"
        }
        let files = [
            try folder.write("utf8.mrc", Self.iso2709(works)),
            try folder.write("slim.xml", Array((xml + "</collection>").utf8)),
            try folder.write("tcvn3.mrc", works.flatMap { try ISO2709.serialize($0, encoding: .tcvn3) }),
            try folder.write("unimarc.mrc", Self.iso2709(works.map { UNIMARC.unimarc($0) })),
        ]
        let result = try await Self.dedup(files + ["--output", "\(folder.path)/clusters.tsv"])
        #expect(result.code == 0, "\(result.errors)")
        let rows = try Self.rows(folder.text("clusters.tsv"))
        #expect(rows.count == 320)
        for (_, group) in Dictionary(grouping: rows, by: \.cluster) {
            #expect(Set(group.map(\.number)).count == 1 && group.count == 4, "\(group)")
        }
    }

    @Test func theSimulatedLibrariesAreFoundAsTheirTruthSays() async throws {
        let folder = try Folder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "demo/generate").path
        let made = try await ended(script, ["--out", folder.path, "--total", "1500"])
        try #require(made.code == 0, "\(made.errors)")
        let libraries = ["nlv", "tha", "nan", "hti", "qbi", "qtr", "hue"]
        let result = try await Self.dedup(
            libraries.map { "\(folder.path)/\($0).mrc" } + ["--output", "\(folder.path)/list.tsv"]
        )
        #expect(result.code == 0, "\(result.errors)")
        var truth: [String: String] = [:]
        for line in try folder.text("truth.tsv").split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            truth["\(cells[0]).mrc \(cells[1])"] = cells[2]
        }
        let rows = try Self.rows(folder.text("list.tsv"))
        #expect(rows.count == truth.count)
        func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }
        let real = rows.map { truth["\($0.file) \($0.number)"] ?? "" }
        func sum(_ keys: [String]) -> Int {
            Dictionary(grouping: keys, by: { $0 }).values.reduce(0) { $0 + pairs($1.count) }
        }
        let right = sum(zip(rows, real).map { "\($0.cluster) \($1)" })
        #expect(Double(right) > 0.98 * Double(sum(rows.map(\.cluster))))
        #expect(Double(right) > 0.93 * Double(sum(real)))
    }

    // MARK: - The union catalogue

    @Test func theMergedFileHasOneRecordForEachClusterWithAllHoldings() async throws {
        let folder = try Folder()
        let first = try folder.write("hatinh.mrc", Self.iso2709([Self.kieu, Self.pheo]))
        let second = try folder.write("hue.mrc", Self.iso2709([Self.bare]))
        for name in ["union.mrc", "union.xml"] {
            let result = try await Self.dedup(
                [first, second, "--output", "\(folder.path)/c.tsv", "--merged", "\(folder.path)/\(name)"]
            )
            #expect(result.code == 0, "\(result.errors)")
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)")))
            let records =
                name.hasSuffix(".xml")
                ? try MARCXML.parseCollection(bytes)
                : try ISO2709.split(bytes[...]).map { try ISO2709.parse($0, format: .marc21, encoding: .utf8) }
            #expect(records.map { $0.first("245")?["a"] } == ["Truyện Kiều", "Chí Phèo"])
            #expect(records.first?.fields("852").compactMap { $0["a"] }.sorted() == ["hatinh", "hue"])
            #expect(Set(records.first?.fields("035").compactMap { $0["a"] } ?? []) == ["(hatinh)a1", "(hue)b7"])
            let clusters = try Self.rows(folder.text("c.tsv")).map(\.cluster)
            #expect(records.first?.controlNumber == clusters[0])
        }
    }

    @Test func aClusterIsExplainedAndAnUnknownOneIsAnError() async throws {
        let folder = try Folder()
        let first = try folder.write("a.mrc", Self.iso2709([Self.kieu, Self.pheo]))
        let second = try folder.write("b.mrc", Self.iso2709([Self.bare]))
        let id = try #require(try Self.rows(try await Self.dedup([first, second]).output).first?.cluster)
        let result = try await Self.dedup([first, second, "--explain", id])
        #expect(result.code == 0)
        #expect(result.output.contains("a.mrc record 1 (a1): Truyện Kiều"))
        #expect(
            result.output.contains("title: equal with subtitle") && result.output.contains("marks: missing on one side")
        )
        let none = try await Self.dedup([first, "--explain", "0000000000000"])
        #expect(none.code != 0 && none.errors.contains("there is no cluster 0000000000000"))
    }

    // MARK: - What goes wrong

    @Test func damagedRecordsAreNamedWithTheirPlaceAndLeftOut() async throws {
        let folder = try Folder()
        let good = try Self.iso2709([Self.kieu])
        var broken = try Self.iso2709([Self.pheo])
        for index in 12..<(broken.count - 1) { broken[index] = 0x41 }
        let file = try folder.write("a.mrc", good + broken + good)
        let result = try await Self.dedup([file, "--output", "\(folder.path)/c.tsv"])
        #expect(result.code == 0, "\(result.errors)")
        let rows = try Self.rows(folder.text("c.tsv"))
        #expect(rows.map(\.position) == [1, 3] && rows[0].cluster == rows[1].cluster)
        // Its directory stands behind the 24 octets of its leader.
        #expect(result.errors.contains("a.mrc: record 2, byte \(good.count + 24)"), "\(result.errors)")
        #expect(result.output.contains("1 could not be read"))
        #expect(result.output.contains("1 records are in their file a second time"))
    }

    @Test func mistakesOfTheCommandLineAreSaid() async throws {
        let folder = try Folder()
        let file = try folder.write("a.mrc", Self.iso2709([Self.kieu]))
        for (arguments, message) in [
            ([], "Missing expected argument"), (["\(folder.path)/none.mrc"], "cannot be read"),
            ([file, file], "named twice"), ([file + "=klingon"], "character set"),
            ([file, "--level", "work", "--merged", "\(folder.path)/u.mrc"], "--merged needs --level manifestation"),
            ([file, "--output", "\(folder.path)/no/such/folder"], "cannot be written"),
        ] as [([String], String)] {
            let result = try await Self.dedup(arguments)
            #expect(result.code != 0)
            #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
        }
    }
}
