extension CQLQuery: CustomStringConvertible {
    /// The query as CQL text; parsing it gives an equal query.
    public var description: String {
        var text = ""
        for prefix in self.prefixes {
            prefix.print(into: &text)
            text += " "
        }
        self.root.print(into: &text)
        if !self.sortKeys.isEmpty {
            text += " sortBy"
            for key in self.sortKeys {
                text += " " + CQLText.quoted(key.index)
                for modifier in key.modifiers {
                    modifier.print(into: &text)
                }
            }
        }
        return text
    }
}

extension CQLQuery.Node: CustomStringConvertible {
    /// The part as CQL text.
    public var description: String {
        var text = ""
        self.print(into: &text)
        return text
    }

    /// Appends the part, walking along left-nested chains instead of recursing into them.
    func print(into text: inout String) {
        var chain: [(CQLQuery.BooleanOperator, Self)] = []
        var node = self
        while case .boolean(let boolean, let left, let right) = node {
            chain.append((boolean, right))
            node = left
        }
        node.printOperand(into: &text)
        for (boolean, right) in chain.reversed() {
            text += " " + boolean.name.rawValue
            for modifier in boolean.modifiers {
                modifier.print(into: &text)
            }
            text += " "
            right.printOperand(into: &text)
        }
    }

    private func printOperand(into text: inout String) {
        switch self {
        case .clause(let clause):
            clause.print(into: &text)
        case .boolean:
            text += "("
            self.print(into: &text)
            text += ")"
        case .scoped(let prefixes, let node):
            text += "("
            for prefix in prefixes {
                prefix.print(into: &text)
                text += " "
            }
            node.print(into: &text)
            text += ")"
        }
    }
}

extension CQLQuery.SearchClause {
    fileprivate func print(into text: inout String) {
        if let index = self.index {
            text += CQLText.quoted(index) + " "
            if CQLQuery.Comparison(rawValue: self.relation.name) != nil {
                text += self.relation.name
            } else {
                text += CQLText.quoted(self.relation.name)
            }
            for modifier in self.relation.modifiers {
                modifier.print(into: &text)
            }
            text += " "
        }
        text += CQLText.quoted(self.term)
    }
}

extension CQLQuery.PrefixAssignment {
    fileprivate func print(into text: inout String) {
        text += "> "
        if let name = self.name {
            text += CQLText.quoted(name) + "="
        }
        text += CQLText.quoted(self.uri)
    }
}

extension CQLQuery.Modifier {
    fileprivate func print(into text: inout String) {
        text += "/" + CQLText.quoted(self.name)
        if let comparison = self.comparison, let value = self.value {
            text += comparison.rawValue + CQLText.quoted(value)
        }
    }
}

/// How names and terms are written in CQL.
enum CQLText {
    /// The text as it is where it can stand alone, else in quotes; what is escaped stays escaped.
    static func quoted(_ text: String, always: Bool = false) -> String {
        if !always, !text.isEmpty, !text.utf8.contains(where: Self.needsQuotes), !ReservedWord.contains(text) {
            return text
        }
        var result = "\""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "\"", !isEscaped {
                result += "\\"
            }
            isEscaped = scalar == "\\" && !isEscaped
            result.unicodeScalars.append(scalar)
        }
        if isEscaped {
            result += "\\"
        }
        return result + "\""
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
            true
        default:
            Lexer.isSpace(byte)
        }
    }
}
