/// The one table of indexes: what explain publishes, queries may name and targets are asked for.
public struct IndexCatalogue: Sendable {
    /// A context set: a name space of CQL.
    public struct ContextSet: Sendable, Hashable {
        /// The short name that is understood without a prefix assignment.
        public var prefix: String
        /// The identifier to publish.
        public var uri: String
        /// Other identifiers of the same set, such as those of its earlier versions.
        public var otherURIs: [String] = []
    }

    /// A name of an index in a context set.
    public struct Alias: Sendable, Hashable {
        /// The prefix of the context set; `nil` for a name that is understood only without a prefix.
        public var set: String?
        /// The name inside the set.
        public var name: String

        /// `set.name`, or the name alone.
        public var qualifiedName: String {
            self.set.map { "\($0).\(self.name)" } ?? self.name
        }
    }

    /// What the terms of an index are.
    public enum Kind: Sendable, Hashable {
        /// Words.
        case text
        /// A number or code that is compared as a whole.
        case identifier
        /// A date or year, which has an order.
        case date
        /// A code from a short list, such as a language.
        case code
        /// No term of a record at all: all records, or a result set.
        case special
    }

    /// Everything there is to know about one index.
    public struct Entry: Sendable, Hashable {
        /// The index.
        public var index: Index
        /// Its names, the one to publish first.
        public var aliases: [Alias]
        /// What its terms are.
        public var kind: Kind
        /// Bib-1 attribute lists such as `1=4`; more than one are searched together with "or".
        public var attributes: [String]
        /// What to ask instead when a server refuses ``attributes``, best first.
        public var fallbackAttributes: [String]
        /// The title in Vietnamese.
        public var vietnameseTitle: String
        /// The title in English.
        public var englishTitle: String
        /// Whether lists of its terms make sense.
        public var isScannable: Bool
        /// Whether records can be put in its order.
        public var isSortable: Bool
    }

    /// The context sets, those with indexes and those with modifiers only.
    public let contextSets: [ContextSet]
    /// The indexes in the order in which to publish them.
    public let entries: [Entry]

    private let setsByPrefix: [String: String]
    private let setsByURI: [String: String]
    private let indexesByName: [String: Index]
    private let positions: [Index: Int]

    /// A catalogue of the given sets and indexes; of two entries with the same name the first counts.
    ///
    /// - Parameters:
    ///   - contextSets: The sets.
    ///   - entries: The indexes; each index at most once.
    public init(contextSets: [ContextSet], entries: [Entry]) {
        self.contextSets = contextSets
        self.entries = entries
        var setsByPrefix: [String: String] = [:]
        var setsByURI: [String: String] = [:]
        for set in contextSets {
            setsByPrefix[set.prefix.lowercased()] = set.prefix
            for uri in [set.uri] + set.otherURIs {
                setsByURI[Self.comparable(uri)] = set.prefix
            }
        }
        var indexesByName: [String: Index] = [:]
        var positions: [Index: Int] = [:]
        for (position, entry) in entries.enumerated() {
            positions[entry.index] = position
            for alias in entry.aliases {
                indexesByName[alias.qualifiedName.lowercased(), default: entry.index] = entry.index
            }
        }
        self.setsByPrefix = setsByPrefix
        self.setsByURI = setsByURI
        self.indexesByName = indexesByName
        self.positions = positions
    }

    /// The index that a name means in a context set.
    ///
    /// - Parameters:
    ///   - set: The prefix of the set; `nil` when the query gives none: then the names of `dc` and the bare aliases hold.
    ///   - name: The name, in any case.
    /// - Returns: The index, or `nil` when there is none of that name.
    public func index(set: String?, name: String) -> Index? {
        let name = name.lowercased()
        guard let set else {
            return self.indexesByName[name] ?? self.indexesByName["dc." + name]
        }
        return self.indexesByName["\(set.lowercased()).\(name)"]
    }

    /// The prefix, as the catalogue spells it, of the set that a query may call so without assigning the prefix.
    public func contextSet(prefix: String) -> String? {
        self.setsByPrefix[prefix] ?? self.setsByPrefix[prefix.lowercased()]
    }

    /// The prefix of the set with an identifier.
    public func contextSet(uri: String) -> String? {
        self.setsByURI[Self.comparable(uri)]
    }

    /// The row of an index; `nil` when the catalogue does not have it.
    public func entry(_ index: Index) -> Entry? {
        self.positions[index].map { self.entries[$0] }
    }

    /// Identifiers are compared without a slash at their end, which clients forget.
    private static func comparable(_ uri: String) -> String {
        uri.hasSuffix("/") ? String(uri.dropLast()) : uri
    }
}
