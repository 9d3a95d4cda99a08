import CQL
import Federation
import SRU

/// Puts the queries of stored result sets in the places where `cql.resultSetId` names them.
///
/// A result set is the answer to its query, so "this set and that" is the answer to "its query and that". The targets
/// work it out, each in its own words, and sorting or counting needs nothing special.
struct ResultSetCombination {
    let federation: Federation
    let database: String

    /// The most clauses of the whole, as in a query that is written out.
    private static let maximumClauses = CQLLimits().maximumClauses

    /// The name of the result set that is the whole query, when it is to be read as it stands.
    static func wholeQuery(_ query: ResolvedQuery) throws(SRUDiagnostic) -> String? {
        guard case .clause(let clause) = query.root, clause.index == .resultSetId, query.sortKeys.isEmpty else {
            return nil
        }
        return try self.name(clause)
    }

    /// The query without names of result sets.
    ///
    /// - Throws: 51 for a set that there is not, 22 for another relation than `=`, 55 for a set under `prox`, 38 when
    ///   the whole becomes too large.
    func written(_ query: ResolvedQuery) async throws(SRUDiagnostic) -> ResolvedQuery {
        var names: Set<String> = []
        try Self.collect(query.root, into: &names, underProximity: false)
        guard !names.isEmpty else { return query }
        var sets: [String: ResolvedQuery.Node] = [:]
        for name in names {
            do throws(FederationError) {
                sets[name] = try await self.federation.query(ofResultSet: name, database: self.database).root
            } catch {
                throw .resultSetDoesNotExist(name)
            }
        }
        var clauses = 0
        let root = try Self.replacing(query.root, sets, &clauses)
        return ResolvedQuery(root: root, sortKeys: query.sortKeys)
    }

    private static func name(_ clause: ResolvedQuery.Clause) throws(SRUDiagnostic) -> String {
        guard clause.relation == .equal || clause.relation == .exact else {
            throw SRUDiagnostic(22, details: "\(clause.relation.rawValue) cql.resultSetId")
        }
        guard let name = clause.term.text else { throw .resultSetDoesNotExist(clause.term.escaped) }
        return name
    }

    private static func collect(
        _ node: ResolvedQuery.Node,
        into names: inout Set<String>,
        underProximity: Bool
    ) throws(SRUDiagnostic) {
        let (first, rest) = node.chain()
        let isNear = rest.first.map { if case .prox = $0.junction { true } else { false } } ?? false
        if first.index == .resultSetId {
            if isNear || underProximity { throw SRUDiagnostic(55) }
            names.insert(try self.name(first))
        }
        for (junction, node) in rest {
            var isNear = underProximity
            if case .prox = junction { isNear = true }
            try self.collect(node, into: &names, underProximity: isNear)
        }
    }

    private static func replacing(
        _ node: ResolvedQuery.Node,
        _ sets: [String: ResolvedQuery.Node],
        _ clauses: inout Int
    ) throws(SRUDiagnostic) -> ResolvedQuery.Node {
        let (first, rest) = node.chain()
        var result = ResolvedQuery.Node.clause(first)
        if first.index == .resultSetId, let name = first.term.text, let set = sets[name] { result = set }
        clauses += Self.count(result)
        guard clauses <= Self.maximumClauses else { throw SRUDiagnostic(38, details: String(Self.maximumClauses)) }
        for (junction, right) in rest {
            let right = try self.replacing(right, sets, &clauses)
            switch junction {
            case .and: result = .and(result, right)
            case .or: result = .or(result, right)
            case .not: result = .not(result, right)
            case .prox(let proximity): result = .prox(proximity, result, right)
            }
        }
        return result
    }

    private static func count(_ node: ResolvedQuery.Node) -> Int {
        node.chain().rest.reduce(1) { $0 + self.count($1.node) }
    }
}
