import CQL
import Scoring

extension Ranking {
    /// The order that a query asks for: by its sort keys, then by how well the clusters answer its words.
    init(_ query: ResolvedQuery) {
        self.init(
            query.terms.map { term in
                switch term.index {
                case .any: Term(.any, term.text)
                case .title, .uniformTitle, .keyTitle, .seriesTitle: Term(.title, term.text)
                case .author, .personalName, .corporateName, .conferenceName, .editor: Term(.author, term.text)
                default: Term(.other, term.text)
                }
            },
            sortKeys: query.sortKeys.compactMap { key in
                switch key.index {
                case .title: SortKey(.title, isAscending: key.isAscending)
                case .author: SortKey(.author, isAscending: key.isAscending)
                case .date: SortKey(.date, isAscending: key.isAscending)
                default: nil
                }
            }
        )
    }
}
