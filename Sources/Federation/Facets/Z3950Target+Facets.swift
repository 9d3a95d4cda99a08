import CQL
import MARC
import Z3950

extension Z3950Target {
    /// Searches again without records, with the user information format facet-1.
    func facets(
        _ plan: QueryPlan,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TargetFacets {
        guard case .z3950(let query) = plan.words else { throw .facetsNotOffered }
        let attributes = self.access.attributes.indexes
        let asked = fields.compactMap { field in attributes[field.index]?.first.map { (field: field, attributes: $0) } }
        var request = SearchRequest(databases: [self.access.database], query: query)
        request.facets = asked.map { SearchFacet(attributes: $0.attributes, limit: limit) }
        guard !request.facets.isEmpty else { throw .facetsNotOffered }
        let search = request
        let response: SearchResponse
        do throws(Z3950Error) {
            response = try await self.pool.withConnection(deadline: deadline) { connection throws(Z3950Error) in
                try await connection.search(search, deadline: deadline)
            }
        } catch {
            throw TargetFailure(error, hasHits: false)
        }
        var values: [FacetField: [FacetCounts.Value]] = [:]
        for facet in response.facets {
            let use = facet.attributes.first { $0.type == 1 }
            guard let use, let field = asked.first(where: { $0.attributes.contains(use) })?.field else { continue }
            values[field] = facet.terms.compactMap { term in
                let text = self.queryEncoding.decode(term.term[...]).text
                return text.isEmpty ? nil : FacetCounts.Value(text: text, count: term.occurrences ?? 0)
            }
        }
        guard !values.isEmpty else { throw .facetsNotOffered }
        return TargetFacets(values: values)
    }
}
