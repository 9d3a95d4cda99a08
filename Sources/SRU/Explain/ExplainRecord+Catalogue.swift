public import CQL

extension ExplainRecord {
    /// Takes the context sets and indexes from the catalogue that queries are resolved with, so that what is said is true.
    ///
    /// - Parameters:
    ///   - catalogue: the catalogue.
    ///   - scan: whether terms can be listed at all.
    ///   - sort: whether records can be sorted at all.
    public mutating func describe(_ catalogue: IndexCatalogue, scan: Bool = false, sort: Bool = true) {
        self.contextSets = catalogue.contextSets.map { ContextSet(name: $0.prefix, identifier: $0.uri) }
        let declared = Set(catalogue.contextSets.map(\.prefix))
        self.indexes = catalogue.entries.compactMap { entry in
            // A name without a set cannot be said in a description; those are conveniences for clients.
            let names = entry.aliases.compactMap { alias in
                alias.set.flatMap { declared.contains($0) ? IndexName(set: $0, name: alias.name) : nil }
            }
            guard !names.isEmpty else { return nil }
            let titles = [
                LocalizedText(entry.vietnameseTitle, language: "vi"),
                LocalizedText(entry.englishTitle, language: "en"),
            ]
            var index = Index(titles: titles, names: names)
            index.isScannable = scan && entry.isScannable
            index.isSortable = sort && entry.isSortable
            return index
        }
    }
}
