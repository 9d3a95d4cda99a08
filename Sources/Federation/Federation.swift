public import CQL
import NIOConcurrencyHelpers
import Scoring

/// The databases and their targets, ready to be searched.
///
/// Somebody has to run it: fetches belong to `run()`, which ends when its task is cancelled, so that a slow library
/// can still answer into a result set after the request that asked it is over. `withFederation` does that in scope.
public actor Federation {
    /// What holds now, and what it replaced.
    struct Current: Sendable {
        var generation: Generation
        var retired: [RetiredTarget] = []
    }

    nonisolated let current: NIOLockedValueBox<Current>
    /// Held while a reload makes its targets.
    nonisolated let reloading = NIOLock()
    nonisolated let makeTarget: @Sendable (TargetConfiguration) -> any Target
    nonisolated let observe: @Sendable (FederationEvent) -> Void
    var store: ResultSetStore
    private let jobs: AsyncStream<ResultSet.Job>
    private nonisolated let schedule: AsyncStream<ResultSet.Job>.Continuation

    /// A federation over the targets that the configuration describes; no connection is made yet.
    ///
    /// It must be run, because running ends the targets' connections.
    ///
    /// - Parameters:
    ///   - configuration: what `targets.yml` says.
    ///   - observe: is told of all that happens, on whatever thread it happens.
    ///   - makeTarget: makes a target of its description, now and after a reload.
    public init(
        _ configuration: Configuration,
        observe: @escaping @Sendable (FederationEvent) -> Void = { _ in },
        makeTarget: @escaping @Sendable (TargetConfiguration) -> any Target = Federation.target
    ) {
        self.makeTarget = makeTarget
        self.observe = observe
        let first = Generation(configuration, makeTarget: makeTarget, observe: observe)
        self.current = NIOLockedValueBox(Current(generation: first))
        self.store = ResultSetStore(limits: configuration.server.resultSets)
        (self.jobs, self.schedule) = AsyncStream.makeStream()
    }

    /// A federation over targets that somebody made; the configuration names them.
    public init(configuration: Configuration, targets: [any Target]) {
        let made = Dictionary(targets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.init(configuration, makeTarget: { made[$0.id] ?? Self.target($0) })
    }

    /// The target that a description is of.
    public static let target: @Sendable (TargetConfiguration) -> any Target = { description in
        switch description.access {
        case .z3950(let access): Z3950Target(description, access)
        case .sru(let access): SRUTarget(description, access)
        }
    }

    /// What `targets.yml` said when it was read last.
    public nonisolated var configuration: Configuration { self.generation.configuration }

    nonisolated var generation: Generation { self.current.withLockedValue { $0.generation } }
    nonisolated var targets: [String: GuardedTarget] { self.generation.targets }

    /// Runs the fetches until the task is cancelled, then ends the targets' connections.
    public nonisolated func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.lookAfterTargets() }
            for await job in self.jobs {
                group.addTask { await job() }
            }
            group.cancelAll()
        }
        let last = self.current.withLockedValue { Array($0.generation.targets.values) + $0.retired.map(\.target) }
        for target in last { await target.shutdown() }
    }

    /// Looks now and then whether a target is there again that is not asked because it failed, and ends the connections
    /// of targets that a reload replaced.
    private nonisolated func lookAfterTargets() async {
        await withDiscardingTaskGroup { group in
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                for target in self.targets.values { group.addTask { await target.lookIfDue() } }
                for target in await self.targetsToLetGo(now: .now) { group.addTask { await target.shutdown() } }
            }
        }
    }

    /// Searches a database and returns one page.
    ///
    /// - Parameters:
    ///   - database: its name in `targets.yml`.
    ///   - query: what to search.
    ///   - start: the first position wanted, from 1.
    ///   - count: how many records at most; 0 asks for the number only.
    ///   - deadline: when the answer is due, whatever is missing.
    /// - Returns: the page, with what is known about the whole and about every target.
    /// - Throws: `FederationError` for an unknown database.
    public func search(
        database: String,
        query: ResolvedQuery,
        start: Int = 1,
        count: Int,
        deadline: ContinuousClock.Instant
    ) async throws(FederationError) -> Page {
        let resultSet = try self.resultSet(database: database, query: query, start: start)
        let page = await resultSet.page(start: start, count: count, deadline: deadline)
        let size = await resultSet.size
        self.store.note(records: size.records, octets: size.octets, in: resultSet.id, now: .now)
        return page
    }

    /// A page of a result set that exists.
    ///
    /// - Throws: `FederationError.noResultSet` when it is unknown or has expired.
    public func page(
        resultSet name: String,
        start: Int,
        count: Int,
        deadline: ContinuousClock.Instant
    ) async throws(FederationError) -> Page {
        guard let resultSet = self.store.find(name, now: .now) else { throw .noResultSet(name) }
        self.observe(.resultSetFound)
        return await resultSet.page(start: start, count: count, deadline: deadline)
    }

    /// Whether each target is asked: its id with `closed` (yes), `open` (not now) or `halfOpen` (being tried again).
    public nonisolated var breakerStates: [(id: String, state: String)] {
        let generation = self.generation
        return generation.configuration.targets.compactMap { description in
            generation.targets[description.id].map { (description.id, $0.breakerState) }
        }
    }

    /// Connects to every target at once and says what each answered, in the order of the file.
    ///
    /// - Parameters:
    ///   - ids: only these; nil means all that are enabled.
    ///   - deadline: when to stop waiting.
    /// - Returns: what each answered.
    public nonisolated func check(
        ids: Set<String>? = nil,
        deadline: ContinuousClock.Instant
    ) async -> [TargetCheck] {
        let wanted = self.configuration.targets.filter { ids?.contains($0.id) ?? $0.enabled }
        return await withTaskGroup(of: (Int, TargetCheck).self) { group in
            for (index, description) in wanted.enumerated() {
                guard let target = self.targets[description.id] else { continue }
                group.addTask {
                    let began = ContinuousClock.now
                    let outcome: Result<String, TargetFailure>
                    do throws(TargetFailure) {
                        outcome = .success(try await target.check(deadline: deadline))
                    } catch {
                        outcome = .failure(error)
                    }
                    let elapsed = (ContinuousClock.now - began).milliseconds
                    return (
                        index, TargetCheck(id: target.id, name: target.name, milliseconds: elapsed, outcome: outcome)
                    )
                }
            }
            var checks: [(Int, TargetCheck)] = []
            for await check in group { checks.append(check) }
            return checks.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The query in each target's own words, or why it cannot be said, in the database's order.
    public nonisolated func plans(
        database name: String,
        query: ResolvedQuery
    ) -> [(id: String, plan: String)] {
        guard let database = self.configuration.database(name) else { return [] }
        return self.configuration.targets(of: database).compactMap { description in
            guard let target = self.targets[description.id] else { return nil }
            do throws(TargetFailure) {
                return (target.id, "\(try target.plan(query))")
            } catch {
                return (target.id, "\(error)")
            }
        }
    }

    /// The result set of a query: one that is kept, or a new one.
    ///
    /// Who pages on, goes on in the one that began with targets of before a reload; who begins, is answered by those of now.
    private func resultSet(
        database name: String,
        query: ResolvedQuery,
        start: Int
    ) throws(FederationError) -> ResultSet {
        let generation = self.generation
        let configuration = generation.configuration
        self.store.limits = configuration.server.resultSets
        guard let database = configuration.database(name) else { throw .noDatabase(name) }
        let key = ResultSetKey(database: name, query: query.description)
        if let known = self.store.find(key, now: .now), start > 1 || generation.isCurrent(known) {
            self.observe(.resultSetFound)
            return known
        }
        let descriptions = configuration.targets(of: database)
        let targets = descriptions.compactMap { generation.targets[$0.id] }
        let orders = Dictionary(descriptions.map { ($0.id, $0.order) }, uniquingKeysWith: { first, _ in first })
        let plans = targets.map { target -> Result<QueryPlan, TargetFailure> in
            do throws(TargetFailure) {
                return .success(try target.plan(query))
            } catch {
                return .failure(error)
            }
        }
        let resultSet = ResultSet(
            id: String(UInt64.random(in: .min ... .max), radix: 36),
            targets: targets,
            plans: plans,
            ranking: Ranking(query, orders: orders),
            database: name,
            query: query,
            generation: generation.number,
            limits: configuration.server.resultSets,
            schedule: { [schedule] job in schedule.yield(job) }
        )
        self.store.insert(resultSet, for: key, now: .now)
        return resultSet
    }
}

/// What a target answered when it was only asked whether it is there.
public struct TargetCheck: Sendable {
    /// The target's id.
    public let id: String
    /// The library's name.
    public let name: String
    /// How long it took.
    public let milliseconds: Int
    /// What the server says of itself, or why it did not.
    public let outcome: Result<String, TargetFailure>
}

/// Why a search cannot begin.
public enum FederationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No database has that name.
    case noDatabase(String)
    /// No result set has that name, or it has expired.
    case noResultSet(String)

    /// A sentence for people.
    public var description: String {
        switch self {
        case .noDatabase(let name): "there is no database \"\(name)\""
        case .noResultSet(let name): "there is no result set \"\(name)\", or it has expired"
        }
    }
}

/// Makes the targets of a configuration, runs the federation while `body` works, then ends every connection.
public func withFederation<Value: Sendable>(
    _ configuration: Configuration,
    _ body: @Sendable (Federation) async throws -> Value
) async throws -> Value {
    let federation = Federation(configuration)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await federation.run() }
        defer { group.cancelAll() }
        return try await body(federation)
    }
}
