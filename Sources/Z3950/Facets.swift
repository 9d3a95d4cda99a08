/// An index whose values the target shall count with a search.
///
/// Z39.50 has no words for it; this is the user information format facet-1 that YAZ's servers know.
public struct SearchFacet: Sendable, Hashable {
    /// The index: attributes as a query has them, of which the first use attribute counts.
    public var attributes: [Bib1Attribute]
    /// The most values wanted.
    public var limit: Int

    /// A wish of its parts.
    public init(attributes: [Bib1Attribute], limit: Int) {
        self.attributes = attributes
        self.limit = limit
    }
}

/// The values of one index in the records that were found, as the target counted them.
public struct SearchFacetValues: Sendable, Hashable {
    /// The index, in the words of the question.
    public var attributes: [Bib1Attribute]
    /// The values, each with its number of records.
    public var terms: [ScanTerm]
}

extension OID {
    /// The user information format facet-1.
    static let facets = OID([1, 2, 840, 10003, 10, 1000, 81, 5])
}
