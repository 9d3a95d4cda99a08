public import Scoring

/// How clusters, or the records of each target, spread over the values of some fields.
public struct FacetCounts: Sendable {
    /// One value with the number of clusters or records that have it.
    public struct Value: Sendable, Hashable {
        /// The value in its most frequent form.
        public var text: String
        /// How many have it.
        public var count: Int
    }

    private struct Tally {
        var count = 0
        var forms: [String: Int] = [:]
    }

    private var tallies: [FacetField: [String: Tally]] = [:]

    /// Counts clusters: a cluster has every value that any of its members has, once.
    ///
    /// - Parameters:
    ///   - clusters: the clusters.
    ///   - fields: what they are counted by.
    public init(_ clusters: [Cluster], by fields: [FacetField]) {
        for cluster in clusters {
            for field in fields {
                let values =
                    field == .library
                    ? cluster.targets : cluster.members.flatMap { field.values(of: $0.record) }
                self.add(values, field)
            }
        }
    }

    /// Counts the records of one target.
    ///
    /// - Parameters:
    ///   - clusters: the clusters that hold them among others.
    ///   - target: the target's id.
    ///   - fields: what they are counted by; the library is no field of one target.
    public init(_ clusters: [Cluster], target: String, by fields: [FacetField]) {
        for cluster in clusters {
            for member in cluster.members where member.target == target {
                for field in fields { self.add(field.values(of: member.record), field) }
            }
        }
    }

    /// The values of a field: the most frequent first, equal ones in the order of their letters.
    public func values(of field: FacetField) -> [Value] {
        let values = (self.tallies[field] ?? [:]).values.map { tally in
            let form = tally.forms.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return Value(text: form?.key ?? "", count: tally.count)
        }
        return values.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }

    private mutating func add(_ values: [String], _ field: FacetField) {
        var seen: Set<String> = []
        for value in values {
            let key = field == .library ? value : Normalization.toneKey(value)
            guard !key.isEmpty else { continue }
            self.tallies[field, default: [:]][key, default: Tally()].forms[value, default: 0] += 1
            if seen.insert(key).inserted { self.tallies[field]?[key]?.count += 1 }
        }
    }
}
