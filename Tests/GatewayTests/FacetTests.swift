import Federation
import Foundation
import MARC
import SRU
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// Facets count what the reader sees: merged records.
    @Suite struct FacetTests {
        static let query = "dc.title = \"lịch sử\""

        private func facet(_ index: String, _ more: KeyValuePairs<String, String> = [:]) async throws -> [XMLElement] {
            let parameters: KeyValuePairs = ["maximumRecords": "0", "facetLimit": "100:\(index)"]
            let pairs = parameters.map { ($0, $1) } + more.map { ($0, $1) }
            let query = SRUParameters([("query", Self.query)] + pairs).encoded()
            let answer = try await RunningGateway.shared.get("/sru/demo?\(query)")
            let facets = try #require(try answer.element().first("facetedResults")).all("facet")
            #expect(facets.count == 1 && facets.first?.first("index")?.text == index)
            return facets.first?.first("terms")?.elements ?? []
        }

        private func counts(_ terms: [XMLElement]) -> [String: Int] {
            Dictionary(
                terms.map { ($0.first("actualTerm")?.text ?? "", $0.first("count").flatMap { Int($0.text) } ?? 0) },
                uniquingKeysWith: +
            )
        }

        @Test func languagesAddUpToTheRecords() async throws {
            let records = try await RunningGateway.shared.everything(Self.query)
            let expected = Dictionary(
                records.compactMap { record in
                    (record.first("008")?.value.utf8).map {
                        (String(decoding: Array($0)[35..<38], as: UTF8.self), 1)
                    }
                },
                uniquingKeysWith: +
            )
            let counts = self.counts(try await self.facet("dc.language"))
            #expect(counts.values.reduce(0, +) >= records.count)
            for (language, count) in expected { #expect((counts[language] ?? 0) >= count) }
        }

        @Test func librariesCountTheirRecordsOnce() async throws {
            let records = try await RunningGateway.shared.everything(Self.query)
            let counts = self.counts(try await self.facet("bath.possessingInstitution"))
            #expect(counts.count == DemoLibraries.codes.count)
            let holders = records.map { Set($0.holders).count }.reduce(0, +)
            #expect(counts.values.reduce(0, +) == holders)
        }

        @Test(arguments: ["dc.subject", "dc.creator", "dc.date"])
        func theQueryOfAValueFindsAtLeastSoMany(_ index: String) async throws {
            let terms = try await self.facet(index)
            let counts = terms.compactMap { $0.first("count").flatMap { Int($0.text) } }
            #expect(counts == counts.sorted(by: >) && counts.count > 3)
            for term in terms.prefix(3) {
                let count = try #require(term.first("count").flatMap { Int($0.text) })
                let query = try #require(term.first("query")?.text)
                let answer = try await RunningGateway.shared.search(query, ["maximumRecords": "0"])
                #expect(try answer.diagnostics().isEmpty)
                #expect(try #require(answer.response().numberOfRecords) >= count, "\(query)")
            }
        }

        @Test func startSortAndLeastNumberAreObeyed() async throws {
            let all = try await self.facet("dc.date").compactMap { $0.first("actualTerm")?.text }
            let later = try await self.facet("dc.date", ["facetStart": "3:dc.date"])
            #expect(later.compactMap { $0.first("actualTerm")?.text } == Array(all.dropFirst(2)))
            let years = try await self.facet("dc.date", ["facetSort": "alphanumeric:dc.date"])
            #expect(years.compactMap { $0.first("actualTerm")?.text } == all.sorted())
            let frequent = try await self.facet("dc.date", ["facetCount": "3"])
            #expect(frequent.allSatisfy { $0.first("count").flatMap { Int($0.text) } ?? 0 >= 3 })
        }

        @Test func targetsThatCountAreAskedForTheirCounts() async throws {
            try await withZTest { port in
                var configuration = try Configuration.parse(
                    """
                    server: {deadline: 30s}
                    databases: {demo: {targets: all}}
                    targets:
                      - {id: one, protocol: z3950, host: 127.0.0.1, port: \(port), database: Default, facets: true}
                      - id: two
                        protocol: sru
                        url: 'http://127.0.0.1:\(port)/Default'
                        version: '2.0'
                        facets: true
                        indexes: {subject: dc.subject, date: dc.date, any: cql.serverChoice}
                      - {id: three, protocol: z3950, host: 127.0.0.1, port: \(port), database: Default}
                    """
                )
                configuration.server.port = 0
                try await withGateway(configuration) { gateway in
                    let parameters: KeyValuePairs = [
                        "maximumRecords": "1", "facetLimit": "3:dc.subject,2:dc.date", "x-facetsOf": "targets",
                    ]
                    let answer = try await gateway.search("computer", parameters, version: .v2_0)
                    if Schemas.areThere { try await expectValid(["facets": answer.bytes], Schema.answer2.path) }
                    let sources = try #require(try answer.element().first("facetedResults")).all("datasource")
                    try #require(sources.count == 3, "\(answer.text)")
                    let words = sources.map { $0.first("datasourceDescription")?.text ?? "" }
                    #expect(words[0] == "all records, counted by the library" && words[1] == words[0])
                    #expect(words[2].contains(/[0-9]+ of [0-9]+ records counted/))
                    let facets = sources.prefix(2).map { $0.first("facets")?.all("facet") ?? [] }
                    // The server makes its values of the index: its number over Z39.50, its name over SRU.
                    #expect(
                        self.counts(facets[0].first?.first("terms")?.elements ?? []) == [
                            "210": 100, "211": 90, "212": 80,
                        ]
                    )
                    #expect(facets[1].first?.first("terms")?.elements.count == 3)
                    #expect(facets.map { $0.last?.first("terms")?.elements.count } == [2, 2])
                }
            }
        }

        @Test func aGatewayCountsForAnother() async throws {
            let text = """
                server: {deadline: 30s}
                databases: {demo: {targets: all}}
                targets:
                  - {id: far, protocol: sru, url: '\(try RunningGateway.shared.url)', version: '2.0', facets: true}
                """
            var configuration = try Configuration.parse(text)
            configuration.server.port = 0
            try await withGateway(configuration) { gateway in
                let parameters: KeyValuePairs = [
                    "maximumRecords": "1", "facetLimit": "5:dc.subject", "x-facetsOf": "targets",
                ]
                let answer = try await gateway.search(Self.query, parameters, version: .v2_0)
                let facets = try #require(try answer.element().first("facetedResults")).first("datasource")?.first(
                    "facets"
                )
                let terms = facets?.first("facet")?.first("terms")?.elements ?? []
                let whole = try await self.facet("dc.subject")
                #expect(self.counts(terms) == self.counts(Array(whole.prefix(5))))
            }
        }

        @Test func version1HasThemInTheExtraData() async throws {
            let parameters: KeyValuePairs = ["x-facetLimit": "5", "x-analysis": "1", "maximumRecords": "1"]
            let answer = try await RunningGateway.shared.search(Self.query, parameters, version: .v1_1)
            let extra = try #require(try answer.element().first("extraResponseData"))
            #expect(extra.first("facetedResults")?.all("facet").count == 6)
            #expect(extra.first("searchResultAnalysis")?.all("datasource").count == 7)
            // What a target was asked, in its own words.
            let words = extra.first("searchResultAnalysis")?.all("datasource").map(\.text).joined() ?? ""
            #expect(words.contains("@attr 1=4") && words.contains("dc.title"))
        }
    }

    /// The forms of an answer beside XML as usual.
    @Suite struct FormTests {
        @Test func jsonSaysWhatXMLSays() async throws {
            let gateway = try RunningGateway.shared
            let query = "dc.title = \"truyện kiều\""
            let more: KeyValuePairs = ["maximumRecords": "3", "resultSetTTL": "60"]
            let answer = try await gateway.search(query, more, version: .v2_0)
            let json: KeyValuePairs = ["maximumRecords": "3", "resultSetTTL": "60", "httpAccept": "application/json"]
            let other = try await gateway.search(query, json, version: .v2_0)
            #expect(other.contentType == "application/json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(other.bytes)) as? [String: Any]
            )
            let response = try answer.response()
            #expect(object["numberOfRecords"] as? Int == response.numberOfRecords)
            #expect(object["nextRecordPosition"] as? Int == 4)
            #expect(object["resultSetId"] as? String == response.resultSetId)
            #expect(object["resultCountPrecision"] as? String == "exact")
            #expect((object["targets"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == DemoLibraries.codes)
            let records = try #require(object["records"] as? [[String: Any]])
            let marc = try records.flatMap { record in
                let data = try JSONSerialization.data(withJSONObject: try #require(record["recordData"]))
                return try MARCJSON.parse(Array(data), format: .marc21)
            }
            #expect(try marc.map(\.controlNumber) == answer.records().map(\.controlNumber))
            #expect(marc.first?.title == (try answer.records().first?.title))
        }

        @Test func errorsScansAndDescriptionsAreJSONToo() async throws {
            let gateway = try RunningGateway.shared
            func object(_ parameters: [(String, String)]) async throws -> [String: Any] {
                let query = SRUParameters(parameters + [("httpAccept", "application/json")]).encoded()
                let answer = try await gateway.get("/sru/demo?\(query)")
                #expect(answer.contentType == "application/json")
                return try #require(try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [String: Any])
            }
            let wrong = try await object([("query", "dc.colour = \"r\\\"ed\"")])
            let diagnostic = try #require((wrong["diagnostics"] as? [[String: Any]])?.first)
            #expect(diagnostic["uri"] as? String == "info:srw/diagnostic/1/16")
            let scan = try await object([("scanClause", "dc.title = n"), ("maximumTerms", "3")])
            #expect((scan["terms"] as? [[String: Any]])?.count == 3)
            let explain = try await object([])
            #expect((explain["schemas"] as? [[String: Any]])?.isEmpty == false)
            let facets = try await object([("query", "kiều"), ("facetLimit", "2:dc.date")])
            #expect((facets["facets"] as? [[String: Any]])?.count == 1)
        }

        @Test func aStylesheetOfTheListIsNamedAndNoOther() async throws {
            var configuration = try await Configuration.demo
            configuration.server.stylesheets = ["/style/records.xsl", "https://example.org/a.xsl?b=1&c=2"]
            try await withGateway(configuration) { gateway in
                for sheet in configuration.server.stylesheets {
                    let parameters: KeyValuePairs = ["stylesheet": sheet, "maximumRecords": "1"]
                    let answer = try await gateway.search("dc.title = kiều", parameters)
                    let href = sheet.replacing("&", with: "&amp;")
                    #expect(answer.text.contains("<?xml-stylesheet type=\"text/xsl\" href=\"\(href)\"?>"))
                    #expect(try answer.response().records.count == 1)
                }
                let other = try await gateway.search("dc.title = kiều", ["stylesheet": "https://example.org/b.xsl"])
                #expect(try other.diagnostics() == [111])
                #expect(!other.text.contains("<?xml-stylesheet"))
            }
        }

        @Test func theMergedRecordTellsWhereEachFieldComesFrom() async throws {
            let gateway = try RunningGateway.shared
            let query = "dc.title = \"truyện kiều\""
            let answer = try await gateway.search(query, ["recordSchema": "merged", "maximumRecords": "5"])
            let marc = try await gateway.search(query, ["maximumRecords": "5"]).records()
            let records = try answer.response().records.map { try #require(try $0.element()) }
            #expect(records.count == 5)
            for (record, marc) in zip(records, marc) {
                #expect(record.attribute("id") == marc.controlNumber)
                let members = record.first("members")?.elements ?? []
                let sources = members.map { "\($0.attribute("target") ?? ""):\($0.attribute("controlNumber") ?? "")" }
                #expect(Set(sources) == Set(marc.sources))
                #expect(members.filter { $0.attribute("representative") == "true" }.count >= 1)
                let fields = record.first("fields")?.all("field") ?? []
                #expect(fields.count == marc.fields.count)
                let title = try #require(fields.first { $0.attribute("tag") == "245" })
                #expect(title.attribute("from")?.isEmpty == false)
                #expect(record.first("holdings")?.elements.count == marc.fields("852").count)
            }
        }

        @Test func theSameRecordIsGivenInUNIMARC() async throws {
            let gateway = try RunningGateway.shared
            let query = "dc.title = \"truyện kiều\""
            let answer = try await gateway.search(query, ["recordSchema": "unimarcXchange", "maximumRecords": "5"])
            let marc = try await gateway.search(query, ["maximumRecords": "5"]).records()
            let records = try answer.response().records.map { try MARCXML.parse(#require(try $0.element())) }
            #expect(records.map { $0.format } == Array(repeating: .unimarc, count: 5))
            #expect(records.map(\.controlNumber) == marc.map(\.controlNumber))
            for (record, original) in zip(records, marc) {
                #expect(record.first("200")?["a"]?.isEmpty == false)
                #expect(original.title.hasPrefix(record.first("200")?["a"] ?? "-"))
            }
        }

        @Test func membersComeBesideTheRecordOnRequest() async throws {
            let gateway = try RunningGateway.shared
            let query = "dc.title = \"truyện kiều\""
            let answer = try await gateway.search(query, ["x-members": "1", "maximumRecords": "2"])
            for record in try answer.response().records {
                let extra = Array("<extra>".utf8) + (try #require(record.extraRecordData)) + Array("</extra>".utf8)
                let members = try #require(try XMLElement.parse(extra).first("members")).all("member")
                let sources = members.map { "\($0.attribute("target") ?? ""):\($0.attribute("controlNumber") ?? "")" }
                #expect(try Set(sources) == Set(MARCXML.parse(#require(try record.element())).sources))
            }
            let usual = try await gateway.search(query, ["maximumRecords": "2"]).response()
            #expect(usual.records.allSatisfy { $0.extraRecordData == nil })
        }
    }
}
