import CQL
import NIOCore
import NIOPosix
public import SRU
public import Scoring

/// One page of a result set, and what is known about the whole at that moment.
public struct Page: Sendable {
    /// The result set's name.
    public let resultSetID: String
    /// The clusters of the page, in order.
    public let clusters: [Cluster]
    /// For each cluster, what speaks for it as an answer to the query.
    public let relevances: [Relevance]
    /// The position of the first, from 1.
    public let start: Int
    /// Clusters known and records still to be fetched.
    public let numberOfRecords: Int
    /// The largest number that was ever told for this result set: positions up to it are in range.
    public let announced: Int
    /// How exact `numberOfRecords` is.
    public let precision: ResultCountPrecision
    /// How every target stands.
    public let targets: [TargetStatus]

    /// Whether no target answered at all.
    public var allFailed: Bool {
        self.numberOfRecords == 0 && !self.targets.isEmpty
            && self.targets.allSatisfy { $0.state != .ok && $0.fetched == 0 && $0.hits == nil }
    }
}

/// The result of one query over one database: shared by all who ask the same, filled while they wait.
actor ResultSet {
    /// A piece of work that outlives the request that began it; somebody above owns and runs it.
    typealias Job = @Sendable () async -> Void

    nonisolated let id: String
    /// The database that was searched.
    nonisolated let database: String
    /// What was searched, and how it is sorted.
    nonisolated let query: ResolvedQuery
    /// The generation of the configuration whose targets it asks.
    nonisolated let generation: Int
    private(set) var state: ResultSetState
    private let targets: [any Target]
    private let plans: [QueryPlan?]
    private let ranking: Ranking
    private let schedule: @Sendable (@escaping Job) -> Void
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0
    /// Requests that are being answered.
    private var readers = 0
    /// Whether somebody has been given a page.
    private var isServed = false
    /// Ends the fetches in flight early, by their numbers.
    private var running: [Int: Abandonment] = [:]

    /// A result set that has asked nobody yet; `schedule` takes its fetches, which end at their target's time-out.
    init(
        id: String,
        targets: [any Target],
        plans: [Result<QueryPlan, TargetFailure>],
        ranking: Ranking,
        database: String,
        query: ResolvedQuery,
        generation: Int,
        limits: ResultSetLimits,
        schedule: @escaping @Sendable (@escaping Job) -> Void
    ) {
        self.id = id
        self.database = database
        self.query = query
        self.generation = generation
        self.targets = targets
        self.plans = plans.map { try? $0.get() }
        self.ranking = ranking
        self.schedule = schedule
        self.state = ResultSetState(
            targets: zip(targets, plans).map { target, plan in
                guard case .failure(let failure) = plan else { return (target.id, target.name, nil) }
                return (target.id, target.name, failure)
            },
            ranking: ranking,
            limits: limits
        )
    }

    /// Records kept, and their octets, for the bounds on memory.
    var size: (records: Int, octets: Int) { (self.state.recordCount, self.state.octetCount) }

    /// The page at `start` with at most `count` clusters, as good as it can be at the deadline.
    ///
    /// Returns as soon as the page is fixed and every target has answered, failed, or kept somebody waiting before.
    /// When the calling task is cancelled before anybody was given a page, and nobody else waits, the fetches end.
    func page(start: Int, count: Int, deadline: ContinuousClock.Instant) async -> Page {
        self.readers += 1
        defer { self.readerLeaves() }
        let needed = start - 1 + count
        // What is sorted is sorted as a whole: no order is fixed while a target still has records.
        let isSorted = !self.query.sortKeys.isEmpty
        self.begin(self.state.begin(now: .now))
        steps: while !Task.isCancelled {
            switch self.state.nextStep(from: start, upTo: needed, isForNumber: count == 0, isSorted: isSorted) {
            case .answer: break steps
            case .fetch(let fetches): self.begin(fetches)
            case .wait:
                guard await self.waitForChange(until: deadline) else {
                    self.state.deadlinePassed(upTo: needed)
                    break steps
                }
            }
        }
        let number = self.state.numberOfRecords()
        let records = self.state.page(start: start, count: count)
        return Page(
            resultSetID: self.id,
            clusters: records.map(\.cluster),
            relevances: records.map(\.relevance),
            start: start,
            numberOfRecords: number,
            announced: self.state.announced,
            precision: self.state.precision,
            targets: self.state.statuses
        )
    }

    /// All clusters known now.
    func knownClusters() -> [Cluster] { self.state.knownClusters() }

    private func begin(_ fetches: [ResultSetState.Fetch]) {
        for fetch in fetches {
            guard let plan = self.plans[fetch.target] else { continue }
            let target = self.targets[fetch.target]
            let abandonment = Abandonment()
            self.running[fetch.number] = abandonment
            self.schedule { [weak self, ranking = self.ranking] in
                let began = ContinuousClock.now
                let answer = await abandonment.run {
                    await target.fetch(plan, window: fetch.window, deadline: began + target.timeout)
                }
                let elapsed = ContinuousClock.now - began
                // Here and not in its turn at this actor, so that answers of several targets are read at once.
                let records = ranking.read(answer.records)
                await self?.receive(answer, records, for: fetch, elapsed: elapsed)
            }
        }
    }

    /// A request has its answer, or its client is gone.
    private func readerLeaves() {
        self.readers -= 1
        guard Task.isCancelled else {
            self.isServed = true
            return
        }
        guard self.readers == 0, !self.isServed else { return }
        self.state.abandon()
        for abandonment in self.running.values { abandonment.abandon() }
        self.running = [:]
    }

    private func receive(
        _ answer: TargetAnswer,
        _ records: ReadRecords,
        for fetch: ResultSetState.Fetch,
        elapsed: Duration
    ) {
        self.running[fetch.number] = nil
        self.state.receive(answer, records: records, for: fetch, elapsed: elapsed, now: .now)
        if self.state.isSettled { self.resumeAll() }
    }

    // MARK: Waiting

    /// Waits until nobody is worth waiting for; false when the deadline came first.
    ///
    /// Begins to wait without leaving this actor, so what the caller has seen is still so then.
    private func waitForChange(until deadline: ContinuousClock.Instant) async -> Bool {
        guard ContinuousClock.now < deadline else { return false }
        let waiter = self.nextWaiter
        self.nextWaiter += 1
        // A timer and no sleeping child: a sleep that ends early throws an error, and costs every search a task.
        let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(deadline - .now)) {
            [weak self] in
            Task { await self?.resume(waiter) }
        }
        defer { timer.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else { return continuation.resume() }
                self.waiters[waiter] = continuation
            }
        } onCancel: {
            Task { await self.resume(waiter) }
        }
        return ContinuousClock.now < deadline
    }

    private func resume(_ waiter: Int) {
        self.waiters.removeValue(forKey: waiter)?.resume()
    }

    private func resumeAll() {
        let waiting = self.waiters
        self.waiters = [:]
        for (_, continuation) in waiting { continuation.resume() }
    }
}
