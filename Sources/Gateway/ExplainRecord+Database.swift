import CQL
import Federation
import SRU

extension ExplainRecord {
    /// What explain says of a database: made from the same tables that searches use, so that it is true.
    ///
    /// - Parameters:
    ///   - database: the database.
    ///   - federation: its targets and the server's limits.
    ///   - authority: host and port as the client named them.
    ///   - path: the path of the request.
    init(_ database: DatabaseConfiguration, federation: Federation, authority: String?, path: String) {
        let server = federation.configuration.server
        let parts = (authority ?? "").split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count > 1 ? parts.last.flatMap { Int($0) } : nil
        self.init(
            host: parts.first.map(String.init).flatMap { $0.isEmpty ? nil : $0 } ?? server.host,
            port: port ?? (authority == nil ? server.port : 80),
            database: String(path.drop { $0 == "/" })
        )
        let titles = database.titles.sorted { $0.key < $1.key }.map { LocalizedText($0.value, language: $0.key) }
        self.titles = titles.isEmpty ? [LocalizedText(database.name)] : titles
        self.descriptions = database.description.map { [LocalizedText($0)] } ?? []
        self.describe(.standard) { federation.isSearchable($0, in: database) }
        self.schemas = RecordSchema.allCases.map { schema in
            Schema(
                name: schema.rawValue,
                identifier: schema.identifier,
                titles: [LocalizedText(schema.title, language: "en")]
            )
        }
        self.queryExamples = ["dc.title = \"truyện kiều\""]
        self.defaults = [
            Setting("numberOfRecords", String(server.defaultRecords)), Setting("contextSet", "cql"),
            Setting("index", "cql.serverChoice"), Setting("relation", "="), Setting("retrieveSchema", "marcxml"),
        ]
        self.settings = [
            Setting("maximumRecords", String(server.maximumRecords)),
            Setting("resultSetTTL", String(server.resultSets.timeToLive.components.seconds)),
        ]
        self.supports = [
            Setting("resultSets", ""), Setting("scan", ""), Setting("sort", ""), Setting("maskingCharacter", "*"),
            Setting("maskingCharacter", "?"), Setting("anchoring", "^"),
        ]
    }
}
