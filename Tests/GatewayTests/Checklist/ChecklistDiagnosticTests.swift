import SRU
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistDiagnosticTests {
        @Test(arguments: rows) func diagnostic(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("D01", "the shape of a diagnostic") { list in
                let namespaces: [SRUVersion: String] = [
                    .v1_1: "http://www.loc.gov/zing/srw/diagnostic/", .v1_2: "http://www.loc.gov/zing/srw/diagnostic/",
                    .v2_0: "http://docs.oasis-open.org/ns/search-ws/diagnostic",
                ]
                for (version, namespace) in namespaces {
                    let answer = try await list.search("dc.title=", version: version)
                    #expect(answer.status == 200)
                    let diagnostic = try #require(try answer.root.first("diagnostics")?.elements.first)
                    #expect(diagnostic.name == XMLName("diagnostic", namespace: namespace))
                    let names = diagnostic.elements.map(\.name.local)
                    #expect(names == ["uri", "details", "message"] || names == ["uri", "message"])
                    #expect(diagnostic.first("uri")?.text == "info:srw/diagnostic/1/10")
                }
            },
            ChecklistRow("D02", "a fatal diagnostic leaves the answer whole") { list in
                let answer = try await list.search("dc.title=")
                #expect(try answer.text("numberOfRecords") == "0")
                #expect(try answer.root.first("records") == nil)
            },
            ChecklistRow("D03", "success has no diagnostics") { list in
                try await list.search(Checklist.many, ["maximumRecords": "2"]).expectNoDiagnostics()
            },
            ChecklistRow("D04", "success does not hold a diagnostic's URI anywhere") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "2"])
                #expect(!answer.text.contains("info:srw/diagnostic"))
            },
            ChecklistRow("D05", "2.0 ends with the precision when nothing else was asked for") { list in
                let answer = try await list.search(Checklist.many, ["maximumRecords": "1"], version: .v2_0)
                #expect(try answer.root.elements.last?.name.local == "resultCountPrecision")
            },
            ChecklistRow("D06", "scan and explain keep their own elements") { list in
                let scan = try await list.scan("dc.nosuchindex=a")
                #expect(try scan.root.name.local == "scanResponse")
                #expect(try scan.root.first("diagnostics") != nil)
                let explain = try await list.get(["operation": "explain", "version": "9.9"])
                #expect(try explain.root.name.local == "explainResponse")
                #expect(try explain.root.first("diagnostics") != nil)
            },
        ]
    }

    /// K03 and K04: what clients send that cannot be run here, and what they read from the answers.
    @Suite struct ChecklistClientTests {
        @Test(arguments: rows) func client(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("K03", "strict readers find every element in its order, on the endpoints of one version") {
                list in
                let orders: [SRUVersion: [String]] = [
                    .v1_2: [
                        "version", "numberOfRecords", "records", "nextRecordPosition",
                        "echoedSearchRetrieveRequest", "extraResponseData",
                    ],
                    .v2_0: [
                        "version", "numberOfRecords", "records", "nextRecordPosition",
                        "echoedSearchRetrieveRequest", "extraResponseData", "resultCountPrecision",
                    ],
                ]
                for (version, order) in orders {
                    let pairs = [("query", Checklist.many), ("maximumRecords", "2"), ("startRecord", "2")]
                    let names = [("operation", "searchRetrieve"), ("version", version.rawValue)]
                    let query = SRUParameters((version == .v2_0 ? [] : names) + pairs).encoded()
                    let answer = try await list.get(path: "/sru/\(version.rawValue)/demo?\(query)")
                    #expect(try answer.root.elements.map(\.name.local) == order)
                    let record = try #require(try answer.recordElements.first).elements.map(\.name.local)
                    let escaping = version == .v2_0 ? "recordXMLEscaping" : "recordPacking"
                    #expect(record == ["recordSchema", escaping, "recordData", "recordPosition"])
                    let explain = try await list.get(path: "/sru/\(version.rawValue)/demo")
                    #expect(try explain.text("version") == version.rawValue)
                    let scan = try await list.scan("dc.title = n", version: version)
                    #expect(try scan.root.elements.first?.name.local == (version == .v2_0 ? "terms" : "version"))
                }
            },
            ChecklistRow("K04", "VuFind: 1.1, sorted, marcxml, more like this") { list in
                let queries = [
                    "\(Checklist.title) sortBy dc.date/sort.descending", "title=\"truyện kiều\" NOT rec.id=1",
                ]
                for query in queries {
                    let parameters: KeyValuePairs = [
                        "recordSchema": "marcxml", "startRecord": "1", "maximumRecords": "10",
                    ]
                    let answer = try await list.search(query, parameters, version: .v1_1)
                    #expect(answer.status == 200)
                    #expect(!answer.text.contains("info:srw/diagnostic"))
                    #expect(try answer.recordElements.isEmpty == false)
                }
            },
            ChecklistRow("K04", "ruby-sru: the version of explain, schema dc") { list in
                let version = try #require(try await list.get(["operation": "explain"]).text("version"))
                let answer = try await list.get([
                    "version": version, "operation": "searchRetrieve", "query": Checklist.title, "recordSchema": "dc",
                    "maximumRecords": "5",
                ])
                #expect(try answer.recordElements.count == 5)
                #expect(!answer.text.contains("info:srw/diagnostic"))
            },
            ChecklistRow("K04", "scriptotek/sru-client: positions count from startRecord") { list in
                let parameters: KeyValuePairs = ["startRecord": "7", "maximumRecords": "3", "recordSchema": "marcxml"]
                let answer = try await list.search(Checklist.many, parameters, version: .v1_1)
                #expect(try answer.recordElements.map { $0.first("recordPosition")?.text } == ["7", "8", "9"])
                #expect(!answer.text.contains("info:srw/diagnostic"))
            },
        ]
    }
}
