import XML

extension FacetedResults {
    /// Reads `facetedResults`, whatever its namespace; those of several data sources stand one behind the other.
    init(_ element: XMLElement) {
        let groups = [element] + element.all("datasource").compactMap { $0.first("facets") }
        self.facets = groups.flatMap { $0.all("facet") }.map { Facet($0) }
    }
}

extension FacetedResults.Facet {
    fileprivate init(_ facet: XMLElement) {
        let index = facet.first("index")?.text.trimmed ?? ""
        self.init(
            label: facet.first("facetDisplayLabel")?.text.trimmed ?? index,
            index: index,
            terms: (facet.first("terms")?.all("term") ?? []).compactMap { term in
                guard let value = term.first("actualTerm")?.text.trimmed, !value.isEmpty,
                    let count = term.first("count").flatMap({ Int($0.text.trimmed) }), count >= 0
                else { return nil }
                return FacetedResults.Term(value, query: term.first("query")?.text, count: count)
            }
        )
    }
}

extension SRUClient {
    /// Asks how the records of a query spread over the values of some indexes, without records.
    ///
    /// - Parameters:
    ///   - query: the query in CQL, in the words of this server.
    ///   - facets: the indexes, in the words of this server, each with the most values wanted.
    ///   - deadline: when to give up, connecting included.
    /// - Returns: the answer; its ``SearchRetrieveResponse/facetedResults`` is nil when the server counts nothing.
    /// - Throws: ``SRUError``; its code is `diagnostic` when the server sends diagnostics.
    public func facets(
        query: String,
        _ facets: [(index: String, limit: Int)],
        deadline: ContinuousClock.Instant
    ) async throws(SRUError) -> SearchRetrieveResponse {
        var parameters = self.endpoint.search(query: query, startRecord: 1, maximumRecords: 0)
        let name = self.endpoint.version == .v2_0 ? "facetLimit" : "x-facetLimit"
        parameters.append(name, facets.map { "\($0.limit):\($0.index)" }.joined(separator: ","))
        let answer = try await self.answer(to: self.endpoint.message(.searchRetrieve, parameters), deadline: deadline)
        let response = try answer.read { bytes throws(SRUError) in try SearchRetrieveResponse.parse(bytes) }
        if let diagnostic = response.diagnostics.first {
            throw SRUError(.diagnostic(diagnostic), "the server answers: \(diagnostic)")
        }
        return response
    }
}
