import Yams

/// Collects the problems of one file while it is read, so that all of them are told at once.
final class ConfigurationProblems {
    let file: String
    private(set) var problems: [ConfigurationError.Problem] = []

    init(file: String) {
        self.file = file
    }

    func add(_ message: String, key: String, at mark: Mark?) {
        self.problems.append(
            .init(file: self.file, line: mark?.line, column: mark?.column, key: key, message: message)
        )
    }

    /// The problems as an error, or nil when there are none.
    var error: ConfigurationError? {
        guard !self.problems.isEmpty else { return nil }
        return ConfigurationError(
            problems: self.problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        )
    }
}

/// A value of the file with its place: the only way the reader looks at YAML.
///
/// Every accessor records a problem and returns nil when the value is not what it should be.
struct ConfigurationNode {
    let node: Node
    let key: String
    let problems: ConfigurationProblems
    let environment: [String: String]

    func problem(_ message: String) {
        self.problems.add(message, key: self.key, at: self.node.mark)
    }

    var isScalar: Bool {
        if case .scalar = self.node { true } else { false }
    }

    /// The scalar with every `${NAME}` replaced from the environment.
    var string: String? {
        guard case .scalar(let scalar) = self.node else {
            self.problem("expected a single value")
            return nil
        }
        return self.substituted(scalar.string)
    }

    var int: Int? {
        guard let string else { return nil }
        guard let value = Int(string) else {
            self.problem("expected a whole number, found \"\(string)\"")
            return nil
        }
        return value
    }

    func int(in range: ClosedRange<Int>) -> Int? {
        guard let value = self.int else { return nil }
        guard range.contains(value) else {
            self.problem("expected a number from \(range.lowerBound) to \(range.upperBound), found \(value)")
            return nil
        }
        return value
    }

    /// A number greater than zero and not above a bound.
    func number(upTo bound: Double) -> Double? {
        guard let string else { return nil }
        guard let value = Double(string), value > 0, value <= bound else {
            self.problem("expected a number greater than 0 and at most \(bound), found \"\(string)\"")
            return nil
        }
        return value
    }

    var bool: Bool? {
        guard let string else { return nil }
        switch string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            self.problem("expected true or false, found \"\(string)\"")
            return nil
        }
    }

    /// A duration such as `500ms`, `5s`, `2m`; longer than zero and at most a day.
    var duration: Duration? {
        guard let string else { return nil }
        let digits = string.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = string.dropFirst(digits.count)
        let units: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
        guard let number = Double(digits), let factor = units[unit], number > 0, number * factor <= 86_400 else {
            self.problem("expected a duration such as 500ms, 5s or 2m, found \"\(string)\"")
            return nil
        }
        return .milliseconds(Int64((number * factor * 1000).rounded(.up)))
    }

    /// One of the named cases of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(of _: Choice.Type) -> Choice? {
        guard let string else { return nil }
        if let choice = Choice(rawValue: string.lowercased()) { return choice }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        self.problem("unknown value \"\(string)\"; expected one of: \(names)")
        return nil
    }

    /// The elements of a sequence.
    var elements: [ConfigurationNode]? {
        guard case .sequence(let sequence) = self.node else {
            self.problem("expected a list")
            return nil
        }
        return sequence.enumerated().map { self.child($1, "\(self.key)[\($0)]") }
    }

    /// The pairs of a mapping, in the order of the file.
    var pairs: [(name: String, value: ConfigurationNode)]? {
        guard case .mapping(let mapping) = self.node else {
            self.problem("expected a mapping of keys to values")
            return nil
        }
        return mapping.compactMap { keyNode, value in
            guard case .scalar(let scalar) = keyNode else {
                self.problems.add("expected a plain key", key: self.key, at: keyNode.mark)
                return nil
            }
            let path = self.key.isEmpty ? scalar.string : "\(self.key).\(scalar.string)"
            return (scalar.string, self.child(value, path))
        }
    }

    /// The mapping's values by key; a key that is not among the allowed is a problem.
    func section(_ allowed: [String]) -> [String: ConfigurationNode]? {
        guard case .mapping(let mapping) = self.node, let pairs else {
            if case .mapping = self.node {} else { self.problem("expected a mapping of keys to values") }
            return nil
        }
        for (keyNode, _) in mapping {
            guard case .scalar(let scalar) = keyNode, !allowed.contains(scalar.string) else { continue }
            var message = "unknown key \"\(scalar.string)\""
            if let near = Self.nearest(to: scalar.string, among: allowed) {
                message += " (did you mean \"\(near)\"?)"
            } else {
                message += "; known keys: \(allowed.joined(separator: ", "))"
            }
            self.problems.add(message, key: self.key, at: keyNode.mark)
        }
        return Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private func child(_ node: Node, _ key: String) -> ConfigurationNode {
        ConfigurationNode(node: node, key: key, problems: self.problems, environment: self.environment)
    }

    private func substituted(_ text: String) -> String? {
        guard text.contains("${") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                self.problem("\"${\" without its closing \"}\"")
                return nil
            }
            let name = String(rest[start.upperBound..<end])
            guard let value = self.environment[name] else {
                self.problem("the environment variable \(name) is not set")
                return nil
            }
            result += value
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The allowed name that is at most two edits away, if any.
    static func nearest(to name: String, among allowed: [String]) -> String? {
        let scored = allowed.map { ($0, Self.distance(name.lowercased(), $0.lowercased())) }
        guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= min(2, name.count / 2) else { return nil }
        return best.0
    }

    /// Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var (beforeLast, last) = ([Int](), Array(0...right.count))
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var best = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
