import CQL
import Support

/// CQL: what is parsed survives being printed, limits hold, and a query in a server's words means the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    var limits = CQLLimits()
    if input.choice(of: 2) == 1 {
        (limits.maximumDepth, limits.maximumClauses, limits.maximumTermCharacters) = (4, 6, 20)
    }
    let text = input.text
    let query: CQLQuery
    do {
        query = try CQLQuery.parse(text, limits: limits)
    } catch {
        expect(error.diagnostic > 0, "an error without a diagnostic: \(error)")
        if let offset = error.offset {
            let count = text.unicodeScalars.count
            expect((0...count).contains(offset), "the offset \(offset) is not in the query: \(error)")
        }
        return 0
    }
    let size = measure(query.root)
    expect(size.clauses <= limits.maximumClauses, "\(size.clauses) clauses")
    checkPrinting(query)
    if let resolved = try? ResolvedQuery(query) { checkMeaning(resolved) }
    return 0
}

private func measure(_ node: CQLQuery.Node) -> (clauses: Int, depth: Int) {
    switch node {
    case .clause: return (1, 1)
    case .scoped(_, let inner): return measure(inner)
    case .boolean(_, let left, let right):
        let (left, right) = (measure(left), measure(right))
        return (left.clauses + right.clauses, max(left.depth, right.depth) + 1)
    }
}

private func checkPrinting(_ query: CQLQuery) {
    let printed = query.description
    do {
        // What is printed can be longer than what was written, by quotes.
        var limits = CQLLimits()
        limits.maximumCharacters = 1 << 20
        expectEqual(try CQLQuery.parse(printed, limits: limits), query, "a query and itself printed")
    } catch {
        fatalError("what was printed cannot be parsed: \(error)\n\(printed)")
    }
}

/// The canonical form is the key of result sets, and a server's form must ask for the same thing.
private func checkMeaning(_ resolved: ResolvedQuery) {
    var dialect = CQLDialect()
    dialect.expandsISBN = false
    dialect.adjacencyRelation = "adj"
    let written: String
    do {
        written = try resolved.cql(dialect: dialect) { index in
            IndexCatalogue.standard.entry(index)?.aliases.first?.qualifiedName
        }
    } catch {
        fatalError("a query cannot be said in our own words: \(error)")
    }
    do {
        var limits = CQLLimits()
        limits.maximumCharacters = 1 << 20
        limits.maximumTermCharacters = 1 << 16
        let again = try ResolvedQuery(CQLQuery.parse(written, limits: limits))
        let bare = ResolvedQuery(root: resolved.root)
        expectEqual(again.description, bare.description, "the meaning of a query and of \(written)")
    } catch {
        fatalError("our own words are not understood: \(error)\n\(written)")
    }
}
