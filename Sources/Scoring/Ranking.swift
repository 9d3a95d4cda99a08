/// The order in which clusters are shown.
///
/// Without sort keys by ``Relevance``, then by the cluster's id. It depends on the cluster and the query alone: not on the
/// other clusters, not on the clock.
public struct Ranking: Sendable {
    /// Where the words of a term are sought.
    public enum Field: Sendable, Hashable {
        /// Anywhere.
        case any
        /// In titles.
        case title
        /// In titles of series.
        case series
        /// In names of persons and bodies.
        case author
        /// In subject headings.
        case subject
        /// In notes.
        case notes
        /// Among the numbers that name a publication or a record.
        case identifier
        /// In what makes no record a better answer than another: dates, languages, shelf marks.
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

    /// What the order of a target's own result says of relevance, from 0 (nothing) to 1, where nobody knows.
    public static let unknownOrder = 0.1

    let query: RelevanceQuery
    let sortKeys: [SortKey]
    private let orderWeights: [String: Double]

    /// Makes an order.
    ///
    /// - Parameters:
    ///   - terms: The words of the query, in its order, without those that must not occur.
    ///   - sortKeys: What to sort by before relevance; none for relevance alone.
    ///   - orderWeights: By target, what the order of its result says of relevance, from 0 to 1; ``unknownOrder`` for
    ///     targets that are not named.
    public init(_ terms: [Term], sortKeys: [SortKey] = [], orderWeights: [String: Double] = [:]) {
        self.query = RelevanceQuery(terms)
        self.sortKeys = sortKeys
        self.orderWeights = orderWeights
    }

    /// The clusters in order.
    public func ordered(_ clusters: [Cluster]) -> [Cluster] {
        let ranked = clusters.enumerated().map { place, cluster in
            let best = self.sortKeys.isEmpty ? nil : RepresentativeOrder.sorted(cluster.members).first
            return Ranked(
                place: place,
                score: self.relevance(of: cluster).total,
                id: Cluster.fingerprint(ofID: cluster.id) ?? 0,
                sortValues: self.sortKeys.map { key in best.flatMap { SortValue(key.field, of: $0.record) } }
            )
        }
        return ranked.sorted { Self.precedes($0, $1, by: self.sortKeys) }.map { clusters[$0.place] }
    }

    /// How well a cluster answers the query.
    public func relevance(of cluster: Cluster) -> Relevance {
        var reader = RelevanceReader(self.query)
        var sources: [String: Int32] = [:]
        var ranks = TargetRanks()
        var evidence: [UInt8] = []
        var best = [UInt8](repeating: 0, count: reader.evidenceSize)
        for member in cluster.members {
            evidence.removeAll(keepingCapacity: true)
            reader.append(member.record, to: &evidence)
            for (index, byte) in evidence.enumerated() { best[index] = Self.united(best, byte, at: index) }
            let source = sources[member.target] ?? Int32(truncatingIfNeeded: sources.count)
            sources[member.target] = source
            ranks.add(source: source, position: member.position, weight: self.orderWeight(of: member.target))
        }
        return self.relevance(evidence: best, ranks)
    }

    /// The weight of a target's order.
    func orderWeight(of target: String) -> Double {
        max(0, min(self.orderWeights[target] ?? Self.unknownOrder, 1))
    }

    /// The relevance from the united evidence of all members and the places that their targets gave them.
    func relevance(evidence: [UInt8], _ ranks: TargetRanks) -> Relevance {
        var relevance = Relevance(evidence: evidence, query: self.query)
        relevance.orders = RelevanceModel.orders * ranks.fusion
        let logarithms = RelevanceModel.logarithms
        relevance.holdings = RelevanceModel.holdings * logarithms[min(ranks.count, logarithms.count - 1)]
        return relevance
    }

    /// A byte of two records' evidence: the larger quantity; in the last byte, the matches of both.
    static func united(_ evidence: [UInt8], _ byte: UInt8, at index: Int) -> UInt8 {
        index == evidence.count - 1 ? evidence[index] | byte : max(evidence[index], byte)
    }

    /// What clusters are ordered by.
    struct Ranked {
        /// Tells the caller which cluster it is.
        var place: Int
        var score: Double
        /// The smallest fingerprint of the cluster: the same order as that of ids.
        var id: UInt64
        var sortValues: [SortValue?]
    }

    static func precedes(_ left: Ranked, _ right: Ranked, by sortKeys: [SortKey]) -> Bool {
        for (place, key) in sortKeys.enumerated() {
            switch (left.sortValues[place], right.sortValues[place]) {
            case (nil, nil): continue
            case (nil, _): return false
            case (_, nil): return true
            case (let first?, let second?):
                if first != second { return key.isAscending == (first < second) }
            }
        }
        return left.score == right.score ? left.id < right.id : left.score > right.score
    }
}
