/// Words a client says first on a connection (Z39.50, 3.2.1.1).
public struct InitRequest: Sendable, Hashable {
    /// The highest protocol version offered, 2 or 3.
    public var version: Int
    /// The facilities asked for.
    public var options: Z3950Options
    /// The sizes, in octets, offered for a whole answer and for one record.
    public var maximumMessageBytes: Int
    /// Who asks.
    public var authentication: Z3950Endpoint.Authentication

    /// Makes an Init request.
    ///
    /// - Parameters:
    ///   - version: The highest protocol version offered.
    ///   - options: The facilities asked for.
    ///   - maximumMessageBytes: The largest answer taken.
    ///   - authentication: Who asks.
    public init(
        version: Int = 3,
        options: Z3950Options = [.search, .present, .deleteResultSet, .scan, .sort, .namedResultSets],
        maximumMessageBytes: Int = 16 << 20,
        authentication: Z3950Endpoint.Authentication = .none
    ) {
        self.version = version
        self.options = options
        self.maximumMessageBytes = maximumMessageBytes
        self.authentication = authentication
    }
}

/// The option bits of Init (Z39.50, 3.2.1.1.4).
public struct Z3950Options: OptionSet, Sendable, Hashable {
    /// Bit n stands for the standard's option n.
    public var rawValue: UInt32

    /// Makes a set of options.
    ///
    /// - Parameter rawValue: Bit n stands for the standard's option n.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Searching.
    public static let search = Self(rawValue: 1 << 0)
    /// Fetching records.
    public static let present = Self(rawValue: 1 << 1)
    /// Deleting result sets.
    public static let deleteResultSet = Self(rawValue: 1 << 2)
    /// Browsing a list of terms.
    public static let scan = Self(rawValue: 1 << 7)
    /// Sorting a result set.
    public static let sort = Self(rawValue: 1 << 8)
    /// Result sets with names other than `default`.
    public static let namedResultSets = Self(rawValue: 1 << 14)
}

/// A search in one or more databases of a target (Z39.50, 3.2.2.1).
public struct SearchRequest: Sendable, Hashable {
    /// The databases searched together.
    public var databases: [String]
    /// What is looked for.
    public var query: RPN
    /// The name the result set shall have; ignored when the target has no named result sets.
    public var resultSetName: String
    /// Records that may come with the answer itself; 0 asks for none.
    public var piggyback: Int
    /// The form asked for records that come with the answer.
    public var recordSyntax: RecordSyntax?
    /// The element set asked for records that come with the answer, such as `F`.
    public var elementSetName: String?
    /// The indexes whose values the target shall count; many targets know nothing of it and leave it out.
    public var facets: [SearchFacet] = []

    /// Makes a search.
    ///
    /// - Parameters:
    ///   - databases: The databases searched together.
    ///   - query: What is looked for.
    ///   - resultSetName: The name the result set shall have.
    ///   - piggyback: Records that may come with the answer itself.
    ///   - recordSyntax: The form asked for them.
    ///   - elementSetName: The element set asked for them.
    public init(
        databases: [String],
        query: RPN,
        resultSetName: String = "default",
        piggyback: Int = 0,
        recordSyntax: RecordSyntax? = nil,
        elementSetName: String? = nil
    ) {
        self.databases = databases
        self.query = query
        self.resultSetName = resultSetName
        self.piggyback = piggyback
        self.recordSyntax = recordSyntax
        self.elementSetName = elementSetName
    }
}

/// A wish for records of a result set (Z39.50, 3.2.3.1).
public struct PresentRequest: Sendable, Hashable {
    /// The result set, as the search named it.
    public var resultSetName: String
    /// The first position wanted, from 1.
    public var start: Int
    /// How many records.
    public var count: Int
    /// The form wanted.
    public var recordSyntax: RecordSyntax?
    /// The element set wanted, such as `F`.
    public var elementSetName: String?

    /// Makes a wish for records.
    ///
    /// - Parameters:
    ///   - resultSetName: The result set, as the search named it.
    ///   - start: The first position wanted, from 1.
    ///   - count: How many records.
    ///   - recordSyntax: The form wanted.
    ///   - elementSetName: The element set wanted.
    public init(
        resultSetName: String = "default",
        start: Int,
        count: Int,
        recordSyntax: RecordSyntax? = nil,
        elementSetName: String? = nil
    ) {
        self.resultSetName = resultSetName
        self.start = start
        self.count = count
        self.recordSyntax = recordSyntax
        self.elementSetName = elementSetName
    }
}

/// A look into an ordered list of terms (Z39.50, 3.2.8.1).
public struct ScanRequest: Sendable, Hashable {
    /// The databases whose terms are listed.
    public var databases: [String]
    /// The attributes that choose the list.
    public var attributes: [Bib1Attribute]
    /// The term at which the list is opened.
    public var term: [UInt8]
    /// How many terms.
    public var count: Int
    /// The place, from 1, that the start term shall have in the answer.
    public var preferredPosition: Int
    /// Terms to leave out between two; `nil` says nothing about it.
    public var stepSize: Int?

    /// Makes a scan.
    ///
    /// - Parameters:
    ///   - databases: The databases whose terms are listed.
    ///   - attributes: The attributes that choose the list.
    ///   - term: The term at which the list is opened.
    ///   - count: How many terms.
    ///   - preferredPosition: The place, from 1, that the start term shall have.
    ///   - stepSize: Terms to leave out between two.
    public init(
        databases: [String],
        attributes: [Bib1Attribute],
        term: [UInt8],
        count: Int,
        preferredPosition: Int = 1,
        stepSize: Int? = nil
    ) {
        self.databases = databases
        self.attributes = attributes
        self.term = term
        self.count = count
        self.preferredPosition = preferredPosition
        self.stepSize = stepSize
    }
}

/// A wish to order a result set (Z39.50, 3.2.7.1).
public struct SortRequest: Sendable, Hashable {
    /// One key of the order.
    public struct Key: Sendable, Hashable {
        /// What the key is: Bib-1 attributes or a field's name.
        public enum Element: Sendable, Hashable {
            /// Attributes, such as use attribute 4.
            case attributes([Bib1Attribute])
            /// A field named in the target's own way.
            case field(String)
        }

        /// What is compared.
        public var element: Element
        /// Whether the greatest value comes first.
        public var isDescending: Bool
        /// Whether upper and lower case differ.
        public var isCaseSensitive: Bool

        /// Makes a key.
        ///
        /// - Parameters:
        ///   - element: What is compared.
        ///   - isDescending: Whether the greatest value comes first.
        ///   - isCaseSensitive: Whether upper and lower case differ.
        public init(_ element: Element, isDescending: Bool = false, isCaseSensitive: Bool = false) {
            self.element = element
            self.isDescending = isDescending
            self.isCaseSensitive = isCaseSensitive
        }
    }

    /// The result sets taken as input.
    public var inputResultSetNames: [String]
    /// The result set that holds the outcome; may be an input.
    public var sortedResultSetName: String
    /// The keys, most important first.
    public var keys: [Key]

    /// Makes a wish to order.
    ///
    /// - Parameters:
    ///   - inputResultSetNames: The result sets taken as input.
    ///   - sortedResultSetName: The result set that holds the outcome.
    ///   - keys: The keys, most important first.
    public init(
        inputResultSetNames: [String] = ["default"],
        sortedResultSetName: String = "default",
        keys: [Key]
    ) {
        self.inputResultSetNames = inputResultSetNames
        self.sortedResultSetName = sortedResultSetName
        self.keys = keys
    }
}

/// A wish to have result sets forgotten (Z39.50, 3.2.4.1).
public struct DeleteResultSetRequest: Sendable, Hashable {
    /// The result sets; empty stands for all of them.
    public var resultSetNames: [String]

    /// Makes a wish to have result sets forgotten.
    ///
    /// - Parameter resultSetNames: The result sets; empty stands for all of them.
    public init(resultSetNames: [String] = []) {
        self.resultSetNames = resultSetNames
    }
}

/// The end of a connection as either side says it (Z39.50, 3.2.11.1).
public struct Close: Sendable, Hashable {
    /// The reason's number: 0 finished, 1 shutdown, 2 system problem, 3 cost limit, 4 resources,
    /// 5 security violation, 6 protocol error, 7 lack of activity, 8 response to peer, 9 unspecified.
    public var reason: Int
    /// What the sender says about it.
    public var diagnosticInformation: String?
    /// The reference of the request this belongs to.
    public var referenceID: [UInt8]?

    /// Makes a close.
    ///
    /// - Parameters:
    ///   - reason: The reason's number.
    ///   - diagnosticInformation: What the sender says about it.
    ///   - referenceID: The reference of the request this belongs to.
    public init(reason: Int = 0, diagnosticInformation: String? = nil, referenceID: [UInt8]? = nil) {
        self.reason = reason
        self.diagnosticInformation = diagnosticInformation
        self.referenceID = referenceID
    }

    /// The reason in words.
    public var reasonText: String {
        let texts = [
            "finished", "shutdown", "system problem", "cost limit", "resources", "security violation",
            "protocol error", "lack of activity", "response to the peer", "unspecified",
        ]
        return texts.indices.contains(self.reason) ? texts[self.reason] : "reason \(self.reason)"
    }
}

/// Any request a client sends.
public enum Z3950Request: Sendable, Hashable {
    /// Opens the session.
    case initialise(InitRequest)
    /// Searches.
    case search(SearchRequest)
    /// Fetches records.
    case present(PresentRequest)
    /// Browses terms.
    case scan(ScanRequest)
    /// Orders a result set.
    case sort(SortRequest)
    /// Forgets result sets.
    case deleteResultSet(DeleteResultSetRequest)
    /// Ends the session.
    case close(Close)
}
