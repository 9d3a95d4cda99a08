import NIOConcurrencyHelpers

/// Numbers that only grow, one for each set of labels.
final class Counter: Sendable {
    private let name: String
    private let help: String
    private let labels: [String]
    private let values = NIOLockedValueBox<[[String]: Int]>([:])

    init(_ name: String, _ help: String, labels: String...) {
        self.name = name
        self.help = help
        self.labels = labels
    }

    /// Adds to the number with those values of the labels.
    func add(_ count: Int, _ values: String...) {
        self.values.withLockedValue { $0[values, default: 0] += count }
    }

    /// Forgets the numbers whose first label has a value that is not among these.
    func keep(_ known: Set<String>) {
        self.values.withLockedValue { $0 = $0.filter { known.contains($0.key.first ?? "") } }
    }

    func write(into text: inout MetricsText) {
        text.begin(self.name, "counter", self.help)
        let values = self.values.withLockedValue { $0 }
        if self.labels.isEmpty, values.isEmpty { text.sample(self.name, [], 0) }
        for (labels, value) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            text.sample(self.name, Array(zip(self.labels, labels)), Double(value))
        }
    }
}

/// How durations are distributed, for each set of labels.
final class Histogram: Sendable {
    /// Upper bounds in seconds: from what a cache takes to what a request may wait.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private struct Values: Sendable {
        var counts = [Int](repeating: 0, count: Histogram.bounds.count + 1)
        var sum = 0.0
    }

    private let name: String
    private let help: String
    private let labels: [String]
    private let values = NIOLockedValueBox<[[String]: Values]>([:])

    init(_ name: String, _ help: String, labels: String...) {
        self.name = name
        self.help = help
        self.labels = labels
    }

    func add(_ duration: Duration, _ values: String...) {
        let seconds = duration / .seconds(1)
        let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        self.values.withLockedValue { all in
            all[values, default: Values()].counts[place] += 1
            all[values, default: Values()].sum += seconds
        }
    }

    func keep(_ known: Set<String>) {
        self.values.withLockedValue { $0 = $0.filter { known.contains($0.key.first ?? "") } }
    }

    func write(into text: inout MetricsText) {
        text.begin(self.name, "histogram", self.help)
        let all = self.values.withLockedValue { $0 }
        for (key, values) in all.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let labels = Array(zip(self.labels, key))
            var count = 0
            for (place, bound) in Self.bounds.enumerated() {
                count += values.counts[place]
                text.sample(self.name + "_bucket", labels + [("le", MetricsText.number(bound))], Double(count))
            }
            count += values.counts[Self.bounds.count]
            text.sample(self.name + "_bucket", labels + [("le", "+Inf")], Double(count))
            text.sample(self.name + "_sum", labels, values.sum)
            text.sample(self.name + "_count", labels, Double(count))
        }
    }
}

/// The text form of metrics that Prometheus reads, version 0.0.4.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Begins a metric.
    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        self.text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }
            self.text += "{\(pairs.joined(separator: ","))}"
        }
        self.text += " \(Self.number(value))\n"
    }

    /// A metric with one sample and no labels.
    mutating func single(_ name: String, _ type: String, _ help: String, _ value: Double) {
        self.begin(name, type, help)
        self.sample(name, [], value)
    }

    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
