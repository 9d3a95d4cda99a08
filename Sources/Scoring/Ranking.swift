import MARC

/// The order in which clusters are shown.
///
/// Without sort keys: by how well the cluster answers the words of the query (the whole title before all words in the
/// title, in title and author, in the author, elsewhere; with the tones as typed before without), then by the number of
/// targets that hold it, then by the places that the targets gave it (reciprocal rank fusion, Cormack, Clarke and
/// Büttcher 2009), then by the cluster's id. It depends on nothing else: not on the other clusters, not on the clock.
public struct Ranking: Sendable {
    /// Where the words of a term are sought.
    public enum Field: Sendable, Hashable {
        /// Anywhere.
        case any
        /// In titles.
        case title
        /// In names of persons and bodies.
        case author
        /// In anything else: the words do not decide between title and author.
        case other
    }

    /// Words of the query.
    public struct Term: Sendable, Hashable {
        /// Where they are sought.
        public var field: Field
        /// The words, as typed.
        public var text: String

        /// Makes a term.
        public init(_ field: Field, _ text: String) {
            self.field = field
            self.text = text
        }
    }

    /// What to sort by instead of relevance.
    public struct SortKey: Sendable, Hashable {
        /// What is compared.
        public enum Field: Sendable, Hashable {
            /// The title without its non-filing characters, in the order of the folded letters, then of the tones.
            case title
            /// The first name heading.
            case author
            /// The year of publication.
            case date
        }

        /// What is compared.
        public var field: Field
        /// Whether small comes first; clusters without a value come last either way.
        public var isAscending: Bool

        /// Makes a sort key.
        public init(_ field: Field, isAscending: Bool = true) {
            self.field = field
            self.isAscending = isAscending
        }
    }

    private let query: RelevanceQuery
    private let sortKeys: [SortKey]

    /// Makes an order.
    ///
    /// - Parameters:
    ///   - terms: The words of the query, in its order, without those that must not occur.
    ///   - sortKeys: What to sort by before relevance; none for relevance alone.
    public init(_ terms: [Term], sortKeys: [SortKey] = []) {
        self.query = RelevanceQuery(terms)
        self.sortKeys = sortKeys
    }

    /// The clusters in order.
    public func ordered(_ clusters: [Cluster]) -> [Cluster] {
        var reader = RelevanceReader(self.query)
        let ranked = clusters.map { cluster in
            Ranked(cluster: cluster, reader: &reader, sortKeys: self.sortKeys)
        }
        return ranked.sorted { self.precedes($0, $1) }.map(\.cluster)
    }

    private struct Ranked {
        var cluster: Cluster
        var relevance: Int
        var targets: Int
        var reciprocalRank: Int
        var sortValues: [SortValue?]

        init(cluster: Cluster, reader: inout RelevanceReader, sortKeys: [SortKey]) {
            self.cluster = cluster
            self.relevance = cluster.members.prefix(Self.examined).reduce(0) {
                max($0, reader.relevance(of: $1.record))
            }
            var best: [String: Int] = [:]
            for member in cluster.members {
                best[member.target] = min(best[member.target] ?? .max, max(member.position, 1))
            }
            self.targets = best.count
            self.reciprocalRank = best.values.reduce(0) { $0 + 1_000_000_000 / (60 + min($1, 1_000_000)) }
            guard !sortKeys.isEmpty else {
                self.sortValues = []
                return
            }
            let record = RepresentativeOrder.sorted(cluster.members).first?.record
            self.sortValues = sortKeys.map { key in record.flatMap { SortValue(key.field, of: $0) } }
        }

        /// How many members of a cluster are looked at; they say much the same.
        private static let examined = 8
    }

    private func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
        for (key, values) in zip(self.sortKeys, zip(left.sortValues, right.sortValues)) {
            switch values {
            case (nil, nil): continue
            case (nil, _): return false
            case (_, nil): return true
            case (let first?, let second?):
                if first != second { return key.isAscending == (first < second) }
            }
        }
        if left.relevance != right.relevance { return left.relevance > right.relevance }
        if left.targets != right.targets { return left.targets > right.targets }
        if left.reciprocalRank != right.reciprocalRank { return left.reciprocalRank > right.reciprocalRank }
        return left.cluster.id < right.cluster.id
    }
}
