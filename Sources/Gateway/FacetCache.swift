import Federation
import NIOConcurrencyHelpers

/// The counts made last: a reader who pages on, or narrows another facet, has the same result counted again.
final class FacetCache: Sendable {
    /// What counts belong to; a result that has grown has others.
    struct Key: Hashable, Sendable {
        var resultSet: String
        var records: Int
        var fields: [FacetField]
        /// The target whose records are counted; nil for merged records.
        var target: String?
    }

    /// What targets counted belongs to: the result, the fields and how many values of each were wanted.
    private struct TargetKey: Hashable {
        var resultSet: String
        var fields: [FacetField]
        var limit: Int
    }

    private let counts = NIOLockedValueBox<[Key: FacetCounts]>([:])
    private let targetFacets = NIOLockedValueBox<[TargetKey: [String: TargetFacets]]>([:])
    private let maximumCount: Int

    /// An empty cache.
    ///
    /// - Parameter maximumCount: how many counts it holds at most; when it is full, it begins anew.
    init(maximumCount: Int = 128) {
        self.maximumCount = maximumCount
    }

    /// The counts, made by `count` when they are not there.
    func counts(_ key: Key, _ count: () -> FacetCounts) -> FacetCounts {
        if let known = self.counts.withLockedValue({ $0[key] }) { return known }
        let made = count()
        self.counts.withLockedValue { counts in
            if counts.count >= self.maximumCount { counts = [:] }
            counts[key] = made
        }
        return made
    }

    /// What targets counted, asked for by `ask` when it is not there; kept when all `targets` have answered.
    func targetFacets(
        resultSet: String,
        fields: [FacetField],
        limit: Int,
        targets: Int,
        _ ask: () async -> [String: TargetFacets]
    ) async -> [String: TargetFacets] {
        let key = TargetKey(resultSet: resultSet, fields: fields, limit: limit)
        if let known = self.targetFacets.withLockedValue({ $0[key] }) { return known }
        let counted = await ask()
        guard counted.count == targets else { return counted }
        self.targetFacets.withLockedValue { facets in
            if facets.count >= self.maximumCount { facets = [:] }
            facets[key] = counted
        }
        return counted
    }
}
