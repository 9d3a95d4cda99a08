extension APDUDecoder {
    private static let maximumFacetTerms = 10_000

    /// Reads `additionalSearchInfo [203] OtherInformation`: the units of facet-1, others are passed over.
    ///
    /// What is damaged in it costs the facets and not the answer.
    static func facets(_ field: BERElement) -> [SearchFacetValues] {
        (try? Self.readFacets(field)) ?? []
    }

    private static func readFacets(_ field: BERElement) throws(Z3950Error) -> [SearchFacetValues] {
        var facets: [SearchFacetValues] = []
        // The standard has the tag [201] around the units, or nothing where it is replaced by [203].
        let first = try field.children.first { $0.isContext(201) }
        for unit in try (first ?? field).children {
            for part in try unit.children where part.isContext(4) {
                guard let list = try Self.facetList(part) else { continue }
                for entry in try list.children { facets.append(try Self.facetValues(entry)) }
            }
        }
        return facets
    }

    /// The list inside of an EXTERNAL, when that is of facet-1.
    private static func facetList(_ external: BERElement) throws(Z3950Error) -> BERElement? {
        var isFacets = false
        for part in try external.children {
            if part.isUniversal(6) { isFacets = try part.oid == .facets }
            if part.isContext(0), isFacets { return try part.onlyChild }
        }
        return nil
    }

    /// Reads FacetField ::= SEQUENCE { attributes [1], terms [2] SEQUENCE OF FacetTerm }.
    private static func facetValues(_ entry: BERElement) throws(Z3950Error) -> SearchFacetValues {
        var values = SearchFacetValues(attributes: [], terms: [])
        for part in try entry.children {
            if part.isContext(1) {
                for element in try part.children { values.attributes += try Self.attribute(element).map { [$0] } ?? [] }
            } else if part.isContext(2) {
                for term in try part.children {
                    guard values.terms.count < Self.maximumFacetTerms else { return values }
                    if let term = try Self.facetTerm(term) { values.terms.append(term) }
                }
            }
        }
        return values
    }

    /// Reads AttributeElement ::= SEQUENCE { attributeType [120], value numeric [121] or complex [224] }.
    private static func attribute(_ element: BERElement) throws(Z3950Error) -> Bib1Attribute? {
        var type: Int?
        var attribute: Bib1Attribute?
        for part in try element.children {
            if part.isContext(120) { type = try part.integer }
            guard let type else { continue }
            if part.isContext(121) { attribute = Bib1Attribute(type: type, value: try part.integer) }
            if part.isContext(224), let name = try Self.firstText(part) {
                attribute = Bib1Attribute(type: type, name: name)
            }
        }
        return attribute
    }

    /// The first text of a complex value: list [1] of string [1] or numeric [2].
    private static func firstText(_ complex: BERElement) throws(Z3950Error) -> String? {
        for list in try complex.children where list.isContext(1) {
            for value in try list.children where value.isContext(1) { return try value.text }
        }
        return nil
    }

    /// Reads FacetTerm ::= SEQUENCE { term Term, count INTEGER }.
    private static func facetTerm(_ term: BERElement) throws(Z3950Error) -> ScanTerm? {
        var result: ScanTerm?
        for part in try term.children {
            if part.isContext(45) || part.isContext(216) || part.isContext(218) {
                result = ScanTerm(term: Array(try part.octets))
            } else if part.isContext(215) {
                result = ScanTerm(term: Array(String(try part.integer).utf8))
            } else if part.isUniversal(2) {
                result?.occurrences = max(0, try part.integer)
            }
        }
        return result
    }
}
