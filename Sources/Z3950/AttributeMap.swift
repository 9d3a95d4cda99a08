public import CQL

/// How a Z39.50 target wants its queries: which Bib-1 attributes stand for which index, relation and mask.
///
/// Attributes of different origin are put together by type; of two of one type that of the later origin counts, in the
/// order ``always``, relation, structure, position, truncation, modifiers, index. An attribute list that is `nil` means
/// that the target cannot be asked so, an empty one that it is asked by sending nothing.
public struct AttributeMap: Sendable, Hashable {
    /// How a target wants masks inside a word.
    public enum MaskSyntax: Sendable, Hashable {
        /// As in Z39.58: `?` for any characters, `#` for one (Bib-1 5=104).
        case z3958
        /// As a regular expression, one word at a time (Bib-1 5=102).
        case regularExpression

        /// The truncation attribute that says so.
        public var attribute: Bib1Attribute {
            switch self {
            case .z3958: Bib1Attribute(type: 5, value: 104)
            case .regularExpression: Bib1Attribute(type: 5, value: 102)
            }
        }
    }

    /// The attributes of each index; alternatives are searched together with "or".
    ///
    /// An index that is not here cannot be searched.
    public var indexes: [Index: [[Bib1Attribute]]]

    /// What is sent with every term.
    public var always: [Bib1Attribute] = []
    /// The relation attributes; `=` is among them.
    ///
    /// A relation that is not here cannot be asked for, except `<>`, which is then put together from "not" and what it
    /// excludes.
    public var relations: [ResolvedQuery.Relation: [Bib1Attribute]] = [
        .equal: [],
        .less: [Bib1Attribute(type: 2, value: 1)],
        .lessOrEqual: [Bib1Attribute(type: 2, value: 2)],
        .greaterOrEqual: [Bib1Attribute(type: 2, value: 4)],
        .greater: [Bib1Attribute(type: 2, value: 5)],
    ]

    /// The structure of a single word.
    public var word: [Bib1Attribute] = []
    /// The structure of each word of a list, for `any` and `all`.
    public var listWord: [Bib1Attribute] = []
    /// The structure of several words that follow each other.
    public var phrase: [Bib1Attribute]? = [Bib1Attribute(type: 4, value: 1)]
    /// What makes a term the whole field; it counts for indexes of text only, and more than their own attributes.
    public var exact: [Bib1Attribute]? = [Bib1Attribute(type: 4, value: 1), Bib1Attribute(type: 6, value: 3)]
    /// The structure of a date that is compared by order.
    public var orderedDate: [Bib1Attribute] = [Bib1Attribute(type: 4, value: 4)]

    /// The position of a term without anchors.
    public var anywhere: [Bib1Attribute] = []
    /// The position of `^term`.
    public var first: [Bib1Attribute]? = [Bib1Attribute(type: 3, value: 1)]
    /// The position of `term^`, for which Bib-1 has no attribute.
    public var last: [Bib1Attribute]?
    /// The position of `^term^`; `nil` makes it the same as an exact term.
    public var firstAndLast: [Bib1Attribute]?

    /// The truncation of a term without masks.
    public var untruncated: [Bib1Attribute] = []
    /// The truncation of `term*`.
    public var rightTruncated: [Bib1Attribute]? = [Bib1Attribute(type: 5, value: 1)]
    /// The truncation of `*term`.
    public var leftTruncated: [Bib1Attribute]? = [Bib1Attribute(type: 5, value: 2)]
    /// The truncation of `*term*`.
    public var bothTruncated: [Bib1Attribute]? = [Bib1Attribute(type: 5, value: 3)]
    /// How other masks are written; `nil` when the target has none.
    public var masks: MaskSyntax? = .z3958
    /// What makes any value of the index do, for the term `*`.
    public var anyValue: [Bib1Attribute]?

    /// The attributes of relation modifiers; a modifier that is not here cannot be asked for.
    public var modifiers: [ResolvedQuery.Modifier.Name: [Bib1Attribute]] = [
        .relevant: [], .relevance: [], .ignoreCase: [], .ignoreAccents: [], .word: [], .string: [], .isoDate: [],
        .number: [], .uri: [], .oid: [],
    ]
    /// Whether the target knows the proximity operator.
    public var hasProximity = true
    /// Whether an ISBN is asked for in both of its lengths.
    public var expandsISBN = true

    /// A map with the given attributes for its indexes and the plain rules above for all else.
    ///
    /// - Parameter indexes: The attributes of each index.
    public init(indexes: [Index: [[Bib1Attribute]]]) {
        self.indexes = indexes
    }

    /// The map for a server of which nothing is known: the use attributes of the catalogue and few others.
    public static let generic = AttributeMap(catalogue: .standard, without: [.allRecords])

    /// The map for Zebra, which has all records, numeric dates, any value, and regular expressions for masks.
    public static let zebra: AttributeMap = {
        var map = AttributeMap(catalogue: .standard, without: [])
        map.orderedDate = [Bib1Attribute(type: 4, value: 109)]
        map.masks = .regularExpression
        map.anyValue = [Bib1Attribute(type: 2, value: 103)]
        map.modifiers[.regexp] = [Bib1Attribute(type: 5, value: 102)]
        return map
    }()

    private init(catalogue: IndexCatalogue, without unknown: Set<Index>) {
        var indexes: [Index: [[Bib1Attribute]]] = [:]
        for entry in catalogue.entries where !unknown.contains(entry.index) {
            let alternatives = entry.attributes.compactMap { try? Self.attributes($0) }
            if !alternatives.isEmpty {
                indexes[entry.index] = alternatives
            }
        }
        self.init(indexes: indexes)
    }
}
