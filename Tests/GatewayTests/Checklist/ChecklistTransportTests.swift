import SRU
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistTransportTests {
        @Test(arguments: rows) func transport(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        private static func form(_ parameters: KeyValuePairs<String, String>) -> String {
            SRUParameters(parameters.map { ($0, $1) }).encoded()
        }

        private static func envelope(_ operation: String, _ namespace: String, _ content: String) -> String {
            """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
            <z:\(operation)Request xmlns:z="\(namespace)">\(content)</z:\(operation)Request></s:Body></s:Envelope>
            """
        }

        private static let version1 = "http://www.loc.gov/zing/srw/"
        private static let version2 = "http://docs.oasis-open.org/ns/search-ws/sruRequest"

        static let rows = [
            ChecklistRow("P01", "a form in 1.2 is answered as the URL is") { list in
                let body = Self.form([
                    "operation": "searchRetrieve", "version": "1.2", "query": Checklist.many, "maximumRecords": "2",
                ])
                let answer = try await list.post(body)
                #expect(answer.status == 200)
                let usual = try await list.search(Checklist.many, ["maximumRecords": "2"])
                #expect(try answer.recordElements == usual.recordElements)
            },
            ChecklistRow("P02", "a form in 2.0 is answered as the URL is") { list in
                let answer = try await list.post(Self.form(["query": Checklist.many, "maximumRecords": "2"]))
                let usual = try await list.search(Checklist.many, ["maximumRecords": "2"], version: .v2_0)
                #expect(try answer.recordElements == usual.recordElements)
                #expect(try answer.recordElements.count == 2)
            },
            ChecklistRow("P03", "a form with a charset") { list in
                let body = Self.form([
                    "operation": "searchRetrieve", "version": "1.2", "query": Checklist.title, "maximumRecords": "1",
                ])
                let answer = try await list.post(body, type: "application/x-www-form-urlencoded; charset=UTF-8")
                #expect(try answer.recordElements.count == 1)
            },
            ChecklistRow("P04", "SOAP of 1.2: a search") { list in
                let content = "<z:version>1.2</z:version><z:query>nam</z:query><z:maximumRecords>1</z:maximumRecords>"
                let body = Self.envelope("searchRetrieve", Self.version1, content)
                let answer = try await list.post(body, type: "text/xml")
                #expect(try XMLElement.parse(answer.bytes).name.local == "Envelope")
                #expect(try answer.root.name.namespace == Self.version1)
                #expect(try answer.recordElements.count == 1)
            },
            ChecklistRow("P05", "SOAP of 1.2: explain and scan") { list in
                let version = "<z:version>1.2</z:version>"
                let explain = try await list.post(Self.envelope("explain", Self.version1, version), type: "text/xml")
                #expect(try explain.root.name.local == "explainResponse")
                let clause = version + "<z:scanClause>dc.title=n</z:scanClause>"
                let scan = try await list.post(Self.envelope("scan", Self.version1, clause), type: "text/xml")
                #expect(try scan.root.name.local == "scanResponse")
                #expect(try scan.root.first("terms")?.elements.isEmpty == false)
            },
            ChecklistRow("P06", "SOAP of 2.0") { list in
                let content = "<z:query>nam</z:query><z:maximumRecords>1</z:maximumRecords>"
                let body = Self.envelope("searchRetrieve", Self.version2, content)
                let answer = try await list.post(body, type: "text/xml")
                #expect(try answer.root.name.namespace == "http://docs.oasis-open.org/ns/search-ws/sruResponse")
                #expect(try answer.recordElements.count == 1)
            },
            ChecklistRow("P07", "SOAP that is none") { list in
                let answer = try await list.post("<x", type: "text/xml")
                #expect(answer.status == 500)
                #expect(try answer.root.name.local == "Fault")
            },
            ChecklistRow("P08", "an unknown database") { list in
                let query = "?operation=searchRetrieve&version=1.2&query=nam"
                let answer = try await list.get(path: "/sru/demo-nosuchdb" + query)
                #expect(answer.status == 404)
                #expect(try answer.diagnostics() == [235])
            },
            ChecklistRow("P09", "a long query and a deep one") { list in
                let long = Array(repeating: "dc.title=nam", count: 900).joined(separator: " or ")
                let deep = String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200)
                for query in [long, deep] {
                    let answer = try await list.post(
                        Self.form([
                            "operation": "searchRetrieve", "version": "1.2", "query": query, "maximumRecords": "0",
                        ])
                    )
                    #expect(answer.status == 200)
                    #expect(try answer.diagnostics().allSatisfy { [12, 13, 38, 48].contains($0) })
                }
                #expect(try await list.count(Checklist.title) > 0)
            },
            ChecklistRow("P10", "twenty searches at once") { list in
                let counts = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            let answer = try await list.search(Checklist.title, ["maximumRecords": "1"])
                            #expect(answer.status == 200)
                            return try answer.response().numberOfRecords
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(counts.count == 20 && Set(counts).count == 1)
            },
        ]
    }
}
