import CQL
import Federation
import SRU
import Scoring
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// One list of terms over many libraries.
    @Suite struct ScanTests {
        private func scan(
            _ gateway: RunningGateway,
            _ clause: String,
            _ more: KeyValuePairs<String, String> = [:],
            database: String = "demo"
        ) async throws -> Answer {
            let introduction = [("operation", "scan"), ("version", "1.2"), ("scanClause", clause)]
            let parameters = SRUParameters(introduction + more.map { ($0, $1) })
            return try await gateway.get("/sru/\(database)?\(parameters.encoded())")
        }

        @Test func theNumberOfATermIsTheSumOverTheLibraries() async throws {
            let gateway = try RunningGateway.shared
            let answer = try await self.scan(gateway, "dc.title = lich", ["maximumTerms": "1"])
            let term = try #require(try answer.terms.first)
            #expect(Normalization.foldKey(term.first("value")?.text ?? "") == "lich")
            let sum = try #require(term.first("numberOfRecords").flatMap { Int($0.text) })
            let libraries = try await DemoLibraries.running()
            var expected = 0
            for code in DemoLibraries.codes {
                let port = libraries.port(of: code)
                let commands = "base \(code)\\nscan @attr 1=4 lich\\nquit\\n"
                let script = "printf '\(commands)' | yaz-client 127.0.0.1:\(port)/\(code)"
                let output = try await ended("bash", ["-c", script]).output
                for line in output.split(separator: "\n") {
                    guard let match = line.firstMatch(of: /^[* ] (.+) \(([0-9]+)\)$/) else { continue }
                    if Normalization.foldKey(String(match.1)) == "lich" { expected += Int(match.2) ?? 0 }
                }
            }
            #expect(sum == expected && sum > 50)
        }

        @Test func everyTargetIsNamed() async throws {
            let answer = try await self.scan(try RunningGateway.shared, "dc.creator = nguyen")
            let extra = try #require(try answer.element().first("extraResponseData")?.first("targets"))
            #expect(extra.all("target").compactMap { $0.attribute("id") } == DemoLibraries.codes)
            #expect(extra.all("target").allSatisfy { $0.attribute("status") == "ok" })
        }

        @Test func aTargetWithoutScanIsSkippedAndNamed() async throws {
            var configuration = try await Configuration.demo
            configuration.move("hue", toPort: try freePort())
            for index in configuration.targets.indices where configuration.targets[index].id == "tha" {
                guard case .sru(var access) = configuration.targets[index].access else { continue }
                access.indexNames[.title] = nil
                configuration.targets[index].access = .sru(access)
            }
            try await withGateway(configuration) { gateway in
                let answer = try await self.scan(gateway, "dc.title = n")
                #expect(try answer.terms.count == 10)
                #expect(try answer.element().first("diagnostics") == nil)
                let extra = try #require(try answer.element().first("extraResponseData")?.first("targets"))
                let words = extra.all("target").map { "\($0.attribute("id") ?? "")=\($0.attribute("status") ?? "")" }
                #expect(words.contains("hue=refused") && words.contains("tha=notExpressible"))
                #expect(extra.attribute("complete") == "false")
            }
        }

        @Test func whenNoTargetListsTermsScanIsNotOffered() async throws {
            var configuration = try await Configuration.demo
            for index in configuration.targets.indices {
                if case .sru(var access) = configuration.targets[index].access {
                    access.indexNames[.title] = nil
                    configuration.targets[index].access = .sru(access)
                }
            }
            configuration.databases[0].targets = ["tha"]
            try await withGateway(configuration) { gateway in
                let answer = try await self.scan(gateway, "dc.title = n")
                #expect(try answer.diagnostics() == [16])
            }
        }

        @Test func theListIsReadFromEndToEndByItsLastTerm() async throws {
            let gateway = try RunningGateway.shared
            var seen: [String] = []
            var start = "bath.isbn = 0"
            for _ in 0..<20 {
                let answer = try await self.scan(gateway, start, ["maximumTerms": "50", "responsePosition": "0"])
                seen += try answer.values
                guard let last = try answer.terms.last, let value = last.first("value")?.text else { break }
                if last.first("whereInList")?.text == "last" { break }
                start = "bath.isbn = \"\(value)\""
            }
            #expect(seen.count > 100)
            #expect(Set(seen).count == seen.count)
            #expect(seen == seen.sorted())
        }

        @Test(arguments: ["zoomsh", "yaz-client"]) func clientsScan(_ client: String) async throws {
            let url = try RunningGateway.shared.url
            let output: String
            if client == "zoomsh" {
                output = try await ended(client, ["connect \(url)", "scan cql:dc.title=nam", "quit"]).output
            } else {
                let commands = "sru get 1.1\\nopen \(url)\\nquerytype cql\\nscan dc.title=nam\\nquit\\n"
                output = try await ended("bash", ["-c", "printf '\(commands)' | yaz-client"]).output
            }
            #expect(output.lowercased().contains("nam"), "\(output)")
        }
    }
}
