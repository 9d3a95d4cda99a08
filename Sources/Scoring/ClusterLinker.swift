/// Works out the clusters of one group of records that are connected by matching pairs.
///
/// Greedy average link: the pairs are taken in the order of strength, and the two sides joined if nothing in one conflicts
/// with anything in the other and they match on the average. Members are addressed by their rank in canonical order, so
/// that nothing depends on the order of arrival.
struct ClusterLinker {
    /// A pair by its ranks, packed so that the stronger ones come first, then those of lower rank.
    private struct Edge: Comparable {
        private var value: UInt64
        private static let zero: Int64 = 1 << 19

        /// Takes the margin, less if both are of one source.
        init(order: Int32, _ left: Int32, _ right: Int32) {
            let strength = UInt64(max(0, min(Self.zero - Int64(order), Self.zero * 2 - 1)))
            self.value = strength << 44 | UInt64(min(left, right)) << 22 | UInt64(max(left, right))
        }

        var order: Int32 { Int32(truncatingIfNeeded: Self.zero - Int64(self.value >> 44)) }
        var left: Int32 { Int32(truncatingIfNeeded: self.value >> 22 & 0x3F_FFFF) }
        var right: Int32 { Int32(truncatingIfNeeded: self.value & 0x3F_FFFF) }

        static func < (left: Edge, right: Edge) -> Bool { left.value < right.value }
    }

    private let members: [Int32]
    private let entries: [KeyClustering.Entry]
    /// Sets of records that are one to begin with, in canonical order.
    private let unions: [[Int32]]
    private let level: MatchLevel
    private let model: MatchModel
    private var edges: [Edge] = []
    private var parents: [Int32]
    private var traits: [RecordTraits]
    private var frozen: [Int32]
    private var sizes: [Int32]
    /// The source of all members of a cluster; −1 if there are several.
    private var sources: [Int32]
    /// A bit for each source of a cluster (by its name, so that one bit may stand for several).
    private var sourceSets: [UInt64]
    /// Pairs of clusters that do not match on the average, with their sizes then.
    private var refused: [UInt64: UInt64] = [:]
    /// The first members of each cluster in canonical order, some places for each root; −1 is an empty place.
    private var spokesmen: [Int32]
    /// How the clusters came about, if wanted.
    private(set) var steps: [MergeStep] = []
    var keepsSteps = false

    /// How many members stand for a cluster.
    private static let maximumSpokesmen = 8
    /// How many pairs of a record are looked at, if its counterparts have as many.
    private static let maximumEdges = 64
    /// The margin of a pair with a veto that is not absolute.
    private static let vetoed = -8_000

    /// Takes a group in canonical order, the matching pairs among it, what is one in it to begin with, the entries of all
    /// records, and a bit for each source.
    init(
        members: [Int32],
        pairs: [MatchingPair],
        unions: [[Int32]],
        entries: [KeyClustering.Entry],
        sourceBits: [UInt64],
        level: MatchLevel,
        model: MatchModel
    ) {
        self.members = members
        self.entries = entries
        self.unions = unions
        self.level = level
        self.model = model
        self.parents = (0..<Int32(members.count)).map { $0 }
        self.traits = members.map { entries[Int($0)].keys.keys.traits }
        self.frozen = members.map { entries[Int($0)].frozen }
        self.sources = members.map { entries[Int($0)].source }
        self.sourceSets = members.map { sourceBits[Int(entries[Int($0)].source)] }
        self.sizes = members.map { _ in 1 }
        self.spokesmen = [Int32](repeating: -1, count: members.count * Self.maximumSpokesmen)
        for rank in self.parents { self.spokesmen[Int(rank) * Self.maximumSpokesmen] = rank }
        self.take(pairs)
    }

    private mutating func take(_ pairs: [MatchingPair]) {
        self.edges.reserveCapacity(pairs.count)
        for pair in pairs {
            self.append(self.rank(of: pair.left), self.rank(of: pair.right), margin: pair.margin)
        }
        guard self.members.count > BlockIndex.maximumCount else { return }
        // So many records with the same keys that no key is rare enough: each is a pair with the next.
        let twins = Dictionary(grouping: 0..<Int32(self.members.count)) {
            self.entries[Int(self.members[Int($0)])].twin
        }
        for (_, ranks) in twins where ranks.count > BlockIndex.maximumCount {
            for (left, right) in zip(ranks, ranks.dropFirst()) {
                if let margin = self.margin(left, right), margin >= 0 {
                    self.append(left, right, margin: Int32(clamping: margin))
                }
            }
        }
    }

    private mutating func append(_ left: Int32, _ right: Int32, margin: Int32) {
        let isSameSource = self.source(of: left) == self.source(of: right)
        self.edges.append(Edge(order: isSameSource ? margin &+ Int32(self.model.repetition.pair) : margin, left, right))
    }

    private func rank(of record: Int32) -> Int32 { self.entries[Int(record)].rank }

    /// The clusters, by the ranks of their first members.
    mutating func drafts() -> [ClusterDraft] {
        let edges = self.joinFixed() + self.strongestEdges()
        // First the best counterpart in every other source, then what a source holds twice.
        for edge in edges where !self.haveCommonSource(edge) { self.join(edge) }
        for edge in edges { self.join(edge) }
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

    /// The pairs in the order of strength; of a record that matches very many, those with its best counterparts, so that
    /// no flood of records takes long to work out.
    private func strongestEdges() -> [Edge] {
        let sorted = self.edges.sorted()
        guard sorted.count > Self.maximumEdges else { return sorted }
        var counts = [Int32](repeating: 0, count: self.members.count)
        return sorted.filter { edge in
            let isWeak = counts[Int(edge.left)] >= Self.maximumEdges && counts[Int(edge.right)] >= Self.maximumEdges
            counts[Int(edge.left)] += 1
            counts[Int(edge.right)] += 1
            return !isWeak
        }
    }

    // MARK: - Joining

    /// Puts together the fixed members of each frozen cluster, then what is one to begin with; returns the pairs of a frozen
    /// cluster's own record with a loose one, which come before all others.
    private mutating func joinFixed() -> [Edge] {
        var first: [Int32: Int32] = [:]
        for rank in 0..<Int32(self.members.count) where self.frozen[Int(rank)] >= 0 {
            if let other = first[self.frozen[Int(rank)]] {
                self.link(other, rank, traits: self.summary(other, rank))
            } else {
                first[self.frozen[Int(rank)]] = rank
            }
        }
        let fixed = self.frozen
        self.joinUnions()
        guard !first.isEmpty else { return [] }
        return self.edges.filter { (fixed[Int($0.left)] < 0) != (fixed[Int($0.right)] < 0) }.sorted {
            let places = (
                max(fixed[Int($0.left)], fixed[Int($0.right)]), max(fixed[Int($1.left)], fixed[Int($1.right)])
            )
            return places.0 == places.1 ? $0 < $1 : places.0 < places.1
        }
    }

    private mutating func joinUnions() {
        guard !self.unions.isEmpty else { return }
        for union in self.unions {
            guard let first = union.first.map({ self.rank(of: $0) }) else { continue }
            for other in union.dropFirst().map({ self.rank(of: $0) }) {
                let (left, right) = (self.root(of: first), self.root(of: other))
                // What is frozen apart stays apart.
                guard left != right, self.frozen[Int(left)] < 0 || self.frozen[Int(right)] < 0 else { continue }
                self.link(first, other, traits: self.summary(first, other))
            }
        }
    }

    private mutating func haveCommonSource(_ edge: Edge) -> Bool {
        let (left, right) = (self.root(of: edge.left), self.root(of: edge.right))
        return self.sourceSets[Int(left)] & self.sourceSets[Int(right)] != 0
    }

    /// Joins the two sides of a pair unless they conflict, or do not match on the average, or both are frozen.
    private mutating func join(_ edge: Edge) {
        let (left, right) = (self.root(of: edge.left), self.root(of: edge.right))
        guard left != right, self.frozen[Int(left)] < 0 || self.frozen[Int(right)] < 0,
            let traits = self.traits[Int(left)].merged(with: self.traits[Int(right)], self.level),
            let mean = self.matchOnAverage(min(left, right), max(left, right), edge)
        else { return }
        self.link(left, right, traits: traits)
        guard self.keepsSteps else { return }
        self.steps.append(
            MergeStep(
                left: self.members[Int(edge.left)],
                right: self.members[Int(edge.right)],
                mean: Int32(clamping: mean),
                size: self.sizes[Int(min(left, right))],
                level: self.level
            )
        )
    }

    private mutating func link(_ left: Int32, _ right: Int32, traits: RecordTraits) {
        let (first, second) = (self.root(of: left), self.root(of: right))
        let (low, high) = (min(first, second), max(first, second))
        self.parents[Int(high)] = low
        self.sizes[Int(low)] += self.sizes[Int(high)]
        self.mergeSpokesmen(low, high)
        self.traits[Int(low)] = traits
        self.frozen[Int(low)] = max(self.frozen[Int(low)], self.frozen[Int(high)])
        if self.sources[Int(low)] != self.sources[Int(high)] { self.sources[Int(low)] = -1 }
        self.sourceSets[Int(low)] |= self.sourceSets[Int(high)]
    }

    /// The mean margin of two clusters if they match; what was refused is remembered until one of the two grows.
    private mutating func matchOnAverage(_ left: Int32, _ right: Int32, _ edge: Edge) -> Int? {
        if self.sizes[Int(left)] == 1, self.sizes[Int(right)] == 1 {
            let isSameSource = self.sources[Int(left)] == self.sources[Int(right)]
            return Int(edge.order) - (isSameSource ? self.model.repetition.pair : 0)
        }
        let pair = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        let sizes = UInt64(self.sizes[Int(left)]) << 32 | UInt64(self.sizes[Int(right)])
        if self.refused[pair] == sizes { return nil }
        if let mean = self.meanMargin(left, right), mean >= 0 { return mean }
        self.refused[pair] = sizes
        return nil
    }

    /// The mean margin between the members of two clusters, or `nil` if a pair of them cannot be one; the first few in
    /// canonical order stand for a large cluster.
    private func meanMargin(_ left: Int32, _ right: Int32) -> Int? {
        let (first, second) = (self.spokesmen(of: left), self.spokesmen(of: right))
        let isMixed = self.sources[Int(left)] < 0 || self.sources[Int(left)] != self.sources[Int(right)]
        var sum = 0
        var repetitions = SourceRepetitions()
        for member in first {
            for other in second {
                guard let (margin, comparison) = self.judgement(member, other) else { return nil }
                sum += margin
                let source = self.source(of: member)
                if isMixed, source == self.source(of: other) { repetitions.add(comparison, margin, source, self.model) }
            }
        }
        return repetitions.mean(ofAll: first.count * second.count, sum)
    }

    private func source(of rank: Int32) -> Int32 { self.entries[Int(self.members[Int(rank)])].source }

    private func margin(_ left: Int32, _ right: Int32) -> Int? { self.judgement(left, right)?.margin }

    /// `nil` if a coded value speaks against them.
    private func judgement(_ left: Int32, _ right: Int32) -> (margin: Int, comparison: PairComparison)? {
        let comparison = PairComparison(
            self.entries[Int(self.members[Int(left)])].keys,
            self.entries[Int(self.members[Int(right)])].keys,
            self.level
        )
        if !comparison.vetoes.isDisjoint(with: .absolute) { return nil }
        let margin = self.model.margin(comparison, self.level)
        return (comparison.vetoes.isEmpty ? margin : min(margin, 0) + Self.vetoed, comparison)
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
        return traits.merged(with: self.traits[Int(self.root(of: right))], self.level) ?? traits
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
