/// How a server wants its CQL written.
public struct CQLDialect: Sendable, Hashable {
    /// The relation for whole fields: `==` in CQL 1.2, `exact` in 1.1.
    public var exactRelation = "=="
    /// The relation for words next to each other: `adj` in CQL 1.2; in 1.1 `=` is all there is.
    public var adjacencyRelation = "="
    /// What stands before the names of relations and modifiers, such as `cql.`.
    public var relationPrefix = ""
    /// Whether terms have quotes even where they need none.
    public var quotesAlways = true
    /// Whether an ISBN is asked for in both of its lengths.
    public var expandsISBN = true

    /// The dialect that most servers understand.
    public init() {}
}

extension ResolvedQuery {
    /// The search as CQL for a server, in its own index names and without sort keys.
    ///
    /// - Parameters:
    ///   - dialect: How the server wants it written.
    ///   - indexNames: The server's name of an index, with its prefix; an empty name makes the term stand alone, and
    ///     `nil` says that the server has no such index.
    /// - Returns: CQL that versions 1.1 and 1.2 can read, as far as the dialect allows.
    /// - Throws: ``CQLError`` 16 when an index has no name, 22 when it has only the empty one but the relation needs one.
    public func cql(
        dialect: CQLDialect = CQLDialect(),
        indexNames: @escaping (Index) -> String?
    ) throws(CQLError) -> String {
        try CQLWriter(dialect: dialect, indexNames: indexNames).text(self.root).text
    }
}

private struct CQLWriter {
    let dialect: CQLDialect
    let indexNames: (Index) -> String?

    /// The text of a part, and whether it needs parentheses on the right side of a boolean.
    func text(_ node: ResolvedQuery.Node) throws(CQLError) -> (text: String, isCompound: Bool) {
        let (first, rest) = node.chain()
        var (text, isCompound) = try self.clause(first)
        if isCompound, !rest.isEmpty {
            text = "(\(text))"
        }
        for (junction, right) in rest {
            let (rightText, rightIsCompound) = try self.text(right)
            text += " \(self.boolean(junction)) " + (rightIsCompound ? "(\(rightText))" : rightText)
            isCompound = true
        }
        return (text, isCompound)
    }

    private func boolean(_ junction: ResolvedQuery.Junction) -> String {
        switch junction {
        case .and: "and"
        case .or: "or"
        case .not: "not"
        case .prox(let proximity): "prox\(proximity)"
        }
    }

    private func clause(_ clause: ResolvedQuery.Clause) throws(CQLError) -> (text: String, isCompound: Bool) {
        guard let name = self.indexNames(clause.index) else {
            throw CQLError(
                diagnostic: 16,
                details: clause.index.name,
                message: "The target has no index for \(clause.index.name)"
            )
        }
        if self.dialect.expandsISBN, clause.index == .isbn, clause.relation != .notEqual, let text = clause.term.text {
            let forms = StandardNumber.isbnForms(text)
            if forms.count > 1 {
                var texts: [String] = []
                for form in forms {
                    var alternative = clause
                    alternative.term = Term(text: form)
                    texts.append(try self.text(alternative, named: name))
                }
                return (texts.joined(separator: " or "), true)
            }
        }
        return (try self.text(clause, named: name), false)
    }

    private func text(_ clause: ResolvedQuery.Clause, named name: String) throws(CQLError) -> String {
        let raw = clause.isRegularExpression ? clause.term.text : nil
        let term = CQLText.quoted(raw ?? clause.term.escaped, always: self.dialect.quotesAlways)
        if name.isEmpty {
            guard clause.relation == .equal, clause.modifiers.isEmpty else {
                throw CQLError(
                    diagnostic: 22,
                    details: "\(clause.relation.rawValue) \(clause.index.name)",
                    message:
                        "The target has no name for \(clause.index.name), and \(clause.relation.rawValue) needs one"
                )
            }
            return term
        }
        let modifiers = clause.modifiers.map(self.modifier).joined()
        return "\(CQLText.quoted(name)) \(self.relation(clause.relation))\(modifiers) \(term)"
    }

    private func relation(_ relation: ResolvedQuery.Relation) -> String {
        switch relation {
        case .exact:
            self.prefixed(self.dialect.exactRelation)
        case .adj:
            self.prefixed(self.dialect.adjacencyRelation)
        case .any, .all, .within, .encloses:
            self.prefixed(relation.rawValue)
        case .equal, .less, .greater, .lessOrEqual, .greaterOrEqual, .notEqual:
            relation.rawValue
        }
    }

    private func prefixed(_ name: String) -> String {
        CQLQuery.Comparison(rawValue: name) == nil ? self.dialect.relationPrefix + name : name
    }

    private func modifier(_ modifier: ResolvedQuery.Modifier) -> String {
        modifier.relevanceName == nil
            ? "/" + self.dialect.relationPrefix + modifier.description.dropFirst() : modifier.description
    }
}
