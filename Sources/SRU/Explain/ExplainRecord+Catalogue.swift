public import CQL

extension ExplainRecord {
    /// Takes the context sets and indexes from the catalogue that queries are resolved with, so that what is said is true.
    ///
    /// - Parameters:
    ///   - catalogue: the catalogue.
    ///   - isSearchable: whether an index can be searched here; others are left out.
    public mutating func describe(_ catalogue: IndexCatalogue, where isSearchable: (CQL.Index) -> Bool = { _ in true })
    {
        self.contextSets = catalogue.contextSets.map { ContextSet(name: $0.prefix, identifier: $0.uri) }
        let declared = Set(catalogue.contextSets.map(\.prefix))
        self.indexes = catalogue.entries.compactMap { entry in
            // A name without a set cannot be said in a description; those are conveniences for clients.
            let names = entry.aliases.compactMap { alias in
                alias.set.flatMap { declared.contains($0) ? IndexName(set: $0, name: alias.name) : nil }
            }
            guard !names.isEmpty, isSearchable(entry.index) else { return nil }
            let titles = [
                LocalizedText(entry.vietnameseTitle, language: "vi"),
                LocalizedText(entry.englishTitle, language: "en"),
            ]
            var index = Index(titles: titles, names: names)
            index.isScannable = entry.isScannable
            index.isSortable = entry.isSortable
            return index
        }
    }
}
