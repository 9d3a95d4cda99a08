import SRU
import Scoring

/// The growing, partly frozen list of clusters of one query, as a plain value: no task, no clock, no socket.
///
/// The rules are those of `docs/architecture.md`, "Result sets": rounds of windows, pages frozen as they are served,
/// late records behind the frozen part, the same clusters and order whatever the order of arrival.
struct ResultSetState: Sendable {
    /// A fetch that somebody has to make.
    struct Fetch: Sendable, Equatable {
        /// Tells this fetch from an earlier one of the same window that was given up.
        let number: Int
        let target: Int
        let window: Range<Int>
    }

    private(set) var targets: [TargetProgress]
    private var clusters: RankedClusters
    /// How many clusters have their place fixed.
    var frozenCount: Int { self.clusters.frozenCount }
    private let limits: ResultSetLimits
    private var windowSize: Int
    /// The largest number of records that was ever told.
    private(set) var announced = 0
    private(set) var recordCount = 0
    /// Octets of all records received.
    private(set) var octetCount = 0
    private var fetchCount = 0
    /// Whether the first round was begun.
    private var hasBegun = false
    /// Whether an order was fixed before all records were there.
    private(set) var isPartlySorted = false

    /// How long a failed target is left alone before a new request asks it again.
    static let pauseAfterFailure = Duration.seconds(10)

    init(targets: [(id: String, name: String, failure: TargetFailure?)], ranking: Ranking, limits: ResultSetLimits) {
        self.targets = targets.map { target in
            var progress = TargetProgress(id: target.id, name: target.name)
            progress.failure = target.failure
            return progress
        }
        self.clusters = RankedClusters(ranking)
        self.limits = limits
        self.windowSize = limits.window
    }

    // MARK: Rounds

    /// What a request for a page has to do next.
    enum Step: Sendable, Equatable {
        /// Make these fetches; there may be none.
        case fetch([Fetch])
        /// Wait until something has changed or the deadline has come.
        case wait
        /// Answer with what there is.
        case answer
    }

    /// Begins with a request for a page: the first round, or another try with targets that failed a while ago.
    mutating func begin(now: ContinuousClock.Instant) -> [Fetch] {
        guard self.hasBegun else {
            self.hasBegun = true
            return self.startRound()
        }
        return self.reviveFailures(now: now)
    }

    /// What to do next for a page that ends at position `needed`; it may fix the order of clusters.
    ///
    /// - Parameters:
    ///   - start: the first position of the page. A page without any record looks like the end: for one that was
    ///     promised, late targets are waited for too.
    ///   - needed: the last position of the page.
    ///   - isForNumber: whether no records are wanted at all.
    ///   - isSorted: whether an order may be fixed only when all records are there.
    /// - Returns: the step; after fetches and waiting it is asked for again.
    mutating func nextStep(from start: Int = .max, upTo needed: Int, isForNumber: Bool, isSorted: Bool) -> Step {
        if self.frozenCount >= needed, !isForNumber { return .answer }
        guard self.isSettled else { return .wait }
        let isSorted = isSorted && !isForNumber
        if !isSorted || !self.canGrow { self.freeze(upTo: needed) }
        guard !self.canGrow || !isSorted && self.frozenCount >= needed else { return .fetch(self.startRound()) }
        let isPromised = !isForNumber && start <= self.announced
        return isPromised && self.frozenCount < start && self.isFetching ? .wait : .answer
    }

    /// The deadline of a page has come: nobody waits any longer for the fetches in flight, and its order is fixed.
    mutating func deadlinePassed(upTo needed: Int) {
        self.markLate()
        self.freeze(upTo: needed)
    }

    /// Whether nobody is worth waiting for.
    var isSettled: Bool {
        self.targets.allSatisfy { $0.inFlight == nil || $0.isLate }
    }

    /// Whether anything is still on its way, late or not.
    var isFetching: Bool { self.targets.contains { $0.inFlight != nil } }

    /// Whether another round would ask anybody.
    var canGrow: Bool {
        !self.isFull && self.targets.contains { $0.isAskable(self.limits) }
    }

    /// Whether no more records may be kept.
    private var isFull: Bool { self.octetCount >= self.limits.maximumOctets / 2 }

    /// Begins a round: the next window of every target that has more.
    mutating func startRound() -> [Fetch] {
        guard !self.isFull else { return [] }
        let limit = self.limits.recordsPerTarget
        var fetches: [Fetch] = []
        for index in self.targets.indices where self.targets[index].isAskable(self.limits) {
            let start = self.targets[index].nextPosition
            let left = self.targets[index].hits == nil ? limit : self.targets[index].remaining(limit: limit)
            let window = start..<(start + min(self.windowSize, left))
            self.fetchCount += 1
            let fetch = Fetch(number: self.fetchCount, target: index, window: window)
            self.targets[index].inFlight = fetch
            fetches.append(fetch)
        }
        self.windowSize = min(self.windowSize * 2, 1_000)
        return fetches
    }

    /// Lets targets that failed a while ago be asked again; those whose failure nothing will change stay out.
    mutating func reviveFailures(now: ContinuousClock.Instant) -> [Fetch] {
        var revived = false
        for index in self.targets.indices {
            guard let failure = self.targets[index].failure, failure.isRetriable,
                let failedAt = self.targets[index].failedAt,
                // A paused target was not asked, and whether it is asked now is not decided here.
                failure.code == .paused || now - failedAt >= Self.pauseAfterFailure
            else { continue }
            let limit = self.limits.recordsPerTarget
            if let hits = self.targets[index].hits, self.targets[index].nextPosition > min(hits, limit) { continue }
            self.targets[index].failure = nil
            revived = true
        }
        return revived ? self.startRound() : []
    }

    /// Nobody waits any longer for the fetches in flight.
    mutating func markLate() {
        for index in self.targets.indices where self.targets[index].inFlight != nil {
            self.targets[index].isLate = true
        }
    }

    /// Forgets the fetches in flight, as if they had never begun; what they bring is ignored.
    mutating func abandon() {
        self.hasBegun = false
        for index in self.targets.indices {
            self.targets[index].inFlight = nil
            self.targets[index].isLate = false
        }
    }

    /// Takes in what a fetch brought; `records` are those of the answer, if they were read already.
    mutating func receive(
        _ answer: TargetAnswer,
        records: ReadRecords? = nil,
        for fetch: Fetch,
        elapsed: Duration,
        now: ContinuousClock.Instant
    ) {
        guard self.targets[fetch.target].inFlight == fetch else { return }
        self.targets[fetch.target].inFlight = nil
        self.targets[fetch.target].isLate = false
        self.targets[fetch.target].elapsed = elapsed
        if let hits = answer.hits { self.targets[fetch.target].hits = max(0, hits) }
        self.targets[fetch.target].fetched += answer.records.count
        self.targets[fetch.target].unreadable += answer.unreadable
        self.targets[fetch.target].mended += answer.mended
        let last = max(
            answer.records.last?.position ?? 0,
            answer.unreadable.map(\.position).max() ?? 0,
            fetch.window.lowerBound - 1
        )
        self.targets[fetch.target].nextPosition = last + 1
        self.targets[fetch.target].failure = answer.failure
        self.targets[fetch.target].note = answer.note ?? self.targets[fetch.target].note
        self.targets[fetch.target].failedAt = answer.failure == nil ? nil : now
        if answer.failure == nil, last < fetch.window.lowerBound, self.targets[fetch.target].hits != nil {
            // Nothing came and nothing failed: the target has no more than this, whatever it promised.
            self.targets[fetch.target].hits = fetch.window.lowerBound - 1
        }
        guard !answer.records.isEmpty else { return }
        guard self.octetCount + answer.octetCount <= self.limits.maximumOctets else {
            // So much at once that it cannot be kept: the target is told to have failed, not to have nothing.
            self.targets[fetch.target].fetched -= answer.records.count
            self.targets[fetch.target].failure = TargetFailure(.tooLarge, "its records need more memory than there is")
            self.targets[fetch.target].failedAt = now
            return
        }
        self.octetCount += answer.octetCount
        self.targets[fetch.target].octetCount += answer.octetCount
        self.recordCount += answer.records.count
        if let records { self.clusters.add(records) } else { self.clusters.add(answer.records) }
    }

    // MARK: Pages

    /// Fixes the order of the best clusters known until `count` are fixed or none is left.
    mutating func freeze(upTo count: Int) {
        guard self.frozenCount < count else { return }
        if self.precision != .exact { self.isPartlySorted = true }
        self.clusters.freeze(upTo: count)
    }

    /// The frozen clusters at positions `start..<start + count`, from 1, with what speaks for each.
    ///
    /// What is served is fixed: records that have joined these clusters stay in them.
    mutating func page(start: Int, count: Int) -> [(cluster: Cluster, relevance: Relevance)] {
        self.clusters.page(start: start, count: count)
    }

    /// All clusters known, in no order that means anything.
    mutating func knownClusters() -> [Cluster] { self.clusters.all() }

    /// What is known and what may still come: frozen and unfrozen clusters, and records not fetched yet.
    mutating func numberOfRecords() -> Int {
        let known = self.clusters.count()
        let unfetched = self.targets.reduce(0) { sum, target in
            let failed = target.failure.map { !$0.isRetriable } ?? false
            return sum + (failed ? 0 : target.remaining(limit: self.limits.recordsPerTarget))
        }
        self.announced = max(self.announced, known + unfetched)
        return known + unfetched
    }

    /// How exact `numberOfRecords` is, in the words of SRU 2.0.
    var precision: ResultCountPrecision {
        let limit = self.limits.recordsPerTarget
        let missing = self.targets.contains { target in
            target.failure != nil || target.hits == nil || target.hits.map { $0 > limit } ?? false
                || (target.remaining(limit: limit) > 0 && (self.isFull || target.isFull(self.limits)))
        }
        let unfetched = self.targets.contains { $0.remaining(limit: limit) > 0 }
        switch (missing, unfetched) {
        case (false, false): return .exact
        case (false, true): return .maximum
        case (true, false): return .minimum
        case (true, true): return .estimate
        }
    }

    /// How every target stands, in the database's order.
    var statuses: [TargetStatus] {
        self.targets.map { target in
            TargetStatus(
                id: target.id,
                name: target.name,
                state: target.failure != nil ? .failed : target.inFlight != nil ? .late : .ok,
                hits: target.hits,
                fetched: target.fetched,
                unreadable: target.unreadable.count,
                mended: target.mended,
                milliseconds: target.elapsed.map(\.milliseconds),
                failure: target.failure,
                note: target.note
            )
        }
    }
}
