extension ResolvedQuery: CustomStringConvertible {
    /// The query in a canonical form: two queries that mean the same have the same text.
    ///
    /// Names of indexes and relations, case of all but terms, white space, quotes, needless parentheses and the order of
    /// what "and" and "or" join make no difference. The text names indexes canonically and is not meant to be parsed.
    public var description: String {
        var text = self.root.description
        if !self.sortKeys.isEmpty {
            text += " sortBy"
            for key in self.sortKeys {
                text += " \(key)"
            }
        }
        return text
    }
}

extension ResolvedQuery.Node: CustomStringConvertible {
    /// The part in canonical form.
    public var description: String {
        self.operands().description
    }

    private func operands() -> Operands {
        let (first, rest) = self.chain()
        var result = Operands(junction: nil, texts: [first.description])
        for (junction, right) in rest {
            let right = right.operands()
            switch junction {
            case .and, .or:
                let left = result.junction == junction ? result.texts : [result.description]
                result = Operands(
                    junction: junction,
                    texts: left + (right.junction == junction ? right.texts : [right.description])
                )
            case .not, .prox:
                result = Operands(junction: junction, texts: [result.description, right.description])
            }
        }
        return result
    }

    /// What one junction joins: a flat list for "and" and "or".
    private struct Operands: CustomStringConvertible {
        var junction: ResolvedQuery.Junction?
        var texts: [String]

        var description: String {
            switch self.junction {
            case nil:
                self.texts.joined()
            case .and:
                "(\(self.unordered.joined(separator: " and ")))"
            case .or:
                "(\(self.unordered.joined(separator: " or ")))"
            case .not:
                "(\(self.texts.joined(separator: " not ")))"
            case .prox(let proximity):
                "(\(self.texts.joined(separator: " prox\(proximity) ")))"
            }
        }

        private var unordered: [String] {
            Array(Set(self.texts)).sorted()
        }
    }
}

extension ResolvedQuery.Clause: CustomStringConvertible {
    /// The clause in canonical form.
    public var description: String {
        let modifiers = self.modifiers.map(\.description).sorted().joined()
        return "\(self.index.name) \(self.relation.rawValue)\(modifiers) \(self.quotedTerm)"
    }

    /// The term in quotes; a regular expression is left as it is.
    var quotedTerm: String {
        let text = self.isRegularExpression ? self.term.text : nil
        return CQLText.quoted(text ?? self.term.escaped, always: true)
    }
}

extension ResolvedQuery.Modifier: CustomStringConvertible {
    /// The modifier with its slash.
    public var description: String {
        let name = self.relevanceName.map { "rel.\($0)" } ?? self.name.rawValue
        guard let comparison = self.comparison, let value = self.value else {
            return "/\(name)"
        }
        return "/\(name)\(comparison.rawValue)\(CQLText.quoted(value))"
    }
}

extension ResolvedQuery.Proximity: CustomStringConvertible {
    /// The modifiers of `prox` that say this, all of them explicit.
    public var description: String {
        "/distance\(self.comparison.rawValue)\(self.distance)/unit=\(self.unit.rawValue)"
            + (self.isOrdered ? "/ordered" : "/unordered")
    }
}

extension ResolvedSortKey: CustomStringConvertible {
    /// The key with those modifiers that differ from the usual.
    public var description: String {
        var text = self.index.name + (self.isAscending ? "" : "/sort.descending")
        text += self.respectsCase ? "/sort.respectCase" : ""
        if let respectsAccents = self.respectsAccents {
            text += respectsAccents ? "/sort.respectAccents" : "/sort.ignoreAccents"
        }
        switch self.missingValue {
        case .unspecified:
            break
        case .omit:
            text += "/sort.missingOmit"
        case .fail:
            text += "/sort.missingFail"
        case .low:
            text += "/sort.missingLow"
        case .high:
            text += "/sort.missingHigh"
        case .value(let value):
            text += "/sort.missingValue=\(CQLText.quoted(value))"
        }
        return text
    }
}
