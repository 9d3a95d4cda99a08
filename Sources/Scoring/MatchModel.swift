/// The weights with which the comparison of two records is judged: a versioned table, learned from pairs whose truth is known.
///
/// `L = prior + Σ weight(field, level)` in natural-log odds; a field that is missing on one side adds nothing.
/// The table is made by `scripts/learn-model`; the sums are whole thousandths, so that they are the same everywhere.
public struct MatchModel: Sendable {
    /// The model that is built in.
    public static let standard = MatchModel(Self.table)

    /// The version of the table.
    public private(set) var version = ""
    private var weights: [Int32]
    private var priors: [Int32]
    private var thresholds: [Int32]
    private(set) var repetition = Repetition()
    /// Turns log odds into those of a probability: a factor and a summand.
    private var scale = 1.0
    private var shift = 0.0

    private static let fieldCount = MatchField.allCases.count
    private static let classCount = MaterialClass.allCases.count
    private static let levelCount = MatchLevel.allCases.count
    private static let stride = 16

    /// Reads a table.
    ///
    /// Each line is one word and its values: `version`, `prior LEVEL VALUE`, `threshold LEVEL VALUE`, `sameSource PAIR YEARS
    /// MEAN MEAN_OF_ARTICLES`, `calibration SCALE SHIFT`, `weight LEVEL CLASS FIELD VALUE …` (values for the field's levels
    /// in order; `*` stands for every level or class, and a later line replaces an earlier one). What is not understood is
    /// passed over.
    public init(_ table: String) {
        self.weights = [Int32](
            repeating: 0,
            count: Self.levelCount * Self.classCount * Self.fieldCount * Self.stride
        )
        self.priors = [Int32](repeating: -4_000, count: Self.levelCount * Self.classCount)
        self.thresholds = [Int32](repeating: 2_000, count: Self.levelCount * Self.classCount)
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard let first = parts.first else { continue }
            switch first {
            case "version": if parts.count > 1 { self.version = String(parts[1]) }
            case "calibration":
                if parts.count > 2, let scale = Double(parts[1]), let shift = Double(parts[2]) {
                    (self.scale, self.shift) = (scale, shift)
                }
            case "sameSource":
                let values = parts.dropFirst().compactMap { Self.thousandths($0) }.map { Int($0) }
                guard values.count == 4 else { continue }
                self.repetition = Repetition(pair: values[0], years: values[1], means: (values[2], values[3]))
            case "prior", "threshold": self.readValue(parts)
            case "weight": self.readWeights(parts)
            default: continue
            }
        }
    }

    private mutating func readValue(_ parts: [Substring]) {
        guard parts.count == 4, let value = Self.thousandths(parts[3]) else { return }
        for level in Self.levels(parts[1]) {
            for material in Self.materials(parts[2]) {
                let place = level * Self.classCount + material
                if parts[0] == "prior" { self.priors[place] = value } else { self.thresholds[place] = value }
            }
        }
    }

    private mutating func readWeights(_ parts: [Substring]) {
        guard parts.count > 4, let field = MatchField.allCases.first(where: { "\($0)" == parts[3] }) else { return }
        for level in Self.levels(parts[1]) {
            for material in Self.materials(parts[2]) {
                let start = ((level * Self.classCount + material) * Self.fieldCount + Int(field.rawValue)) * Self.stride
                for (place, text) in parts[4...].prefix(Self.stride - 1).enumerated() {
                    if let value = Self.thousandths(text) { self.weights[start + 1 + place] = value }
                }
            }
        }
    }

    private static func levels(_ name: Substring) -> [Int] {
        MatchLevel.allCases.indices.filter { name == "*" || MatchLevel.allCases[$0].rawValue == name }
    }

    private static func materials(_ name: Substring) -> [Int] {
        MaterialClass.allCases.indices.filter { name == "*" || "\(MaterialClass.allCases[$0])" == name }
    }

    private static func thousandths(_ text: Substring) -> Int32? {
        Double(text).map { Int32(($0 * 1_000).rounded()) }
    }

    // MARK: - Judging

    /// The weight of a field's level, in natural-log odds.
    public func weight(_ field: MatchField, _ fieldLevel: Int, _ level: MatchLevel, _ material: MaterialClass) -> Double
    {
        let start = self.start(level, material) + Int(field.rawValue) * Self.stride
        return (0..<Self.stride).contains(fieldLevel) ? Double(self.weights[start + fieldLevel]) / 1_000 : 0
    }

    /// The strength from which records of a class match.
    public func threshold(_ level: MatchLevel, _ material: MaterialClass) -> Double {
        Double(self.thresholds[Self.index(of: level) * Self.classCount + Int(material.rawValue)]) / 1_000
    }

    /// The log odds before anything is compared.
    public func prior(_ level: MatchLevel, _ material: MaterialClass) -> Double {
        Double(self.priors[Self.index(of: level) * Self.classCount + Int(material.rawValue)]) / 1_000
    }

    /// The probability that records are one, by their log odds.
    public func probability(_ logOdds: Double) -> Double {
        1 / (1 + exponential(-(self.scale * logOdds + self.shift)))
    }

    /// How far two records are above (or below) the threshold, in thousandths of natural-log odds.
    func margin(_ comparison: PairComparison, _ level: MatchLevel) -> Int {
        let place = Self.index(of: level) * Self.classCount + Int(comparison.material.rawValue)
        return self.logOdds(comparison, level) - Int(self.thresholds[place])
    }

    /// In thousandths.
    func logOdds(_ comparison: PairComparison, _ level: MatchLevel) -> Int {
        var sum = self.priors[Self.index(of: level) * Self.classCount + Int(comparison.material.rawValue)]
        let start = self.start(level, comparison.material)
        for field in 0..<Self.fieldCount {
            let fieldLevel = comparison.levels[place: field]
            if fieldLevel != 0 { sum &+= self.weights[start + field * Self.stride + fieldLevel] }
        }
        return Int(sum)
    }

    private func start(_ level: MatchLevel, _ material: MaterialClass) -> Int {
        (Self.index(of: level) * Self.classCount + Int(material.rawValue)) * Self.fieldCount * Self.stride
    }

    private static func index(of level: MatchLevel) -> Int {
        switch level {
        case .manifestation: 0
        case .expression: 1
        case .work: 2
        }
    }
}

/// e to a power, by halving the exponent until its series is short.
private func exponential(_ value: Double) -> Double {
    if value > 40 { return 2.35e17 }
    if value < -40 { return 0 }
    let small = value / 1_024
    var term = 1.0
    var sum = 1.0
    for place in 1...6 {
        term *= small / Double(place)
        sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
}
