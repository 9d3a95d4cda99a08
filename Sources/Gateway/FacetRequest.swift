import CQL
import Federation
import SRU
import Scoring

/// Which facets a request asks for: `facetLimit`, `facetStart`, `facetSort`, `facetCount` of 2.0, or the same with `x-`.
///
/// What cannot be understood is left out, because facets never make a search fail.
struct FacetRequest: Sendable, Equatable {
    /// One field that is counted.
    struct Field: Sendable, Equatable {
        var field: FacetField
        /// The index in the words of the request.
        var name: String
        /// The most values.
        var limit: Int
        /// The place of the first value, from 1.
        var start = 1
        /// The least number of records of a value.
        var least = 1
        /// Whether values stand in the order of their letters, and not of their numbers.
        var isAlphabetic = false
        /// Whether the order begins at the end that is not usual for it.
        var isReversed = false
    }

    /// The most values of one field.
    static let maximumLimit = 1_000

    private(set) var fields: [Field] = []
    /// Whether each target is counted for itself.
    private(set) var isByTarget: Bool

    init(_ request: SearchRetrieveRequest) {
        var values: [String: String] = [:]
        for parameter in request.facetParameters { values[parameter.name] = parameter.value }
        for parameter in request.extraParameters where parameter.name.hasPrefix("x-facet") {
            values[String(parameter.name.dropFirst(2))] = parameter.value
        }
        self.isByTarget = values["facetsOf"] == "targets"
        let limits = Self.items(values["facetLimit"] ?? "")
        guard !limits.isEmpty else { return }
        for (value, name) in limits {
            guard let limit = Int(value), limit != 0 else { continue }
            let bounded = limit < 0 ? Self.maximumLimit : min(limit, Self.maximumLimit)
            if let name {
                self.add(name, bounded)
            } else {
                for field in FacetField.allCases { self.add(Self.name(of: field), bounded) }
            }
        }
        self.apply(values["facetStart"]) { $0.start = max(1, Int($1) ?? 1) }
        self.apply(values["facetCount"]) { $0.least = max(1, Int($1) ?? 1) }
        self.apply(values["facetSort"]?.lowercased()) { field, order in
            field.isAlphabetic = order.contains("alphanumeric")
            field.isReversed = order.contains(field.isAlphabetic ? "descending" : "ascending")
        }
    }

    /// The name that queries and explain use.
    static func name(of field: FacetField) -> String {
        IndexCatalogue.standard.entry(field.index)?.aliases.first?.qualifiedName ?? field.index.name
    }

    private mutating func add(_ name: String, _ limit: Int) {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard let local = parts.last,
            let index = IndexCatalogue.standard.index(set: parts.count > 1 ? parts[0] : nil, name: local),
            let field = FacetField(index), !self.fields.contains(where: { $0.field == field })
        else { return }
        self.fields.append(Field(field: field, name: name, limit: limit))
    }

    /// Applies `value` to all fields and `value:index` to one.
    private mutating func apply(_ text: String?, _ change: (inout Field, String) -> Void) {
        for (value, name) in Self.items(text ?? "") {
            for place in self.fields.indices
            where name == nil || self.fields[place].name.lowercased() == name?.lowercased() {
                change(&self.fields[place], value)
            }
        }
    }

    /// `5:dc.subject,3` as pairs of value and index.
    private static func items(_ text: String) -> [(value: String, name: String?)] {
        text.split(separator: ",").prefix(32).map { item in
            let parts = item.split(separator: ":", maxSplits: 1).map { String($0.filter { !$0.isWhitespace }) }
            return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
        }
    }
}

extension FacetRequest {
    /// The facets of a result.
    ///
    /// - Parameters:
    ///   - clusters: gives all clusters of the result.
    ///   - targets: the targets, for their names and for counts of each.
    ///   - resultSet: the result set that the queries of the values narrow.
    ///   - own: what targets have counted themselves, by their ids.
    ///   - cache: the counts made before.
    /// - Returns: the facets; a field without values has an empty one.
    func results(
        _ clusters: () -> [Cluster],
        targets: [TargetStatus],
        resultSet: String,
        own: [String: TargetFacets] = [:],
        cache: FacetCache
    ) -> FacetedResults {
        var results = FacetedResults()
        let libraries = Dictionary(targets.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let wanted = self.fields.map(\.field)
        let records = targets.reduce(0) { $0 + $1.fetched }
        if self.isByTarget {
            var key = FacetCache.Key(resultSet: resultSet, records: records, fields: self.fieldsOfTargets)
            results.dataSources = targets.filter { $0.fetched > 0 || own[$0.id] != nil }.map { target in
                if let counted = own[target.id] {
                    let facets = self.facets({ counted.values[$0] ?? [] }, libraries, resultSet)
                    return .init(label: target.name, description: Self.countedByTarget, facets: facets)
                }
                key.target = target.id
                let counts = cache.counts(key) { FacetCounts(clusters(), target: target.id, by: key.fields) }
                let records = "\(target.fetched) of \(target.hits.map(String.init) ?? "?") records counted"
                let facets = self.facets(counts.values(of:), libraries, resultSet)
                return .init(label: target.name, description: records, facets: facets)
            }
        } else {
            let key = FacetCache.Key(resultSet: resultSet, records: records, fields: wanted)
            let counts = cache.counts(key) { FacetCounts(clusters(), by: wanted) }
            results.facets = self.facets(counts.values(of:), libraries, resultSet)
        }
        return results
    }

    /// What is counted target by target: their records say nothing of the library.
    var fieldsOfTargets: [FacetField] { self.fields.map(\.field).filter { $0 != .library } }

    /// The most values that a page of facets reaches to.
    var reach: Int { self.fields.map { min($0.start - 1, Self.maximumLimit) + $0.limit }.max() ?? 0 }

    private static let countedByTarget = "all records, counted by the library"

    private func facets(
        _ counts: (FacetField) -> [FacetCounts.Value],
        _ libraries: [String: String],
        _ resultSet: String
    ) -> [FacetedResults.Facet] {
        self.fields.map { field in
            var values = counts(field.field).filter { $0.count >= field.least }
            if field.isAlphabetic {
                values.sort {
                    Normalization.foldKey($0.text).utf8.lexicographicallyPrecedes(Normalization.foldKey($1.text).utf8)
                }
            }
            if field.isReversed { values.reverse() }
            let terms = values.dropFirst(field.start - 1).prefix(field.limit).map { value in
                let text = field.field == .library ? libraries[value.text] ?? value.text : value.text
                return FacetedResults.Term(text, query: Self.query(field, value.text, resultSet), count: value.count)
            }
            let title = IndexCatalogue.standard.entry(field.field.index)?.englishTitle ?? field.name
            return .init(label: title, index: field.name, terms: Array(terms))
        }
    }

    /// A query that narrows the result to a value, for what targets can search.
    private static func query(_ field: Field, _ value: String, _ resultSet: String) -> String? {
        switch field.field {
        case .type, .library: return nil
        case .subject, .author, .date, .language:
            let term = Term(text: value).escaped
            return "cql.resultSetId = \"\(resultSet)\" and \(field.name) = \"\(term)\""
        }
    }
}
