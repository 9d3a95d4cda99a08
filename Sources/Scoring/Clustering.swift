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
/// Inserting costs what the new records touch: only groups that share a key with them are worked out again.
public struct Clustering: Sendable {
    /// The records, each once, in order of arrival; everything else refers to them by index.
    private(set) var records: [SourceRecord] = []
    private(set) var entries: [Entry] = []
    private var indexes: [UInt64: Int32] = [:]
    private var blocks = BlockIndex()
    private var groups = RecordGroups()
    /// The clusters of each group, by the group's root.
    private var clustersOfGroup: [Int32: [ClusterDraft]] = [:]
    private var frozenIDs: [Cluster.ID] = []
    private var frozenIndexes: [Cluster.ID: Int32] = [:]

    /// What is kept of a record beside itself.
    struct Entry: Sendable {
        var fingerprint: UInt64
        var keys: MatchKeys
        /// The place of the frozen cluster that holds the record for ever; −1 if there is none.
        var frozen: Int32 = -1
    }

    /// Makes an empty clustering.
    public init() {}

    /// The number of records held; one that was inserted twice counts once.
    public var recordCount: Int { self.records.count }

    /// Takes in records and updates the clusters.
    ///
    /// A record that is there already (same target, same content) is not taken twice; the smaller position is kept.
    public mutating func insert(_ records: [SourceRecord]) {
        var reader = MatchKeyReader()
        var touched: Set<Int32> = []
        for record in records {
            guard let index = self.take(record, &reader) else { continue }
            touched.insert(index)
        }
        var roots: Set<Int32> = []
        for index in touched { roots.insert(self.groups.root(of: index)) }
        for root in roots { self.workOut(root) }
    }

    /// All clusters: the frozen ones in the order of freezing, then the others in the order of their ids.
    public var clusters: [Cluster] { self.frozen + self.loose }

    /// The frozen clusters in the order of freezing.
    public var frozen: [Cluster] {
        var drafts = [ClusterDraft?](repeating: nil, count: self.frozenIDs.count)
        for draft in self.clustersOfGroup.values.joined() where draft.frozen >= 0 { drafts[Int(draft.frozen)] = draft }
        return zip(self.frozenIDs, drafts).map { id, draft in self.cluster(id, draft?.members ?? []) }
    }

    /// The clusters that are not frozen, in the order of their ids.
    public var loose: [Cluster] {
        var found: [Cluster] = []
        for draft in self.clustersOfGroup.values.joined() where draft.frozen < 0 {
            guard let first = draft.members.first else { continue }
            let id = Cluster.id(ofFingerprint: self.entries[Int(first)].fingerprint)
            found.append(self.cluster(id, draft.members))
        }
        return found.sorted { $0.id < $1.id }
    }

    /// The number of clusters, frozen or not.
    public var count: Int { self.clustersOfGroup.values.reduce(0) { $0 + $1.count } }

    /// Fixes clusters, with their present members, in the order given.
    ///
    /// Ids that no cluster has are passed over. A cluster that is frozen already keeps its place; its present members
    /// are fixed too.
    public mutating func freeze(_ clusterIDs: [Cluster.ID]) {
        var draftsByID: [Cluster.ID: (root: Int32, place: Int)] = [:]
        for (root, drafts) in self.clustersOfGroup {
            for (place, draft) in drafts.enumerated() {
                guard let first = draft.members.first else { continue }
                let id =
                    draft.frozen >= 0
                    ? self.frozenIDs[Int(draft.frozen)]
                    : Cluster.id(ofFingerprint: self.entries[Int(first)].fingerprint)
                draftsByID[id] = (root, place)
            }
        }
        for id in clusterIDs {
            guard let (root, place) = draftsByID[id], var drafts = self.clustersOfGroup[root] else { continue }
            if drafts[place].frozen < 0 {
                drafts[place].frozen = Int32(self.frozenIDs.count)
                self.frozenIndexes[id] = drafts[place].frozen
                self.frozenIDs.append(id)
            }
            for member in drafts[place].members { self.entries[Int(member)].frozen = drafts[place].frozen }
            self.clustersOfGroup[root] = drafts
        }
    }

    /// Whether a cluster of this id is frozen.
    public func isFrozen(_ id: Cluster.ID) -> Bool { self.frozenIndexes[id] != nil }

    // MARK: - Taking in

    /// Stores a record; `nil` when it is there already.
    private mutating func take(_ record: SourceRecord, _ reader: inout MatchKeyReader) -> Int32? {
        let fingerprint = record.fingerprint
        if let known = self.indexes[fingerprint], self.records[Int(known)].isSame(as: record) {
            self.records[Int(known)].position = min(self.records[Int(known)].position, record.position)
            return nil
        }
        let index = Int32(truncatingIfNeeded: self.records.count)
        let keys = reader.keys(of: record.record)
        self.indexes[fingerprint] = index
        self.groups.add()
        for block in keys.blocks {
            if let other = self.blocks.insert(index, block) { self.joinGroups(index, other) }
        }
        self.records.append(record)
        self.entries.append(Entry(fingerprint: fingerprint, keys: keys))
        return index
    }

    private mutating func joinGroups(_ left: Int32, _ right: Int32) {
        if let absorbed = self.groups.join(left, right) { self.clustersOfGroup[absorbed] = nil }
    }

    private mutating func workOut(_ root: Int32) {
        let members = self.groups.members(of: root).sorted { self.precedes($0, $1) }
        guard members.count > 1 else {
            self.clustersOfGroup[root] = [ClusterDraft(members: members, frozen: self.entries[Int(root)].frozen)]
            return
        }
        var linker = ClusterLinker(members: members, entries: self.entries)
        linker.compare(blocks: self.blocks)
        self.clustersOfGroup[root] = linker.drafts()
    }

    /// The canonical order of records.
    private func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (first, second) = (self.entries[Int(left)].fingerprint, self.entries[Int(right)].fingerprint)
        if first != second { return first < second }
        return self.records[Int(left)].target < self.records[Int(right)].target
    }

    private func cluster(_ id: Cluster.ID, _ members: [Int32]) -> Cluster {
        Cluster(id: id, members: members.map { self.records[Int($0)] })
    }
}

extension SourceRecord {
    fileprivate func isSame(as other: SourceRecord) -> Bool {
        self.target == other.target && self.record == other.record
    }
}
