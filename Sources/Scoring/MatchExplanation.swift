public import MARC

/// Why two records are one thing, or why not.
public struct MatchExplanation: Sendable, Hashable {
    /// What one field adds.
    public struct Part: Sendable, Hashable {
        /// The field.
        public var field: MatchField
        /// The level of agreement, from 1; see ``MatchField/levels``.
        public var level: Int
        /// What the level adds, in natural-log odds.
        public var weight: Double
        /// What the two records say, as they say it; empty if it is not said in one place.
        public var values: [String]

        /// The level in words.
        public var levelName: String {
            let names = self.field.levels
            return names.indices.contains(self.level - 1) ? names[self.level - 1] : "–"
        }
    }

    /// What counts as one.
    public var level: MatchLevel
    /// The kind of material, whose weights apply.
    public var material: MaterialClass
    /// The log odds before anything is compared.
    public var prior: Double
    /// The fields that both records have, in the order of ``MatchField``.
    public var parts: [Part]
    /// What speaks against them whatever else agrees.
    public var vetoes: MatchVetoes
    /// The sum: natural-log odds that the records are one, vetoes apart.
    public var logOdds: Double
    /// The probability by that sum; 0 if there is a veto.
    public var probability: Double
    /// What the sum must reach.
    public var threshold: Double
    /// The version of the model.
    public var modelVersion: String

    /// Whether the two match as a pair; the cluster decides by more than that.
    public var isMatch: Bool { self.vetoes.isEmpty && self.logOdds >= self.threshold }

    /// Compares two records in MARC 21.
    public init(
        _ left: MARCRecord,
        _ right: MARCRecord,
        level: MatchLevel = .manifestation,
        model: MatchModel = .standard
    ) {
        self.init(left, KeptKeys(MatchKeys(left)), right, KeptKeys(MatchKeys(right)), level, model)
    }

    init(
        _ left: MARCRecord,
        _ leftKeys: KeptKeys,
        _ right: MARCRecord,
        _ rightKeys: KeptKeys,
        _ level: MatchLevel,
        _ model: MatchModel
    ) {
        let comparison = PairComparison(leftKeys, rightKeys, level, isComplete: true)
        self.level = level
        self.material = comparison.material
        self.prior = model.prior(level, comparison.material)
        self.parts = MatchField.allCases.compactMap { field in
            let fieldLevel = comparison.levels[field]
            guard fieldLevel > 0 else { return nil }
            let values = [field.text(of: left), field.text(of: right)]
            return Part(
                field: field,
                level: fieldLevel,
                weight: model.weight(field, fieldLevel, level, comparison.material),
                values: values.contains { !$0.isEmpty } ? values : []
            )
        }
        self.vetoes = comparison.vetoes
        self.logOdds = Double(model.logOdds(comparison, level)) / 1_000
        self.probability = self.vetoes.isEmpty ? model.probability(self.logOdds) : 0
        self.threshold = model.threshold(level, comparison.material)
        self.modelVersion = model.version
    }
}

extension MatchExplanation: CustomStringConvertible {
    /// Some lines for a reader.
    public var description: String {
        func signed(_ value: Double) -> String {
            let hundredths = Int((value * 100).rounded())
            let digits = String(abs(hundredths) % 100)
            return (hundredths < 0 ? "−" : "+") + "\(abs(hundredths) / 100)." + (digits.count < 2 ? "0" : "") + digits
        }
        var lines = [
            "\(self.isMatch ? "match" : "no match") at level \(self.level.rawValue), by the weights for \(self.material)"
                + " of model \(self.modelVersion)",
            "  \(signed(self.prior))  before anything is compared",
        ]
        for part in self.parts {
            let values = part.values.map { "“\($0)”" }.joined(separator: " | ")
            lines.append("  \(signed(part.weight))  \(part.field): \(part.levelName)  \(values)")
        }
        lines.append("  \(signed(self.logOdds))  in all; \(signed(self.threshold)) is needed")
        if !self.vetoes.isEmpty { lines.append("  kept apart by: \(self.vetoes)") }
        return lines.joined(separator: "\n")
    }
}

extension MatchField {
    /// What a record says in the fields that are compared, cut to 200 characters.
    func text(of record: MARCRecord) -> String {
        let (tags, codes) = self.source
        var values: [String] = []
        for field in record.fields where tags.contains(field.tag.description) {
            if field.isControl {
                values.append(field.tag.description == "008" ? String(field.value.dropFirst(6).prefix(9)) : field.value)
            } else {
                let text = field.subfields.filter { codes.isEmpty || codes.utf8.contains($0.code) }.map(\.value)
                if !text.isEmpty { values.append(text.joined(separator: " ")) }
            }
        }
        return String(values.joined(separator: "; ").prefix(200))
    }

    /// The tags and subfields in which a field stands.
    private var source: (tags: [String], codes: String) {
        switch self {
        case .title, .titleRarity, .marks, .titleNumbers: (["245"], "ab")
        case .subtitle: (["245"], "bp")
        case .part: (["245", "250"], "np")
        case .partName: (["245"], "np")
        case .seriesPart: (["490", "830"], "v")
        case .names: (["100", "700", "720", "800"], "a")
        case .bodies: (["110", "111", "710", "711"], "ab")
        case .year: (["008", "260", "264"], "c")
        case .edition: (["250"], "a")
        case .extent: (["300"], "a")
        case .publisher: (["260", "264"], "b")
        case .host: (["773"], "t")
        case .location: (["773"], "g")
        case .isbn: (["020"], "aq")
        case .issn: (["022"], "a")
        case .otherNumber: (["024", "028"], "a")
        case .recordNumber: (["010", "035"], "a")
        case .format: (["007", "338"], "b")
        case .language: (["041"], "a")
        case .adaptation: (["245"], "c")
        case .whole: ([], "")
        }
    }
}

/// How a cluster came about.
public struct ClusterExplanation: Sendable {
    /// One step: two clusters (or records) that became one.
    public struct Step: Sendable {
        /// The pair of records that led to it.
        public var records: [SourceRecord]
        /// Why they match.
        public var pair: MatchExplanation
        /// How far the two sides are above the threshold on the average of their members.
        public var meanMargin: Double
        /// The number of members after the step.
        public var size: Int
    }

    /// The cluster.
    public var cluster: Cluster
    /// The steps in their order; none for a cluster of one record.
    public var steps: [Step]
}

extension Clustering {
    /// Why the members of a cluster are together; `nil` when there is no cluster of this id.
    ///
    /// Members that were fixed by ``freeze(_:)`` stay together without a step.
    public func explanation(of id: Cluster.ID) -> ClusterExplanation? {
        guard let cluster = self.cluster(id) else { return nil }
        let steps = self.keyed.steps(of: id).map { step in
            let records = [self.record(step.left), self.record(step.right)]
            return ClusterExplanation.Step(
                records: records,
                pair: MatchExplanation(records[0].record, records[1].record, level: step.level, model: self.model),
                meanMargin: Double(step.mean) / 1_000,
                size: Int(step.size)
            )
        }
        return ClusterExplanation(cluster: cluster, steps: steps)
    }
}
