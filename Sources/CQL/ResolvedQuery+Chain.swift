extension ResolvedQuery {
    /// What joins two parts of a query.
    public enum Junction: Hashable, Sendable {
        /// Both sides.
        case and
        /// Either side.
        case or
        /// The left side without the right side.
        case not
        /// Both sides near each other.
        case prox(Proximity)
    }
}

extension ResolvedQuery.Node {
    /// The part as a list: its leftmost clause, then everything joined to it from left to right.
    ///
    /// Chains of booleans are nested on their left, possibly thousands deep; whoever walks them by this list needs to
    /// recurse only into the right sides, whose depth the parser limits.
    public func chain() -> (first: ResolvedQuery.Clause, rest: [(junction: ResolvedQuery.Junction, node: Self)]) {
        var rest: [(junction: ResolvedQuery.Junction, node: Self)] = []
        var node = self
        while true {
            switch node {
            case .clause(let clause):
                return (clause, rest.reversed())
            case .and(let left, let right):
                rest.append((.and, right))
                node = left
            case .or(let left, let right):
                rest.append((.or, right))
                node = left
            case .not(let left, let right):
                rest.append((.not, right))
                node = left
            case .prox(let proximity, let left, let right):
                rest.append((.prox(proximity), right))
                node = left
            }
        }
    }
}
