/// Puts records together by their keys alone, without keeping the records: for many, whose content lies in files.
///
/// What the clusters are is said at ``Clustering``, which does the same with the records at hand. Records are known by numbers,
/// from 0 in the order in which they were added; the clusters depend on the set of records alone.
///
/// **Levels nest.** At the levels expression and work, what is one at the level below is one to begin with.
public struct KeyClustering: Sendable {
    /// What is kept of a record.
    struct Entry: Sendable {
        var fingerprint: UInt64
        let keys: KeptKeys
        /// One hash of everything that is compared.
        var twin: UInt64
        /// The number of its source.
        var source: Int32
        /// The place of the frozen cluster that holds the record for ever; −1 if there is none.
        var frozen: Int32 = -1
        /// Its place in the canonical order of its group, when that was last worked out.
        var rank: Int32 = 0
        /// Where its links begin.
        var firstLink: Int32
    }

    /// What is looked at first when two records are compared, in one place in memory.
    private struct Probe: Sendable {
        var traits: RecordTraits
        /// The last record that it was compared with.
        var comparedWith: Int32
    }

    /// What counts as one.
    public let level: MatchLevel
    /// The weights by which it is judged.
    public let model: MatchModel
    /// How many pairs of records have been compared.
    public private(set) var comparisonCount = 0
    /// The number of clusters, frozen or not.
    public internal(set) var count = 0

    var entries: [Entry] = []
    private var probes: [Probe] = []
    private(set) var numbers: [UInt64: Int32] = [:]
    var blocks = BlockIndex()
    var groups = RecordGroups()
    /// The clusters of each group, by the group's root.
    var clustersOfGroup: [Int32: [ClusterDraft]] = [:]
    /// The matching pairs of each group of more than one record, by the group's root.
    var pairsOfGroup: [Int32: [MatchingPair]] = [:]
    private(set) var sources: [String] = []
    /// A bit for each source, by its name.
    var sourceBits: [UInt64] = []
    private var numbersOfSources: [String: Int32] = [:]
    /// Records whose groups have not been worked out since they changed.
    var changed: [Int32] = []
    /// Records of keys that have become too common since: pairs that only these brought together no longer count.
    var crowded: [Int32] = []
    /// The frozen clusters in order: their ids, and one record that each holds for ever.
    var frozenClusters: [(id: Cluster.ID, record: Int32)] = []
    var frozenPlaces: [Cluster.ID: Int32] = [:]
    private var reader = MatchKeyReader()
    /// The clustering at the level below, if there is one.
    var below: [KeyClustering] = []

    /// Makes an empty clustering.
    ///
    /// - Parameters:
    ///   - level: What counts as one.
    ///   - model: The weights.
    public init(level: MatchLevel = .manifestation, model: MatchModel = .standard) {
        self.level = level
        self.model = model
        switch level {
        case .manifestation: break
        case .expression: self.below = [KeyClustering(level: .manifestation, model: model)]
        case .work: self.below = [KeyClustering(level: .expression, model: model)]
        }
    }

    /// The number of records held.
    public var recordCount: Int { self.entries.count }

    /// The number of the record that was added last under a fingerprint; `nil` if there is none.
    public func number(ofFingerprint fingerprint: UInt64) -> Int? { self.numbers[fingerprint].map { Int($0) } }

    // MARK: - Taking in

    /// Takes in a record in MARC 21, of which the keys are kept; the clusters stay as they are until ``update()``, which has
    /// to come before they are read.
    ///
    /// - Returns: Its number; that of the one before if the same target has given the same record already.
    @discardableResult
    public mutating func add(_ record: SourceRecord) -> Int {
        let fingerprint = record.fingerprint
        if let known = self.number(ofFingerprint: fingerprint) { return known }
        let keys = self.reader.keys(of: record.record)
        let blocks = keys.blocks(self.level)
        return self.add(KeptKeys(keys), blocks, twin: keys.twin, fingerprint: fingerprint, source: record.target)
    }

    /// Takes in a record that was read, and is known to be another than those before.
    mutating func addNew(_ read: ReadRecord) {
        let blocks = self.level == .manifestation ? read.blocks : read.keys.keys.blocks(self.level)
        _ = self.add(read.keys, blocks, twin: read.twin, fingerprint: read.fingerprint, source: read.source.target)
    }

    private mutating func add(
        _ keys: KeptKeys,
        _ blocks: [MatchKeys.BlockKey],
        twin: UInt64,
        fingerprint: UInt64,
        source: String
    ) -> Int {
        let index = Int32(truncatingIfNeeded: self.entries.count)
        self.numbers[fingerprint] = index
        self.groups.add()
        self.probes.append(Probe(traits: keys.keys.traits, comparedWith: index))
        self.entries.append(
            Entry(
                fingerprint: fingerprint,
                keys: keys,
                twin: twin,
                source: self.number(ofSource: source),
                firstLink: Int32(truncatingIfNeeded: self.blocks.links.count)
            )
        )
        self.changed.append(index)
        var isCompared = false
        for block in blocks {
            let (link, count) = self.blocks.insert(index, block.hash)
            if !block.isRefinement { isCompared = count < BlockIndex.maximumCount }
            if count == 0 { continue }
            if count < BlockIndex.maximumCount {
                // Where the broader key was not too broad, all of these have been met.
                if !block.isRefinement || !isCompared { self.compare(index, keys, from: link) }
            } else if count == BlockIndex.maximumCount {
                // Pairs that only this key brought together no longer count.
                self.noteCrowd(from: link)
            }
        }
        let (link, count) = self.blocks.insert(index, twin)
        if count >= BlockIndex.maximumCount {
            // So many with the same keys that they are not compared: one group with the last of them.
            let next = Int(self.blocks.links[link].next)
            self.joinGroups(index, self.blocks.links[next].record)
        }
        for place in self.below.indices {
            let blocks = keys.keys.blocks(self.below[place].level)
            _ = self.below[place].add(keys, blocks, twin: twin, fingerprint: fingerprint, source: source)
        }
        return Int(index)
    }

    private mutating func number(ofSource name: String) -> Int32 {
        if let last = self.entries.last, self.sources[Int(last.source)] == name { return last.source }
        if let known = self.numbersOfSources[name] { return known }
        let number = Int32(truncatingIfNeeded: self.sources.count)
        self.sources.append(name)
        self.sourceBits.append(1 << (StableHash.of(name.utf8, domain: 12) >> 58))
        self.numbersOfSources[name] = number
        return number
    }

    private mutating func noteCrowd(from link: Int) {
        var link = Int32(truncatingIfNeeded: link)
        while link >= 0 {
            self.crowded.append(self.blocks.links[Int(link)].record)
            link = self.blocks.links[Int(link)].next
        }
    }

    /// Compares a record with those that follow in the chain of a block.
    private mutating func compare(_ index: Int32, _ keys: KeptKeys, from link: Int) {
        let traits = keys.keys.traits
        var next = self.blocks.links[link].next
        while next >= 0 {
            let (other, place) = (self.blocks.links[Int(next)].record, Int(self.blocks.links[Int(next)].record))
            next = self.blocks.links[Int(next)].next
            guard other != index, self.probes[place].comparedWith != index else { continue }
            self.probes[place].comparedWith = index
            self.comparisonCount &+= 1
            if traits.isInConflict(with: self.probes[place].traits, self.level) { continue }
            let comparison = PairComparison(ofCompatible: keys, self.entries[place].keys, self.level)
            guard comparison.vetoes.isEmpty else { continue }
            let margin = self.model.margin(comparison, self.level)
            guard margin >= 0 else { continue }
            self.joinGroups(index, other)
            let pair = MatchingPair(left: other, right: index, margin: Int32(clamping: margin))
            self.pairsOfGroup[self.groups.root(of: index), default: []].append(pair)
        }
    }

    mutating func joinGroups(_ left: Int32, _ right: Int32) {
        guard let (absorbed, root) = self.groups.join(left, right) else { return }
        self.setClusters(ofGroup: absorbed, [])
        if let pairs = self.pairsOfGroup.removeValue(forKey: absorbed) {
            self.pairsOfGroup[root, default: []] += pairs
        }
    }
}
