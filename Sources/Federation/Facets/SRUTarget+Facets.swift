import CQL
import SRU

extension SRUTarget {
    /// Searches again without records, with `facetLimit`.
    func facets(
        _ plan: QueryPlan,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TargetFacets {
        guard case .sru(let query) = plan.words else { throw .facetsNotOffered }
        let asked = fields.compactMap { field in
            self.access.indexNames[field.index].map { (field: field, index: $0) }
        }
        guard !asked.isEmpty else { throw .facetsNotOffered }
        let client = SRUClient(endpoint: self.access.endpoint, httpClient: self.httpClient)
        let response: SearchRetrieveResponse
        do throws(SRUError) {
            let facets = asked.map { (index: $0.index, limit: limit) }
            response = try await client.facets(query: query, facets, deadline: deadline)
        } catch {
            throw TargetFailure(error, hasHits: false)
        }
        var values: [FacetField: [FacetCounts.Value]] = [:]
        for facet in response.facetedResults?.facets ?? [] {
            let name = facet.index.lowercased()
            guard let field = asked.first(where: { $0.index.lowercased() == name })?.field else { continue }
            values[field] = facet.terms.map { FacetCounts.Value(text: $0.actualTerm, count: $0.count) }
        }
        guard !values.isEmpty else { throw .facetsNotOffered }
        return TargetFacets(values: values)
    }
}
