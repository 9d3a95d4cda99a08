/// The description of a database: where it is, what can be searched in it, which formats it delivers.
///
/// Written as ZeeRex 2.0 for SRU 1.x and in the form of OASIS for 2.0; read from either.
public struct ExplainRecord: Sendable, Hashable {
    /// The namespace of the description, which is also its record schema.
    public static let namespace = "http://explain.z3950.org/dtd/2.0/"

    /// A text in a language.
    public struct LocalizedText: Sendable, Hashable {
        /// The language as a code such as `vi`; nil when not known.
        public var language: String?
        /// The text.
        public var text: String

        /// A text of its parts.
        public init(_ text: String, language: String? = nil) {
            self.text = text
            self.language = language
        }
    }

    /// A context set: a name space of index names.
    public struct ContextSet: Sendable, Hashable {
        /// The short name, such as `dc`.
        public var name: String
        /// The URI.
        public var identifier: String

        /// A set of its parts.
        public init(name: String, identifier: String) {
            self.name = name
            self.identifier = identifier
        }
    }

    /// The name of an index in a context set.
    public struct IndexName: Sendable, Hashable {
        /// The short name of the set; nil for none.
        public var set: String?
        /// The name in the set.
        public var name: String

        /// A name of its parts.
        public init(set: String?, name: String) {
            self.set = set
            self.name = name
        }
    }

    /// Something that can be searched.
    public struct Index: Sendable, Hashable {
        /// What it is called, the main language first.
        public var titles: [LocalizedText] = []
        /// All its names, the main one first.
        public var names: [IndexName]
        /// Whether it can be searched.
        public var isSearchable = true
        /// Whether its terms can be listed.
        public var isScannable = false
        /// Whether records can be sorted by it.
        public var isSortable = false

        /// An index that can be searched.
        public init(titles: [LocalizedText] = [], names: [IndexName]) {
            self.titles = titles
            self.names = names
        }
    }

    /// A format of records.
    public struct Schema: Sendable, Hashable {
        /// The short name, such as `marcxml`.
        public var name: String
        /// The URI.
        public var identifier: String
        /// What it is called, the main language first.
        public var titles: [LocalizedText] = []
        /// Whether records are delivered in it.
        public var isRetrievable = true

        /// A format in which records are delivered.
        public init(name: String, identifier: String, titles: [LocalizedText] = []) {
            self.name = name
            self.identifier = identifier
            self.titles = titles
        }
    }

    /// One statement of the configuration.
    public struct Setting: Sendable, Hashable {
        /// What it is about, such as `numberOfRecords`.
        public var type: String
        /// The value.
        public var value: String

        /// A statement of its parts.
        public init(_ type: String, _ value: String) {
            self.type = type
            self.value = value
        }
    }

    /// The host name as clients reach it.
    public var host: String
    /// The port as clients reach it; 0 when a server does not say.
    public var port: Int
    /// The path of the database, without the slash at its beginning.
    public var database: String
    /// `http` or `https`.
    public var transport: String
    /// The version that a server says it speaks; what is written is the version of the answer.
    public var version: String?
    /// What the database is called, the main language first.
    public var titles: [LocalizedText] = []
    /// What the database is, the main language first.
    public var descriptions: [LocalizedText] = []
    /// Whom to write to.
    public var contact: String?
    /// When the description last changed, as ISO 8601.
    public var dateModified: String?
    /// The name spaces of the index names.
    public var contextSets: [ContextSet] = []
    /// What can be searched.
    public var indexes: [Index] = []
    /// A query or more that find something.
    public var queryExamples: [String] = []
    /// The formats of records.
    public var schemas: [Schema] = []
    /// What holds when a request does not say, such as `numberOfRecords`.
    public var defaults: [Setting] = []
    /// What a request cannot change, such as `maximumRecords`.
    public var settings: [Setting] = []
    /// What is offered, such as `proximity` or a relation modifier.
    public var supports: [Setting] = []

    /// A description with an address and nothing else.
    public init(host: String, port: Int, database: String, transport: String = "http") {
        self.host = host
        self.port = port
        self.database = database
        self.transport = transport
    }
}
