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
    static func write(_ page: Page, into writer: inout XMLWriter) {
        let complete = page.targets.allSatisfy { $0.state == .ok }
        writer.open(
            "lt:targets",
            [
                ("xmlns:lt", Self.namespace), ("complete", complete ? "true" : "false"),
                ("precision", page.precision.rawValue),
            ]
        )
        for target in page.targets {
            var attributes = [("id", target.id), ("name", target.name), ("status", target.word)]
            if let hits = target.hits { attributes.append(("hits", String(hits))) }
            attributes.append(("fetched", String(target.fetched)))
            if target.unreadable > 0 { attributes.append(("unreadable", String(target.unreadable))) }
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
