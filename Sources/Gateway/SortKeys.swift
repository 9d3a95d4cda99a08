import CQL
import SRU

/// What a request sorts by: the keys of its query (`sortBy`) or of its parameter (`sortKeys`).
enum SortKeys {
    /// The most keys of one request.
    private static let maximumKeys = 16

    /// The keys of a request that sorts in one place only, or twice alike.
    ///
    /// - Throws: 96 when query and parameter differ, and what is said of a key that cannot be sorted by: 80, 83 to 92.
    static func keys(
        _ request: SearchRetrieveRequest,
        _ query: ResolvedQuery
    ) throws(SRUDiagnostic) -> [ResolvedSortKey] {
        let written = query.sortKeys
        try self.check(written)
        guard let parameter = request.sortKeys, parameter.contains(where: { !$0.isWhitespace }) else { return written }
        let keys = try self.parse(parameter)
        try self.check(keys)
        guard written.isEmpty || written == keys else { throw SRUDiagnostic(96) }
        return keys
    }

    /// Reads `path,schema,ascending,caseSensitive,missingValue`, one key behind the other with blanks between.
    static func parse(_ text: String) throws(SRUDiagnostic) -> [ResolvedSortKey] {
        let keys = text.split(whereSeparator: \.isWhitespace)
        guard keys.count <= Self.maximumKeys else { throw SRUDiagnostic(84, details: String(Self.maximumKeys)) }
        var result: [ResolvedSortKey] = []
        for key in keys { result.append(try self.key(key)) }
        return result
    }

    private static func key(_ text: Substring) throws(SRUDiagnostic) -> ResolvedSortKey {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 5 else { throw SRUDiagnostic(82, details: String(text)) }
        func part(_ place: Int) -> String { parts.count > place ? parts[place] : "" }
        var key = ResolvedSortKey(index: try self.index(path: part(0), schema: part(1)))
        switch part(2).lowercased() {
        case "", "1", "true": key.isAscending = true
        case "0", "false": key.isAscending = false
        default: throw SRUDiagnostic(90, details: part(2))
        }
        switch part(3).lowercased() {
        case "", "0", "false": key.respectsCase = false
        case "1", "true": key.respectsCase = true
        default: throw SRUDiagnostic(91, details: part(3))
        }
        switch part(4) {
        case "": key.missingValue = .unspecified
        case "omit": key.missingValue = .omit
        case "abort": key.missingValue = .fail
        case "lowValue": key.missingValue = .low
        case "highValue": key.missingValue = .high
        case let value: key.missingValue = .value(value)
        }
        return key
    }

    /// A path is the name of an index, or the last step of an XPath that is one.
    private static func index(path: String, schema: String) throws(SRUDiagnostic) -> Index {
        let step = path.split(separator: "/").last.map(String.init) ?? ""
        let parts = step.split(whereSeparator: { $0 == "." || $0 == ":" }).map(String.init)
        guard let name = parts.last else { throw SRUDiagnostic(88, details: path) }
        let catalogue = IndexCatalogue.standard
        if !schema.isEmpty, RecordSchema(named: schema) == nil, catalogue.contextSet(prefix: schema) == nil {
            throw SRUDiagnostic(87, details: schema)
        }
        let set = parts.count > 1 ? parts.first : nil
        guard let index = catalogue.index(set: set, name: name) else { throw SRUDiagnostic(88, details: path) }
        return index
    }

    /// The order is that of letters, then of tones, whatever the case; records without the value come last.
    private static func check(_ keys: [ResolvedSortKey]) throws(SRUDiagnostic) {
        for key in keys {
            guard IndexCatalogue.standard.entry(key.index)?.isSortable == true else {
                throw SRUDiagnostic(88, details: key.index.name)
            }
            if key.respectsCase { throw SRUDiagnostic(91, details: "respectCase") }
            switch (key.missingValue, key.isAscending) {
            case (.unspecified, _), (.high, true), (.low, false): continue
            case (.omit, _): throw SRUDiagnostic(92, details: "missingOmit")
            case (.fail, _): throw SRUDiagnostic(92, details: "missingFail")
            case (.low, true): throw SRUDiagnostic(92, details: "missingLow")
            case (.high, false): throw SRUDiagnostic(92, details: "missingHigh")
            case (.value(let value), _): throw SRUDiagnostic(92, details: "missingValue=\(value)")
            }
        }
    }
}
