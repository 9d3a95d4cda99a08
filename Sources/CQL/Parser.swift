extension CQLQuery {
    /// The query that a text says, in CQL 1.2 or 1.1.
    ///
    /// `index relation (a or b)` is read as if index and relation stood before each bare term inside the parentheses,
    /// and prefix assignments are accepted before any operand; both are common extensions of the grammar.
    ///
    /// - Parameters:
    ///   - text: The query.
    ///   - limits: What is too much.
    /// - Returns: The tree of the query.
    /// - Throws: ``CQLError`` 10 (syntax), 12 (query too long), 13 (parentheses), 14 (quotes), 23 (term too long),
    ///   38 (too many booleans) or 84 (too many sort keys), the first two and 14 with their place.
    public static func parse(_ text: String, limits: CQLLimits = CQLLimits()) throws(CQLError) -> CQLQuery {
        let bytes = Array(text.utf8)
        // A scalar is at most four bytes long: counting them is needed only in between.
        if bytes.count > limits.maximumCharacters,
            bytes.count / 4 > limits.maximumCharacters || text.unicodeScalars.count > limits.maximumCharacters
        {
            throw CQLError(
                diagnostic: 12,
                details: String(limits.maximumCharacters),
                message: "The query has more than \(limits.maximumCharacters) characters"
            )
        }
        var parser = try Parser(bytes, limits: limits)
        return try parser.query()
    }
}

/// A recursive-descent parser; it recurses for parentheses only.
private struct Parser {
    private var lexer: Lexer
    private var token: Lexer.Token
    private let limits: CQLLimits
    private let maximumClauses: Int
    private let maximumDepth: Int
    private var clauses = 0
    private var depth = 0

    /// The index and relation that bare terms inside parentheses take over.
    private typealias Qualifier = (index: String, relation: CQLQuery.Relation)

    init(_ bytes: [UInt8], limits: CQLLimits) throws(CQLError) {
        self.lexer = Lexer(bytes)
        self.token = try self.lexer.next()
        self.limits = limits
        self.maximumClauses = min(limits.maximumClauses, CQLLimits.ceilingOfClauses)
        self.maximumDepth = min(limits.maximumDepth, CQLLimits.ceilingOfDepth)
    }

    /// `prefixAssignment* scopedClause ['sortBy' sortSpec]`, up to the end.
    mutating func query() throws(CQLError) -> CQLQuery {
        let prefixes = try self.prefixAssignments()
        let root = try self.scopedClause(nil)
        var sortKeys: [CQLQuery.SortKey] = []
        if self.isKeyword("sortby") {
            try self.advance()
            repeat {
                if sortKeys.count == self.limits.maximumSortKeys {
                    let maximum = self.limits.maximumSortKeys
                    throw CQLError(
                        diagnostic: 84,
                        details: String(maximum),
                        message: "The query has more than \(maximum) sort keys"
                    )
                }
                let index = try self.name("an index to sort by")
                sortKeys.append(CQLQuery.SortKey(index: index, modifiers: try self.modifiers()))
            } while self.token.kind != .end
        }
        switch self.token.kind {
        case .end:
            return CQLQuery(prefixes: prefixes, root: root, sortKeys: sortKeys)
        case .close:
            throw self.parenthesisError("This parenthesis was never opened", at: self.token.start)
        case .word, .quoted:
            throw self.syntaxError("expected a boolean or the end of the query; \(Self.hint)")
        default:
            throw self.syntaxError("expected a boolean or the end of the query")
        }
    }

    /// What who writes plain words most likely wants.
    private static let hint = "words that belong together need quotes around them"

    /// `clause (boolean clause)*`, nested on the left.
    private mutating func scopedClause(_ qualifier: Qualifier?) throws(CQLError) -> CQLQuery.Node {
        var node = try self.operand(qualifier)
        while let name = self.booleanName() {
            try self.advance()
            let boolean = CQLQuery.BooleanOperator(name: name, modifiers: try self.modifiers())
            node = .boolean(boolean, node, try self.operand(qualifier))
        }
        return node
    }

    private mutating func operand(_ qualifier: Qualifier?) throws(CQLError) -> CQLQuery.Node {
        switch self.token.kind {
        case .open:
            return try self.parenthesised(qualifier)
        case .comparison(.greater):
            try self.descend(at: self.token.start)
            defer { self.depth -= 1 }
            let prefixes = try self.prefixAssignments()
            return .scoped(prefixes, try self.scopedClause(qualifier))
        case .word, .quoted:
            return try self.clause(qualifier)
        case .end:
            throw self.syntaxError("expected a search clause, found the end of the query")
        case .close:
            throw self.parenthesisError("Expected a search clause before this parenthesis", at: self.token.start)
        case .slash, .comparison:
            throw self.syntaxError("expected a search clause")
        }
    }

    private mutating func parenthesised(_ qualifier: Qualifier?) throws(CQLError) -> CQLQuery.Node {
        let start = self.token.start
        try self.descend(at: start)
        defer { self.depth -= 1 }
        try self.advance()
        let prefixes = try self.prefixAssignments()
        let node = try self.scopedClause(qualifier)
        guard self.token.kind == .close else {
            if self.token.kind == .end {
                throw self.parenthesisError("This parenthesis is never closed", at: start)
            }
            throw self.syntaxError("expected a boolean or a closing parenthesis")
        }
        try self.advance()
        return prefixes.isEmpty ? node : .scoped(prefixes, node)
    }

    /// `index relation term`, `index relation (…)` or `term`.
    private mutating func clause(_ qualifier: Qualifier?) throws(CQLError) -> CQLQuery.Node {
        let first = self.token
        try self.advance()
        guard let relation = try self.relation() else {
            let term = try self.term(first)
            guard let qualifier else {
                return .clause(CQLQuery.SearchClause(term: term))
            }
            return .clause(CQLQuery.SearchClause(index: qualifier.index, relation: qualifier.relation, term: term))
        }
        let index = self.lexer.text(first)
        switch self.token.kind {
        case .open:
            return try self.parenthesised((index, relation))
        case .word, .quoted:
            let second = self.token
            try self.advance()
            return .clause(CQLQuery.SearchClause(index: index, relation: relation, term: try self.term(second)))
        case .end where CQLQuery.Comparison(rawValue: relation.name) == nil && relation.modifiers.isEmpty:
            throw self.syntaxError("expected a term after the relation \"\(relation.name)\"; \(Self.hint)")
        default:
            throw self.syntaxError("expected a term after the relation")
        }
    }

    /// The relation that stands here, or `nil` when what was read before is a bare term.
    private mutating func relation() throws(CQLError) -> CQLQuery.Relation? {
        let name: String
        switch self.token.kind {
        case .comparison(let comparison):
            name = comparison.rawValue
        case .quoted:
            name = self.lexer.text(self.token)
        case .word where self.booleanName() == nil && !self.isKeyword("sortby"):
            name = self.lexer.text(self.token)
        default:
            return nil
        }
        try self.advance()
        return CQLQuery.Relation(name: name, modifiers: try self.modifiers())
    }

    /// Modifiers, `('/' name [comparison value])*`.
    private mutating func modifiers() throws(CQLError) -> [CQLQuery.Modifier] {
        var modifiers: [CQLQuery.Modifier] = []
        while self.token.kind == .slash {
            try self.advance()
            let name = try self.name("the name of a modifier")
            if case .comparison(let comparison) = self.token.kind {
                try self.advance()
                let value = try self.name("the value of a modifier")
                modifiers.append(CQLQuery.Modifier(name: name, comparison: comparison, value: value))
            } else {
                modifiers.append(CQLQuery.Modifier(name: name))
            }
        }
        return modifiers
    }

    /// Prefix assignments, `('>' [name '='] uri)*`.
    private mutating func prefixAssignments() throws(CQLError) -> [CQLQuery.PrefixAssignment] {
        var prefixes: [CQLQuery.PrefixAssignment] = []
        while self.token.kind == .comparison(.greater) {
            try self.advance()
            let first = try self.name("a prefix or the identifier of a context set")
            if self.token.kind == .comparison(.equal) {
                try self.advance()
                let uri = try self.name("the identifier of a context set")
                prefixes.append(CQLQuery.PrefixAssignment(name: first, uri: uri))
            } else {
                prefixes.append(CQLQuery.PrefixAssignment(name: nil, uri: first))
            }
        }
        return prefixes
    }

    private mutating func name(_ what: String) throws(CQLError) -> String {
        guard self.token.kind == .word || self.token.kind == .quoted else {
            throw self.syntaxError("expected \(what)")
        }
        let text = self.lexer.text(self.token)
        try self.advance()
        return text
    }

    private mutating func term(_ token: Lexer.Token) throws(CQLError) -> String {
        self.clauses += 1
        if self.clauses > self.maximumClauses {
            let maximum = self.maximumClauses - 1
            throw CQLError(
                diagnostic: 38,
                details: String(maximum),
                offset: self.lexer.scalarOffset(token.start),
                message: "The query has more than \(maximum) booleans"
            )
        }
        let text = self.lexer.text(token)
        let maximum = self.limits.maximumTermCharacters
        if token.text.count > maximum, text.unicodeScalars.count > maximum {
            throw CQLError(
                diagnostic: 23,
                details: String(maximum),
                offset: self.lexer.scalarOffset(token.start),
                message: "The term has more than \(maximum) characters"
            )
        }
        return text
    }

    private mutating func advance() throws(CQLError) {
        self.token = try self.lexer.next()
    }

    private mutating func descend(at start: Int) throws(CQLError) {
        self.depth += 1
        if self.depth > self.maximumDepth {
            throw self.parenthesisError("The query is nested more than \(self.maximumDepth) levels deep", at: start)
        }
    }

    private func isKeyword(_ keyword: StaticString) -> Bool {
        self.token.kind == .word && ReservedWord.matches(self.lexer.bytes[self.token.text], keyword)
    }

    private func booleanName() -> CQLQuery.BooleanOperator.Name? {
        guard self.token.kind == .word else {
            return nil
        }
        return ReservedWord.boolean(self.lexer.bytes[self.token.text])
    }

    private func syntaxError(_ message: String) -> CQLError {
        let offset = self.lexer.scalarOffset(self.token.start)
        return CQLError(
            diagnostic: 10,
            details: "\(offset): \(message)",
            offset: offset,
            message: "Syntax error: \(message)"
        )
    }

    private func parenthesisError(_ message: String, at start: Int) -> CQLError {
        let offset = self.lexer.scalarOffset(start)
        return CQLError(diagnostic: 13, details: String(offset), offset: offset, message: message)
    }
}
