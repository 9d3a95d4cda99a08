extension ResolvedQuery {
    /// What a query means.
    ///
    /// - Parameters:
    ///   - query: The query as written.
    ///   - catalogue: The indexes and context sets that may be named.
    /// - Throws: ``CQLError`` 15 (context set), 16 (index), 19 (relation), 20 (relation modifier), 21 (combination of
    ///   them), 22 (relation for this index), 26 (escape), 27 (empty term), 28 (masking), 31 and 32 (anchors),
    ///   36 (form of the term), 40 to 44 (proximity), 46 (boolean modifier), 48, 80, 90 or 92 (sort).
    public init(_ query: CQLQuery, catalogue: IndexCatalogue = .standard) throws(CQLError) {
        let resolver = Resolver(catalogue: catalogue)
        let names = NameScope(catalogue: catalogue).adding(query.prefixes)
        self.root = try resolver.node(query.root, names)
        var sortKeys: [ResolvedSortKey] = []
        for key in query.sortKeys {
            sortKeys.append(try resolver.sortKey(key, names))
        }
        self.sortKeys = sortKeys
    }
}

/// Walks a query tree; it recurses for parentheses only.
private struct Resolver {
    let catalogue: IndexCatalogue

    func node(_ node: CQLQuery.Node, _ names: NameScope) throws(CQLError) -> ResolvedQuery.Node {
        var chain: [(CQLQuery.BooleanOperator, CQLQuery.Node)] = []
        var node = node
        while case .boolean(let boolean, let left, let right) = node {
            chain.append((boolean, right))
            node = left
        }
        var result = try self.operand(node, names)
        for (boolean, right) in chain.reversed() {
            let right = try self.operand(right, names)
            switch boolean.name {
            case .prox:
                result = .prox(try ProximityResolver(names: names).proximity(boolean.modifiers), result, right)
            case .and, .or, .not:
                for modifier in boolean.modifiers where try names.split(modifier.name, default: "cql").set != "rel" {
                    throw CQLError(
                        diagnostic: 46,
                        details: modifier.name,
                        message: "The boolean modifier \(modifier.name) is not supported"
                    )
                }
                result =
                    switch boolean.name {
                    case .and: .and(result, right)
                    case .or: .or(result, right)
                    case .not, .prox: .not(result, right)
                    }
            }
        }
        return result
    }

    private func operand(_ node: CQLQuery.Node, _ names: NameScope) throws(CQLError) -> ResolvedQuery.Node {
        switch node {
        case .clause(let clause):
            .clause(try ClauseResolver(catalogue: self.catalogue, names: names).clause(clause))
        case .scoped(let prefixes, let node):
            try self.node(node, names.adding(prefixes))
        case .boolean:
            try self.node(node, names)
        }
    }

    func sortKey(_ key: CQLQuery.SortKey, _ names: NameScope) throws(CQLError) -> ResolvedSortKey {
        var result = ResolvedSortKey(index: try names.index(key.index))
        guard self.catalogue.entry(result.index)?.isSortable == true else {
            throw CQLError(diagnostic: 80, details: key.index, message: "Records cannot be sorted by \(key.index)")
        }
        var hasDirection = false
        for modifier in key.modifiers {
            let (set, name) = try names.split(modifier.name, default: "sort")
            switch (set, name.lowercased()) {
            case ("sort", "ascending"), ("sort", "descending"):
                if hasDirection {
                    throw CQLError(
                        diagnostic: 90,
                        details: modifier.name,
                        message: "The sort key \(key.index) has two directions"
                    )
                }
                hasDirection = true
                result.isAscending = name.lowercased() == "ascending"
            case ("sort", "ignorecase"), ("cql", "ignorecase"):
                result.respectsCase = false
            case ("sort", "respectcase"), ("cql", "respectcase"):
                result.respectsCase = true
            case ("sort", "ignoreaccents"), ("cql", "ignoreaccents"):
                result.respectsAccents = false
            case ("sort", "respectaccents"), ("cql", "respectaccents"):
                result.respectsAccents = true
            case ("sort", "missingomit"):
                result.missingValue = .omit
            case ("sort", "missingfail"):
                result.missingValue = .fail
            case ("sort", "missinglow"):
                result.missingValue = .low
            case ("sort", "missinghigh"):
                result.missingValue = .high
            case ("sort", "missingvalue"):
                guard let value = modifier.value else {
                    throw CQLError(diagnostic: 92, details: modifier.name, message: "missingValue needs a value")
                }
                result.missingValue = .value(value)
            case ("cql", "string"), ("cql", "word"), ("cql", "number"), ("cql", "isodate"), ("cql", "locale"),
                ("sort", "string"), ("sort", "word"), ("sort", "number"), ("sort", "isodate"), ("sort", "locale"):
                continue
            default:
                throw CQLError(
                    diagnostic: 48,
                    details: modifier.name,
                    message: "The sort modifier \(modifier.name) is not supported"
                )
            }
        }
        return result
    }
}

/// Reads the modifiers of `prox`.
private struct ProximityResolver {
    let names: NameScope

    func proximity(_ modifiers: [CQLQuery.Modifier]) throws(CQLError) -> ResolvedQuery.Proximity {
        var distance: (CQLQuery.Comparison, Int)?
        var unit: ResolvedQuery.Proximity.Unit?
        var isOrdered: Bool?
        for modifier in modifiers {
            let (set, name) = try self.names.split(modifier.name, default: "cql")
            switch (set, name.lowercased()) {
            case ("cql", "distance"):
                try self.once(distance == nil, modifiers)
                guard let comparison = modifier.comparison, comparison != .exact else {
                    throw CQLError(
                        diagnostic: 40,
                        details: modifier.comparison?.rawValue ?? "",
                        message: "The distance needs one of = < <= > >= <>"
                    )
                }
                guard let value = modifier.value.flatMap({ Int($0) }), (0...1_000_000).contains(value) else {
                    throw CQLError(
                        diagnostic: 41,
                        details: modifier.value ?? "",
                        message: "The distance is no number that makes sense"
                    )
                }
                distance = (comparison, value)
            case ("cql", "unit"):
                try self.once(unit == nil, modifiers)
                guard let value = modifier.value, modifier.comparison == .equal,
                    let known = ResolvedQuery.Proximity.Unit(rawValue: self.localName(value))
                else {
                    throw CQLError(
                        diagnostic: 42,
                        details: modifier.value ?? "",
                        message: "The unit of distance is not supported"
                    )
                }
                unit = known
            case ("cql", "ordered"), ("cql", "unordered"):
                try self.once(isOrdered == nil, modifiers)
                if let value = modifier.value {
                    throw CQLError(diagnostic: 43, details: value, message: "\(name) has no value")
                }
                isOrdered = name.lowercased() == "ordered"
            case ("rel", _):
                continue
            default:
                throw CQLError(
                    diagnostic: 46,
                    details: modifier.name,
                    message: "The boolean modifier \(modifier.name) is not supported"
                )
            }
        }
        let counted = unit ?? .word
        let (comparison, value) = distance ?? (.lessOrEqual, counted == .word ? 1 : 0)
        return ResolvedQuery.Proximity(
            comparison: comparison,
            distance: value,
            unit: counted,
            isOrdered: isOrdered ?? false
        )
    }

    private func once(_ isFirst: Bool, _ modifiers: [CQLQuery.Modifier]) throws(CQLError) {
        if !isFirst {
            throw CQLError(
                diagnostic: 44,
                details: modifiers.map(\.name).joined(separator: "/"),
                message: "A modifier of prox is given twice"
            )
        }
    }

    /// A unit's name without the prefix of the cql set.
    private func localName(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasPrefix("cql.") ? String(name.dropFirst(4)) : name
    }
}
