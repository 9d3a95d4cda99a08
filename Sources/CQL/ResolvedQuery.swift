/// A query as it is meant: prefixes resolved, indexes and relations known, terms taken apart.
public struct ResolvedQuery: Hashable, Sendable {
    /// The search.
    public var root: Node
    /// The keys to sort by, most significant first.
    public var sortKeys: [ResolvedSortKey]

    /// A query from its parts.
    public init(root: Node, sortKeys: [ResolvedSortKey] = []) {
        self.root = root
        self.sortKeys = sortKeys
    }

    /// A part of the search; chains are nested on the left, as in ``CQLQuery``.
    public indirect enum Node: Hashable, Sendable {
        /// One condition.
        case clause(Clause)
        /// Both sides.
        case and(Node, Node)
        /// Either side.
        case or(Node, Node)
        /// The left side without the right side.
        case not(Node, Node)
        /// Both sides near each other.
        case prox(Proximity, Node, Node)
    }

    /// One condition.
    public struct Clause: Hashable, Sendable {
        /// What is searched.
        public var index: Index
        /// How.
        public var relation: Relation
        /// What else the relation was told; `masked` and `unmasked` have been obeyed and are not among them.
        public var modifiers: [Modifier]
        /// What is searched for.
        public var term: Term

        /// A clause, by default without modifiers.
        public init(index: Index, relation: Relation, modifiers: [Modifier] = [], term: Term) {
            self.index = index
            self.relation = relation
            self.modifiers = modifiers
            self.term = term
        }

        /// Whether the term is a regular expression, kept as one literal.
        public var isRegularExpression: Bool {
            self.modifiers.contains { $0.name == .regexp }
        }
    }

    /// The relations of the cql context set.
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        /// `=` or `scr`: words next to each other, or what suits the index.
        case equal = "="
        /// `==` or `exact`: the whole field.
        case exact = "=="
        /// Words next to each other.
        case adj
        /// Any of the words.
        case any
        /// All the words.
        case all
        /// `<`
        case less = "<"
        /// `>`
        case greater = ">"
        /// `<=`
        case lessOrEqual = "<="
        /// `>=`
        case greaterOrEqual = ">="
        /// `<>`
        case notEqual = "<>"
        /// Between the two words of the term, both included.
        case within
        /// The field's range holds the term.
        case encloses
    }

    /// A modifier of a relation.
    public struct Modifier: Hashable, Sendable {
        /// The modifiers there are.
        public enum Name: String, Hashable, Sendable, CaseIterable {
            // Each stands in the cql context set under its own name.
            // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
            case stem, relevant, fuzzy, phonetic, regexp, partial, ignoreCase, respectCase, ignoreAccents,
                respectAccents,
                word, string, isoDate, number, uri, oid, masked, unmasked, substring, locale
            /// Any modifier of the relevance context set.
            case relevance
        }

        /// Which modifier.
        public var name: Name
        /// The name inside the relevance set; else `nil`.
        public var relevanceName: String?
        /// The comparison and its value, such as `=` and `CORI`; `nil` when there is none.
        public var comparison: CQLQuery.Comparison?
        /// The value; `nil` exactly when ``comparison`` is.
        public var value: String?
    }

    /// How near is near.
    public struct Proximity: Hashable, Sendable {
        /// What is counted.
        public enum Unit: String, Hashable, Sendable, CaseIterable {
            /// Words.
            case word
            /// Sentences.
            case sentence
            /// Paragraphs.
            case paragraph
            /// Elements, that is fields.
            case element
        }

        /// How the distance is compared.
        public var comparison: CQLQuery.Comparison
        /// The distance in units; 0 is the same unit, 1 the next.
        public var distance: Int
        /// The unit of the distance.
        public var unit: Unit
        /// Whether the left side comes first.
        public var isOrdered: Bool
    }
}

/// One key of a sort.
public struct ResolvedSortKey: Hashable, Sendable {
    /// What becomes of records without the index.
    public enum MissingValue: Hashable, Sendable {
        /// The server chooses.
        case unspecified
        /// They are left out.
        case omit
        /// The sort fails.
        case fail
        /// They come first.
        case low
        /// They come last.
        case high
        /// They are sorted as if they had this value.
        case value(String)
    }

    /// What to sort by.
    public var index: Index
    /// Whether small values come first.
    public var isAscending = true
    /// Whether case counts.
    public var respectsCase = false
    /// Whether accents count; `nil` when the query does not say.
    public var respectsAccents: Bool?
    /// What becomes of records without the index.
    public var missingValue = MissingValue.unspecified

    /// An ascending key.
    public init(index: Index) {
        self.index = index
    }
}
