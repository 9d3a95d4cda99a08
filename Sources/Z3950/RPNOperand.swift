import CQL

/// One clause with one term, on its way to the operand or operands that ask for it.
struct RPNOperand {
    private let clause: ResolvedQuery.Clause
    private let map: AttributeMap
    /// All attributes but those of the index, in the order of their origin.
    private var attributes: [Bib1Attribute] = []
    /// Attributes that count more than those of the index.
    private var overridingAttributes: [Bib1Attribute] = []
    /// The term in the target's mask syntax, or plain.
    private var text = ""

    /// Finds the attributes of everything but the index.
    ///
    /// - Parameters:
    ///   - clause: A clause whose relation has an attribute of its own; lists of words are taken apart before.
    ///   - isOfList: Whether the term is a word of such a list.
    ///   - map: The words of the target.
    /// - Throws: ``RPNError`` when the target cannot be asked so.
    init(_ clause: ResolvedQuery.Clause, isOfList: Bool, _ map: AttributeMap) throws(RPNError) {
        self.clause = clause
        self.map = map
        self.attributes = map.always
        try self.addRelation()
        if clause.index == .allRecords {
            self.text = "1"
            return
        }
        let isPhrase = clause.term.words.count > 1
        let isExact = clause.relation == .exact && Self.kind(clause.index) == .text
        let position = RPNTermPosition(clause.term)
        if isOfList {
            self.attributes += map.listWord
        } else if isPhrase {
            self.attributes += try Self.require(
                map.phrase,
                24,
                clause.term.escaped,
                "The target knows single words only"
            )
        } else {
            self.attributes += map.word
        }
        if Self.kind(clause.index) == .date, clause.relation.isOrdered {
            self.attributes += map.orderedDate
        }
        if clause.isRegularExpression {
            self.text = clause.term.text ?? clause.term.escaped
        } else {
            try self.addPosition(position)
            try self.addPattern(RPNTermPattern(position.term, map, isPhrase: isPhrase))
        }
        if isExact {
            self.overridingAttributes += try Self.require(map.exact, 19, "==", "The target cannot search whole fields")
        }
        try self.addModifiers()
    }

    /// The operand; more than one joined by "or" when the index or the number has alternatives.
    func rpn(_ encode: (String) throws(RPNError) -> [UInt8]) throws(RPNError) -> RPN {
        guard let alternatives = self.map.indexes[self.clause.index], !alternatives.isEmpty else {
            throw RPNError(
                diagnostic: 16,
                details: self.clause.index.name,
                message: "The target has no index for \(self.clause.index.name)"
            )
        }
        var result: RPN?
        for index in alternatives {
            let attributes = Self.merged(self.attributes + index + self.overridingAttributes)
            for text in self.texts(for: index, of: alternatives) {
                let operand = RPN.operand(attributes: attributes, term: try encode(text))
                result = result.map { .or($0, operand) } ?? operand
            }
        }
        guard let result else {
            throw RPNError(diagnostic: 36, details: self.text, message: "The term fits none of the target's indexes")
        }
        return result
    }

    private mutating func addRelation() throws(RPNError) {
        let relation: ResolvedQuery.Relation =
            switch self.clause.relation {
            case .exact, .adj: .equal
            case let other: other
            }
        self.attributes += try Self.require(
            self.map.relations[relation],
            19,
            relation.rawValue,
            "The target has no relation \(relation.rawValue)"
        )
    }

    private mutating func addPosition(_ position: RPNTermPosition) throws(RPNError) {
        switch (position.isFirst, position.isLast) {
        case (false, false):
            self.attributes += self.map.anywhere
        case (true, false):
            self.attributes += try Self.require(self.map.first, 31, "^", "The target cannot search starts of fields")
        case (false, true):
            self.attributes += try Self.require(self.map.last, 32, "^", "The target cannot search ends of fields")
        case (true, true):
            let attributes = self.map.firstAndLast ?? self.map.exact
            self.attributes += try Self.require(attributes, 31, "^", "The target cannot search whole fields")
        }
    }

    private mutating func addPattern(_ pattern: RPNTermPattern) {
        self.attributes += pattern.attributes
        self.text = pattern.text
    }

    private mutating func addModifiers() throws(RPNError) {
        for modifier in self.clause.modifiers {
            self.attributes += try Self.require(
                self.map.modifiers[modifier.name],
                20,
                modifier.name.rawValue,
                "The target has no relation modifier \(modifier.name.rawValue)"
            )
        }
    }

    /// The texts to ask for in one alternative of the index: the standard numbers have several spellings.
    private func texts(for attributes: [Bib1Attribute], of alternatives: [[Bib1Attribute]]) -> [String] {
        guard [.isbn, .issn, .standardIdentifier, .identifier].contains(self.clause.index),
            !self.clause.relation.isOrdered, let text = self.clause.term.text
        else {
            return [self.text]
        }
        let use = attributes.first { $0.type == 1 }?.value
        let isMixed = alternatives.count > 1
        let forms = self.clause.index == .issn ? [] : StandardNumber.isbnForms(text)
        if !forms.isEmpty {
            if use == .number(8), isMixed {
                return []
            }
            return self.map.expandsISBN && use == .number(7) ? forms : [forms[0]]
        }
        if let issn = StandardNumber.issn(text) {
            return use == .number(7) && isMixed ? [] : [issn]
        }
        return [self.text]
    }

    private static func kind(_ index: Index) -> IndexCatalogue.Kind? {
        IndexCatalogue.standard.entry(index)?.kind
    }

    private static func require(
        _ attributes: [Bib1Attribute]?,
        _ diagnostic: Int,
        _ details: String,
        _ message: String
    ) throws(RPNError) -> [Bib1Attribute] {
        guard let attributes else {
            throw RPNError(diagnostic: diagnostic, details: details, message: message)
        }
        return attributes
    }

    /// One attribute of each type, the last one given, in the order of types.
    private static func merged(_ attributes: [Bib1Attribute]) -> [Bib1Attribute] {
        var result: [Bib1Attribute] = []
        for attribute in attributes.reversed() where !result.contains(where: { $0.type == attribute.type }) {
            result.append(attribute)
        }
        return result.sorted { $0.type < $1.type }
    }
}

extension ResolvedQuery.Relation {
    fileprivate var isOrdered: Bool {
        switch self {
        case .less, .greater, .lessOrEqual, .greaterOrEqual: true
        default: false
        }
    }
}
