public import XML

extension ExplainRecord {
    /// Reads a server's answer to explain, or a description alone; any version, any namespace.
    ///
    /// Host and port are what the server believes; many are wrong, so never connect to them.
    ///
    /// - Parameters:
    ///   - bytes: the answer.
    ///   - limits: what is accepted.
    /// - Returns: the description.
    /// - Throws: ``SRUError``: `diagnostic` when the server sends that instead, `notSRU` or `malformed` for the rest.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = .sruAnswer) throws(SRUError) -> ExplainRecord {
        let root = try AnswerReader.element(bytes, limits: limits)
        if let explain = root.answer(named: "explain") { return ExplainRecord(explain) }
        if let response = root.answer(named: "explainResponse"),
            let data = response.first("record")?.first("recordData")
        {
            if let explain = data.first("explain") { return ExplainRecord(explain) }
            if let inner = try? XMLElement.parse(Array(data.text.trimmed.utf8), limits: limits),
                let explain = inner.answer(named: "explain")
            {
                return ExplainRecord(explain)
            }
        }
        if let diagnostic = root.diagnostics.first {
            throw SRUError(.diagnostic(diagnostic), "the server answers: \(diagnostic)")
        }
        throw SRUError(.notSRU, "the answer is no description of a database but <\(root.name.local)>")
    }

    private init(_ explain: XMLElement) {
        let server = explain.first("serverInfo")
        func text(_ local: String) -> String { server?.first(local)?.text.trimmed ?? "" }
        self.init(
            host: text("host"),
            port: Int(text("port")) ?? 0,
            database: text("database"),
            transport: server?.attribute("transport") ?? "http"
        )
        self.version = server?.attribute("version")
        let database = explain.first("databaseInfo")
        self.titles = Self.texts(database, "title")
        self.descriptions = Self.texts(database, "description")
        self.contact = database?.first("contact").map { $0.text.trimmed }
        self.dateModified = explain.first("metaInfo")?.first("dateModified").map { $0.text.trimmed }
        let indexInfo = explain.first("indexInfo")
        self.contextSets = (indexInfo?.all("set") ?? []).map {
            ContextSet(name: $0.attribute("name") ?? "", identifier: $0.attribute("identifier") ?? "")
        }
        self.indexes = (indexInfo?.all("index") ?? []).compactMap { Self.index($0) }
        self.queryExamples = (explain.first("searchInfo")?.all("queryExample") ?? []).map { $0.text.trimmed }
        self.schemas = (explain.first("schemaInfo")?.all("schema") ?? []).map { Self.schema($0) }
        let configuration = explain.first("configInfo")
        self.defaults = Self.settings(configuration, "default")
        self.settings = Self.settings(configuration, "setting")
        self.supports = Self.settings(configuration, "supports")
    }

    /// The main text comes first, whatever its place in the answer.
    private static func texts(_ parent: XMLElement?, _ local: String) -> [LocalizedText] {
        let elements = parent?.all(local) ?? []
        let isPrimary = { (element: XMLElement) in element.attribute("primary") == "true" }
        return (elements.filter(isPrimary) + elements.filter { !isPrimary($0) }).map {
            LocalizedText($0.text.trimmed, language: $0.attribute("lang"))
        }
    }

    private static func index(_ element: XMLElement) -> Index? {
        let names = element.all("map").flatMap { map in
            map.all("name").map { IndexName(set: $0.attribute("set"), name: $0.text.trimmed) }
        }
        guard !names.isEmpty else { return nil }
        var index = Index(titles: self.texts(element, "title"), names: names)
        index.isSearchable = element.attribute("search") != "false"
        index.isScannable = element.attribute("scan") == "true"
        index.isSortable = element.attribute("sort") == "true"
        return index
    }

    private static func schema(_ element: XMLElement) -> Schema {
        let identifier = element.attribute("identifier") ?? ""
        var schema = Schema(
            name: element.attribute("name") ?? identifier,
            identifier: identifier,
            titles: self.texts(element, "title")
        )
        schema.isRetrievable = element.attribute("retrieve") != "false"
        return schema
    }

    private static func settings(_ parent: XMLElement?, _ local: String) -> [Setting] {
        (parent?.all(local) ?? []).map { Setting($0.attribute("type") ?? "", $0.text.trimmed) }
    }
}
