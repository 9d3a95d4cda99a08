/// How a target did in a span of time: a plain value that can be added to others.
struct Span: Sendable, Hashable {
    /// Upper bounds of the classes of latency, in milliseconds: each is the one before times the square root of two.
    static let bounds: [Int] = (0..<27).map { Int((4 * powerOfRootTwo($0)).rounded()) }

    /// Requests that say something about the target.
    var asked = 0
    /// Those of them that it answered.
    var answered = 0
    /// How many answers took so long, by class; the last one is for all that took longer.
    var latencies = [UInt32](repeating: 0, count: Span.bounds.count + 1)

    /// Counts a request.
    mutating func add(isGood: Bool, milliseconds: Int) {
        self.asked += 1
        guard isGood else { return }
        self.answered += 1
        self.latencies[Self.bounds.firstIndex { milliseconds <= $0 } ?? Self.bounds.count] += 1
    }

    /// Takes in another span.
    mutating func add(_ other: Span) {
        self.asked += other.asked
        self.answered += other.answered
        for (place, count) in other.latencies.enumerated() where place < self.latencies.count {
            self.latencies[place] += count
        }
    }

    /// The share that was answered, from 0 to 1; nil when nothing was asked.
    var success: Double? { self.asked > 0 ? Double(self.answered) / Double(self.asked) : nil }

    /// The time within which that share of the answers came, in milliseconds; nil when there were none.
    func percentile(_ share: Double) -> Int? {
        let total = self.latencies.reduce(0) { $0 + Int($1) }
        guard total > 0 else { return nil }
        let wanted = share * Double(total)
        var seen = 0.0
        for (place, count) in self.latencies.enumerated() where count > 0 {
            if seen + Double(count) >= wanted {
                let lower = place > 0 ? Self.bounds[place - 1] : 0
                guard place < Self.bounds.count else { return lower }
                let part = (wanted - seen) / Double(count)
                return lower + Int((Double(Self.bounds[place] - lower) * part).rounded())
            }
            seen += Double(count)
        }
        return Self.bounds.last
    }
}

private func powerOfRootTwo(_ exponent: Int) -> Double {
    let whole = Double(1 << (exponent / 2))
    return exponent.isMultiple(of: 2) ? whole : whole * 2.0.squareRoot()
}
