/// A cluster as record indexes in canonical order.
struct ClusterDraft: Sendable {
    var members: [Int32]
    /// The place of the frozen cluster that it is; −1 if it is none.
    var frozen: Int32
}

/// Works out the clusters of one group of records that share keys.
///
/// Members are addressed by their rank in canonical order, so that nothing depends on the order of arrival.
struct ClusterLinker {
    private struct Edge {
        var strength: Int32
        var left: Int32
        var right: Int32
    }

    private let members: [Int32]
    private let entries: [Clustering.Entry]
    private var edges: [Edge] = []
    private var parents: [Int32]
    private var traits: [RecordTraits]
    private var frozen: [Int32]
    private var sizes: [UInt32]
    /// Pairs of clusters that do not match on the average, with their sizes then.
    private var refused: [UInt64: UInt64] = [:]
    /// The first members of each cluster in canonical order, eight places for each root; −1 is an empty place.
    private var spokesmen: [Int32]

    /// In a block larger than this, each record is compared with its neighbours in a fixed order only.
    private static let fullComparison = 64
    private static let neighbours = 24
    /// The strength between records that cannot belong together, and how many members stand for a cluster.
    private static let unrelated = -60
    private static let maximumSpokesmen = 8

    /// - Parameters:
    ///   - members: The group in canonical order.
    ///   - entries: The entries of all records.
    init(members: [Int32], entries: [Clustering.Entry]) {
        self.members = members
        self.entries = entries
        self.parents = (0..<Int32(members.count)).map { $0 }
        self.traits = members.map { entries[Int($0)].keys.traits }
        self.frozen = members.map { entries[Int($0)].frozen }
        self.sizes = members.map { _ in 1 }
        self.spokesmen = [Int32](repeating: -1, count: members.count * Self.maximumSpokesmen)
        for rank in self.parents { self.spokesmen[Int(rank) * Self.maximumSpokesmen] = rank }
    }

    /// Finds the matching pairs.
    mutating func compare(blocks: BlockIndex) {
        var ranks: [Int32: Int32] = [:]
        ranks.reserveCapacity(self.members.count)
        for (rank, member) in zip(Int32(0)..., self.members) { ranks[member] = rank }
        for member in self.members {
            for block in self.entries[Int(member)].keys.blocks {
                let found = blocks.records(ofBlock: block, ledBy: member)
                guard found.count > 1 else { continue }
                var block = found.compactMap { ranks[$0] }
                if block.count <= Self.fullComparison {
                    self.compare(block, reach: block.count)
                } else {
                    block = block.map { self.neighbourhood($0) }.sorted { $0 < $1 }.map(\.rank)
                    self.compare(block, reach: Self.neighbours)
                }
            }
        }
    }

    /// The clusters, by the ranks of their first members.
    mutating func drafts() -> [ClusterDraft] {
        self.joinFrozen()
        self.joinLoose()
        var places: [Int32: Int] = [:]
        var drafts: [ClusterDraft] = []
        for rank in 0..<Int32(self.members.count) {
            let root = self.root(of: rank)
            if let place = places[root] {
                drafts[place].members.append(self.members[Int(rank)])
            } else {
                places[root] = drafts.count
                drafts.append(ClusterDraft(members: [self.members[Int(rank)]], frozen: self.frozen[Int(root)]))
            }
        }
        return drafts
    }

    // MARK: - Comparing

    private mutating func compare(_ block: [Int32], reach: Int) {
        for (place, left) in block.enumerated() {
            for right in block[(place + 1)..<min(place + 1 + reach, block.count)] where right != left {
                guard let strength = self.strength(left, right), strength >= MatchKeys.threshold else { continue }
                self.edges.append(
                    Edge(strength: Int32(clamping: strength), left: min(left, right), right: max(left, right))
                )
            }
        }
    }

    private func strength(_ left: Int32, _ right: Int32) -> Int? {
        self.entries[Int(self.members[Int(left)])].keys.strength(
            with: self.entries[Int(self.members[Int(right)])].keys
        )
    }

    /// What records of a large block are ordered by, so that those which agree are neighbours.
    private func neighbourhood(_ rank: Int32) -> (volume: Int32, name: UInt64, pages: Int, rank: Int32) {
        let index = Int(self.members[Int(rank)])
        return (
            self.entries[index].keys.traits.volume.code, self.entries[index].keys.names.min() ?? 0,
            self.entries[index].keys.pages, rank
        )
    }

    // MARK: - Joining

    /// Puts the fixed members of each frozen cluster together, then gives them the loose records that match one of these.
    private mutating func joinFrozen() {
        var first: [Int32: Int32] = [:]
        for rank in 0..<Int32(self.members.count) where self.frozen[Int(rank)] >= 0 {
            if let other = first[self.frozen[Int(rank)]] {
                self.link(other, rank, traits: self.summary(other, rank))
            } else {
                first[self.frozen[Int(rank)]] = rank
            }
        }
        guard !first.isEmpty else { return }
        let fixed = self.frozen
        let candidates = self.edges.filter { (fixed[Int($0.left)] < 0) != (fixed[Int($0.right)] < 0) }.sorted {
            let places = (
                max(fixed[Int($0.left)], fixed[Int($0.right)]), max(fixed[Int($1.left)], fixed[Int($1.right)])
            )
            return places.0 == places.1 ? Self.isStronger($0, $1) : places.0 < places.1
        }
        for edge in candidates { self.join(edge) }
    }

    private mutating func joinLoose() {
        for edge in self.edges.sorted(by: Self.isStronger) { self.join(edge) }
    }

    private static func isStronger(_ left: Edge, _ right: Edge) -> Bool {
        if left.strength != right.strength { return left.strength > right.strength }
        return (left.left, left.right) < (right.left, right.right)
    }

    /// Joins the two sides of a pair unless they conflict, or do not match on the average, or both are frozen.
    private mutating func join(_ edge: Edge) {
        let (left, right) = (self.root(of: edge.left), self.root(of: edge.right))
        guard left != right, self.frozen[Int(left)] < 0 || self.frozen[Int(right)] < 0,
            let traits = self.traits[Int(left)].merged(with: self.traits[Int(right)]),
            self.matchOnAverage(min(left, right), max(left, right))
        else { return }
        self.link(left, right, traits: traits)
    }

    private mutating func link(_ left: Int32, _ right: Int32, traits: RecordTraits) {
        let (first, second) = (self.root(of: left), self.root(of: right))
        let (low, high) = (min(first, second), max(first, second))
        self.parents[Int(high)] = low
        self.sizes[Int(low)] += self.sizes[Int(high)]
        self.mergeSpokesmen(low, high)
        self.traits[Int(low)] = traits
        self.frozen[Int(low)] = max(self.frozen[Int(low)], self.frozen[Int(high)])
    }

    /// Whether two clusters match on the average; what was refused is remembered until one of the two grows.
    private mutating func matchOnAverage(_ left: Int32, _ right: Int32) -> Bool {
        let pair = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        let sizes = UInt64(self.sizes[Int(left)]) << 32 | UInt64(self.sizes[Int(right)])
        if self.refused[pair] == sizes { return false }
        if self.averageStrength(left, right) >= MatchKeys.threshold { return true }
        self.refused[pair] = sizes
        return false
    }

    /// The mean strength between the members of two clusters; the first few in canonical order stand for a large one.
    private func averageStrength(_ left: Int32, _ right: Int32) -> Int {
        let (first, second) = (self.spokesmen(of: left), self.spokesmen(of: right))
        var sum = 0
        for member in first {
            for other in second { sum += self.strength(member, other) ?? Self.unrelated }
        }
        return sum / max(first.count * second.count, 1)
    }

    private func spokesmen(of root: Int32) -> ArraySlice<Int32> {
        let start = Int(root) * Self.maximumSpokesmen
        return self.spokesmen[start..<(start + Self.maximumSpokesmen)].prefix { $0 >= 0 }
    }

    private mutating func mergeSpokesmen(_ root: Int32, _ absorbed: Int32) {
        let both = (self.spokesmen(of: root) + self.spokesmen(of: absorbed)).sorted().prefix(Self.maximumSpokesmen)
        for (place, member) in zip((Int(root) * Self.maximumSpokesmen)..., both) { self.spokesmen[place] = member }
    }

    /// The traits of two records that belong together, whatever they say.
    private mutating func summary(_ left: Int32, _ right: Int32) -> RecordTraits {
        let traits = self.traits[Int(self.root(of: left))]
        return traits.merged(with: self.traits[Int(right)]) ?? traits
    }

    private mutating func root(of rank: Int32) -> Int32 {
        var rank = rank
        while self.parents[Int(rank)] != rank {
            self.parents[Int(rank)] = self.parents[Int(self.parents[Int(rank)])]
            rank = self.parents[Int(rank)]
        }
        return rank
    }
}
