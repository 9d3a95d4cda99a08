import Foundation
import MARC
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// The program `lienthong` as people and scripts use it.
    @Suite(.enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"))
    struct CommandLineTests {
        static let query = "dc.title = \"truyện kiều\""

        /// Runs `lienthong` with the file that describes the libraries as they run now.
        private func lienthong(_ command: String..., then arguments: [String] = []) async throws -> Ended {
            let file = try await DemoLibraries.running().targetsFile
            let patience = command == ["search"] ? ["--deadline", "30"] : []
            return try await ended(Programs.lienthong, command + ["--config", file] + patience + arguments)
        }

        // MARK: Results

        @Test func theTableShowsRecordsAndALineForEachTarget() async throws {
            let result = try await self.lienthong("search", then: [Self.query])
            #expect(result.code == 0)
            let lines = result.output.split(separator: "\n")
            #expect(
                lines.contains { $0.contains(/^1 +Truyện Kiều +Nguyễn Du.* [a-z]{3} [a-z]{3}/) },
                "\(result.output)"
            )
            #expect(result.output.contains(/1–7 of 7 records\n/))
            for code in DemoLibraries.codes {
                let line = try #require(lines.first { $0.hasPrefix(code) })
                #expect(line.contains(/^... +ok +([0-9]+) +\1 +[0-9]+ +Thư viện/), "\(line)")
            }
            #expect(result.errors.isEmpty)
        }

        @Test func nothingFoundIsNoFailure() async throws {
            let result = try await self.lienthong("search", then: ["dc.title = nothingiscalledlikethat"])
            #expect(result.code == 0)
            #expect(result.output.hasPrefix("Nothing found."))
        }

        @Test(.enabled(if: Schemas.areThere, "the schemas are not there"))
        func theMARCXMLIsACollectionThatIsValid() async throws {
            let result = try await self.lienthong("search", then: [Self.query, "--format", "marcxml", "--count", "3"])
            #expect(result.code == 0)
            let bytes = Array(result.output.utf8)
            try await expectValid(["collection": bytes], Schema.marcxml.path)
            let records = try MARCXML.parseCollection(bytes)
            #expect(records.count == 3)
            #expect(records.allSatisfy { $0.title.hasPrefix("Truyện Kiều") && !$0.holders.isEmpty })
            #expect(result.errors.contains(/nlv +ok/), "the targets' lines are on standard error")
        }

        @Test func theDublinCoreIsOneDocument() async throws {
            let result = try await self.lienthong("search", then: [Self.query, "--format", "dc", "-n", "3"])
            let records = try XMLElement.parse(Array(result.output.utf8)).elements
            #expect(records.count == 3)
            #expect(records.allSatisfy { $0.first("title")?.text == "Truyện Kiều" })
        }

        @Test func theJSONHoldsRecordsHoldingsAndTargets() async throws {
            struct Document: Decodable {
                struct Record: Decodable {
                    let id: String
                    let dc: [String: [String]]
                    let holdings: [Holding]
                }
                struct Holding: Decodable {
                    let target: String
                    let library: String
                    let item: String?
                }
                struct Target: Decodable {
                    let id: String
                    let status: String
                    let hits: Int
                }
                let numberOfRecords: Int
                let start: Int
                let records: [Record]
                let targets: [Target]
            }
            let arguments = [Self.query, "--format", "json", "--start", "2", "--count", "2"]
            let result = try await self.lienthong("search", then: arguments)
            let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
            #expect(document.numberOfRecords == 7)
            #expect(document.start == 2)
            #expect(document.records.count == 2)
            for record in document.records {
                #expect(!record.id.isEmpty)
                #expect(record.dc["title"]?.first == "Truyện Kiều")
                #expect(Set(record.holdings.map(\.target)).count > 1)
                #expect(record.holdings.allSatisfy { !$0.library.isEmpty && $0.item?.isEmpty == false })
            }
            #expect(document.targets.map(\.id) == DemoLibraries.codes)
            #expect(document.targets.allSatisfy { $0.status == "ok" && $0.hits > 0 })
        }

        @Test func theQueryIsShownInEachTargetsWords() async throws {
            let result = try await self.lienthong("search", then: [Self.query, "--explain-query", "-n", "0"])
            #expect(result.errors.contains(/nlv: .*@attr 1=4 .*truyện kiều/), "\(result.errors)")
            #expect(result.errors.contains(/tha: .*title.*truyện kiều/), "\(result.errors)")
        }

        // MARK: Libraries that do not answer

        @Test func aStoppedLibraryIsNamedAndTheOthersAreShown() async throws {
            let libraries = try await DemoLibraries.running()
            try await libraries.withStopped(["hue"]) {
                let search = try await self.lienthong("search", then: [Self.query])
                #expect(search.code == 0)
                #expect(search.output.contains(/hue +refused +–/), "\(search.output)")
                #expect(search.output.contains(/1–7 of 7 records \(minimum\)/), "\(search.output)")
                let check = try await self.lienthong("targets", "check")
                #expect(check.code == 1)
                #expect(check.output.contains(/\nhue +refused +[0-9]+/), "\(check.output)")
                #expect(check.output.contains("1 of 7 targets did not answer."))
                #expect(try await self.lienthong("targets", "check", then: ["nlv", "tha"]).code == 0)
            }
        }

        @Test func whenNoLibraryAnswersTheExitCodeIsOne() async throws {
            let port = try freePort()
            let text = """
                databases: {all: {targets: all}}
                targets: [{id: gone, name: Gone, protocol: z3950, host: 127.0.0.1, port: \(port), database: x}]
                """
            let result = try await self.lienthong(file: text, "search", "kiều")
            #expect(result.code == 1)
            #expect(result.output.contains("No target answered."))
            #expect(result.output.contains(/gone +refused/))
        }

        @Test func theTargetsAreListed() async throws {
            let result = try await self.lienthong("targets", "list")
            #expect(result.code == 0)
            #expect(
                result.output.contains(/\nhti +z3950 +127\.0\.0\.1:[0-9]+\/hti +marc21 +tcvn3 +tcvn3 +demo +Thư viện/)
            )
            #expect(result.output.contains(/\ntha +sru +http:\/\/127\.0\.0\.1:[0-9]+\/tha/))
        }

        // MARK: Mistakes

        @Test func aFileThatIsNotThereIsNamed() async throws {
            let result = try await ended(
                Programs.lienthong,
                ["search", "--config", "/nowhere/targets.yml", "kiều"]
            )
            #expect(result.code == 64)
            #expect(result.errors.contains("cannot read /nowhere/targets.yml"))
        }

        @Test func aMistakeInTheFileIsToldWithItsPlace() async throws {
            let text = """
                databases:
                  demo: {targets: [one, tow]}
                targets:
                  - id: one
                    name: One
                    protocol: z3950
                    host: 127.0.0.1
                    prot: 210
                    database: x
                """
            let result = try await self.lienthong(file: text, "targets", "list")
            #expect(result.code == 1)
            #expect(
                result.errors.contains(/targets\.yml:2:25: databases\.demo\.targets\[1\]: .*"tow"/),
                "\(result.errors)"
            )
            #expect(result.errors.contains(/targets\.yml:8:5: targets\[0\].*prot/), "\(result.errors)")
            let broken = try await self.lienthong(file: "targets: [a, b", "targets", "list")
            #expect(broken.code == 1)
            #expect(broken.errors.contains(/targets\.yml:[0-9]+:[0-9]+: not YAML/), "\(broken.errors)")
        }

        @Test(arguments: ["dc.title = \"kiều\" and (thơ", "dc.title = \"kiều\" and (thơ".decomposed])
        func theMistakeInAQueryIsMarked(_ query: String) async throws {
            let result = try await self.lienthong("search", then: [query])
            #expect(result.code == 1)
            let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
            let shown = try #require(lines.firstIndex { $0 == "  " + query }, "\(result.errors)")
            // The parenthesis that is never closed, counted as a terminal shows it.
            #expect(lines[shown + 1] == "  " + String(repeating: " ", count: 22) + "^", "\(result.errors)")
        }

        @Test func plainWordsAreSearchedForAsWords() async throws {
            let result = try await self.lienthong("search", then: ["truyện kiều", "-n", "1"])
            let query = try await self.lienthong("search", then: ["truyện and kiều", "-n", "1"])
            #expect(result.code == 0)
            #expect(result.output.contains("Truyện Kiều"), "\(result.output)")
            #expect(result.errors.contains("'\"truyện kiều\"'"), "\(result.errors)")
            let counts = try [result, query].map { ended in
                try #require(ended.output.firstMatch(of: /of ([0-9]+) records/), "\(ended.errors)").output.1
            }
            #expect(counts[0] == counts[1])
            // What was meant as CQL stays an error, with a hint.
            let wrong = try await self.lienthong("search", then: ["truyện and kiều thơ"])
            #expect(wrong.code == 1)
            #expect(wrong.errors.contains("need quotes around them"), "\(wrong.errors)")
        }

        @Test func anUnknownIndexDatabaseOrTargetIsNamed() async throws {
            let index = try await self.lienthong("search", then: ["dc.colour = red"])
            #expect(index.code == 1 && index.errors.contains("There is no index dc.colour"), "\(index.errors)")
            let database = try await self.lienthong("search", then: ["kiều", "--database", "nothere"])
            #expect(database.code == 64)
            #expect(database.errors.contains("there is no database \"nothere\"; known: demo"))
            let target = try await self.lienthong("targets", "check", then: ["nothere"])
            #expect(target.code == 64 && target.errors.contains("there is no target \"nothere\""))
        }

        /// Runs `lienthong` with a file of this text.
        private func lienthong(file text: String, _ arguments: String...) async throws -> Ended {
            try await withTemporaryFolder { folder in
                let file = folder.appending(path: "targets.yml")
                try Data(text.utf8).write(to: file)
                return try await ended(Programs.lienthong, arguments + ["--config", file.path])
            }
        }
    }
}

extension String {
    var decomposed: String { self.decomposedStringWithCanonicalMapping }
}
