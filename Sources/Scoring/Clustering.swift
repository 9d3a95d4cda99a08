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
    /// The records, each once, in order of arrival, which is that of their numbers in `keyed`.
    private var records: [ReadRecords.Entry] = []
    private var reader = ReadRecord.Reader()
    /// The same without the records.
    private(set) var keyed: KeyClustering

    /// Makes an empty clustering.
    ///
    /// - Parameters:
    ///   - level: What counts as one.
    ///   - model: The weights.
    public init(level: MatchLevel = .manifestation, model: MatchModel = .standard) {
        self.keyed = KeyClustering(level: level, model: model)
    }

    /// What counts as one.
    public var level: MatchLevel { self.keyed.level }
    /// The weights by which it is judged.
    public var model: MatchModel { self.keyed.model }
    /// How many pairs of records have been compared.
    public var comparisonCount: Int { self.keyed.comparisonCount }
    /// The number of clusters, frozen or not.
    public var count: Int { self.keyed.count }
    /// The number of records held; one that was inserted twice counts once.
    public var recordCount: Int { self.records.count }

    // MARK: - Taking in

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
        for record in records {
            _ = self.add(
                ReadRecords.Entry(read: record.read ?? self.reader.read(record), position: record.position)
            )
        }
    }

    /// Takes in a record that was read before; false when it is there already.
    mutating func add(_ entry: ReadRecords.Entry) -> Bool {
        if let known = self.keyed.number(ofFingerprint: entry.read.fingerprint),
            self.records[known].read.isSame(as: entry.read)
        {
            self.records[known].position = min(self.records[known].position, entry.position)
            return false
        }
        self.keyed.addNew(entry.read)
        self.records.append(entry)
        return true
    }

    /// Updates the clusters by what was added since they were last updated.
    public mutating func update() { self.keyed.update() }

    // MARK: - Clusters

    /// All clusters: the frozen ones in the order of freezing, then the others in the order of their ids.
    public var clusters: [Cluster] { self.frozen + self.unfrozen }

    /// The frozen clusters in the order of freezing.
    public var frozen: [Cluster] { self.keyed.frozenClusters.compactMap { self.cluster($0.id) } }

    /// The clusters that are not frozen, in the order of their ids.
    public var unfrozen: [Cluster] { self.keyed.unfrozenDrafts.map { self.cluster(of: $0) } }

    /// The cluster of an id as it is now; `nil` when there is none of that id (any more).
    public func cluster(_ id: Cluster.ID) -> Cluster? {
        self.keyed.place(of: id).map { self.cluster(of: $0.draft) }
    }

    /// Whether a cluster of this id is frozen.
    public func isFrozen(_ id: Cluster.ID) -> Bool { self.keyed.isFrozen(id) }

    /// Fixes clusters, with their present members, in the order given.
    ///
    /// Ids that no cluster has are passed over. A cluster that is frozen already keeps its place; its present members
    /// are fixed too.
    public mutating func freeze(_ clusterIDs: [Cluster.ID]) { self.keyed.freeze(clusterIDs) }

    // MARK: - For those who rank them

    /// What is known of the records beside themselves.
    var entries: [KeyClustering.Entry] { self.keyed.entries }

    /// The record of a number.
    func record(_ number: Int32) -> SourceRecord { self.records[Int(number)].record }

    /// The place of a record in its target's result.
    func position(_ number: Int32) -> Int { self.records[Int(number)].position }

    /// All clusters as indexes of records, in no order that means anything.
    var drafts: [ClusterDraft] { self.keyed.clustersOfGroup.values.flatMap { $0 } }

    /// The cluster of an id as indexes of records; `nil` when there is none of that id (any more).
    func draft(of id: Cluster.ID) -> ClusterDraft? { self.keyed.place(of: id)?.draft }

    func cluster(of draft: ClusterDraft) -> Cluster {
        Cluster(id: self.keyed.id(of: draft), members: draft.members.map { self.record($0) })
    }
}

extension ReadRecord {
    fileprivate func isSame(as other: ReadRecord) -> Bool {
        self === other || self.source.target == other.source.target && self.source.record == other.source.record
    }
}
