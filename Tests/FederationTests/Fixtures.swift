import CQL
import Federation
import Foundation
import MARC
import Scoring

/// The text of a file of the repository.
func repositoryFile(_ path: String, from file: String = #filePath) throws -> String {
    let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
}

/// A book as a target sends it.
func book(_ title: String, by author: String, _ year: Int, at target: String, position: Int) -> SourceRecord {
    var record = MARCRecord(leader: .book(.marc21), format: .marc21)
    record.append("001", "\(target)-\(title)-\(year)")
    record.append("008", "260101s\(year)    vm            000 0 vie d")
    record.append("100", "1", " ", [("a", author)])
    record.append("245", "1", "0", [("a", title)])
    record.append("260", " ", " ", [("c", String(year))])
    return SourceRecord(target: target, position: position, record: record)
}

func query(_ text: String) throws -> ResolvedQuery {
    try ResolvedQuery(CQLQuery.parse(text))
}

/// A target whose records are given, and whose answers wait for a gate.
struct FakeTarget: Target {
    let id: String
    var name: String { self.id.uppercased() }
    var timeout = Duration.seconds(30)
    var records: [SourceRecord] = []
    var gate: Gate?
    var failure: TargetFailure?
    var planFailure: TargetFailure?
    let calls = Calls()
    /// Notes when it is shut down.
    let endings = Calls()

    init(_ id: String, _ records: [SourceRecord] = [], gate: Gate? = nil) {
        self.id = id
        self.records = records
        self.gate = gate
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        if let planFailure { throw planFailure }
        return QueryPlan(query, words: .sru(query.description))
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        await self.calls.note(window)
        await self.gate?.wait()
        if let failure { return TargetAnswer(failure: failure) }
        let records = self.records.filter { window.contains($0.position) }
        return TargetAnswer(hits: self.records.count, records: records)
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        if let failure { throw failure }
        return "fake"
    }

    func shutdown() async { await self.endings.note(0..<0) }

    /// The windows that were asked for.
    actor Calls {
        private(set) var windows: [Range<Int>] = []
        var count: Int { self.windows.count }
        func note(_ window: Range<Int>) { self.windows.append(window) }
    }
}

/// Holds whoever waits until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        guard !self.isOpen else { return }
        await withCheckedContinuation { self.waiting.append($0) }
    }

    func open() {
        self.isOpen = true
        for continuation in self.waiting { continuation.resume() }
        self.waiting = []
    }
}

/// Runs a federation over fake targets, one database `all`.
func withFakes<Value: Sendable>(
    _ targets: [FakeTarget],
    limits: ResultSetLimits = ResultSetLimits(),
    _ body: @Sendable (Federation) async throws -> Value
) async throws -> Value {
    var text = "databases: {all: {targets: all}}\ntargets:\n"
    for target in targets {
        text += "  - {id: \(target.id), protocol: sru, url: 'http://127.0.0.1/\(target.id)'}\n"
    }
    var configuration = try Configuration.parse(text)
    configuration.server.resultSets = limits
    let federation = Federation(configuration: configuration, targets: targets)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await federation.run() }
        defer { group.cancelAll() }
        return try await body(federation)
    }
}

extension ContinuousClock.Instant {
    /// A deadline that no test reaches.
    static var never: Self { .now + .seconds(600) }
    /// A deadline that is already near.
    static var soon: Self { .now + .milliseconds(300) }
}
