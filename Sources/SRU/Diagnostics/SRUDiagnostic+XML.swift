import XML

extension SRUDiagnostic {
    /// Writes a `diagnostic` element that declares its own namespace.
    func write(into writer: inout XMLWriter, version: SRUVersion) {
        writer.open("diagnostic", [("xmlns", version.diagnosticNamespace)])
        writer.element("uri", self.uri)
        if let details = self.details { writer.element("details", details) }
        if let message = self.message { writer.element("message", message) }
        writer.close()
    }

    /// Writes the `zs:diagnostics` element of an answer; nothing when there are none.
    static func write(_ diagnostics: [SRUDiagnostic], into writer: inout XMLWriter, version: SRUVersion) {
        guard !diagnostics.isEmpty else { return }
        writer.open("zs:diagnostics")
        for diagnostic in diagnostics { diagnostic.write(into: &writer, version: version) }
        writer.close()
    }

    /// Reads a `diagnostic` element of any namespace.
    init(_ element: XMLElement) {
        func text(_ local: String) -> String? {
            guard let text = element.first(local)?.text.trimmed, !text.isEmpty else { return nil }
            return text
        }
        let uri = text("uri") ?? text("code") ?? ""
        let bare = element.elements.isEmpty ? element.text.trimmed : nil
        self.init(
            uri: Int(uri) == nil ? uri : Self.uriPrefix + uri,
            details: text("details") ?? bare,
            message: text("message")
        )
    }
}
