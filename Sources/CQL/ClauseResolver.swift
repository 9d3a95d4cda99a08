/// Gives one clause its meaning.
struct ClauseResolver {
    let catalogue: IndexCatalogue
    let names: NameScope

    func clause(_ clause: CQLQuery.SearchClause) throws(CQLError) -> ResolvedQuery.Clause {
        let index = try clause.index.map { name throws(CQLError) in try self.names.index(name) } ?? .any
        let relation = try self.relation(clause.relation.name)
        var modifiers: [ResolvedQuery.Modifier] = []
        for modifier in clause.relation.modifiers {
            modifiers.append(try self.modifier(modifier))
        }
        try self.refuseContradictions(modifiers, clause.relation.modifiers)
        let isPlain = modifiers.contains { $0.name == .unmasked || $0.name == .regexp }
        modifiers.removeAll { $0.name == .masked || $0.name == .unmasked }
        let term =
            isPlain ? Term(text: clause.term.replacingEscapedQuotes()) : try Term(cql: clause.term)
        guard !term.isEmpty else {
            throw CQLError(diagnostic: 27, details: "", message: "The term of \(clause.index ?? "the query") is empty")
        }
        var result = ResolvedQuery.Clause(index: index, relation: relation, modifiers: modifiers, term: term)
        try self.checkTerm(of: result)
        try self.checkRange(of: result, as: clause)
        result.term = self.canonical(result)
        return result
    }

    private func relation(_ name: String) throws(CQLError) -> ResolvedQuery.Relation {
        if let relation = ResolvedQuery.Relation(rawValue: name) {
            return relation
        }
        let (set, local) = try self.names.split(name, default: "cql")
        if set == "cql" {
            switch local.lowercased() {
            case "scr":
                return .equal
            case "exact":
                return .exact
            case let other:
                if let relation = ResolvedQuery.Relation(rawValue: other) {
                    return relation
                }
            }
        }
        throw CQLError(diagnostic: 19, details: name, message: "There is no relation \(name)")
    }

    private func modifier(_ modifier: CQLQuery.Modifier) throws(CQLError) -> ResolvedQuery.Modifier {
        let (set, local) = try self.names.split(modifier.name, default: "cql")
        var result: ResolvedQuery.Modifier
        if set == "rel" || (set == "cql" && local.lowercased() == "relevant") {
            result = ResolvedQuery.Modifier(name: set == "rel" ? .relevance : .relevant)
            result.relevanceName = set == "rel" ? local.lowercased() : nil
        } else if set == "cql", let name = Self.modifiersByName[local.lowercased()] {
            result = ResolvedQuery.Modifier(name: name)
        } else {
            throw CQLError(
                diagnostic: 20,
                details: modifier.name,
                message: "The relation modifier \(modifier.name) is not supported"
            )
        }
        result.comparison = modifier.comparison
        result.value = modifier.value
        return result
    }

    private func refuseContradictions(
        _ modifiers: [ResolvedQuery.Modifier],
        _ written: [CQLQuery.Modifier]
    ) throws(CQLError) {
        guard modifiers.count > 1 else {
            return
        }
        let names = Set(modifiers.map(\.name))
        for (one, other) in Self.contradictions where names.contains(one) && names.contains(other) {
            throw CQLError(
                diagnostic: 21,
                details: written.map(\.name).joined(separator: "/"),
                message: "The relation modifiers \(one) and \(other) contradict each other"
            )
        }
    }

    /// Anchors stand at the ends of words, for `=` and `adj` at the ends of the phrase, and for nothing else.
    private func checkTerm(of clause: ResolvedQuery.Clause) throws(CQLError) {
        let term = clause.term
        guard term.pieces.count > 1 || term.text == nil else {
            return
        }
        let phrases: [Term]
        switch clause.relation {
        case .any, .all:
            phrases = term.words
        case .equal, .adj:
            phrases = [term]
        case .exact, .notEqual:
            if term.hasAnchors {
                throw CQLError(diagnostic: 32, details: "^", message: "A whole field cannot be anchored")
            }
            phrases = [term]
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .within, .encloses:
            if term.hasMasks {
                throw CQLError(diagnostic: 28, details: "", message: "A term cannot be masked where order counts")
            }
            if term.hasAnchors {
                throw CQLError(diagnostic: 31, details: "^", message: "A term cannot be anchored where order counts")
            }
            return
        }
        for phrase in phrases
        where phrase.pieces.dropFirst().dropLast().contains(.anchor) || phrase.pieces == [.anchor]
            || phrase.pieces == [.anchor, .anchor]
        {
            throw CQLError(
                diagnostic: 32,
                details: "^",
                message: "An anchor can stand only at the start or end of what is searched"
            )
        }
    }

    /// `within` and `encloses` need an order, and `within` two values.
    private func checkRange(of clause: ResolvedQuery.Clause, as written: CQLQuery.SearchClause) throws(CQLError) {
        guard clause.relation == .within || clause.relation == .encloses else {
            return
        }
        guard self.catalogue.entry(clause.index)?.kind == .date else {
            let index = written.index ?? clause.index.name
            throw CQLError(
                diagnostic: 22,
                details: "\(written.relation.name) \(index)",
                message: "The values of \(index) have no order"
            )
        }
        if clause.relation == .within, clause.term.words.count != 2 {
            throw CQLError(
                diagnostic: 36,
                details: written.term,
                message: "A range needs two values with a blank between them"
            )
        }
    }

    /// The term in the form in which numbers are compared, so that hyphens make no difference.
    private func canonical(_ clause: ResolvedQuery.Clause) -> Term {
        guard let text = clause.term.text else {
            return clause.term
        }
        switch clause.index {
        case .isbn:
            return StandardNumber.isbnForms(text).first.map(Term.init(text:)) ?? clause.term
        case .issn:
            return StandardNumber.issn(text).map(Term.init(text:)) ?? clause.term
        case .lccn:
            return Term(text: StandardNumber.lccn(text))
        default:
            return clause.term
        }
    }

    private static let modifiersByName = Dictionary(
        uniqueKeysWithValues: ResolvedQuery.Modifier.Name.allCases
            .filter { $0 != .relevance }
            .map { ($0.rawValue.lowercased(), $0) }
    )

    private static let contradictions: [(ResolvedQuery.Modifier.Name, ResolvedQuery.Modifier.Name)] = [
        (.masked, .unmasked), (.ignoreCase, .respectCase), (.ignoreAccents, .respectAccents), (.word, .string),
        (.masked, .regexp),
    ]
}

extension String {
    /// The text of a term whose only escape is that of the quote.
    fileprivate func replacingEscapedQuotes() -> String {
        guard self.utf8.contains(UInt8(ascii: "\\")) else {
            return self
        }
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in self.unicodeScalars {
            if isEscaped {
                if scalar != "\"" {
                    result.append("\\")
                }
                result.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        if isEscaped {
            result.append("\\")
        }
        return String(result)
    }
}
