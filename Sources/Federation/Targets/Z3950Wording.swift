import MARC
import Z3950

/// The words in which a Z39.50 target is asked, and the plainer or other ones to try when it refuses them.
struct Z3950Wording: Sendable {
    /// The attributes that queries are written with.
    private(set) var attributes: AttributeMap
    /// The record syntax asked for.
    private(set) var syntax: RecordSyntax
    /// The element set asked for, if any.
    private(set) var elements: String?
    /// What differs from the configuration, for people; nil when nothing does.
    private(set) var note: String?
    private var refused: Set<RecordSyntax> = []

    init(attributes: AttributeMap, syntax: RecordSyntax, elements: String?) {
        self.attributes = attributes
        self.syntax = syntax
        self.elements = elements
    }

    /// Other words to try after a diagnostic (the ladder of `docs/targets.md`); nil when there are none.
    func reworded(after diagnostic: Bib1Diagnostic, format: MARCFormat) -> Z3950Wording? {
        var next = self
        switch diagnostic.code {
        case 24, 25:
            // Element set names: some servers know none.
            guard self.elements != nil else { return nil }
            next.elements = nil
            next.note = "answered without an element set, after: \(diagnostic)"
        case 227, 238, 239:
            // Many servers refuse a syntax for the whole answer, others record by record.
            next.refused.insert(self.syntax)
            let known: [RecordSyntax] = format == .unimarc ? [.unimarc, .usmarc, .xml] : [.usmarc, .xml, .unimarc]
            guard let syntax = known.first(where: { !next.refused.contains($0) }) else { return nil }
            next.syntax = syntax
            next.note = "answered in the record syntax \(syntax), after: \(diagnostic)"
        default:
            // Many servers refuse a rich combination of attributes and take a plainer one that means the same.
            guard let simpler = self.attributes.simplified(after: diagnostic) else { return nil }
            next.attributes = simpler
            next.note = "answered with simpler attributes, after: \(diagnostic)"
        }
        return next
    }

    /// What a target has against our words, when none of its records can be read.
    static func complaint(in retrieval: Retrieval, _ wording: Z3950Wording) -> Bib1Diagnostic? {
        if retrieval.items.isEmpty { return retrieval.error?.diagnostic.flatMap { Self.mendable($0) } }
        var isOtherSyntax = true
        for item in retrieval.items {
            switch item {
            case .diagnostic(let diagnostic):
                if let complaint = Self.mendable(diagnostic) { return complaint }
                isOtherSyntax = false
            case .record(let record):
                if record.syntax == wording.syntax { isOtherSyntax = false }
            }
        }
        return isOtherSyntax ? Bib1Diagnostic(code: 238, addinfo: "\(wording.syntax)") : nil
    }

    /// Whether text without structure came where records were asked for.
    static func isPoorer(_ retrieval: Retrieval, _ wording: Z3950Wording) -> Bool {
        wording.syntax != .sutrs
            && retrieval.items.allSatisfy { item in
                if case .record(let record) = item { record.syntax == .sutrs } else { false }
            }
    }

    private static func mendable(_ diagnostic: Bib1Diagnostic) -> Bib1Diagnostic? {
        [24, 25, 227, 238, 239].contains(diagnostic.code) ? diagnostic : nil
    }
}
