import CQL
import XML

extension SearchRetrieveRequest {
    /// Writes the request as understood, in the element order of the schemas.
    func writeEcho(into writer: inout XMLWriter, version: SRUVersion, query: CQLQuery?) {
        writer.open("zs:echoedSearchRetrieveRequest")
        writer.element("zs:version", version.rawValue)
        if version == .v2_0 { writer.element("zs:queryType", self.queryType) }
        writer.element("zs:query", self.query)
        self.writeQuery(into: &writer, version: version, query: query)
        writer.element("zs:startRecord", String(self.startRecord))
        if let maximum = self.maximumRecords { writer.element("zs:maximumRecords", String(maximum)) }
        if version.isVersion1 {
            writer.element("zs:recordPacking", self.recordPacking.rawValue)
        } else {
            writer.element("zs:recordXMLEscaping", self.recordPacking.rawValue)
            if let packing = self.packing { writer.element("zs:recordPacking", packing) }
        }
        if let schema = self.recordSchema { writer.element("zs:recordSchema", schema) }
        if version == .v2_0, !self.facetParameters.isEmpty {
            let facets = self.facetParameters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            writer.element("zs:facetParameters", facets)
        }
        if let time = self.resultSetTTL { writer.element("zs:resultSetTTL", String(time)) }
        if let keys = self.sortKeys { writer.element("zs:sortKeys", keys) }
        if let stylesheet = self.stylesheet, isPlainURI(stylesheet) { writer.element("zs:stylesheet", stylesheet) }
        if version == .v2_0 {
            if let side = self.renderedBy { writer.element("zs:renderedBy", side) }
            for extra in self.extraParameters {
                writer.element("zs:extraRequestParameter", "\(extra.name)=\(extra.value)")
            }
            if let type = self.httpAccept { writer.element("zs:httpAccept", type) }
            if let type = self.responseType { writer.element("zs:responseType", type) }
        }
        writer.close()
    }

    /// The schema of 1.x wants an `xQuery`, which may be empty; that of 2.0 wants none that is.
    private func writeQuery(into writer: inout XMLWriter, version: SRUVersion, query: CQLQuery?) {
        guard let query, XCQL.isExpressible(query, version: version) else {
            if version.isVersion1 { writer.element("zs:xQuery", "") }
            return
        }
        writer.open("zs:xQuery", [("xmlns:x", version.xcqlNamespace)])
        XCQL.write(query, version: version, into: &writer)
        writer.close()
    }
}
