import Federation
import FoundationEssentials

/// How the gateway and every target stand at one moment: what `/status` tells in every form.
struct StatusReport: Sendable {
    /// How a target stands, at a glance.
    enum State: String, Sendable, CaseIterable {
        /// It is not asked for the time being, because it failed.
        case ill
        /// It failed just now, or more than one in twenty times in the last hour.
        case unsteady
        /// It answers.
        case well
        /// Nobody has asked it yet.
        case unknown
        /// The configuration has switched it off.
        case off
    }

    /// How one target stands.
    struct Target: Sendable {
        let id: String
        let name: String
        let state: State
        let databases: [String]
        /// In how many seconds it is asked again, if it is not asked now.
        let nextProbe: Int?
        let record: TargetRecord
        let hour: Span
        let day: Span
        let month: Span
    }

    /// How one database stands.
    struct Database: Sendable {
        let name: String
        let titles: [String: String]
        /// Targets that are not switched off.
        let targets: Int
        /// Those of them that answer, as far as anybody knows.
        let answering: Int
    }

    let version = GatewayApplication.version
    /// Seconds since 1970.
    let now: Int
    let startedAt: Int
    let isDraining: Bool
    let resultSets: (count: Int, records: Int, octets: Int)
    let residentBytes: Int
    let databases: [Database]
    /// The ill ones first, then in the order of the file.
    let targets: [Target]

    init(
        _ federation: Federation,
        _ operations: Operations,
        _ process: ProcessUsage,
        resultSets: (count: Int, records: Int, octets: Int),
        now: Int = TargetHistory.now
    ) {
        let configuration = federation.configuration
        let clock = ContinuousClock.now
        let targets = federation.health.map { health in
            let record = operations.observations.history.record(health.id)
            let hour = record.summary(seconds: 3_600, now: now)
            return Target(
                id: health.id,
                name: health.name,
                state: Self.state(health, record, hour),
                databases: configuration.databases.filter { $0.targets.contains(health.id) }.map(\.name),
                nextProbe: health.nextProbe.map { max(0, Int(($0 - clock) / .seconds(1))) },
                record: record,
                hour: hour,
                day: record.summary(seconds: 86_400, now: now),
                month: record.summary(seconds: 30 * 86_400, now: now)
            )
        }
        let states = Dictionary(targets.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        self.databases = configuration.databases.map { database in
            let own = database.targets.compactMap { states[$0] }.filter { $0 != .off }
            return Database(
                name: database.name,
                titles: database.titles,
                targets: own.count,
                answering: own.count { $0 != .ill }
            )
        }
        let order = State.allCases
        self.targets = order.flatMap { state in targets.filter { $0.state == state } }
        self.now = now
        self.startedAt = Int(process.startTime)
        self.isDraining = operations.isDraining
        self.resultSets = resultSets
        self.residentBytes = process.residentBytes
    }

    static func state(_ health: TargetHealth, _ record: TargetRecord, _ hour: Span) -> State {
        if !health.isEnabled { return .off }
        if health.breaker != "closed" { return .ill }
        guard let isWell = record.isWell else { return .unknown }
        return isWell && hour.success ?? 1 >= 0.95 ? .well : .unsteady
    }

    /// For programs; `docs/operating.md` describes the members.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.string("version", self.version)
            writer.string("now", Self.date(self.now))
            writer.string("startedAt", Self.date(self.startedAt))
            writer.bool("draining", self.isDraining)
            writer.number("residentBytes", self.residentBytes)
            writer.object("resultSets") { writer in
                writer.number("count", self.resultSets.count)
                writer.number("records", self.resultSets.records)
                writer.number("octets", self.resultSets.octets)
            }
            writer.array("databases") { writer in
                for database in self.databases {
                    writer.object { writer in
                        writer.string("name", database.name)
                        writer.number("targets", database.targets)
                        writer.number("answering", database.answering)
                    }
                }
            }
            writer.array("targets") { writer in
                for target in self.targets { writer.object { Self.write(target, &$0) } }
            }
        }
        return writer.bytes
    }

    private static func write(_ target: Target, _ writer: inout JSONWriter) {
        writer.string("id", target.id)
        writer.string("name", target.name)
        writer.string("state", target.state.rawValue)
        writer.string("since", target.record.since.map(Self.date))
        writer.string("lastSuccess", target.record.lastSuccess.map(Self.date))
        writer.string("lastFailure", target.record.lastFailure.map(Self.date))
        writer.string("failure", target.record.failure)
        writer.string("said", target.record.said)
        writer.number("nextProbeSeconds", target.nextProbe)
        writer.number("hits", target.record.hits)
        for (name, span) in [("hour", target.hour), ("day", target.day), ("month", target.month)] {
            writer.object(name) { writer in
                writer.number("asked", span.asked)
                writer.number("answered", span.answered)
                writer.raw("success", span.success.map { Array(String(($0 * 10_000).rounded() / 10_000).utf8) })
                writer.number("p50", span.percentile(0.5))
                writer.number("p95", span.percentile(0.95))
            }
        }
        writer.array("databases") { writer in
            for name in target.databases { writer.string(nil, name) }
        }
    }

    static func date(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
