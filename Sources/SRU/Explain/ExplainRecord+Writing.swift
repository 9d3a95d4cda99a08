public import XML

extension ExplainRecord {
    /// The description as a document of its own, without an XML declaration.
    ///
    /// - Parameter version: the version of SRU whose form is wanted.
    /// - Returns: the `explain` element in UTF-8.
    public func serialized(version: SRUVersion) -> [UInt8] {
        var writer = XMLWriter(reserving: 32_768)
        self.write(into: &writer, version: version)
        return writer.bytes
    }

    /// Writes the `explain` element where a writer stands.
    ///
    /// - Parameters:
    ///   - writer: where to.
    ///   - version: the version of SRU whose form is wanted.
    public func write(into writer: inout XMLWriter, version: SRUVersion) {
        writer.open("explain", [("xmlns", Self.namespace)])
        self.writeServer(&writer, version)
        self.writeDatabase(&writer)
        if let date = self.dateModified {
            writer.open("metaInfo")
            writer.element("dateModified", date)
            writer.close()
        }
        self.writeIndexes(&writer)
        if version == .v2_0 {
            writer.open("searchInfo")
            for example in self.queryExamples { writer.element("queryExample", example) }
            writer.close()
        }
        self.writeSchemas(&writer)
        self.writeConfiguration(&writer)
        writer.close()
    }

    private func writeServer(_ writer: inout XMLWriter, _ version: SRUVersion) {
        writer.open(
            "serverInfo",
            [("protocol", "SRU"), ("version", version.rawValue), ("transport", self.transport)]
        )
        writer.element("host", self.host)
        writer.element("port", String(self.port))
        writer.element("database", self.database)
        writer.close()
    }

    private func writeDatabase(_ writer: inout XMLWriter) {
        writer.open("databaseInfo")
        Self.writeTexts(self.titles, "title", marked: true, &writer)
        Self.writeTexts(self.descriptions, "description", marked: true, &writer)
        if let contact = self.contact { writer.element("contact", contact) }
        writer.close()
    }

    private func writeIndexes(_ writer: inout XMLWriter) {
        guard !self.contextSets.isEmpty || !self.indexes.isEmpty else { return }
        writer.open("indexInfo")
        for set in self.contextSets {
            writer.open("set", [("name", set.name), ("identifier", set.identifier)])
            writer.close()
        }
        for index in self.indexes where !index.names.isEmpty {
            let flags = [
                ("search", "\(index.isSearchable)"), ("scan", "\(index.isScannable)"), ("sort", "\(index.isSortable)"),
            ]
            writer.open("index", flags)
            Self.writeTexts(index.titles, "title", marked: false, &writer)
            for (place, name) in index.names.enumerated() {
                writer.open("map", place == 0 ? [("primary", "true")] : [])
                writer.element("name", name.name, name.set.map { [("set", $0)] } ?? [])
                writer.close()
            }
            writer.close()
        }
        writer.close()
    }

    private func writeSchemas(_ writer: inout XMLWriter) {
        guard !self.schemas.isEmpty else { return }
        writer.open("schemaInfo")
        for schema in self.schemas {
            let attributes = [
                ("name", schema.name), ("identifier", schema.identifier), ("retrieve", "\(schema.isRetrievable)"),
            ]
            writer.open("schema", attributes)
            Self.writeTexts(schema.titles, "title", marked: false, &writer)
            writer.close()
        }
        writer.close()
    }

    private func writeConfiguration(_ writer: inout XMLWriter) {
        guard !(self.defaults.isEmpty && self.settings.isEmpty && self.supports.isEmpty) else { return }
        writer.open("configInfo")
        for (name, settings) in [
            ("default", self.defaults), ("setting", self.settings), ("supports", self.supports),
        ] {
            for setting in settings { writer.element(name, setting.value, [("type", setting.type)]) }
        }
        writer.close()
    }

    /// Clients look for the one that is marked as primary: the first.
    private static func writeTexts(
        _ texts: [LocalizedText],
        _ element: String,
        marked: Bool,
        _ writer: inout XMLWriter
    ) {
        for (place, text) in texts.enumerated() {
            var attributes = text.language.map { [("lang", $0)] } ?? []
            if marked, place == 0 { attributes.append(("primary", "true")) }
            writer.element(element, text.text, attributes)
        }
    }
}
