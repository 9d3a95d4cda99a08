import CQL
import Scoring

extension Ranking {
    /// The order that a query asks for: by how well the clusters answer its words.
    init(_ query: ResolvedQuery) {
        self.init(
            query.terms.map { term in
                switch term.index {
                case .any: Term(.any, term.text)
                case .title, .uniformTitle, .keyTitle, .seriesTitle: Term(.title, term.text)
                case .author, .personalName, .corporateName, .conferenceName, .editor: Term(.author, term.text)
                default: Term(.other, term.text)
                }
            }
        )
    }
}
