import GRDB

/// The file that keeps what is known of targets over a restart: SQLite, one row a target and one a span.
///
/// Everything here blocks, or waits for GRDB's own thread; nothing of it is on the way of a search.
struct HistoryFile: Sendable {
    private let queue: DatabaseQueue

    /// Opens the file, or makes it.
    ///
    /// - Throws: what SQLite says; a file that is no database among it.
    init(path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(2)
        configuration.label = "history"
        self.queue = try DatabaseQueue(path: path, configuration: configuration)
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE target (
                        id TEXT PRIMARY KEY, isWell INTEGER, since INTEGER, lastSuccess INTEGER, lastFailure INTEGER,
                        failure TEXT, said TEXT, hits INTEGER
                    );
                    CREATE TABLE span (
                        target TEXT NOT NULL, width INTEGER NOT NULL, start INTEGER NOT NULL,
                        asked INTEGER NOT NULL, answered INTEGER NOT NULL, latencies TEXT NOT NULL,
                        PRIMARY KEY (target, width, start)
                    ) WITHOUT ROWID;
                    """
            )
        }
        try migrations.migrate(self.queue)
    }

    /// Everything that the file knows.
    func load() async throws -> [String: TargetRecord] {
        try await self.queue.read { database in
            var records: [String: TargetRecord] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT * FROM target") {
                var record = TargetRecord()
                record.isWell = row["isWell"]
                record.since = row["since"]
                record.lastSuccess = row["lastSuccess"]
                record.lastFailure = row["lastFailure"]
                record.failure = row["failure"]
                record.said = row["said"]
                record.hits = row["hits"]
                records[row["id"]] = record
            }
            for row in try Row.fetchAll(database, sql: "SELECT * FROM span") {
                guard let width = TargetRecord.Width(rawValue: row["width"]) else { continue }
                var span = Span()
                span.asked = row["asked"]
                span.answered = row["answered"]
                let counts: String = row["latencies"]
                for (place, count) in counts.split(separator: ",").enumerated() where place < span.latencies.count {
                    span.latencies[place] = UInt32(count) ?? 0
                }
                records[row["target"], default: TargetRecord()]
                    .spans[TargetRecord.Place(width: width, start: row["start"])] = span
            }
            return records
        }
    }

    /// Writes what has changed, in one transaction, and drops what is too old.
    func save(_ changes: TargetHistory.Changes, now: Int) async throws {
        try await self.queue.write { database in
            for (id, record) in changes.records {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO target VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        id, record.isWell, record.since, record.lastSuccess, record.lastFailure, record.failure,
                        record.said, record.hits,
                    ]
                )
                for place in changes.places[id] ?? [] {
                    guard let span = record.spans[place] else { continue }
                    let latencies = span.latencies.map { String($0) }.joined(separator: ",")
                    try database.execute(
                        sql: "INSERT OR REPLACE INTO span VALUES (?, ?, ?, ?, ?, ?)",
                        arguments: [id, place.width.rawValue, place.start, span.asked, span.answered, latencies]
                    )
                }
            }
            for width in TargetRecord.Width.allCases {
                try database.execute(
                    sql: "DELETE FROM span WHERE width = ? AND start < ?",
                    arguments: [width.rawValue, now - width.kept * width.rawValue]
                )
            }
        }
    }
}
