import Foundation
import MARC
import SRU
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// From a merged record back to what each library said, and why it stands where it does.
    @Suite struct ProvenanceTests {
        private static let query = "dc.title = \"truyện kiều\""

        private func elements(_ schema: String) async throws -> [XMLElement] {
            let parameters: KeyValuePairs = ["maximumRecords": "20", "recordSchema": schema]
            let answer = try await RunningGateway.shared.search(Self.query, parameters)
            return try answer.response().records.compactMap { try $0.element() }
        }

        @Test func everyRecordOfEveryLibraryCanBeHadAsItWasSent() async throws {
            let folder = try await DemoLibraries.running().dataFolder
            var seen: Set<String> = []
            for element in try await self.elements("sources") {
                #expect(element.attribute("id")?.count == 13)
                for source in element.all("source") {
                    let target = try #require(source.attribute("target"))
                    let format: MARCFormat = target == "qtr" ? .unimarc : .marc21
                    let record = try MARCXML.parse(try #require(source.first("record")), format: format)
                    #expect(record.controlNumber == source.attribute("controlNumber"))
                    seen.insert(target)
                    guard target == "qtr" || target == "nlv" else { continue }
                    let bytes = try Array(Data(contentsOf: URL(filePath: "\(folder)/\(target).mrc")))
                    let original = try ISO2709.split(bytes[...]).lazy.map { try ISO2709.parse($0, format: format) }
                        .first { $0.controlNumber == record.controlNumber }
                    #expect(Array(record.fields) == Array(try #require(original).fields))
                }
            }
            #expect(seen == Set(DemoLibraries.codes))
        }

        @Test func everyFieldOfTheMergedRecordNamesMembersThatAreThere() async throws {
            let sources = try await self.elements("sources")
            let records = try await self.elements("merged")
            #expect(records.count == sources.count)
            for (record, source) in zip(records, sources) {
                let members = try #require(record.first("members")).all("member")
                #expect(
                    members.map { $0.attribute("controlNumber") }
                        == source.all("source").map { $0.attribute("controlNumber") }
                )
                let numbers = Set(members.compactMap { $0.attribute("n") })
                let fields = try #require(record.first("fields")).all("field")
                for field in fields {
                    let from = (field.attribute("from") ?? "").split(separator: " ").map(String.init)
                    #expect(numbers.isSuperset(of: from))
                    #expect(!from.isEmpty || ["001", "003", "005"].contains(field.attribute("tag")))
                }
                for variant in record.first("variants")?.all("variant") ?? [] {
                    #expect(variant.attribute("from")?.isEmpty == false)
                }
            }
        }

        @Test func theScoreOfARecordIsTheSumOfItsPartsAndFallsDownThePage() async throws {
            let parameters: KeyValuePairs = ["maximumRecords": "20", "x-members": "1"]
            let answer = try await RunningGateway.shared.search(Self.query, parameters)
            let scores = try answer.element().all(below: "relevance").map { element in
                try ["score", "words", "orders", "holdings", "matches"].map { name in
                    try #require(Double(element.attribute(name) ?? ""))
                }
            }
            #expect(scores.count == (try answer.response().records.count))
            for score in scores { #expect(abs(score[0] - score.dropFirst().reduce(0, +)) < 0.003) }
            #expect(scores.map { $0[0] } == scores.map { $0[0] }.sorted(by: >))
        }

        @Test(arguments: ["dc", "mods", "unimarcxml", "merged", "marcxml"])
        func everyCopyIsInEverySchema(_ schema: String) async throws {
            let copies = try await self.elements("merged").map { $0.first("holdings")?.all("holding").count ?? 0 }
            let records = try await self.elements(schema)
            #expect(records.count == copies.count)
            for (record, count) in zip(records, copies) {
                let found =
                    switch schema {
                    case "dc": record.all("source").count
                    case "mods": record.all("location").filter { $0.first("physicalLocation") != nil }.count
                    case "merged": record.first("holdings")?.all("holding").count ?? 0
                    default:
                        record.all("datafield").filter { $0.attribute("tag") == (schema == "marcxml" ? "852" : "995") }
                            .count
                    }
                #expect(found == count, "\(schema)")
            }
        }
    }
}

extension XMLElement {
    /// All elements of a local name anywhere below.
    fileprivate func all(below local: String) -> [XMLElement] {
        self.elements.flatMap { ($0.name.local == local ? [$0] : []) + $0.all(below: local) }
    }
}
