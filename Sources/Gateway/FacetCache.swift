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

    private let counts = NIOLockedValueBox<[Key: FacetCounts]>([:])
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
}
