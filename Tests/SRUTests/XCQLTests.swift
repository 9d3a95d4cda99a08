import CQL
import SRU
import Testing
import XML

@Suite struct XCQLTests {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        var src: String
        var id: String
        var query: String
        var expect: String
        var xcql: String

        var testDescription: String { "\(self.id) \(self.query)" }
    }

    /// Rows that are left out, with the reason.
    static let undefined: [String: String] = [
        "11/12": "the source itself lists it as a failure",
        "09/01": "a list of words without quotes, outside the grammar",
        "11.2": "a list of words without quotes, outside the grammar",
        "11.4": "a list of words without quotes, outside the grammar",
        "8.1": "the source drops a prefix that the query assigns",
        "8.3": "the source drops a prefix that the query assigns",
        "9.4": "the source drops a prefix that the query assigns",
    ]

    static var rows: [Row] {
        get throws {
            guard SharedFiles.exists("cql/cqljava_regression.jsonl") else { return [] }
            let all =
                try SharedFiles.rows("cql/cqljava_regression.jsonl", as: Row.self)
                + SharedFiles.rows("cql/yaz_cql2xcql.jsonl", as: Row.self)
            return all.filter { $0.expect == "xcql" && self.undefined[$0.id] == nil }
        }
    }

    /// The `xQuery` that the echo of a version holds for a query.
    private func xQuery(_ text: String, _ version: SRUVersion) throws -> XMLElement? {
        var response = SearchRetrieveResponse(version: version)
        response.echoedRequest = SearchRetrieveRequest(version: version, query: text)
        response.echoedQuery = try CQLQuery.parse(text)
        return try XMLElement.parse(response.serialized()).first("echoedSearchRetrieveRequest")?.first("xQuery")
    }

    @Test(.enabled(if: SharedFiles.exists("cql/cqljava_regression.jsonl")))
    func queriesAreWrittenAsOtherProgramsWriteThem() throws {
        var compared = 0
        for row in try Self.rows where (try? CQLQuery.parse(row.query)) != nil {
            let expected = Self.operand(try XMLElement.parse(Array(row.xcql.utf8)))
            let found = try #require(try self.xQuery(row.query, .v1_1), "\(row.id)")
            #expect(Self.plain(found.children) == expected, "\(row.src) \(row.id): \(row.query)")
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test(.enabled(if: SharedFiles.haveSchemas && SharedFiles.exists("cql/cqljava_regression.jsonl")))
    func everyQueryIsValidInBothForms() async throws {
        for row in try Self.rows {
            guard let query = try? CQLQuery.parse(row.query) else { continue }
            for version in [SRUVersion.v1_1, .v2_0] {
                var response = SearchRetrieveResponse(version: version)
                response.echoedRequest = SearchRetrieveRequest(version: version, query: row.query)
                response.echoedQuery = query
                try await expectValid(response.serialized(), version == .v1_1 ? .answer1 : .answer2)
            }
        }
    }

    @Test func version2HasATripleEvenForOneClauseAndSortKeys() throws {
        let xQuery = try #require(
            try self.xQuery("dc.title any \"a b\" sortBy dc.date/sort.descending dc.title", .v2_0)
        )
        #expect(xQuery.elements.map(\.name.local) == ["triple", "sortKeys"])
        #expect(xQuery.first("triple")?.first("searchClause")?.first("term")?.text == "a b")
        #expect(
            xQuery.first("sortKeys")?.all("key").map { $0.first("modifiers")?.text } == [
                "sort.descending", "sort.ascending",
            ]
        )
        let boolean = try #require(try self.xQuery("a AND b", .v2_0))
        #expect(boolean.first("triple")?.first("Boolean")?.text == "and")
    }

    /// The expected element as our form has it: prefixes before the operand instead of inside, no sort keys.
    private static func operand(_ element: XMLElement) -> [XMLNode] {
        var inner = element
        inner.children = element.elements.filter { !["prefixes", "sortKeys"].contains($0.name.local) }.map { child in
            var child = child
            if ["leftOperand", "rightOperand"].contains(child.name.local) {
                child.children = child.elements.flatMap { self.operand($0) }
            } else {
                child.children = self.plain(child.children)
            }
            return .element(child)
        }
        var prefixes = element.first("prefixes")
        for index in prefixes?.children.indices ?? 0..<0 {
            guard case .element(var prefix)? = prefixes?.children[index] else { continue }
            if prefix.first("name") == nil {
                prefix.children.insert(.element(XMLElement(name: XMLName("name"))), at: 0)
            }
            prefixes?.children[index] = .element(prefix)
        }
        return self.plain((prefixes.map { [.element($0)] } ?? []) + [.element(inner)])
    }

    /// Nodes without namespaces and without white space between elements.
    private static func plain(_ nodes: [XMLNode]) -> [XMLNode] {
        nodes.compactMap { node in
            switch node {
            case .text(let text):
                return text.allSatisfy(\.isWhitespace) && nodes.count > 1 ? nil : node
            case .element(let element):
                // The names of modifiers are compared without case: one of the sources writes them small.
                let isName = element.name.local == "type"
                var children = isName ? [.text(element.text.lowercased())] : self.plain(element.children)
                // The other writes them in the opposite order.
                if element.name.local == "modifiers" { children.sort { "\($0)" < "\($1)" } }
                return .element(XMLElement(name: XMLName(element.name.local), children: children))
            }
        }
    }
}
