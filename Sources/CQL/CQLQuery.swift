/// A CQL query as it was written: names unresolved, terms with their escapes.
///
/// CQL 1.2 with the spellings of 1.1 (`exact`, `scr`). Two queries are equal when they say the same in the same words;
/// white space, needless quotes and needless parentheses do not count.
public struct CQLQuery: Hashable, Sendable {
    /// The prefix assignments before the whole query; they hold for the sort keys too.
    public var prefixes: [PrefixAssignment]
    /// The search itself.
    public var root: Node
    /// The keys after `sortBy`, most significant first.
    public var sortKeys: [SortKey]

    /// A query from its parts.
    public init(prefixes: [PrefixAssignment] = [], root: Node, sortKeys: [SortKey] = []) {
        self.prefixes = prefixes
        self.root = root
        self.sortKeys = sortKeys
    }

    /// A part of the search: one clause, or two parts joined by a boolean.
    public indirect enum Node: Hashable, Sendable {
        /// `dc.title any fish`, or a bare term.
        case clause(SearchClause)
        /// `left and right`; chains are nested on the left.
        case boolean(BooleanOperator, Node, Node)
        /// `(> dc="…" part)`: prefixes that hold in this part only.
        case scoped([PrefixAssignment], Node)
    }

    /// `> name = "uri"`, which gives a context set a short name.
    public struct PrefixAssignment: Hashable, Sendable {
        /// The short name; `nil` makes the set the default one for names without a prefix.
        public var name: String?
        /// The identifier of the context set.
        public var uri: String

        /// An assignment of a short name, or of the default set.
        public init(name: String?, uri: String) {
            self.name = name
            self.uri = uri
        }
    }

    /// One condition: index, relation and term, or a term alone.
    public struct SearchClause: Hashable, Sendable {
        /// The index as written (`dc.title`); `nil` for a term that stands alone (then the server chooses the index).
        public var index: String?
        /// The relation as written; `=` for a term that stands alone.
        public var relation: Relation
        /// The term without its quotes, its backslash escapes and masking characters as written.
        public var term: String

        /// A clause with all three parts.
        public init(index: String, relation: Relation, term: String) {
            self.index = index
            self.relation = relation
            self.term = term
        }

        /// A term that stands alone.
        public init(term: String) {
            self.index = nil
            self.relation = Relation(name: "=")
            self.term = term
        }
    }

    /// A relation with its modifiers.
    public struct Relation: Hashable, Sendable {
        /// A symbol (`=`, `==`, `<`, `<=`, `>`, `>=`, `<>`) or a name as written (`any`, `cql.all`).
        public var name: String
        /// The modifiers in their order.
        public var modifiers: [Modifier]

        /// A relation, by default without modifiers.
        public init(name: String, modifiers: [Modifier] = []) {
            self.name = name
            self.modifiers = modifiers
        }
    }

    /// `/name` or `/name<value` after a relation, a boolean or a sort key.
    public struct Modifier: Hashable, Sendable {
        /// The name as written, with its prefix if it has one.
        public var name: String
        /// How the value is compared; `nil` when there is no value.
        public var comparison: Comparison?
        /// The value; `nil` exactly when ``comparison`` is.
        public var value: String?

        /// A modifier with a value.
        public init(name: String, comparison: Comparison, value: String) {
            self.name = name
            self.comparison = comparison
            self.value = value
        }

        /// A modifier without a value.
        public init(name: String) {
            self.name = name
            self.comparison = nil
            self.value = nil
        }
    }

    /// The symbols that compare.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// `=`
        case equal = "="
        /// `==`
        case exact = "=="
        /// `<`
        case less = "<"
        /// `<=`
        case lessOrEqual = "<="
        /// `>`
        case greater = ">"
        /// `>=`
        case greaterOrEqual = ">="
        /// `<>`
        case notEqual = "<>"
    }

    /// A boolean with its modifiers.
    public struct BooleanOperator: Hashable, Sendable {
        /// The four booleans of CQL.
        public enum Name: String, Hashable, Sendable, CaseIterable {
            /// Both sides.
            case and
            /// Either side.
            case or
            /// The left side without the right side.
            case not
            /// Both sides near each other.
            case prox
        }

        /// Which boolean.
        public var name: Name
        /// The modifiers in their order.
        public var modifiers: [Modifier]

        /// A boolean, by default without modifiers.
        public init(name: Name, modifiers: [Modifier] = []) {
            self.name = name
            self.modifiers = modifiers
        }
    }

    /// One key after `sortBy`.
    public struct SortKey: Hashable, Sendable {
        /// The index as written.
        public var index: String
        /// The modifiers in their order, such as `sort.descending`.
        public var modifiers: [Modifier]

        /// A key, by default without modifiers.
        public init(index: String, modifiers: [Modifier] = []) {
            self.index = index
            self.modifiers = modifiers
        }
    }
}
