public import CQL

/// How all records of a query at one target spread over the values of some fields, as the target itself counts.
public struct TargetFacets: Sendable, Hashable {
    /// The values of each field that the target has counted, in its order.
    public var values: [FacetField: [FacetCounts.Value]]

    /// The counts.
    public init(values: [FacetField: [FacetCounts.Value]]) {
        self.values = values
    }
}

extension Target {
    /// Targets count nothing unless they say how.
    public func facets(
        _ plan: QueryPlan,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TargetFacets {
        throw .facetsNotOffered
    }
}

extension TargetFailure {
    /// What a target's lack of facets is called.
    static let facetsNotOffered = TargetFailure(.notExpressible, "counts no facets")
}

extension Federation {
    /// Asks those targets of a database that count facets themselves, all at once.
    ///
    /// - Parameters:
    ///   - name: the database's name in `targets.yml`.
    ///   - query: what is counted.
    ///   - fields: what it is counted by.
    ///   - limit: the most values of each field.
    ///   - deadline: when the answer is due, whatever is missing.
    /// - Returns: what each target counted, by its id; targets that count nothing or failed are left out.
    public nonisolated func facets(
        database name: String,
        query: ResolvedQuery,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async -> [String: TargetFacets] {
        guard let database = self.configuration.database(name) else { return [:] }
        let counting = self.configuration.targets(of: database).filter(\.facets).compactMap { self.targets[$0.id] }
        return await withTaskGroup(of: (String, TargetFacets?).self) { group in
            for target in counting {
                group.addTask {
                    let end = min(deadline, .now + target.timeout)
                    guard let plan = try? target.plan(query) else { return (target.id, nil) }
                    return (target.id, try? await target.facets(plan, by: fields, limit: limit, deadline: end))
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
