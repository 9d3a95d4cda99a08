import CQL
import XML

/// Writes a query as XML, for the `xQuery` of the echo: the form of the Library of Congress in 1.x, that of OASIS in 2.0.
///
/// A query is left out when the form cannot say it or when its nesting would trouble readers of the answer:
/// libxml2 reads 256 levels, and each boolean takes two.
enum XCQL {
    private static let maximumDepth = 50
    private static let maximumClauses = 256

    /// Whether the query can be written in the form of a version.
    static func isExpressible(_ query: CQLQuery, version: SRUVersion) -> Bool {
        var clauses = self.maximumClauses
        guard self.fits(query.root, depth: self.maximumDepth, clauses: &clauses) else { return false }
        guard version == .v2_0 else { return true }
        // OASIS has prefixes only before the whole query, and their identifiers are URIs.
        return query.prefixes.allSatisfy { isPlainURI($0.uri) } && !self.hasScope(query.root)
    }

    private static func fits(_ node: CQLQuery.Node, depth: Int, clauses: inout Int) -> Bool {
        guard depth > 0 else { return false }
        switch node {
        case .clause:
            clauses -= 1
            return clauses >= 0
        case .boolean(_, let left, let right):
            return self.fits(left, depth: depth - 1, clauses: &clauses)
                && self.fits(right, depth: depth - 1, clauses: &clauses)
        case .scoped(_, let inner):
            return self.fits(inner, depth: depth - 1, clauses: &clauses)
        }
    }

    private static func hasScope(_ node: CQLQuery.Node) -> Bool {
        switch node {
        case .clause: false
        case .boolean(_, let left, let right): self.hasScope(left) || self.hasScope(right)
        case .scoped: true
        }
    }

    /// Writes index, relation and term of one clause, with the prefix `x`.
    static func writeContent(of clause: CQLQuery.SearchClause, into writer: inout XMLWriter) {
        writeClauseContent(clause, &writer)
    }

    /// Writes what stands inside `xQuery`, with the prefix `x`; the query must be expressible.
    static func write(_ query: CQLQuery, version: SRUVersion, into writer: inout XMLWriter) {
        if version.isVersion1 {
            LibraryOfCongressForm.operand(query.root, query.prefixes, &writer)
        } else {
            OASISForm.query(query, &writer)
        }
    }
}

/// `prefixes?, (triple | searchClause)` for the query and for every operand; there is no room for sort keys.
private enum LibraryOfCongressForm {
    static func operand(_ node: CQLQuery.Node, _ outer: [CQLQuery.PrefixAssignment], _ writer: inout XMLWriter) {
        switch node {
        case .scoped(let inner, let rest):
            self.operand(rest, outer + inner, &writer)
        case .clause(let clause):
            writePrefixes(outer, &writer)
            writeClause(clause, &writer)
        case .boolean(let boolean, let left, let right):
            writePrefixes(outer, &writer)
            writer.open("x:triple")
            writeNamed("x:boolean", boolean.name.rawValue, boolean.modifiers, &writer)
            writer.open("x:leftOperand")
            self.operand(left, [], &writer)
            writer.close()
            writer.open("x:rightOperand")
            self.operand(right, [], &writer)
            writer.close()
            writer.close()
        }
    }
}

/// `prefixes?, triple, sortKeys?`, where a triple may be a single clause.
private enum OASISForm {
    static func query(_ query: CQLQuery, _ writer: inout XMLWriter) {
        writePrefixes(query.prefixes, &writer)
        if case .clause(let clause) = query.root {
            writer.open("x:triple")
            writeClause(clause, &writer)
            writer.close()
        } else {
            self.operand(query.root, &writer)
        }
        guard !query.sortKeys.isEmpty else { return }
        writer.open("x:sortKeys")
        for key in query.sortKeys {
            writer.open("x:key")
            writer.element("x:index", key.index)
            // The schema wants a modifier; this one says what holds without it.
            let modifiers = key.modifiers.isEmpty ? [CQLQuery.Modifier(name: "sort.ascending")] : key.modifiers
            writeModifiers(modifiers, &writer)
            writer.close()
        }
        writer.close()
    }

    private static func operand(_ node: CQLQuery.Node, _ writer: inout XMLWriter) {
        switch node {
        case .scoped(_, let rest):
            self.operand(rest, &writer)
        case .clause(let clause):
            writeClause(clause, &writer)
        case .boolean(let boolean, let left, let right):
            writer.open("x:triple")
            writeNamed("x:Boolean", boolean.name.rawValue, boolean.modifiers, &writer)
            writer.open("x:leftOperand")
            self.operand(left, &writer)
            writer.close()
            writer.open("x:rightOperand")
            self.operand(right, &writer)
            writer.close()
            writer.close()
        }
    }
}

private func writeClause(_ clause: CQLQuery.SearchClause, _ writer: inout XMLWriter) {
    writer.open("x:searchClause")
    writeClauseContent(clause, &writer)
    writer.close()
}

private func writeClauseContent(_ clause: CQLQuery.SearchClause, _ writer: inout XMLWriter) {
    writer.element("x:index", clause.index ?? "cql.serverChoice")
    writeNamed("x:relation", clause.relation.name, clause.relation.modifiers, &writer)
    writer.element("x:term", clause.term)
}

private func writePrefixes(_ prefixes: [CQLQuery.PrefixAssignment], _ writer: inout XMLWriter) {
    guard !prefixes.isEmpty else { return }
    writer.open("x:prefixes")
    for prefix in prefixes {
        writer.open("x:prefix")
        writer.element("x:name", prefix.name ?? "")
        writer.element("x:identifier", prefix.uri)
        writer.close()
    }
    writer.close()
}

private func writeNamed(
    _ element: String,
    _ value: String,
    _ modifiers: [CQLQuery.Modifier],
    _ writer: inout XMLWriter
) {
    writer.open(element)
    writer.element("x:value", value)
    writeModifiers(modifiers, &writer)
    writer.close()
}

private func writeModifiers(_ modifiers: [CQLQuery.Modifier], _ writer: inout XMLWriter) {
    guard !modifiers.isEmpty else { return }
    writer.open("x:modifiers")
    for modifier in modifiers {
        writer.open("x:modifier")
        writer.element("x:type", modifier.name)
        if let comparison = modifier.comparison, let value = modifier.value {
            writer.element("x:comparison", comparison.rawValue)
            writer.element("x:value", value)
        }
        writer.close()
    }
    writer.close()
}

/// Whether a text can stand where an XML schema wants a URI.
func isPlainURI(_ text: String) -> Bool {
    let punctuation = Set("-._~:/?#@!$&'()*+,;=".utf8)
    var hashes = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            continue
        case UInt8(ascii: "#"):
            hashes += 1
        default:
            guard punctuation.contains(byte) else { return false }
        }
    }
    return hashes <= 1 && text.utf8.first != UInt8(ascii: ":")
}
