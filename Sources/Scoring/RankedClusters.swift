/// A clustering with its order: clusters grow while records arrive, and keep the place at which they were shown.
///
/// Every record is read once for the query, when it arrives. What is shown is fixed by ``freeze(upTo:)``; everything behind
/// that is ordered anew when something has arrived. Clusters and order depend on the set of records and on what was
/// fixed when, not on the order of arrival.
public struct RankedClusters: Sendable {
    private var clustering = Clustering()
    private let ranking: Ranking
    /// How many bytes of ``evidence`` a record has.
    private let evidenceSize: Int
    /// By record, its evidence for the query; all records one after another.
    private var evidence: [UInt8] = []
    /// By number of the target in the clustering, the weight of its order.
    private var orderWeights: [Double] = []
    /// The frozen clusters, in their order.
    private var frozen: [Cluster.ID] = []
    /// The first members of the clusters that are not frozen, the best cluster first; nil when something has arrived since.
    private var order: [UInt64]?
    /// How many of ``order`` have been frozen since it was made.
    private var taken = 0
    /// By record, what it is sorted by, and how good a description it is; only for sorted results.
    private var sortValues: [[SortValue?]] = []
    private var descriptions: [RepresentativeOrder.Rank] = []

    /// An empty list in the order of a ranking.
    public init(_ ranking: Ranking) {
        self.ranking = ranking
        self.evidenceSize = RelevanceReader(ranking.query).evidenceSize
    }

    /// How many clusters have their place fixed.
    public var frozenCount: Int { self.frozen.count }

    /// How many clusters there are.
    public mutating func count() -> Int {
        self.clustering.update()
        return self.clustering.count
    }

    /// Takes in records.
    public mutating func add(_ records: [SourceRecord]) { self.add(self.ranking.read(records)) }

    /// Takes in records that were read by this list's ranking.
    public mutating func add(_ records: ReadRecords) {
        let size = self.evidenceSize
        for (place, entry) in records.entries.enumerated() where self.clustering.add(entry) {
            self.evidence += records.evidence[(place * size)..<((place + 1) * size)]
            let source = Int(self.clustering.entries[self.clustering.recordCount - 1].source)
            if source == self.orderWeights.count {
                self.orderWeights.append(self.ranking.orderWeight(of: entry.read.source.target))
            }
            guard !self.ranking.sortKeys.isEmpty else { continue }
            let (record, keys) = (entry.read.source.record, entry.read.keys.keys)
            self.sortValues.append(self.ranking.sortKeys.map { SortValue($0.field, of: record, keys) })
            self.descriptions.append(RepresentativeOrder.Rank(record))
        }
        self.order = nil
    }

    /// Fixes the places of the best clusters known until `count` are fixed or none is left.
    public mutating func freeze(upTo count: Int) {
        guard self.frozen.count < count else { return }
        self.clustering.update()
        let order = self.order ?? self.ordered()
        if self.order == nil { (self.order, self.taken) = (order, 0) }
        let next = order[self.taken...].prefix(count - self.frozen.count).map { Cluster.id(ofFingerprint: $0) }
        guard !next.isEmpty else { return }
        self.taken += next.count
        self.clustering.freeze(next)
        self.frozen += next
    }

    /// The frozen clusters at positions `start..<start + count`, from 1, with what speaks for each now.
    ///
    /// What is shown is fixed: records that have joined these clusters stay in them.
    public mutating func page(start: Int, count: Int) -> [(cluster: Cluster, relevance: Relevance)] {
        guard start >= 1, count > 0, start <= self.frozen.count else { return [] }
        let ids = self.frozen[(start - 1)..<min(self.frozen.count, start - 1 + count)]
        self.clustering.freeze(Array(ids))
        var ranks = TargetRanks()
        return ids.compactMap { id in
            guard let draft = self.clustering.draft(of: id) else { return nil }
            return (self.clustering.cluster(of: draft), self.relevance(of: draft, &ranks))
        }
    }

    /// All clusters, in no order that means anything.
    public mutating func all() -> [Cluster] {
        self.clustering.update()
        return self.clustering.drafts.map { self.clustering.cluster(of: $0) }
    }

    /// The clusters that are not frozen in their order, by their smallest fingerprints.
    private func ordered() -> [UInt64] {
        let drafts = self.clustering.drafts.filter { $0.frozen < 0 }
        var ranks = TargetRanks()
        var ranked: [Ranking.Ranked] = []
        ranked.reserveCapacity(drafts.count)
        for (place, draft) in drafts.enumerated() {
            guard let first = draft.members.first else { continue }
            ranked.append(
                Ranking.Ranked(
                    place: place,
                    score: self.relevance(of: draft, &ranks).total,
                    id: self.clustering.entries[Int(first)].fingerprint,
                    sortValues: self.ranking.sortKeys.isEmpty ? [] : self.sortValues[self.representative(of: draft)]
                )
            )
        }
        // Sorting copies what it compares by: the keys alone.
        let sortKeys = self.ranking.sortKeys
        ranked.sort { Ranking.precedes($0, $1, by: sortKeys) }
        return ranked.map(\.id)
    }

    private func relevance(of draft: ClusterDraft, _ ranks: inout TargetRanks) -> Relevance {
        ranks.removeAll()
        let size = self.evidenceSize
        var united = [UInt8](repeating: 0, count: size)
        for member in draft.members {
            let start = Int(member) * size
            for index in 0..<size { united[index] = Ranking.united(united, self.evidence[start + index], at: index) }
            let source = self.clustering.entries[Int(member)].source
            ranks.add(
                source: source,
                position: self.clustering.position(member),
                weight: self.orderWeights[Int(source)]
            )
        }
        return self.ranking.relevance(evidence: united, ranks)
    }

    /// The member whose description is shown, in a sorted result.
    private func representative(of draft: ClusterDraft) -> Int {
        var best = Int(draft.members[0])
        for member in draft.members.dropFirst() where self.descriptions[best] < self.descriptions[Int(member)] {
            best = Int(member)
        }
        return best
    }
}
