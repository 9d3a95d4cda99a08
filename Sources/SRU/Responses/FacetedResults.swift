import XML

/// How the records of a result spread over the values of some indexes (SRU 2.0, facetedResults).
public struct FacetedResults: Sendable, Hashable {
    /// The values of one index.
    public struct Facet: Sendable, Hashable {
        /// What it is called.
        public var label: String
        /// The index as a query names it, such as `dc.subject`.
        public var index: String
        /// The values, as they were asked for.
        public var terms: [Term]

        /// A facet of its parts.
        public init(label: String, index: String, terms: [Term]) {
            self.label = label
            self.index = index
            self.terms = terms
        }
    }

    /// One value.
    public struct Term: Sendable, Hashable {
        /// The value as it stands in the records.
        public var actualTerm: String
        /// A query that finds the records of the result with this value.
        public var query: String?
        /// How many records have it.
        public var count: Int

        /// A value of its parts.
        public init(_ actualTerm: String, query: String? = nil, count: Int) {
            self.actualTerm = actualTerm
            self.query = query
            self.count = count
        }
    }

    /// The facets of one of the places that were searched.
    public struct DataSource: Sendable, Hashable {
        /// What it is called.
        public var label: String
        /// What was counted there, for people.
        public var description: String?
        /// Its facets.
        public var facets: [Facet]

        /// The facets of a place.
        public init(label: String, description: String? = nil, facets: [Facet]) {
            self.label = label
            self.description = description
            self.facets = facets
        }
    }

    /// The facets of the whole result; empty when they are given by data source.
    public var facets: [Facet] = []
    /// The facets by the place where the records are.
    public var dataSources: [DataSource] = []

    /// No facets.
    public init() {}

    private static let namespace = "http://docs.oasis-open.org/ns/search-ws/facetedResults"

    /// Whether there is anything that the schema allows to be written: a facet has at least one term.
    var isWritable: Bool {
        self.facets.contains { !$0.terms.isEmpty }
            || self.dataSources.contains { $0.facets.contains { !$0.terms.isEmpty } }
    }

    /// Writes the element of 2.0.
    ///
    /// - Parameters:
    ///   - writer: where to.
    ///   - name: the element; in 2.0 it is one of the answer's namespace, elsewhere one of its own.
    func write(into writer: inout XMLWriter, as name: String) {
        guard self.isWritable else { return }
        writer.open(name, [("xmlns:facet", Self.namespace)])
        for facet in self.facets where !facet.terms.isEmpty { facet.write(into: &writer) }
        for source in self.dataSources where source.facets.contains(where: { !$0.terms.isEmpty }) {
            writer.open("facet:datasource")
            writer.element("facet:datasourceDisplayLabel", source.label)
            if let description = source.description { writer.element("facet:datasourceDescription", description) }
            writer.open("facet:facets")
            for facet in source.facets where !facet.terms.isEmpty { facet.write(into: &writer) }
            writer.close()
            writer.close()
        }
        writer.close()
    }

    /// The facets as an element of their own namespace, for the `extraResponseData` of 1.x.
    public func serialized() -> [UInt8] {
        var writer = XMLWriter(reserving: 1024)
        self.write(into: &writer, as: "facet:facetedResults")
        return writer.bytes
    }
}

extension FacetedResults.Facet {
    fileprivate func write(into writer: inout XMLWriter) {
        writer.open("facet:facet")
        writer.element("facet:facetDisplayLabel", self.label)
        writer.element("facet:index", self.index)
        writer.element("facet:relation", "=")
        writer.open("facet:terms")
        for term in self.terms {
            writer.open("facet:term")
            writer.element("facet:actualTerm", term.actualTerm)
            if let query = term.query { writer.element("facet:query", query) }
            writer.element("facet:count", String(term.count))
            writer.close()
        }
        writer.close()
        writer.close()
    }
}

/// What each of the places that were searched was asked and found (SRU 2.0, searchResultAnalysis).
public struct SearchResultAnalysis: Sendable, Hashable {
    /// What one place was asked and found.
    public struct DataSource: Sendable, Hashable {
        /// What it is called.
        public var label: String
        /// The query in its own words.
        public var subquery: String
        /// How many records match there.
        public var count: Int

        /// What a place was asked and found.
        public init(label: String, subquery: String, count: Int) {
            self.label = label
            self.subquery = subquery
            self.count = count
        }
    }

    /// The places, in the database's order; those that did not answer are left out.
    public var dataSources: [DataSource]

    /// What the places were asked and found.
    public init(dataSources: [DataSource]) {
        self.dataSources = dataSources
    }

    private static let namespace = "http://docs.oasis-open.org/ns/search-ws/searchResultAnalysis"

    func write(into writer: inout XMLWriter, as name: String) {
        guard !self.dataSources.isEmpty else { return }
        writer.open(name, [("xmlns:analysis", Self.namespace)])
        for source in self.dataSources {
            writer.open("analysis:datasource", [("full", "true")])
            writer.element("analysis:datasourceDisplayLabel", source.label)
            writer.open("analysis:subqueryResults")
            writer.open("analysis:subqueryResult", [("full", "true")])
            writer.element("analysis:subquery", source.subquery)
            writer.element("analysis:count", String(source.count))
            writer.close()
            writer.close()
            writer.close()
        }
        writer.close()
    }

    /// The analysis as an element of its own namespace, for the `extraResponseData` of 1.x.
    public func serialized() -> [UInt8] {
        var writer = XMLWriter(reserving: 1024)
        self.write(into: &writer, as: "analysis:searchResultAnalysis")
        return writer.bytes
    }
}
