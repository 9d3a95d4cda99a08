/// Puts records together that describe the same thing, while they arrive.
///
/// The clusters depend on the set of records alone, not on the order or the batches in which they came. Matching with
/// conflicts is not transitive (A may match B and B match C while A and C are different volumes), so the rule is: within
/// each group of records that share keys, take all matching pairs in the order of strength (then of the records'
/// fingerprints) and join the two sides unless the whole of one conflicts with the whole of the other.
///
/// **Freezing.** ``freeze(_:)`` fixes clusters that have been shown: their members stay together under the id they had, and
/// no two frozen clusters ever become one. A record that arrives later joins the frozen cluster that it matches (the one
/// frozen first, if there are several), else it clusters as before with the other records that are not fixed; such a group
/// may join a frozen cluster through any of its members. Membership won this way is fixed by the next `freeze` that
/// names the cluster; before that it depends, as everything not fixed, on the set of records alone.
///
/// Inserting costs what the new records touch: only groups that share a key with them are worked out again. Where several
/// batches arrive before anybody looks, ``add(_:)`` each and ``update()`` once: every group is then worked out once.
public struct Clustering: Sendable {
    /// The records, each once, in order of arrival; everything else refers to them by index.
    private(set) var records: [SourceRecord] = []
    private(set) var entries: [Entry] = []
    private var indexes: [UInt64: Int32] = [:]
    private var blocks = BlockIndex()
    private var groups = RecordGroups()
    /// The clusters of each group, by the group's root.
    private var clustersOfGroup: [Int32: [ClusterDraft]] = [:]
    /// The matching pairs of each group of more than one record, by the group's root.
    private var pairsOfGroup: [Int32: [MatchingPair]] = [:]
    private var sources: [String: Int32] = [:]
    /// Records whose groups have not been worked out since they changed.
    private var changed: [Int32] = []
    /// By record, the last record that it was compared with.
    private var comparedWith: [Int32] = []
    /// The records of the block at hand.
    private var others: [Int32] = []
    /// The frozen clusters in order: their ids, and one record that each holds for ever.
    private var frozenClusters: [(id: Cluster.ID, record: Int32)] = []
    private var frozenPlaces: [Cluster.ID: Int32] = [:]
    /// How many pairs of records have been compared.
    public private(set) var comparisonCount = 0
    /// The number of clusters, frozen or not.
    public private(set) var count = 0

    /// What is kept of a record beside itself.
    struct Entry: Sendable {
        var fingerprint: UInt64
        let keys: KeptKeys
        /// Hashes under which it is sought, and one of everything that is compared.
        var blocks: [UInt64]
        var twin: UInt64
        /// The number of its target.
        var source: Int32
        var sourceBit: UInt64
        /// The place of the frozen cluster that holds the record for ever; −1 if there is none.
        var frozen: Int32 = -1
    }

    /// What counts as one.
    public let level: MatchLevel
    /// The weights by which it is judged.
    public let model: MatchModel

    /// Makes an empty clustering.
    ///
    /// - Parameters:
    ///   - level: What counts as one.
    ///   - model: The weights.
    public init(level: MatchLevel = .manifestation, model: MatchModel = .standard) {
        self.level = level
        self.model = model
    }

    /// The number of records held; one that was inserted twice counts once.
    public var recordCount: Int { self.records.count }

    /// Takes in records and updates the clusters.
    ///
    /// A record that is there already (same target, same content) is not taken twice; the smaller position is kept.
    public mutating func insert(_ records: [SourceRecord]) {
        self.add(records)
        self.update()
    }

    /// Takes in records as ``insert(_:)`` does, but leaves the clusters as they are until ``update()``, which has to come
    /// before they are read.
    public mutating func add(_ records: [SourceRecord]) {
        var reader = MatchKeyReader()
        for record in records { self.take(record, &reader) }
    }

    /// Updates the clusters by what was added since they were last updated.
    public mutating func update() {
        guard !self.changed.isEmpty else { return }
        var roots: Set<Int32> = []
        for index in self.changed { roots.insert(self.groups.root(of: index)) }
        self.changed.removeAll()
        for root in roots { self.workOut(root) }
    }

    /// All clusters: the frozen ones in the order of freezing, then the others in the order of their ids.
    public var clusters: [Cluster] { self.frozen + self.unfrozen }

    /// The frozen clusters in the order of freezing.
    public var frozen: [Cluster] { self.frozenClusters.compactMap { self.cluster($0.id) } }

    /// The clusters that are not frozen, in the order of their ids.
    public var unfrozen: [Cluster] {
        var found: [Cluster] = []
        found.reserveCapacity(self.count - self.frozenClusters.count)
        for drafts in self.clustersOfGroup.values {
            for draft in drafts where draft.frozen < 0 { found.append(self.cluster(of: draft)) }
        }
        return found.sorted { $0.id < $1.id }
    }

    /// The cluster of an id as it is now; `nil` when there is none of that id (any more).
    public func cluster(_ id: Cluster.ID) -> Cluster? {
        self.place(of: id).map { self.cluster(of: $0.draft) }
    }

    /// Whether a cluster of this id is frozen.
    public func isFrozen(_ id: Cluster.ID) -> Bool { self.frozenPlaces[id] != nil }

    /// Fixes clusters, with their present members, in the order given.
    ///
    /// Ids that no cluster has are passed over. A cluster that is frozen already keeps its place; its present members
    /// are fixed too.
    public mutating func freeze(_ clusterIDs: [Cluster.ID]) {
        self.update()
        for id in clusterIDs {
            guard let (root, index, draft) = self.place(of: id), let first = draft.members.first else { continue }
            var frozen = draft.frozen
            if frozen < 0 {
                frozen = Int32(truncatingIfNeeded: self.frozenClusters.count)
                self.frozenClusters.append((id, first))
                self.frozenPlaces[id] = frozen
                self.clustersOfGroup[root]?[index].frozen = frozen
            }
            for member in draft.members { self.entries[Int(member)].frozen = frozen }
        }
    }

    /// Where the cluster of an id is: its group, its place there, and itself.
    private func place(of id: Cluster.ID) -> (root: Int32, index: Int, draft: ClusterDraft)? {
        let frozen = self.frozenPlaces[id]
        let record: Int32
        if let frozen {
            record = self.frozenClusters[Int(frozen)].record
        } else if let fingerprint = Cluster.fingerprint(ofID: id), let known = self.indexes[fingerprint] {
            record = known
        } else {
            return nil
        }
        let root = self.groups.findRoot(of: record)
        guard let drafts = self.clustersOfGroup[root] else { return nil }
        let found = drafts.firstIndex { draft in
            if let frozen { return draft.frozen == frozen }
            return draft.frozen < 0 && draft.members.first == record
        }
        return found.map { (root, $0, drafts[$0]) }
    }

    /// All clusters as indexes of records, in no order that means anything.
    var drafts: [ClusterDraft] { self.clustersOfGroup.values.flatMap { $0 } }

    /// The cluster of an id as indexes of records; `nil` when there is none of that id (any more).
    func draft(of id: Cluster.ID) -> ClusterDraft? { self.place(of: id)?.draft }

    func cluster(of draft: ClusterDraft) -> Cluster {
        let id: Cluster.ID
        if draft.frozen >= 0 {
            id = self.frozenClusters[Int(draft.frozen)].id
        } else {
            id = Cluster.id(ofFingerprint: draft.members.first.map { self.entries[Int($0)].fingerprint } ?? 0)
        }
        return Cluster(id: id, members: draft.members.map { self.records[Int($0)] })
    }

    // MARK: - Taking in

    /// Stores a record and compares it with those that share a key.
    private mutating func take(_ record: SourceRecord, _ reader: inout MatchKeyReader) {
        let fingerprint = record.fingerprint
        if let known = self.indexes[fingerprint], self.records[Int(known)].isSame(as: record) {
            self.records[Int(known)].position = min(self.records[Int(known)].position, record.position)
            return
        }
        let index = Int32(truncatingIfNeeded: self.records.count)
        let keys = reader.keys(of: record.record)
        let blocks = keys.blocks(self.level)
        let source = self.sources[record.target] ?? Int32(truncatingIfNeeded: self.sources.count)
        self.sources[record.target] = source
        self.indexes[fingerprint] = index
        self.groups.add()
        self.comparedWith.append(index)
        self.records.append(record)
        self.entries.append(
            Entry(
                fingerprint: fingerprint,
                keys: KeptKeys(keys),
                blocks: blocks,
                twin: keys.twin,
                source: source,
                sourceBit: 1 << (StableHash.of(record.target.utf8, domain: 12) >> 58)
            )
        )
        self.changed.append(index)
        for block in blocks {
            let count = self.blocks.insert(index, block)
            if count == 0 { continue }
            if count < BlockIndex.maximumCount {
                self.compare(index, block)
            } else if count == BlockIndex.maximumCount {
                // Pairs that only this key brought together no longer count.
                self.blocks.forEachRecord(ofBlock: block) { self.changed.append($0) }
            }
        }
        let twin = self.blocks.insert(index, self.entries[Int(index)].twin)
        if twin >= BlockIndex.maximumCount { self.joinTwin(index) }
    }

    private mutating func compare(_ index: Int32, _ block: UInt64) {
        self.others.removeAll(keepingCapacity: true)
        self.blocks.appendRecords(ofBlock: block, to: &self.others)
        let keys = self.entries[Int(index)].keys
        for other in self.others where other != index && self.comparedWith[Int(other)] != index {
            self.comparedWith[Int(other)] = index
            let comparison = PairComparison(keys, self.entries[Int(other)].keys, self.level)
            self.comparisonCount += 1
            guard comparison.vetoes.isEmpty else { continue }
            let margin = self.model.margin(comparison, self.level)
            guard margin >= 0 else { continue }
            self.joinGroups(index, other)
            let pair = MatchingPair(left: other, right: index, margin: Int32(clamping: margin))
            self.pairsOfGroup[self.groups.root(of: index), default: []].append(pair)
        }
    }

    /// Puts a record into the group of one that has the same keys, of which there are many.
    private mutating func joinTwin(_ index: Int32) {
        var twin: Int32?
        self.blocks.forEachRecord(ofBlock: self.entries[Int(index)].twin) { other in
            if twin == nil, other != index { twin = other }
        }
        if let twin { self.joinGroups(index, twin) }
    }

    private mutating func joinGroups(_ left: Int32, _ right: Int32) {
        guard let (absorbed, root) = self.groups.join(left, right) else { return }
        self.setClusters(ofGroup: absorbed, [])
        if let pairs = self.pairsOfGroup.removeValue(forKey: absorbed) {
            self.pairsOfGroup[root, default: []] += pairs
        }
    }

    /// Works out the clusters of a group anew.
    private mutating func workOut(_ root: Int32) {
        let members = self.groups.members(of: root).sorted { self.precedes($0, $1) }
        guard members.count > 1 else {
            self.setClusters(ofGroup: root, [ClusterDraft(members: members, frozen: self.entries[Int(root)].frozen)])
            return
        }
        var linker = self.linker(root, members)
        self.setClusters(ofGroup: root, linker.drafts())
    }

    private func linker(_ root: Int32, _ members: [Int32]) -> ClusterLinker {
        var pairs = self.pairsOfGroup[root] ?? []
        if self.blocks.hasLarge { pairs.removeAll { !self.shareSmallBlock($0) } }
        return ClusterLinker(
            members: members,
            pairs: pairs,
            entries: self.entries,
            level: self.level,
            model: self.model
        )
    }

    /// The steps that led to a cluster.
    func steps(of id: Cluster.ID) -> [MergeStep] {
        guard let (root, _, draft) = self.place(of: id), draft.members.count > 1 else { return [] }
        var linker = self.linker(root, self.groups.members(of: root).sorted { self.precedes($0, $1) })
        linker.keepsSteps = true
        _ = linker.drafts()
        let members = Set(draft.members)
        return linker.steps.filter { members.contains($0.left) && members.contains($0.right) }
    }

    /// Whether a pair shares a key that few records have.
    private func shareSmallBlock(_ pair: MatchingPair) -> Bool {
        let others = self.entries[Int(pair.right)].blocks
        return self.entries[Int(pair.left)].blocks.contains { others.contains($0) && !self.blocks.isLarge($0) }
    }

    private mutating func setClusters(ofGroup root: Int32, _ drafts: [ClusterDraft]) {
        let old =
            drafts.isEmpty
            ? self.clustersOfGroup.removeValue(forKey: root)
            : self.clustersOfGroup.updateValue(drafts, forKey: root)
        self.count += drafts.count - (old?.count ?? 0)
    }

    /// The canonical order of records.
    private func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (first, second) = (self.entries[Int(left)].fingerprint, self.entries[Int(right)].fingerprint)
        if first != second { return first < second }
        return self.records[Int(left)].target < self.records[Int(right)].target
    }
}

extension SourceRecord {
    fileprivate func isSame(as other: SourceRecord) -> Bool {
        self.target == other.target && self.record == other.record
    }
}
