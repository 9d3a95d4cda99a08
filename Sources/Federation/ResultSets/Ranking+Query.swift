import CQL
import Scoring

extension Ranking {
    /// The order that a query asks for: by its sort keys, then by how well the clusters answer its words.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - orders: By target, what the order of its result means.
    init(_ query: ResolvedQuery, orders: [String: ResultOrder] = [:]) {
        self.init(
            query.terms.map { Term(Self.field($0.index), $0.text) },
            sortKeys: query.sortKeys.compactMap { key in
                switch key.index {
                case .title: SortKey(.title, isAscending: key.isAscending)
                case .author: SortKey(.author, isAscending: key.isAscending)
                case .date: SortKey(.date, isAscending: key.isAscending)
                default: nil
                }
            },
            orderWeights: orders.mapValues(\.weight)
        )
    }

    private static func field(_ index: Index) -> Field {
        switch index {
        case .any: .any
        case .title, .uniformTitle, .keyTitle: .title
        case .seriesTitle: .series
        case .author, .personalName, .corporateName, .conferenceName, .editor: .author
        case .subject, .topicalSubject, .geographicName, .genre: .subject
        case .description, .notes: .notes
        case .isbn, .issn, .lccn, .standardIdentifier, .identifier, .recordIdentifier: .identifier
        default: .other
        }
    }
}
