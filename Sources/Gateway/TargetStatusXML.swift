import Federation
import SRU
import XML

/// The word about every target that stands in `extraResponseData`.
///
/// It never holds the text of a diagnostic's URI: some clients throw an answer away when they see one anywhere.
enum TargetStatusXML {
    /// The namespace of the gateway's own elements; `docs/sru.md` describes them.
    static let namespace = "urn:lienthong:sru:1"

    /// `<lt:targets>` with one `<lt:target>` each: id, name, status, hits, fetched, milliseconds, and what went wrong.
    static func write(_ page: Page, isPartlySorted: Bool?, into writer: inout XMLWriter) {
        var attributes = [("precision", page.precision.rawValue)]
        if let isPartlySorted { attributes.append(("sorted", isPartlySorted ? "partly" : "wholly")) }
        self.write(page.targets, attributes, into: &writer)
    }

    /// The same for a list of terms.
    static func write(_ list: TermList, into writer: inout XMLWriter) {
        self.write(list.targets, [], into: &writer)
    }

    private static func write(
        _ targets: [TargetStatus],
        _ attributes: [(String, String)],
        into writer: inout XMLWriter
    ) {
        let complete = targets.allSatisfy { $0.state == .ok }
        let common = [("xmlns:lt", Self.namespace), ("complete", complete ? "true" : "false")]
        writer.open("lt:targets", common + attributes)
        for target in targets {
            var attributes = [("id", target.id), ("name", target.name), ("status", target.word)]
            if let hits = target.hits { attributes.append(("hits", String(hits))) }
            attributes.append(("fetched", String(target.fetched)))
            if target.unreadable > 0 { attributes.append(("unreadable", String(target.unreadable))) }
            if target.mended > 0 { attributes.append(("mended", String(target.mended))) }
            if let milliseconds = target.milliseconds { attributes.append(("milliseconds", String(milliseconds))) }
            writer.element("lt:target", target.failure?.message ?? target.note ?? "", attributes)
        }
        writer.close()
    }
}

extension TargetStatus {
    /// `ok`, `late`, or the code of the failure.
    var word: String {
        self.failure?.code.rawValue ?? self.state.rawValue
    }
}
