/// How large a query may be before it is refused.
public struct CQLLimits: Sendable, Hashable {
    /// Longest query, in Unicode scalars; beyond it diagnostic 12.
    public var maximumCharacters = 8192
    /// Deepest nesting of parentheses; beyond it diagnostic 13.
    public var maximumDepth = 64
    /// Most search clauses (booleans + 1); beyond it diagnostic 38.
    ///
    /// Never more than ``ceilingOfClauses`` in effect.
    public var maximumClauses = 500
    /// Longest term, in Unicode scalars; beyond it diagnostic 23.
    public var maximumTermCharacters = 1024
    /// Most sort keys; beyond it diagnostic 84.
    public var maximumSortKeys = 16

    /// The largest number of clauses any limit allows: trees are walked and freed recursively along their left side.
    public static let ceilingOfClauses = 1000
    /// The deepest nesting any limit allows, for the same reason.
    public static let ceilingOfDepth = 200

    /// The limits that suit a public endpoint.
    public init() {}
}
