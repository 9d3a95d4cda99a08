import CQL
import Foundation
import SRU
import Testing
import XML

@Suite("K05: queries as other programs read them") struct XCQLTests {
    struct Row: Decodable, Sendable {
        var id: String
        var query: String
        var expect: String
        var xcql: String
    }

    /// The rows of one file, with its name.
    private static func rows(_ suite: String) throws -> [Row] {
        try SharedFiles.rows("cql/\(suite).jsonl", as: Row.self)
    }

    /// The rows that `docs/cql.md` names as differences, by their suite.
    private static func differences(_ suite: String) throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/cql.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return Set(
            lines.compactMap { line in
                let cells = line.split(separator: "|").map { String($0.filter { $0 != " " }) }
                return cells.count > 2 && cells[0] == suite ? cells[1] : nil
            }
        )
    }

    /// The `xQuery` that the echo of a version holds for a query.
    private func xQuery(_ text: String, _ version: SRUVersion) throws -> XMLElement? {
        var response = SearchRetrieveResponse(version: version)
        response.echoedRequest = SearchRetrieveRequest(version: version, query: text)
        response.echoedQuery = try CQLQuery.parse(text)
        return try XMLElement.parse(response.serialized()).first("echoedSearchRetrieveRequest")?.first("xQuery")
    }

    @Test(
        .enabled(if: SharedFiles.exists("cql/cqljava_regression.jsonl")),
        arguments: ["yaz_cql2xcql", "cqljava_regression"]
    )
    func everyRowAgreesWithOtherProgramsOrIsNamedInTheDocumentation(_ suite: String) throws {
        let rows = try Self.rows(suite)
        var different: Set<String> = []
        for row in rows {
            let found = (try? CQLQuery.parse(row.query)) == nil ? nil : try self.xQuery(row.query, .v1_1)
            let expected =
                row.expect == "xcql" ? Self.operand(try XMLElement.parse(Array(row.xcql.utf8))) : nil
            if found.map({ Self.plain($0.children) }) != expected { different.insert(row.id) }
        }
        #expect(rows.count == (suite == "yaz_cql2xcql" ? 81 : 92))
        let wrong = different.symmetricDifference(try Self.differences(suite))
        #expect(wrong.isEmpty, "in docs/cql.md and not so, or so and not there: \(wrong.sorted())")
    }

    @Test(.enabled(if: SharedFiles.haveSchemas && SharedFiles.exists("cql/cqljava_regression.jsonl")))
    func everyQueryIsValidInBothForms() async throws {
        for row in try Self.rows("yaz_cql2xcql") + Self.rows("cqljava_regression") {
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
