import Foundation
import MARC
import SRU
import Testing
import XML

extension GatewayTests {
    /// Every kind of answer against the schemas of the standards.
    @Suite(.enabled(if: Schemas.areThere, "the schemas are not there")) struct SchemaTests {
        /// One answer of each kind, by name.
        private func answers(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws -> [String: Answer] {
            let gateway = try RunningGateway.shared
            func search(_ query: String, _ more: KeyValuePairs<String, String> = [:]) async throws -> Answer {
                try await gateway.search(query, more, version: version, by: method)
            }
            let packing = version == .v2_0 ? "recordXMLEscaping" : "recordPacking"
            return [
                "explain": try await gateway.explain(version: version, by: method),
                "records": try await search("dc.title = kiều", ["maximumRecords": "5"]),
                "dublin-core": try await search("dc.title = kiều", ["recordSchema": "dc"]),
                "as-text": try await search("dc.title = kiều", [packing: "string"]),
                "last-page": try await search("dc.title = kiều", ["startRecord": "7", "maximumRecords": "100"]),
                "count-only": try await search("dc.title = kiều", ["maximumRecords": "0"]),
                "result-set": try await search("dc.title = kiều", ["resultSetTTL": "60"]),
                "tree": try await search(
                    "> d = \"info:srw/cql-context-set/1/dc-v1.1\" (d.title any/relevant \"kiều thơ\" or dc.date < 1900)"
                        + " not dc.creator = \"nguyễn*\""
                ),
                "no-hits": try await search("dc.title = nothingiscalledlikethat"),
                "wrong-query": try await search("dc.title = ("),
                "wrong-index": try await search("dc.colour = red"),
                "wrong-schema": try await search("kiều", ["recordSchema": "bibtex"]),
                "beyond-the-end": try await search("dc.title = kiều", ["startRecord": "100000"]),
                "sorted": try await search("dc.title = kiều sortBy dc.date/sort.descending"),
                "wrong-sort": try await search("dc.title = kiều sortBy dc.publisher"),
                "merged": try await search("dc.title = kiều", ["recordSchema": "merged"]),
                "mods": try await search("dc.title = kiều", ["recordSchema": "mods"]),
                "members": try await search("dc.title = kiều", ["x-members": "1", "x-analysis": "1"]),
                "facets": try await search("dc.title = kiều", ["x-facetLimit": "10"]),
                "target-facets": try await search("dc.title = kiều", ["x-facetLimit": "3", "x-facetsOf": "targets"]),
                "no-query": try await search(""),
                "wrong-parameter": try await search("kiều", ["maximumRecords": "many"]),
                "unknown-parameter": try await search("kiều", ["colour": "red"]),
            ]
        }

        @Test(arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
        func everyAnswerFollowsTheSchemaOfItsVersion(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
            let answers = try await self.answers(version, method)
            for (name, answer) in answers {
                #expect(answer.status == 200, "\(name)")
                #expect(answer.contentType.hasPrefix("text/xml"), "\(name)")
            }
            let isEnveloped = method == .soap
            let documents = try answers.mapValues { answer in
                let root = try XMLElement.parse(answer.bytes)
                #expect((root.name.local == "Envelope") == isEnveloped)
                return isEnveloped ? try answer.element().serialized() : answer.bytes
            }
            try await expectValid(documents, version == .v2_0 ? Schema.answer2.path : Schema.answer1.path)

            let explain = try #require(try answers["explain"]?.element())
            let description = try #require(explain.first("record")?.first("recordData")?.elements.first)
            let schema = version == .v2_0 ? Schema.explain2 : Schema.explain1
            try await expectValid(["description": description.serialized()], schema.path)

            let withRecords = ["records", "as-text", "last-page", "result-set", "tree", "sorted", "members", "facets"]
            for name in withRecords {
                let answer = try #require(answers[name])
                let records = try answer.response().records.compactMap { try $0.element() }
                #expect(!records.isEmpty, "\(name)")
                var documents: [String: [UInt8]] = [:]
                for (index, record) in records.enumerated() { documents["\(name)-\(index)"] = record.serialized() }
                try await expectValid(documents, Schema.marcxml.path)
            }
            let dublinCore = try #require(answers["dublin-core"]).response().records
            try await self.expectDublinCore(dublinCore)
            for name in ["wrong-query", "wrong-index", "wrong-schema", "beyond-the-end", "wrong-sort", "no-query"] {
                let response = try #require(answers[name]).response()
                #expect(response.diagnostics.count == 1 && response.numberOfRecords == 0, "\(name)")
            }
        }

        /// Dublin Core records hold the elements of the schema of the Dublin Core Metadata Initiative and nothing else.
        private func expectDublinCore(_ records: [ResponseRecord]) async throws {
            let elements = Schemas.folder.appending(path: "records/simpledc20021212.xsd").path
            let schema = """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="info:srw/schema/1/dc-schema"
                    xmlns:dc="http://purl.org/dc/elements/1.1/">
                  <xs:import namespace="http://purl.org/dc/elements/1.1/" schemaLocation="\(elements)"/>
                  <xs:element name="dc"><xs:complexType><xs:group ref="dc:elementsGroup"/></xs:complexType></xs:element>
                </xs:schema>
                """
            var documents: [String: [UInt8]] = [:]
            for record in records {
                #expect(record.schema == "info:srw/schema/1/dc-v1.1")
                documents["dc-\(record.position)"] = try #require(try record.element()).serialized()
            }
            try await withTemporaryFolder { folder in
                let file = folder.appending(path: "dc.xsd")
                try Data(schema.utf8).write(to: file)
                try await expectValid(documents, file.path)
            }
        }

        /// The schema of MODS 3.4 is the newest that a package brings; the elements that came later are taken out.
        @Test(.enabled(if: Programs.havePython("eulxml"), "eulxml is not installed; scripts/test does that"))
        func recordsInMODSFollowItsSchema() async throws {
            let folder = try #require(Programs.pythonModule("eulxml")).appending(path: "schema_data")
            let answer = try await RunningGateway.shared.search(
                OtherClientsTests.query,
                ["recordSchema": "mods", "maximumRecords": "100"]
            )
            var documents: [String: [UInt8]] = [:]
            for record in try answer.response().records {
                let element = try #require(try record.element())
                #expect(element.attribute("version") == "3.8")
                documents["mods-\(record.position)"] = Self.inVersion34(element).serialized()
            }
            #expect(documents.count == 100)
            try await withTemporaryFolder { temporary in
                var schema = try String(contentsOf: folder.appending(path: "mods-3-4.xsd"), encoding: .utf8)
                let parts = [
                    ("http://www.loc.gov/standards/xlink/xlink.xsd", folder.appending(path: "xlink.xsd").path),
                    ("http://www.loc.gov/mods/xml.xsd", Schemas.folder.appending(path: "records/xml.xsd").path),
                ]
                for (address, path) in parts { schema.replace(address, with: path) }
                let file = temporary.appending(path: "mods.xsd")
                try schema.write(to: file, atomically: true, encoding: .utf8)
                try await expectValid(documents, file.path)
            }
        }

        private static func inVersion34(_ element: XMLElement) -> XMLElement {
            var old = element
            old.attributes = old.attributes.map { attribute in
                attribute.name.local == "version" ? XMLAttribute(attribute.name, "3.4") : attribute
            }
            old.children = old.children.compactMap { child in
                guard case .element(let element) = child else { return child }
                return element.name.local == "itemIdentifier" ? nil : .element(Self.inVersion34(element))
            }
            return old
        }
    }
}
