extension ResolvedQuery {
    /// The search for records in which some words all occur, wherever; without any syntax.
    ///
    /// - Parameters:
    ///   - text: Words; whatever is no letter and no digit separates them.
    ///   - limits: How many there may be.
    /// - Throws: ``CQLError`` 27 when there is no word, 38 when there are too many.
    public init(words text: String, limits: CQLLimits = CQLLimits()) throws(CQLError) {
        let words = text.split { !($0.isLetter || $0.isNumber) }
        guard let first = words.first else {
            throw CQLError(diagnostic: 27, details: "", message: "There is no word to search for")
        }
        guard words.count <= limits.maximumClauses else {
            throw CQLError(
                diagnostic: 38,
                details: String(limits.maximumClauses),
                message: "There are more than \(limits.maximumClauses) words"
            )
        }
        self.init(root: words.dropFirst().reduce(Self.clause(first)) { .and($0, Self.clause($1)) })
    }

    private static func clause(_ word: Substring) -> Node {
        .clause(Clause(index: .any, relation: .equal, term: Term(text: String(word))))
    }
}
