import Scoring
import XML

/// What speaks for a record as an answer to the query, in `extraRecordData`.
enum RelevanceXML {
    /// `<lt:relevance score="…">` with the parts of the score, in thousandths at the finest.
    static func write(_ relevance: Relevance, into writer: inout XMLWriter) {
        let parts = [
            ("score", relevance.total), ("words", relevance.words), ("orders", relevance.orders),
            ("holdings", relevance.holdings), ("matches", relevance.matches),
        ]
        let attributes = parts.map { ($0.0, Self.text($0.1)) }
        writer.open("lt:relevance", [("xmlns:lt", TargetStatusXML.namespace)] + attributes)
        writer.close()
    }

    private static func text(_ value: Double) -> String {
        let thousandths = Int((value * 1_000).rounded())
        let rest = String(1_000 + abs(thousandths) % 1_000).dropFirst()
        return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1_000).\(rest)"
    }
}
