/// Working out the clusters, and reading them.
extension KeyClustering {
    // MARK: - Working out

    /// Updates the clusters by what was added since they were last updated.
    public mutating func update() { _ = self.updated() }

    /// Updates the clusters; returns the roots of the groups that were worked out anew.
    private mutating func updated() -> [Int32] {
        for place in self.below.indices { self.takeFromBelow(self.below[place].updated(), place) }
        guard !self.changed.isEmpty else { return [] }
        var roots: Set<Int32> = []
        for index in self.crowded { roots.insert(self.groups.root(of: index)) }
        for root in roots { self.dropPairs(ofGroup: root) }
        for index in self.changed { roots.insert(self.groups.root(of: index)) }
        self.changed.removeAll()
        self.crowded.removeAll()
        let sorted = roots.sorted()
        for root in sorted { self.workOut(root) }
        return sorted
    }

    /// Brings into one group here what is one cluster below.
    private mutating func takeFromBelow(_ roots: [Int32], _ place: Int) {
        for root in roots {
            for draft in self.below[place].clustersOfGroup[root] ?? [] {
                for (left, right) in zip(draft.members, draft.members.dropFirst()) { self.joinGroups(left, right) }
                self.changed += draft.members
            }
        }
    }

    private mutating func workOut(_ root: Int32) {
        let members = self.sortedMembers(of: root)
        for (rank, member) in zip(Int32(0)..., members) { self.entries[Int(member)].rank = rank }
        if members.count == 1 {
            self.setClusters(ofGroup: root, [ClusterDraft(members: members, frozen: self.entries[Int(root)].frozen)])
        } else if members.count == 2, members.allSatisfy({ self.entries[Int($0)].frozen < 0 }) {
            // Nothing but their own pair decides.
            let isOne = self.pairsOfGroup[root]?.isEmpty == false || !self.unions(members).isEmpty
            let drafts = isOne ? [members] : members.map { [$0] }
            self.setClusters(ofGroup: root, drafts.map { ClusterDraft(members: $0, frozen: -1) })
        } else {
            var linker = self.linker(root, members)
            self.setClusters(ofGroup: root, linker.drafts())
        }
    }

    private func sortedMembers(of root: Int32) -> [Int32] {
        let members = self.groups.members(of: root)
        guard members.count > 1 else { return members }
        let order = self.canonicalOrder
        return members.sorted { order.precedes($0, $1) }
    }

    private func linker(_ root: Int32, _ members: [Int32]) -> ClusterLinker {
        ClusterLinker(
            members: members,
            pairs: self.pairsOfGroup[root] ?? [],
            unions: self.unions(members),
            entries: self.entries,
            sourceBits: self.sourceBits,
            level: self.level,
            model: self.model
        )
    }

    /// Drops the pairs of a group that only a key brought together which too many records share by now; as keys only become
    /// more common, no such pair ever counts again.
    private mutating func dropPairs(ofGroup root: Int32) {
        guard var pairs = self.pairsOfGroup.removeValue(forKey: root) else { return }
        pairs.removeAll { !self.blocks.shareSmallBlock(self.links(of: $0.left), self.links(of: $0.right)) }
        self.pairsOfGroup[root] = pairs
    }

    /// The links of a record's blocks, without the last, which is that of its twins.
    private func links(of record: Int32) -> Range<Int> {
        let next = Int(record) + 1
        let end = next < self.entries.count ? Int(self.entries[next].firstLink) : self.blocks.links.count
        return Int(self.entries[Int(record)].firstLink)..<(end - 1)
    }

    /// What is one at the level below among the members of a group.
    private func unions(_ members: [Int32]) -> [[Int32]] {
        var unions: [[Int32]] = []
        let own = self.groups.findRoot(of: members[0])
        for below in self.below {
            for root in Set(members.map { below.groups.findRoot(of: $0) }) {
                // A group below may have clusters that nothing connects here.
                unions += (below.clustersOfGroup[root] ?? []).map(\.members).filter {
                    $0.count > 1 && self.groups.findRoot(of: $0[0]) == own
                }
            }
        }
        guard unions.count > 1 else { return unions }
        let order = self.canonicalOrder
        return unions.sorted { order.precedes($0[0], $1[0]) }
    }

    mutating func setClusters(ofGroup root: Int32, _ drafts: [ClusterDraft]) {
        let old =
            drafts.isEmpty
            ? self.clustersOfGroup.removeValue(forKey: root)
            : self.clustersOfGroup.updateValue(drafts, forKey: root)
        self.count += drafts.count - (old?.count ?? 0)
    }

    var canonicalOrder: CanonicalOrder { CanonicalOrder(entries: self.entries, sources: self.sources) }

    /// The canonical order of records; a value of its own, because sorting copies what it compares by.
    struct CanonicalOrder {
        let entries: [Entry]
        let sources: [String]

        func precedes(_ left: Int32, _ right: Int32) -> Bool {
            let (first, second) = (self.entries[Int(left)].fingerprint, self.entries[Int(right)].fingerprint)
            guard first == second else { return first < second }
            let (source, other) = (self.entries[Int(left)].source, self.entries[Int(right)].source)
            return self.sources[Int(source)] < self.sources[Int(other)]
        }
    }

    // MARK: - Clusters

    /// The clusters, each with the numbers of its members in canonical order: the frozen ones in the order of freezing, then
    /// the others in the order of their ids.
    public var clusters: [(id: Cluster.ID, members: [Int])] {
        let frozen = self.frozenClusters.compactMap { self.place(of: $0.id)?.draft }
        return (frozen + self.unfrozenDrafts).map { (self.id(of: $0), $0.members.map { Int($0) }) }
    }

    /// The clusters that are not frozen, in the order of their ids.
    var unfrozenDrafts: [ClusterDraft] {
        var found: [ClusterDraft] = []
        found.reserveCapacity(max(0, self.count - self.frozenClusters.count))
        for drafts in self.clustersOfGroup.values { found += drafts.lazy.filter { $0.frozen < 0 } }
        return found.sorted { self.firstFingerprint(of: $0) < self.firstFingerprint(of: $1) }
    }

    private func firstFingerprint(of draft: ClusterDraft) -> UInt64 {
        draft.members.first.map { self.entries[Int($0)].fingerprint } ?? 0
    }

    func id(of draft: ClusterDraft) -> Cluster.ID {
        draft.frozen >= 0
            ? self.frozenClusters[Int(draft.frozen)].id : Cluster.id(ofFingerprint: self.firstFingerprint(of: draft))
    }

    /// Where the cluster of an id is: its group, its place there, and itself.
    func place(of id: Cluster.ID) -> (root: Int32, index: Int, draft: ClusterDraft)? {
        let frozen = self.frozenPlaces[id]
        let record: Int32
        if let frozen {
            record = self.frozenClusters[Int(frozen)].record
        } else if let fingerprint = Cluster.fingerprint(ofID: id), let known = self.numbers[fingerprint] {
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

    func isFrozen(_ id: Cluster.ID) -> Bool { self.frozenPlaces[id] != nil }

    /// Fixes clusters, with their present members, in the order given; see ``Clustering/freeze(_:)``.
    mutating func freeze(_ clusterIDs: [Cluster.ID]) {
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

    /// The steps that led to a cluster, those of the levels below first: pairs of records by number, the size of the cluster
    /// after each, and its level.
    public func mergeSteps(of id: Cluster.ID) -> [(left: Int, right: Int, size: Int, level: MatchLevel)] {
        self.steps(of: id).map { (Int($0.left), Int($0.right), Int($0.size), $0.level) }
    }

    /// The steps that led to a cluster, those of the levels below first.
    func steps(of id: Cluster.ID) -> [MergeStep] {
        guard let (root, _, draft) = self.place(of: id) else { return [] }
        return self.steps(root, draft)
    }

    private func steps(_ root: Int32, _ draft: ClusterDraft) -> [MergeStep] {
        guard draft.members.count > 1 else { return [] }
        let members = Set(draft.members)
        var steps: [MergeStep] = []
        for below in self.below {
            for root in Set(draft.members.map { below.groups.findRoot(of: $0) }).sorted() {
                for draft in below.clustersOfGroup[root] ?? [] where members.isSuperset(of: draft.members) {
                    steps += below.steps(root, draft)
                }
            }
        }
        var linker = self.linker(root, self.sortedMembers(of: root))
        linker.keepsSteps = true
        _ = linker.drafts()
        return steps + linker.steps.filter { members.contains($0.left) && members.contains($0.right) }
    }
}
