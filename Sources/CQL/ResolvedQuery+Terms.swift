extension ResolvedQuery {
    /// The plain text that records of the answer should hold, for ranking and highlighting.
    ///
    /// Words one by one for `any` and `all`, else the whole term. Left out are what stands after "not", words with masks,
    /// comparisons, and what is no text of a record.
    public var terms: [(index: Index, text: String)] {
        var terms: [(index: Index, text: String)] = []
        self.root.collect(into: &terms)
        return terms
    }
}

extension ResolvedQuery.Node {
    fileprivate func collect(into terms: inout [(index: Index, text: String)]) {
        let (first, rest) = self.chain()
        first.collect(into: &terms)
        for (junction, node) in rest where junction != .not {
            node.collect(into: &terms)
        }
    }
}

extension ResolvedQuery.Clause {
    fileprivate func collect(into terms: inout [(index: Index, text: String)]) {
        if self.index == .allRecords || self.index == .resultSetId || self.isRegularExpression {
            return
        }
        switch self.relation {
        case .equal, .exact, .adj:
            if let text = self.term.textWithoutAnchors {
                terms.append((self.index, text))
            }
        case .any, .all:
            for word in self.term.words {
                if let text = word.textWithoutAnchors {
                    terms.append((self.index, text))
                }
            }
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .notEqual, .within, .encloses:
            return
        }
    }
}

extension Term {
    fileprivate var textWithoutAnchors: String? {
        let literals = self.pieces.filter { $0 != .anchor }
        guard literals.count == 1, case .literal(let text) = literals[0] else {
            return nil
        }
        return text
    }
}
