/// The answer to Init (Z39.50, 3.2.1.2).
public struct InitResponse: Sendable, Hashable {
    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// Whether the target takes the connection.
    public var isAccepted: Bool
    /// The highest version both sides speak.
    public var version: Int
    /// The facilities both sides have.
    public var options: Z3950Options
    /// The largest answer the target means to send, in octets.
    public var preferredMessageBytes: Int
    /// The largest record the target means to send, in octets.
    public var maximumRecordBytes: Int
    /// The target's own number, name and version.
    public var implementationID: String?
    /// The name of the target's software.
    public var implementationName: String?
    /// The version of the target's software.
    public var implementationVersion: String?
    /// What the target says to the user, often why it refuses.
    public var userInformation: String?
    /// Diagnostics that came in the user information.
    public var diagnostics: [Bib1Diagnostic]
}

/// The answer to a search (Z39.50, 3.2.2.2).
public struct SearchResponse: Sendable, Hashable {
    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// Whether the search itself succeeded.
    public var isSuccess: Bool
    /// Records found, as the target says; never negative.
    public var resultCount: Int
    /// Records that came along.
    public var items: [RetrievedItem]
    /// Diagnostics for the answer as a whole.
    public var diagnostics: [Bib1Diagnostic]
    /// Of a failed search: 1 subset, 2 interim, 3 none.
    public var resultSetStatus: Int?
    /// How fetching the records went: 0 success, 1 to 4 partly, 5 failure.
    public var presentStatus: Int?
    /// The position after the last record that came along; 0 at the end.
    public var nextResultSetPosition: Int?
    /// The values of the indexes that were to be counted, when the target does that.
    public var facets: [SearchFacetValues] = []
}

/// The answer to a wish for records (Z39.50, 3.2.3.2).
public struct PresentResponse: Sendable, Hashable {
    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// The records, or diagnostics in their places.
    public var items: [RetrievedItem]
    /// Diagnostics for the answer as a whole.
    public var diagnostics: [Bib1Diagnostic]
    /// 0 success, 1 to 4 partly, 5 failure.
    public var presentStatus: Int
    /// The position after the last record; 0 at the end.
    public var nextResultSetPosition: Int?
}

/// One position of a result set as it came.
public enum RetrievedItem: Sendable, Hashable {
    /// A record.
    case record(RetrievedRecord)
    /// A surrogate diagnostic: why there is no record in this place.
    case diagnostic(Bib1Diagnostic)
}

/// A record as it came, its contents untouched.
public struct RetrievedRecord: Sendable, Hashable {
    /// The form it came in, which may differ from the one asked for.
    public var syntax: RecordSyntax
    /// ISO 2709, XML or text octets; for OPAC and other structures their whole BER element.
    public var bytes: [UInt8]
    /// The database it is from, when the target says so.
    public var databaseName: String?

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - syntax: The form it came in.
    ///   - bytes: Its octets.
    ///   - databaseName: The database it is from.
    public init(syntax: RecordSyntax, bytes: [UInt8], databaseName: String? = nil) {
        self.syntax = syntax
        self.bytes = bytes
        self.databaseName = databaseName
    }
}

/// The answer to a scan (Z39.50, 3.2.8.2).
public struct ScanResponse: Sendable, Hashable {
    /// One place of the list.
    public enum Entry: Sendable, Hashable {
        /// A term.
        case term(ScanTerm)
        /// Why there is no term in this place.
        case diagnostic(Bib1Diagnostic)
    }

    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// 0 success, 1 to 5 partly, 6 failure.
    public var status: Int
    /// The list.
    public var entries: [Entry]
    /// The place, from 1, at which the start term is or would be.
    public var positionOfTerm: Int?
    /// Terms left out between two.
    public var stepSize: Int?
    /// Diagnostics for the answer as a whole.
    public var diagnostics: [Bib1Diagnostic]
}

/// A term of a scanned list.
public struct ScanTerm: Sendable, Hashable {
    /// The term as searches want it.
    public var term: [UInt8]
    /// The term as users shall see it.
    public var displayTerm: String?
    /// How often it occurs, when the target says so.
    public var occurrences: Int?
}

/// The answer to a wish to order (Z39.50, 3.2.7.2).
public struct SortResponse: Sendable, Hashable {
    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// 0 success, 1 partly, 2 failure.
    public var status: Int
    /// What went wrong.
    public var diagnostics: [Bib1Diagnostic]
}

/// The answer to a wish to have result sets forgotten (Z39.50, 3.2.4.2).
public struct DeleteResultSetResponse: Sendable, Hashable {
    /// The reference the target sent back.
    public var referenceID: [UInt8]?
    /// 0 success, 1 no such set, 2 deleted before, 3 system problem, 4 not permitted, 5 to 10 other reasons.
    public var status: Int
    /// What the target says about it.
    public var message: String?
}

/// Any answer a client reads.
public enum Z3950Response: Sendable, Hashable {
    /// The session is open, or refused.
    case initialise(InitResponse)
    /// A search's outcome.
    case search(SearchResponse)
    /// Records.
    case present(PresentResponse)
    /// Terms.
    case scan(ScanResponse)
    /// A result set was ordered, or not.
    case sort(SortResponse)
    /// Result sets were forgotten, or not.
    case deleteResultSet(DeleteResultSetResponse)
    /// The target ends the session.
    case close(Close)

    /// The reference the target sent back.
    public var referenceID: [UInt8]? {
        switch self {
        case .initialise(let response): response.referenceID
        case .search(let response): response.referenceID
        case .present(let response): response.referenceID
        case .scan(let response): response.referenceID
        case .sort(let response): response.referenceID
        case .deleteResultSet(let response): response.referenceID
        case .close(let close): close.referenceID
        }
    }
}
