public import CQL

extension RPN {
    /// A query in the words of a target.
    ///
    /// `any` and `all` become one operand a word, joined by "or" and "and"; `=` and `adj` a word or phrase; `within` two
    /// comparisons. `X and (index <> term)` is asked as X without what equals the term.
    ///
    /// - Parameters:
    ///   - query: The query; its sort keys are left to the caller.
    ///   - map: The words of the target.
    ///   - encode: Puts text into the target's character set without loss, or throws.
    /// - Throws: ``RPNError`` with SRU diagnostic 16 (index), 19 (relation), 20 (modifier), 28 and 49 (masks),
    ///   31 and 32 (anchors) or 39 (proximity) when the target cannot be asked so, and whatever `encode` throws.
    public init(
        _ query: ResolvedQuery,
        map: AttributeMap,
        encode: (String) throws(RPNError) -> [UInt8]
    ) throws(RPNError) {
        self = try Self.make(query.root, map, encode)
    }

    private static func make(
        _ node: ResolvedQuery.Node,
        _ map: AttributeMap,
        _ encode: (String) throws(RPNError) -> [UInt8]
    ) throws(RPNError) -> RPN {
        let (first, rest) = node.chain()
        var run = OperandRun(try Self.make(first, map, encode))
        for (junction, right) in rest {
            switch junction {
            case .and:
                if case .clause(var clause) = right, clause.relation == .notEqual, map.relations[.notEqual] == nil {
                    clause.relation = .equal
                    run = OperandRun(.andNot(run.joined, try Self.make(clause, map, encode)))
                } else {
                    run.append(try Self.make(right, map, encode), by: .and)
                }
            case .or:
                run.append(try Self.make(right, map, encode), by: .or)
            case .not:
                run = OperandRun(.andNot(run.joined, try Self.make(right, map, encode)))
            case .prox(let proximity):
                guard map.hasProximity else {
                    throw RPNError(diagnostic: 39, details: "prox", message: "The target has no proximity")
                }
                let right = try Self.make(right, map, encode)
                run = OperandRun(.proximity(RPNProximity(proximity), run.joined, right))
            }
        }
        return run.joined
    }

    private static func make(
        _ clause: ResolvedQuery.Clause,
        _ map: AttributeMap,
        _ encode: (String) throws(RPNError) -> [UInt8]
    ) throws(RPNError) -> RPN {
        var clause = clause
        switch clause.relation {
        case .any:
            return try Self.join(clause.term.words, of: clause, map, encode, .or)
        case .all:
            return try Self.join(clause.term.words, of: clause, map, encode, .and)
        case .within:
            let bounds = clause.term.words
            guard bounds.count == 2 else {
                throw RPNError(diagnostic: 36, details: clause.term.escaped, message: "A range needs two values")
            }
            clause.relation = .greaterOrEqual
            clause.term = bounds[0]
            let lower = try RPNOperand(clause, isOfList: false, map).rpn(encode)
            clause.relation = .lessOrEqual
            clause.term = bounds[1]
            return .and(lower, try RPNOperand(clause, isOfList: false, map).rpn(encode))
        case .notEqual where map.relations[.notEqual] == nil:
            guard map.indexes[.allRecords] != nil else {
                throw RPNError(
                    diagnostic: 19,
                    details: "<>",
                    message: "The target can exclude a term only from something else that is searched"
                )
            }
            let all = ResolvedQuery.Clause(index: .allRecords, relation: .equal, term: Term(text: "1"))
            clause.relation = .equal
            return .andNot(
                try RPNOperand(all, isOfList: false, map).rpn(encode),
                try RPNOperand(clause, isOfList: false, map).rpn(encode)
            )
        case .encloses:
            throw RPNError(diagnostic: 19, details: "encloses", message: "Z39.50 has no such relation")
        default:
            return try RPNOperand(clause, isOfList: false, map).rpn(encode)
        }
    }

    private static func join(
        _ words: [Term],
        of clause: ResolvedQuery.Clause,
        _ map: AttributeMap,
        _ encode: (String) throws(RPNError) -> [UInt8],
        _ junction: OperandRun.Junction
    ) throws(RPNError) -> RPN {
        var clause = clause
        clause.relation = .equal
        var run: OperandRun?
        for word in words {
            clause.term = word
            let operand = try RPNOperand(clause, isOfList: true, map).rpn(encode)
            if run?.append(operand, by: junction) == nil { run = OperandRun(operand) }
        }
        guard let run else {
            throw RPNError(diagnostic: 27, details: "", message: "The term is empty")
        }
        return run.joined
    }
}

/// Operands in a row that are all joined by "and", or all by "or".
private struct OperandRun {
    enum Junction { case and, or }

    private var operands: [RPN]
    private var junction = Junction.and

    init(_ first: RPN) {
        self.operands = [first]
    }

    mutating func append(_ operand: RPN, by junction: Junction) {
        if self.operands.count > 1, junction != self.junction { self.operands = [self.joined] }
        self.junction = junction
        self.operands.append(operand)
    }

    /// One query of all; a long row is halved, because servers do not bear a query nested hundreds deep.
    var joined: RPN { self.joined(self.operands[...]) }

    private func joined(_ operands: ArraySlice<RPN>) -> RPN {
        guard operands.count > 16 else {
            return operands.dropFirst().reduce(operands[operands.startIndex]) { self.join($0, $1) }
        }
        let middle = operands.startIndex + operands.count / 2
        return self.join(self.joined(operands[..<middle]), self.joined(operands[middle...]))
    }

    private func join(_ left: RPN, _ right: RPN) -> RPN {
        self.junction == .and ? .and(left, right) : .or(left, right)
    }
}

extension RPNProximity {
    fileprivate init(_ proximity: ResolvedQuery.Proximity) {
        let relation: Relation =
            switch proximity.comparison {
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .equal, .exact: .equal
            case .greaterOrEqual: .greaterOrEqual
            case .greater: .greater
            case .notEqual: .notEqual
            }
        let unit: Unit =
            switch proximity.unit {
            case .word: .word
            case .sentence: .sentence
            case .paragraph: .paragraph
            case .element: .element
            }
        self.init(distance: proximity.distance, isOrdered: proximity.isOrdered, relation: relation, unit: unit)
    }
}
