public import CQL
public import Scoring

/// What is known of a result set beside its pages.
public struct ResultSetDetails: Sendable {
    /// A position of a target's result that holds no record one could read.
    public struct Unreadable: Sendable, Hashable {
        /// The target's id.
        public let target: String
        /// The position there, and why it cannot be read.
        public let record: UnreadableRecord
    }

    /// What was searched, and how it is sorted.
    public let query: ResolvedQuery
    /// Whether an order was fixed before all records were there; nil when nothing is sorted.
    public let isPartlySorted: Bool?
    /// The positions that nobody could read, in the order of the database's targets.
    public let unreadable: [Unreadable]
    /// All clusters known, in no order that means anything.
    public let clusters: [Cluster]
}

extension Federation {
    /// What is known of a result set beside its pages.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - includingClusters: whether the clusters are wanted too.
    /// - Returns: what is known; nil when there is no such result set any more.
    public func details(ofResultSet name: String, includingClusters: Bool = false) async -> ResultSetDetails? {
        guard let resultSet = self.store.find(name, now: .now) else { return nil }
        return await resultSet.details(includingClusters: includingClusters)
    }

    /// The query that a result set answers.
    ///
    /// - Parameters:
    ///   - name: the result set's name.
    ///   - database: the database that is searched.
    /// - Returns: its query.
    /// - Throws: `FederationError.noResultSet` when it is unknown, has expired, or belongs to another database.
    public func query(
        ofResultSet name: String,
        database: String
    ) async throws(FederationError) -> ResolvedQuery {
        guard let resultSet = self.store.find(name, now: .now), resultSet.database == database else {
            throw .noResultSet(name)
        }
        return resultSet.query
    }
}

extension ResultSet {
    fileprivate func details(includingClusters: Bool) -> ResultSetDetails {
        ResultSetDetails(
            query: self.query,
            isPartlySorted: self.query.sortKeys.isEmpty ? nil : self.state.isPartlySorted,
            unreadable: self.state.targets.flatMap { target in
                target.unreadable.map { ResultSetDetails.Unreadable(target: target.id, record: $0) }
            },
            clusters: includingClusters ? self.knownClusters() : []
        )
    }
}
