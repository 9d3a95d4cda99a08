import AsyncHTTPClient
import MARC
import NIOHTTP1
import SRU
import Scoring
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistSearchTests {
        @Test(arguments: rows + wrongNumbers + schemas) func search(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("S01", "the number of records, and as many as asked for") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "3"])
                #expect(try #require(answer.response().numberOfRecords) >= 11)
                #expect(try answer.recordElements.count == 3)
            },
            ChecklistRow("S02", "the number alone") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "0"])
                #expect(try #require(answer.response().numberOfRecords) >= 11)
                #expect(try answer.root.first("records") == nil)
                try answer.expectNoDiagnostics()
            },
            ChecklistRow("S03", "the default is the one that explain tells") { list in
                let configuration = try #require(try await list.explain().first("configInfo"))
                let usual = configuration.all("default").first { $0.attribute("type") == "numberOfRecords" }
                let answer = try await list.search(Checklist.many)
                #expect(try "\(answer.recordElements.count)" == usual?.text)
            },
            ChecklistRow("S04", "a window in the middle") { list in
                let answer = try await list.search(Checklist.many, ["startRecord": "4", "maximumRecords": "2"])
                #expect(try answer.recordElements.map { $0.first("recordPosition")?.text } == ["4", "5"])
            },
            ChecklistRow("S05", "the next position while there is more") { list in
                let answer = try await list.search(Checklist.many, ["startRecord": "1", "maximumRecords": "4"])
                #expect(try answer.text("nextRecordPosition") == "5")
            },
            ChecklistRow("S06", "no next position at the end") { list in
                let count = try await list.count(Checklist.many)
                let last: KeyValuePairs = ["startRecord": "\(count)", "maximumRecords": "1"]
                let answer = try await list.search(Checklist.many, last)
                #expect(try answer.recordElements.count == 1)
                #expect(try answer.text("nextRecordPosition") == nil)
            },
            ChecklistRow("S07", "pages are disjoint, complete and the same again") { list in
                var passes: [[[XMLElement]]] = []
                for _ in 0..<2 {
                    var pages: [[XMLElement]] = []
                    var next: String? = "1"
                    while let start = next {
                        let window: KeyValuePairs = [
                            "startRecord": start, "maximumRecords": "25", "recordSchema": "marcxml",
                        ]
                        let answer = try await list.search(Checklist.many, window)
                        pages.append(try answer.recordElements)
                        next = try answer.text("nextRecordPosition")
                    }
                    passes.append(pages)
                }
                #expect(passes[0] == passes[1])
                let records = passes[0].flatMap { $0 }
                #expect(records.count == (try await list.count(Checklist.many)))
                #expect(Set(records).count == records.count)
            },
            ChecklistRow("S08", "no hits") { list in
                let answer = try await list.search(Checklist.zero)
                #expect(try answer.text("numberOfRecords") == "0")
                #expect(try answer.root.first("records") == nil)
                #expect(try answer.text("nextRecordPosition") == nil)
                try answer.expectNoDiagnostics()
            },
            ChecklistRow("S09", "a start beyond the end") { list in
                try await list.search(Checklist.title, ["startRecord": "999999"]).expectDiagnostic([61])
            },
            ChecklistRow("S16", "more than the greatest number is given less") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "100000"])
                try answer.expectNoDiagnostics()
                #expect(try answer.recordElements.count == 100)
            },
            ChecklistRow("S17", "no query") { list in
                let answer = try await list.get(["operation": "searchRetrieve", "version": "1.2"])
                try answer.expectDiagnostic([7], details: "query")
            },
            ChecklistRow("S18", "an empty query") { list in
                try await list.search("").expectDiagnostic([7, 10, 27])
            },
            ChecklistRow("S19", "an unknown parameter") { list in
                let answer = try await list.search(Checklist.title, ["nosuchparam": "1"])
                try answer.expectDiagnostic([8], details: "nosuchparam")
            },
            ChecklistRow("S20", "an unknown extension is ignored") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1", "x-foo-bar": "1"])
                try answer.expectNoDiagnostics()
                #expect(try answer.recordElements.count == 1)
            },
            ChecklistRow("S25", "an unknown schema") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1", "recordSchema": "nosuch"])
                try answer.expectDiagnostic([66], details: "nosuch")
            },
            ChecklistRow("S27", "records as text in 1.2") { list in
                let answer = try await list.search(
                    Checklist.title,
                    ["maximumRecords": "1", "recordSchema": "marcxml", "recordPacking": "string"]
                )
                let record = try #require(try answer.recordElements.first)
                #expect(record.first("recordPacking")?.text == "string")
                let data = try #require(record.first("recordData"))
                #expect(data.elements.isEmpty)
                let marc = try MARCXML.parse(XMLElement.parse(Array(data.text.utf8)))
                #expect(marc.first("245") != nil)
            },
            ChecklistRow("S28", "an unknown packing in 1.2") { list in
                try await list.search(Checklist.title, ["recordPacking": "bogus"]).expectDiagnostic([71])
            },
            ChecklistRow("S29", "records as text in 2.0") { list in
                let answer = try await list.search(
                    Checklist.title,
                    ["maximumRecords": "1", "recordXMLEscaping": "string"],
                    version: .v2_0
                )
                let record = try #require(try answer.recordElements.first)
                #expect(record.first("recordXMLEscaping")?.text == "string")
                #expect(record.first("recordData")?.elements.isEmpty == true)
                #expect(record.first("recordData")?.text.contains("<record") == true)
            },
            ChecklistRow("S30", "an unknown escaping in 2.0") { list in
                try await list.search(Checklist.title, ["recordXMLEscaping": "bogus"], version: .v2_0)
                    .expectDiagnostic([71])
            },
            ChecklistRow("S31", "packed is no escaping") { list in
                let answer = try await list.search(
                    Checklist.title,
                    ["maximumRecords": "1", "recordPacking": "packed"],
                    version: .v2_0
                )
                try answer.expectNoDiagnostics()
                #expect(try answer.recordElements.first?.first("recordData")?.elements.count == 1)
            },
            ChecklistRow("S32", "an unknown packing in 2.0") { list in
                try await list.search(Checklist.title, ["recordPacking": "bogus"], version: .v2_0)
                    .expectDiagnostic([6, 71])
            },
            ChecklistRow("S33", "1.2 does not know recordXMLEscaping") { list in
                try await list.search(Checklist.title, ["recordXMLEscaping": "xml"])
                    .expectDiagnostic([8], details: "recordXMLEscaping")
            },
            ChecklistRow("S34", "the precision is a word of the vocabulary") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "1"], version: .v2_0)
                let words = ["exact", "unknown", "estimate", "maximum", "minimum", "current"]
                let uris = words.map { "info:srw/vocabulary/resultCountPrecision/1/" + $0 }
                #expect(uris.contains(try #require(try answer.text("resultCountPrecision"))))
            },
            ChecklistRow("S35", "the echo of 1.1, with the query as XML") { list in
                let answer = try await list.search(
                    "dc.title = kiều",
                    ["maximumRecords": "1", "startRecord": "1"],
                    version: .v1_1
                )
                let echo = try #require(try answer.root.first("echoedSearchRetrieveRequest"))
                #expect(echo.first("query")?.text == "dc.title = kiều")
                let clause = try #require(echo.first("xQuery")?.first("searchClause"))
                #expect(clause.first("index")?.text == "dc.title")
                #expect(clause.first("relation")?.first("value")?.text == "=")
                #expect(clause.first("term")?.text == "kiều")
            },
            ChecklistRow("S36", "the echo of 2.0") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1"], version: .v2_0)
                let echo = try #require(try answer.root.first("echoedSearchRetrieveRequest"))
                #expect(echo.first("query")?.text == Checklist.title)
            },
            ChecklistRow("S37", "letters of every script come back as they were sent") { list in
                let query = "dc.title=\"öäüÖÄÜß€ Дом 書\""
                let answer = try await list.search(query, ["maximumRecords": "0"])
                #expect(try answer.diagnostics().allSatisfy { ![1, 10].contains($0) })
                let echo = try answer.root.first("echoedSearchRetrieveRequest")?.first("query")?.text
                #expect(echo.map { Array($0.utf8) } == Array(query.utf8))
            },
            ChecklistRow("S38", "what cannot be decoded is a bad request in well-formed XML") { list in
                for query in ["%ff%fe", "%zz", "a%00b"] {
                    let url = "\(list.gateway.url)?operation=searchRetrieve&version=1.2&query=\(query)"
                    let result = try await ended("curl", ["-sw", "\n%{http_code}", url])
                    let lines = result.output.split(separator: "\n")
                    #expect(lines.last == "400")
                    let body = lines.dropLast().joined(separator: "\n")
                    #expect(try XMLElement.parse(Array(body.utf8)).name.local == "searchRetrieveResponse")
                }
            },
            ChecklistRow("S39", "a plus is a blank") { list in
                let start = "/sru/demo?operation=searchRetrieve&version=1.2&maximumRecords=0&query=dc.title"
                let plus = try await list.get(path: start + "+%3D+nam").text("numberOfRecords")
                let percent = try await list.get(path: start + "%20%3D%20nam").text("numberOfRecords")
                #expect(plus == percent && plus != "0")
            },
            ChecklistRow("S40", "marks of XML in the query are escaped in the echo") { list in
                let query = "\"<a href='x'>&amp;]]>\""
                let answer = try await list.search(query, ["maximumRecords": "0"])
                #expect(try answer.root.first("echoedSearchRetrieveRequest")?.first("query")?.text == query)
            },
            ChecklistRow("S41", "the media type and the encoding") { list in
                for version in SRUVersion.allCases {
                    let answer = try await list.search("nam", version: version)
                    #expect(answer.contentType == "text/xml; charset=utf-8")
                    #expect(answer.text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"))
                }
            },
            ChecklistRow("S42", "HEAD and OPTIONS") { list in
                for (method, statuses) in [("HEAD", [200]), ("OPTIONS", [200, 204])] {
                    var request = HTTPClientRequest(url: list.gateway.url)
                    request.method = .RAW(value: method)
                    let status = try await list.send(request).status
                    #expect(statuses.contains(status), "\(method)")
                }
            },
            ChecklistRow("S43", "another method") { list in
                var request = HTTPClientRequest(url: list.gateway.url)
                request.method = .DELETE
                let answer = try await list.send(request)
                #expect(answer.status == 405)
            },
            ChecklistRow("S44", "httpAccept chooses the media type") { list in
                let parameters: KeyValuePairs = ["maximumRecords": "1", "httpAccept": "application/xml"]
                let answer = try await list.search(Checklist.title, parameters, version: .v2_0)
                #expect(answer.contentType == "application/xml; charset=utf-8")
                let image: KeyValuePairs = ["maximumRecords": "1", "httpAccept": "image/png"]
                #expect(try await list.search(Checklist.title, image, version: .v2_0).status == 406)
            },
            ChecklistRow("S45", "a browser gets the same XML") { list in
                for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "text/html,*/*;q=0.8"] {
                    let query = SRUParameters([("query", Checklist.title), ("maximumRecords", "1")]).encoded()
                    var request = HTTPClientRequest(url: list.gateway.url + "?" + query)
                    request.headers.add(name: "Accept", value: accept)
                    let answer = try await list.send(request)
                    #expect(answer.status == 200)
                    #expect(try answer.recordElements.count == 1)
                }
            },
            ChecklistRow("S46", "queryType=cql") { list in
                let parameters: KeyValuePairs = ["queryType": "cql", "maximumRecords": "0"]
                let answer = try await list.search(Checklist.title, parameters, version: .v2_0)
                #expect(try answer.response().numberOfRecords == (try await list.count(Checklist.title)))
            },
            ChecklistRow("S47", "an unknown queryType") { list in
                try await list.search("x", ["queryType": "nosuch", "maximumRecords": "0"], version: .v2_0)
                    .expectDiagnostic([6, 11, 47, 48])
            },
            ChecklistRow("S48", "queryType=searchTerms searches the words") { list in
                let parameters: KeyValuePairs = ["queryType": "searchTerms", "maximumRecords": "0"]
                let answer = try await list.search("truyện (kiều", parameters, version: .v2_0)
                try answer.expectNoDiagnostics()
                let expected = try await list.count("truyện and kiều")
                #expect(try answer.response().numberOfRecords == expected && expected > 0)
            },
            ChecklistRow("S49", "an unknown renderedBy") { list in
                try await list.search(Checklist.title, ["renderedBy": "bogus"], version: .v2_0).expectDiagnostic([6])
            },
            ChecklistRow("S50", "a stylesheet that is not allowed") { list in
                let parameters: KeyValuePairs = ["maximumRecords": "1", "stylesheet": "http://example.org/x.xsl"]
                try await list.search(Checklist.title, parameters).expectDiagnostic([110, 111])
            },
            ChecklistRow("S51", "a result set is used again") { list in
                let first = try await list.search(Checklist.many, ["maximumRecords": "1", "resultSetTTL": "60"])
                let id = try #require(try first.text("resultSetId"))
                #expect(try await list.count("cql.resultSetId = \"\(id)\"") == first.response().numberOfRecords)
            },
            ChecklistRow("S52", "an unknown result set") { list in
                try await list.search("cql.resultSetId=\"nosuchset\"").expectDiagnostic([51], details: "nosuchset")
            },
            ChecklistRow("S53", "ascending and descending are each other's mirror") { list in
                for version in [SRUVersion.v1_1, .v1_2] {
                    func titles(_ order: String) async throws -> [String] {
                        let query = "\(Checklist.title) sortBy dc.title\(order)"
                        let parameters: KeyValuePairs = ["maximumRecords": "50", "recordSchema": "marcxml"]
                        let answer = try await list.search(query, parameters, version: version)
                        try answer.expectNoDiagnostics()
                        return try answer.records().map { $0.sortTitle }
                    }
                    let ascending = try await titles("")
                    #expect(ascending.count > 3)
                    #expect(try await titles("/sort.descending") == ascending.reversed())
                    #expect(try await titles("/sort.ascending") == ascending)
                }
            },
            ChecklistRow("S54", "sortKeys of 1.1") { list in
                let parameters: KeyValuePairs = ["maximumRecords": "50", "sortKeys": "title,dc,1"]
                let answer = try await list.search(Checklist.title, parameters, version: .v1_1)
                try answer.expectNoDiagnostics()
                let sorted = try await list.search("\(Checklist.title) sortBy dc.title", ["maximumRecords": "50"])
                #expect(try answer.records().map(\.sortTitle) == sorted.records().map(\.sortTitle))
            },
            ChecklistRow("S55", "sorting by an unknown index") { list in
                let answer = try await list.search("\(Checklist.title) sortBy dc.nosuchsort", ["maximumRecords": "1"])
                try answer.expectDiagnostic(Set(80...96).union([16]))
            },
            ChecklistRow("S56", "facets never make a search fail") { list in
                let parameters: KeyValuePairs = ["maximumRecords": "1", "facetLimit": "5:dc.subject"]
                let answer = try await list.search(Checklist.many, parameters, version: .v2_0)
                try answer.expectNoDiagnostics()
                let facets = try #require(try answer.root.first("facetedResults")).all("facet")
                #expect(facets.count == 1)
                #expect((1...5).contains(facets.first?.first("terms")?.elements.count ?? 0))
            },
        ]

        /// S10 to S15: numbers that are none.
        static let wrongNumbers = [
            ("S10", "startRecord", "0"), ("S11", "startRecord", "-1"), ("S12", "startRecord", "abc"),
            ("S13", "maximumRecords", "-1"), ("S14", "maximumRecords", "abc"), ("S15", "resultSetTTL", "abc"),
        ].map { id, name, value in
            ChecklistRow(id, "\(name)=\(value)") { list in
                let answer = try await list.get([
                    "operation": "searchRetrieve", "version": "1.2", "query": Checklist.title, name: value,
                ])
                try answer.expectDiagnostic([6], details: name)
            }
        }

        /// S21 to S24 and S26: the schemas by name, by URI, and without a word.
        static let schemas = [
            ("S21", "marcxml", "info:srw/schema/1/marcxml-v1.1"),
            ("S22", "info:srw/schema/1/marcxml-v1.1", "info:srw/schema/1/marcxml-v1.1"),
            ("S23", "dc", "info:srw/schema/1/dc-v1.1"),
            ("S24", "info:srw/schema/1/dc-v1.1", "info:srw/schema/1/dc-v1.1"),
            ("S26", "", "info:srw/schema/1/marcxml-v1.1"),
        ].map { id, name, identifier in
            ChecklistRow(id, "recordSchema=\(name)") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1", "recordSchema": name])
                let record = try #require(try answer.recordElements.first)
                #expect(record.first("recordSchema")?.text == identifier)
                let data = try #require(record.first("recordData")?.elements.first)
                if identifier.contains("marcxml") {
                    guard Schemas.areThere else { return }
                    try await expectValid(["record": data.serialized()], Schema.marcxml.path)
                } else {
                    #expect(data.first("title")?.text.contains("Kiều") == true)
                    #expect(data.first("title")?.name.namespace == "http://purl.org/dc/elements/1.1/")
                }
            }
        }
    }
}

extension MARCRecord {
    /// The key that the whole title is ordered by, without the words that do not count.
    fileprivate var sortTitle: String {
        guard let title = self.first("245") else { return "" }
        let skipped = Int(title.indicator2) - 0x30
        let words = ["a", "b", "n", "p"].flatMap { title.values(Character($0)) }.joined(separator: " ")
        return Normalization.toneKey(String(words.dropFirst((1...9).contains(skipped) ? skipped : 0)))
    }
}
