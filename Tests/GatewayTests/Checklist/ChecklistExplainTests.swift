import SRU
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistExplainTests {
        @Test(arguments: rows) func explain(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("E01", "the base URL alone is answered with explain in 2.0") { list in
                let answer = try await list.get(path: "/sru/demo")
                #expect(answer.status == 200)
                #expect(
                    try answer.root.name
                        == XMLName("explainResponse", namespace: "http://docs.oasis-open.org/ns/search-ws/sruResponse")
                )
                #expect(try answer.text("version") == "2.0")
            },
            ChecklistRow("E02", "explain in 1.1") { list in
                let answer = try await list.get(["operation": "explain", "version": "1.1"])
                #expect(try answer.root.name.namespace == "http://www.loc.gov/zing/srw/")
                #expect(try answer.text("version") == "1.1")
            },
            ChecklistRow("E03", "explain in 1.2") { list in
                let answer = try await list.get(["operation": "explain", "version": "1.2"])
                #expect(try answer.root.name.namespace == "http://www.loc.gov/zing/srw/")
                #expect(try answer.text("version") == "1.2")
            },
            ChecklistRow("E04", "explain without a version") { list in
                let answer = try await list.get(["operation": "explain"])
                #expect(try answer.root.name.local == "explainResponse")
                try answer.expectNoDiagnostics()
            },
            ChecklistRow("E05", "the record's schema is that of ZeeRex") { list in
                let answer = try await list.get(["operation": "explain", "version": "1.2"])
                let schema = try answer.root.first("record")?.first("recordSchema")?.text
                #expect(schema == "http://explain.z3950.org/dtd/2.0/")
                let name = try answer.explainRecord().name
                #expect(name == XMLName("explain", namespace: "http://explain.z3950.org/dtd/2.0/"))
            },
            ChecklistRow("E06", "host, port and database") { list in
                let server = try #require(try await list.explain().first("serverInfo"))
                #expect(server.first("host")?.text == "127.0.0.1")
                #expect(server.first("port").flatMap { Int($0.text) } == list.gateway.port)
                #expect(server.first("database")?.text == "sru/demo")
            },
            ChecklistRow("E07", "protocol, version, transport") { list in
                let server = try #require(try await list.explain().first("serverInfo"))
                #expect(server.attribute("protocol") == "SRU")
                #expect(server.attribute("version") == "1.2")
                #expect(server.attribute("transport") == "http")
            },
            ChecklistRow("E08", "titles, one of them primary") { list in
                let titles = try #require(try await list.explain().first("databaseInfo")).all("title")
                #expect(titles.allSatisfy { !$0.text.isEmpty } && !titles.isEmpty)
                #expect(titles.filter { $0.attribute("primary") == "true" }.count == 1)
            },
            ChecklistRow("E09", "every context set used is declared") { list in
                let indexes = try #require(try await list.explain().first("indexInfo"))
                let sets = indexes.all("set")
                #expect(!sets.isEmpty)
                #expect(sets.allSatisfy { $0.attribute("name") != nil && $0.attribute("identifier") != nil })
                let declared = Set(sets.compactMap { $0.attribute("name") })
                for name in indexes.all("index").flatMap({ $0.all("map") }).compactMap({ $0.first("name") }) {
                    #expect(declared.contains(name.attribute("set") ?? ""), "\(name.text)")
                }
            },
            ChecklistRow("E10", "what can be searched, scanned, sorted") { list in
                let indexes = try #require(try await list.explain().first("indexInfo")).all("index")
                for flag in ["search", "scan", "sort"] {
                    #expect(indexes.allSatisfy { ["true", "false"].contains($0.attribute(flag) ?? "") })
                    #expect(indexes.contains { $0.attribute(flag) == "true" }, "\(flag)")
                }
            },
            ChecklistRow("E11", "marcxml and dc with their URIs") { list in
                let schemas = try #require(try await list.explain().first("schemaInfo")).all("schema")
                let identifiers = Dictionary(
                    schemas.map { ($0.attribute("name") ?? "", $0.attribute("identifier") ?? "") },
                    uniquingKeysWith: { first, _ in first }
                )
                #expect(identifiers["marcxml"] == "info:srw/schema/1/marcxml-v1.1")
                #expect(identifiers["dc"] == "info:srw/schema/1/dc-v1.1")
            },
            ChecklistRow("E12", "the default and the greatest number of records") { list in
                let configuration = try #require(try await list.explain().first("configInfo"))
                func value(_ element: String, _ type: String) -> Int? {
                    configuration.all(element).first { $0.attribute("type") == type }.flatMap { Int($0.text) }
                }
                #expect(value("default", "numberOfRecords") == 10)
                #expect(value("setting", "maximumRecords") == 100)
            },
            ChecklistRow("E13", "the record of 1.2 follows ZeeRex 2.0") { list in
                guard Schemas.areThere else { return }
                try await expectValid(["zeerex": list.explain().serialized()], Schema.explain1.path)
            },
            ChecklistRow("E14", "the record of 2.0 follows the schema of OASIS") { list in
                guard Schemas.areThere else { return }
                let record = try await list.get(path: "/sru/demo").explainRecord()
                try await expectValid(["explain": record.serialized()], Schema.explain2.path)
            },
            ChecklistRow("E15", "the record as text") { list in
                let answer = try await list.get([
                    "operation": "explain", "version": "1.2", "recordPacking": "string",
                ])
                let record = try #require(try answer.root.first("record"))
                #expect(record.first("recordPacking")?.text == "string")
                let text = try #require(record.first("recordData"))
                #expect(text.elements.isEmpty)
                #expect(try XMLElement.parse(Array(text.text.utf8)).name.local == "explain")
            },
            ChecklistRow("E16", "every schema listed is delivered, by name and by URI") { list in
                let schemas = try #require(try await list.explain().first("schemaInfo")).all("schema")
                for schema in schemas {
                    let identifier = try #require(schema.attribute("identifier"))
                    for name in [schema.attribute("name"), identifier] {
                        let wanted = try #require(name)
                        let parameters: KeyValuePairs = ["maximumRecords": "1", "recordSchema": wanted]
                        let answer = try await list.search(Checklist.title, parameters)
                        try answer.expectNoDiagnostics()
                        let record = try #require(try answer.recordElements.first)
                        #expect(record.first("recordSchema")?.text == identifier)
                        #expect(record.first("recordData")?.elements.count == 1)
                    }
                }
            },
            ChecklistRow("E17", "every index listed is searched") { list in
                let indexes = try #require(try await list.explain().first("indexInfo")).all("index")
                let names = indexes.filter { $0.attribute("search") != "false" }.flatMap { $0.all("map") }
                #expect(names.count > 40)
                for name in names.compactMap({ $0.first("name") }) {
                    let index = "\(name.attribute("set") ?? "").\(name.text)"
                    let numbers = try await list.search("\(index) = 1", ["maximumRecords": "0"]).diagnostics()
                    #expect(!numbers.contains(15) && !numbers.contains(16), "\(index): \(numbers)")
                }
            },
            ChecklistRow("E18", "the request is echoed") { list in
                let answer = try await list.get(["operation": "explain", "version": "1.2"])
                #expect(try answer.root.first("echoedExplainRequest")?.first("version")?.text == "1.2")
            },
        ]
    }

    @Suite struct ChecklistVersionTests {
        @Test(arguments: rows) func version(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("V01", "a search in 1.1") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1"], version: .v1_1)
                #expect(try answer.root.name.namespace == "http://www.loc.gov/zing/srw/")
                #expect(try answer.text("version") == "1.1")
                #expect(try answer.recordElements.first?.first("recordPacking")?.text == "xml")
            },
            ChecklistRow("V02", "a search in 1.2") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1"])
                #expect(try answer.root.name.namespace == "http://www.loc.gov/zing/srw/")
                #expect(try answer.text("version") == "1.2")
                #expect(try answer.recordElements.first?.first("recordPacking")?.text == "xml")
            },
            ChecklistRow("V03", "without version and operation a search is one of 2.0") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1"], version: .v2_0)
                #expect(try answer.root.name.namespace == "http://docs.oasis-open.org/ns/search-ws/sruResponse")
                #expect(try answer.recordElements.first?.first("recordXMLEscaping")?.text == "xml")
            },
            ChecklistRow("V04", "2.0 may be named, and the operation too") { list in
                let answer = try await list.get([
                    "operation": "searchRetrieve", "version": "2.0", "query": Checklist.title, "maximumRecords": "1",
                ])
                try answer.expectNoDiagnostics()
                #expect(try answer.text("version") == "2.0")
            },
            ChecklistRow("V05", "answers of 2.0 begin with their version") { list in
                let answer = try await list.search(Checklist.title, ["maximumRecords": "1"], version: .v2_0)
                #expect(try answer.root.elements.first?.name.local == "version")
                #expect(try answer.text("version") == "2.0")
            },
            ChecklistRow("V06", "an unknown version") { list in
                let answer = try await list.get([
                    "operation": "searchRetrieve", "version": "9.9", "query": Checklist.title,
                ])
                try answer.expectDiagnostic([5], details: "2.0")
            },
            ChecklistRow("V07", "1.3 is answered in a lower version") { list in
                let answer = try await list.get([
                    "operation": "searchRetrieve", "version": "1.3", "query": Checklist.title, "maximumRecords": "0",
                ])
                try answer.expectNoDiagnostics()
                #expect(try answer.text("version") == "1.2")
            },
            ChecklistRow("V08", "an operation of 1.x without its version") { list in
                let answer = try await list.get(["operation": "searchRetrieve", "query": Checklist.title])
                try answer.expectDiagnostic([7], details: "version")
            },
            ChecklistRow("V09", "an unknown operation") { list in
                try await list.get(["operation": "nosuchop", "version": "1.2"]).expectDiagnostic([4])
            },
        ]
    }
}
