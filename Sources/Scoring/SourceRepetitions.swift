/// The pairs of records of one source that two clusters have, one in each, where there are several sources.
///
/// A source seldom holds the same thing twice, still less under two years. And what two sources list as often as each other,
/// such as a column in every issue, is as many things.
struct SourceRepetitions {
    private var count = 0
    private var margins = 0
    private var weights = 0
    private var weightOfMean = 0
    /// A source that has records on both sides; −1 if there is none.
    private var source: Int32 = -1
    private var hasSeveralSources = false

    /// Adds a pair of records of one source.
    mutating func add(_ comparison: PairComparison, _ margin: Int, _ source: Int32, _ model: MatchModel) {
        self.count += 1
        self.margins += margin
        self.weights += model.repetition.pair
        if (1...3).contains(comparison.levels[.year]) { self.weights += model.repetition.years }
        self.weightOfMean = min(self.weightOfMean, model.repetition.mean(comparison.material))
        if self.source < 0 { self.source = source } else if self.source != source { self.hasSeveralSources = true }
    }

    /// The mean margin of two clusters by the number of all pairs and the sum of their margins.
    func mean(ofAll count: Int, _ sum: Int) -> Int {
        guard self.hasSeveralSources else { return (sum + self.weights) / max(count, 1) }
        // How alike a source describes its own records says nothing, as it keeps them apart.
        return (sum - self.margins) / max(count - self.count, 1) + self.weightOfMean
    }
}

extension MatchModel {
    /// What it says that one source lists a thing twice, in thousandths of natural-log odds.
    struct Repetition: Sendable {
        /// For each such pair in a cluster of several sources.
        var pair = -1_000
        /// For each such pair whose years differ, beside that.
        var years = -4_000
        /// For the mean of two clusters, where two sources or more have records on both sides; and the same for articles,
        /// which are described so briefly that other ones often look alike.
        var means = (others: -4_000, articles: -8_000)

        func mean(_ material: MaterialClass) -> Int { material == .article ? self.means.articles : self.means.others }
    }
}
