/// How well a cluster answers a query, and why: the sum of four parts.
///
/// `total = words + orders + holdings + matches`. Each part depends on the query and the cluster alone: on no other
/// cluster, not on what has arrived, not on the clock. `docs/scoring.md` explains the formula.
public struct Relevance: Sendable, Hashable {
    /// How well the words of the query are answered: BM25F as a share of the best possible, scaled by frozen constants.
    public var words = 0.0
    /// What the targets' own orders say: reciprocal rank fusion.
    public var orders = 0.0
    /// How many targets hold it.
    public var holdings = 0.0
    /// What agrees as a whole: title, title and author, a number.
    public var matches = 0.0

    /// What clusters are ordered by; larger is better.
    public var total: Double { self.words + self.orders + self.holdings + self.matches }
}

/// The constants of ranking; change ``version`` with any of them.
enum RelevanceModel {
    /// The version of the constants here and in ``RelevanceField``.
    static let version = 1

    /// BM25: the weight at which a word counts half.
    static let saturation = 1.2
    /// How much of a word's weight asks for the spelling as typed.
    static let spelling = 0.4
    /// The share of the best possible that an answer has in the middle, and how much that varies.
    static let usualShare = 0.6
    static let usualDeviation = 0.2

    /// Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).
    static let orders = 60.0
    static let rankOffset = 60

    static let holdings = 0.25
    /// ln(1 + n) for n targets, the last one for all larger n.
    ///
    /// Written out: not every machine computes it alike.
    static let logarithms = [0, 0.693147, 1.098612, 1.386294, 1.609438, 1.791759, 1.945910, 2.079442, 2.197225]

    /// What a whole match adds in any spelling, and what more as typed.
    static let title = (anySpelling: 1.0, asTyped: 0.5)
    static let titleAndAuthor = (anySpelling: 1.0, asTyped: 0.5)
    static let identifier = 8.0
}

extension Relevance {
    /// The words and the whole matches of a cluster.
    ///
    /// A word counts in a field as in the member in which it counts most there: what many members repeat counts once.
    ///
    /// - Parameters:
    ///   - evidence: The evidence of all members, byte by byte the largest.
    ///   - query: The query that it was read for.
    init(evidence: [UInt8], query: RelevanceQuery) {
        var share = 0.0
        var best = 0.0
        for (place, word) in query.words.enumerated() {
            var anySpelling = 0.0
            var asTyped = 0.0
            for field in RelevanceField.allCases {
                let index = (place * RelevanceReader.fieldCount + field.rawValue) * 2
                anySpelling += field.weight * Double(evidence[index])
                asTyped += field.weight * Double(evidence[index + 1])
            }
            let spelling = RelevanceModel.spelling
            share += word.rarity * ((1 - spelling) * Self.saturated(anySpelling) + spelling * Self.saturated(asTyped))
            best += word.rarity
        }
        if best > 0 { self.words = (share / best - RelevanceModel.usualShare) / RelevanceModel.usualDeviation }
        let matches = evidence.last ?? 0
        func add(_ bit: UInt8, _ value: Double) { if matches & bit != 0 { self.matches += value } }
        add(RelevanceReader.Match.title, RelevanceModel.title.anySpelling)
        add(RelevanceReader.Match.titleAsTyped, RelevanceModel.title.asTyped)
        add(RelevanceReader.Match.titleAndAuthor, RelevanceModel.titleAndAuthor.anySpelling)
        add(RelevanceReader.Match.titleAndAuthorAsTyped, RelevanceModel.titleAndAuthor.asTyped)
        add(RelevanceReader.Match.identifier, RelevanceModel.identifier)
    }

    private static func saturated(_ quantity: Double) -> Double {
        let frequency = quantity / RelevanceReader.unit
        return frequency / (RelevanceModel.saturation + frequency)
    }
}

/// The best place that each target gave to a cluster.
struct TargetRanks {
    private struct Best {
        var source: Int32
        var rank: Int
        var weight: Double
    }

    private var best: [Best] = []

    mutating func removeAll() { self.best.removeAll(keepingCapacity: true) }

    mutating func add(source: Int32, position: Int, weight: Double) {
        let rank = max(1, min(position, 1_000_000))
        if let place = self.best.firstIndex(where: { $0.source == source }) {
            self.best[place].rank = min(self.best[place].rank, rank)
            return
        }
        self.best.append(Best(source: source, rank: rank, weight: weight))
    }

    /// How many targets there are.
    var count: Int { self.best.count }

    /// The sum of weight / (60 + rank), in an order of additions that does not depend on the order of the members.
    var fusion: Double {
        var parts = self.best.map { $0.weight / Double(RelevanceModel.rankOffset + $0.rank) }
        parts.sort()
        return parts.reduce(0, +)
    }
}
