import CQL
import Foundation
import SRU
import Testing
import XML

extension GatewayTests {
    /// What `docs/sru.md` says is so.
    @Suite struct DocumentationTests {
        private static func text() throws -> String {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(contentsOf: root.appending(path: "docs/sru.md"), encoding: .utf8)
        }

        @Test func everyCommandOfTheReferenceGivesWhatItPromises() async throws {
            let gateway = try RunningGateway.shared
            let lines = try Self.text().split(separator: "\n").filter { $0.hasPrefix("curl ") }
            #expect(lines.count >= 6)
            for line in lines.map(String.init) {
                let command = line.replacing("http://127.0.0.1:8210/", with: "http://127.0.0.1:\(gateway.port)/")
                let output = try await ended("bash", ["-c", command.replacing("curl ", with: "curl -s ")]).output
                if command.contains("application/json") {
                    let value = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
                    #expect((value?["records"] as? [Any])?.count == 1, "\(command)")
                    continue
                }
                let answer = try XMLElement.parse(Array(output.utf8))
                #expect(answer.first("diagnostics") == nil, "\(command)\n\(output)")
                switch answer.name.local {
                case "scanResponse":
                    #expect(answer.first("terms")?.elements.count == 5)
                case "explainResponse":
                    #expect(answer.first("record") != nil)
                default:
                    #expect(answer.first("numberOfRecords").flatMap { Int($0.text) } ?? 0 > 0, "\(command)")
                    if command.contains("facetLimit") { #expect(answer.first("facetedResults") != nil) }
                }
            }
        }

        @Test func theSchemasOfTheReferenceAreThoseOfExplain() async throws {
            let text = try Self.text()
            let answer = try await RunningGateway.shared.explain()
            let schemas = try #require(try answer.explainRecord().first("schemaInfo")).all("schema")
            for schema in schemas {
                let (name, identifier) = (schema.attribute("name") ?? "", schema.attribute("identifier") ?? "")
                #expect(text.contains("| `\(name)` | `\(identifier)` |"), "\(name)")
            }
            #expect(text.matches(of: /\| `[a-z]+` \| `(info|urn):[^`]+` \|/).count == schemas.count)
        }

        @Test func theIndexesOfTheReferenceAreUnderstood() throws {
            let table = try #require(try Self.text().split(separator: "## Indexes").last)
            var names: Set<String> = []
            for line in table.split(separator: "\n") where line.hasPrefix("| `") {
                let cells = line.split(separator: "|")
                try #require(cells.count >= 3, "\(line)")
                let index = try #require(cells[0].firstMatch(of: /`([^`]+)`/)).1
                for match in cells[2].matches(of: /`([^`]+)`/) {
                    let query = try ResolvedQuery(CQLQuery.parse("\(match.1) = 1"))
                    guard case .clause(let clause) = query.root else { continue }
                    #expect(clause.index.name == index, "\(match.1)")
                    names.insert(String(match.1))
                }
            }
            let known = IndexCatalogue.standard.entries.flatMap(\.aliases).map(\.qualifiedName)
            #expect(Set(known) == names, "the table and the catalogue have the same names")
        }
    }
}
