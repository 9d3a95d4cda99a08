import CYAZ

extension APDUEncoder {
    /// Attribute types of a facet: the index, the order of its values, and how many are wanted.
    private enum FacetAttribute {
        static let use = 1
        static let limit = 3
    }

    /// Adds to a search which indexes are to be counted.
    static func addFacets(
        _ facets: [SearchFacet],
        to apdu: UnsafeMutablePointer<Z_SearchRequest>,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        guard !facets.isEmpty else { return }
        let fields = unsafe memory.room(for: UnsafeMutablePointer<Z_FacetField>?.self, count: facets.count)
        for (index, facet) in facets.enumerated() {
            let use = facet.attributes.filter { $0.type == FacetAttribute.use }.prefix(1)
            let limit = Bib1Attribute(type: FacetAttribute.limit, value: max(1, facet.limit))
            let field = unsafe memory.zeroed(Z_FacetField.self)
            unsafe field.pointee.attributes = try RPN.attributeList(use + [limit], memory)
            unsafe fields[index] = unsafe field
        }
        let list = unsafe memory.zeroed(Z_FacetList.self)
        unsafe list.pointee.num = Int32(clamping: facets.count)
        unsafe list.pointee.elements = unsafe fields
        unsafe yaz_oi_set_facetlist(&apdu.pointee.additionalSearchInfo, memory.odr, list)
    }
}
