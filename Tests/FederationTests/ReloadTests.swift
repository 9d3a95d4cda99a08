import CQL
import Foundation
import Testing

@testable import Federation

/// What a new configuration does to searches, result sets and targets.
@Suite struct ReloadTests {
    private static let one = book("Truyện Kiều", by: "Nguyễn Du", 1957, at: "one", position: 1)
    private static let two = book("Tắt đèn", by: "Ngô Tất Tố", 1960, at: "two", position: 1)

    /// A configuration of targets by id and port, all in one database.
    private static func configuration(
        _ targets: KeyValuePairs<String, Int>,
        server: String = "{}"
    ) throws -> Configuration {
        let lines = targets.map { "  - {id: \($0), protocol: z3950, host: h.example, port: \($1), database: x}" }
        let ids = targets.map(\.key).joined(separator: ", ")
        return try Configuration.parse(
            "server: \(server)\ndatabases: {all: {targets: [\(ids)]}}\ntargets:\n" + lines.joined(separator: "\n")
        )
    }

    /// Runs a federation that makes the given targets anew, in the order in which they are asked for.
    private static func withFederation(
        _ configuration: Configuration,
        making targets: [FakeTarget],
        _ body: @Sendable (Federation) async throws -> Void
    ) async throws {
        let made = Shelf(targets)
        let federation = Federation(configuration, makeTarget: { made.take($0.id) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await federation.run() }
            defer { group.cancelAll() }
            try await body(federation)
        }
    }

    private static func hits(_ federation: Federation, start: Int = 1) async throws -> [String: Int?] {
        let page = try await federation.search(
            database: "all",
            query: query("title = x"),
            start: start,
            count: 10,
            deadline: .never
        )
        return Dictionary(uniqueKeysWithValues: page.targets.map { ($0.id, $0.hits) })
    }

    @Test func aTargetThatIsAddedIsSearchedAtOnceAndWhoPagesGoesOnWithoutIt() async throws {
        let targets = [FakeTarget("one", [Self.one]), FakeTarget("two", [Self.two])]
        try await Self.withFederation(Self.configuration(["one": 1]), making: targets) { federation in
            #expect(try await Self.hits(federation) == ["one": 1])
            let changes = federation.reload(try Self.configuration(["one": 1, "two": 2]))
            #expect(changes.addedTargets == ["two"])
            #expect(try await Self.hits(federation, start: 2) == ["one": 1], "paging goes on in the old result")
            #expect(try await Self.hits(federation) == ["one": 1, "two": 1])
            #expect(try await Self.hits(federation, start: 2) == ["one": 1, "two": 1])
        }
    }

    @Test func aSearchUnderWayIsAnsweredByTheTargetsItBeganWith() async throws {
        let gate = Gate()
        let targets = [FakeTarget("one", [Self.one], gate: gate), FakeTarget("two", [Self.two])]
        try await Self.withFederation(Self.configuration(["one": 1]), making: targets) { federation in
            async let page = Self.hits(federation)
            while await targets[0].calls.windows.isEmpty { await Task.yield() }
            federation.reload(try Self.configuration(["two": 2]))
            await gate.open()
            #expect(try await page == ["one": 1])
            #expect(await targets[0].endings.count == 0, "it is kept for those who page on")
        }
        #expect(await targets[0].endings.count == 1)
        #expect(await targets[1].endings.count == 1)
    }

    @Test func anUnchangedTargetKeepsItsBreakerAndAChangedOneBeginsAnew() async throws {
        var ill = FakeTarget("ill")
        ill.failure = TargetFailure(.authentication, "no")
        var mended = FakeTarget("ill")
        mended.records = [book("x", by: "y", 1990, at: "ill", position: 1)]
        let targets = [ill, FakeTarget("one", [Self.one]), mended]
        try await Self.withFederation(Self.configuration(["ill": 1, "one": 1]), making: targets) { federation in
            _ = try await Self.hits(federation)
            #expect(federation.breakerStates.map(\.state) == ["open", "closed"])
            let deadline = try Self.configuration(["ill": 1, "one": 1], server: "{deadline: 3s}")
            #expect(federation.reload(deadline).description == "server settings changed: deadline")
            #expect(federation.breakerStates.map(\.state) == ["open", "closed"])
            let port = federation.reload(try Self.configuration(["ill": 2, "one": 1]))
            #expect(port.changedTargets.map(\.settings) == [["port"]])
            #expect(federation.breakerStates.map(\.state) == ["closed", "closed"])
            #expect(try await Self.hits(federation) == ["ill": 1, "one": 1])
        }
    }

    @Test func aReplacedTargetIsLetGoWhenNothingNeedsItAnyMore() async throws {
        let old = FakeTarget("one", [Self.one])
        var configuration = try Self.configuration(["one": 1])
        configuration.server.resultSets.timeToLive = .seconds(60)
        let began = ContinuousClock.now
        try await Self.withFederation(configuration, making: [old, FakeTarget("one", [Self.two])]) { federation in
            _ = try await Self.hits(federation)
            var changed = try Self.configuration(["one": 2])
            changed.server.resultSets.timeToLive = .seconds(60)
            federation.reload(changed)
            #expect(await federation.targetsToLetGo(now: began + .seconds(40)).isEmpty, "its result set is kept")
            #expect(await federation.targetsToLetGo(now: began + .seconds(65)).isEmpty, "a fetch may go on")
            #expect(await federation.targetsToLetGo(now: began + .seconds(100)).map(\.id) == ["one"])
            #expect(await federation.targetsToLetGo(now: began + .seconds(100)).isEmpty)
        }
    }

    @Test func theDifferencesAreNamedAsTheFileNamesThemAndWithoutSecrets() throws {
        let old = try Configuration.parse(
            """
            databases:
              all: {targets: all}
              gone: {targets: [a]}
            targets:
              - {id: a, protocol: z3950, host: h.example, database: x,
                 authentication: {style: idpass, user: u, password: geheim}}
              - {id: b, protocol: sru, url: 'http://h.example/b'}
              - {id: c, protocol: sru, url: 'http://h.example/c'}
            """
        )
        let new = try Configuration.parse(
            """
            server: {port: 9999, deadline: 3s, logQueries: true}
            databases:
              all: {targets: all, titles: {vi: Tất cả}}
              new: {targets: [a]}
            targets:
              - {id: a, name: A, protocol: z3950, host: h.example, port: 2100, database: x,
                 charset: {records: tcvn3}, authentication: {style: idpass, user: u, password: anders}}
              - {id: b, protocol: z3950, host: h.example, database: b}
              - {id: d, protocol: sru, url: 'http://h.example/d'}
            """
        )
        let changes = ConfigurationChanges(from: old, to: new)
        #expect(
            changes.description == """
                targets added: d
                targets removed: c
                target a changed: name, port, authentication, charset.records
                target b changed: protocol
                databases added: new
                databases removed: gone
                database all changed: titles, targets
                server settings changed: deadline, logQueries
                server settings that need a restart: port
                """
        )
        #expect(ConfigurationChanges(from: old, to: old).isEmpty)
        #expect("\(ConfigurationChanges(from: old, to: old))" == "nothing has changed")
    }
}

/// Targets that are made, one after another of each id.
private final class Shelf: @unchecked Sendable {
    private let lock = NSLock()
    private var targets: [FakeTarget]

    init(_ targets: [FakeTarget]) {
        self.targets = targets
    }

    func take(_ id: String) -> FakeTarget {
        self.lock.withLock {
            let index = self.targets.firstIndex { $0.id == id }
            return index.map { self.targets.remove(at: $0) } ?? FakeTarget(id)
        }
    }
}
