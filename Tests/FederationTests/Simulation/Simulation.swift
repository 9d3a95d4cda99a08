import Scoring
import TestSupport

@testable import Federation

/// One history of a federation without sockets, tasks and clocks: targets that misbehave, readers who come, wait, page on
/// and go away, all of it decided by a seed, and the same again for the same seed.
///
/// What is simulated is the code that serves real readers: `ResultSetState`, `Admission` with its breaker and rate, and
/// `RetryBudget`. Only the waiting is done by a queue of events in place of actors.
struct Simulation {
    /// A fault of our own, put in to see whether the checks find it.
    enum Mutation: CaseIterable {
        case tellsAFailureAsNoHits
        case givesAnotherQuerysRecords
        case losesARecord
        case countsARecordTwice
        case changesTheOrderOfAPage
        case leavesATargetOut
        case asksAPausedTarget
        case answersAfterTheDeadline
        case asksFasterThanAllowed
        case retriesWithoutABudget
        case forgetsAReader
    }

    enum Event {
        case arrival(reader: Int)
        case deadline(reader: Int)
        case disconnection(reader: Int)
        case sending(Job, Breaker.Permit, mustConfirm: Bool)
        case answer(Job, TargetAnswer, Breaker.Permit?, began: Duration)
        case look
    }

    /// A fetch of one result set.
    struct Job {
        let query: Int
        let fetch: ResultSetState.Fetch
        /// When it must have ended.
        let deadline: Duration
    }

    /// Somebody who wants a page.
    struct Reader {
        let query: Int
        let start: Int
        let count: Int
        let arrival: Duration
        let deadline: Duration
        var isDone = false
        var needed: Int { self.start - 1 + self.count }
    }

    /// One query's result set with those who wait for it.
    struct Search {
        var state: ResultSetState
        let isSorted: Bool
        var waiting: [Int] = []
        var readers = 0
        var isServed = false
        var running: Set<Int> = []
    }

    let seed: UInt64
    let mutation: Mutation?
    /// Searches that asked the targets.
    private(set) var fanOuts = 0
    /// Of all that happened, so that two runs can be compared.
    private(set) var digest: UInt64 = 0
    private(set) var checks: SimulationChecks
    /// What happened, line by line, when that is wished.
    private(set) var trace: [String]?

    private var now = Duration.zero
    private var generator: SeededGenerator
    private var queue = EventQueue<Event>()
    private var targets: [SimulatedTarget]
    private var admissions: [Admission] = []
    private var searches: [Search] = []
    private var readers: [Reader] = []
    private var forgotten: Set<Int> = []
    private static let origin = ContinuousClock.now
    private static let requestDeadline = Duration.seconds(5)

    init(seed: UInt64, mutation: Mutation? = nil, isTraced: Bool = false) {
        self.seed = seed
        self.mutation = mutation
        self.trace = isTraced ? [] : nil
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...SimulatedTarget.most.targets, using: &generator)
        self.targets = (0..<count).map { SimulatedTarget(number: $0, using: &generator) }
        let rates = self.targets.map { _ in Int.random(in: 0..<4, using: &generator) == 0 ? 2 : nil }
        self.checks = SimulationChecks(targets: count, rates: rates)
        self.admissions = rates.map {
            Admission(slowAfter: Self.requestDeadline, requestsPerSecond: $0)
        }
        var limits = ResultSetLimits()
        limits.window = Int.random(in: 2...4, using: &generator)
        for query in 0..<Int.random(in: 1...SimulatedTarget.most.queries, using: &generator) {
            self.searches.append(
                Search(
                    state: ResultSetState(
                        targets: self.targets.map { ($0.id, $0.id, nil) },
                        ranking: Ranking([.init(.title, "sách q\(query)")]),
                        limits: limits
                    ),
                    isSorted: Int.random(in: 0..<6, using: &generator) == 0
                )
            )
        }
        self.generator = generator
        self.addReaders()
    }

    private mutating func addReaders() {
        var time = Duration.zero
        for number in 0..<Int.random(in: 3...9, using: &self.generator) {
            // Some come together, some long after each other.
            let pause = [0, 0, 50, 700, 6_000, 14_000].randomElement(using: &self.generator) ?? 0
            time += .milliseconds(pause)
            let patience = Duration.milliseconds(Int.random(in: 300...5_000, using: &self.generator))
            self.readers.append(
                Reader(
                    query: Int.random(in: 0..<self.searches.count, using: &self.generator),
                    start: [1, 1, 3, 5].randomElement(using: &self.generator) ?? 1,
                    count: [0, 2, 2, 4].randomElement(using: &self.generator) ?? 2,
                    arrival: time,
                    deadline: time + patience
                )
            )
            self.queue.add(.arrival(reader: number), at: time)
            if Int.random(in: 0..<12, using: &self.generator) == 0 {
                self.queue.add(.disconnection(reader: number), at: time + patience * 0.3)
            }
        }
        for second in 1...Int(time.components.seconds + 2) { self.queue.add(.look, at: .seconds(second)) }
    }

    /// Runs the history to its end and checks everything that must hold.
    mutating func run() {
        while let (time, event) = self.queue.next() {
            self.now = time
            self.handle(event)
        }
        for reader in self.readers where !reader.isDone { self.checks.report("a reader was never answered") }
        for index in self.searches.indices {
            self.checks.end(&self.searches[index].state, query: index, isOrderTried: self.seed % 16 == 0)
        }
        for target in self.targets { self.checks.amplification(target) }
    }

    private var instant: ContinuousClock.Instant { Self.origin + self.now }

    private mutating func note(_ code: UInt64, _ text: @autoclosure () -> String) {
        self.digest = (self.digest ^ code ^ UInt64(self.now.milliseconds)) &* 0x0000_0100_0000_01B3
        if self.trace != nil { self.trace?.append("\(self.now.milliseconds) ms: \(text())") }
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .arrival(let number):
            let reader = self.readers[number]
            self.note(1, "reader \(number) wants \(reader.count) from \(reader.start) of query \(reader.query)")
            let tardiness = self.mutation == .answersAfterTheDeadline ? Duration.seconds(1) : .zero
            self.queue.add(.deadline(reader: number), at: reader.deadline + tardiness)
            self.searches[reader.query].readers += 1
            let fetches = self.searches[reader.query].state.begin(now: self.instant)
            if fetches.count == self.targets.count, fetches[0].window.lowerBound == 1 { self.fanOuts += 1 }
            self.schedule(fetches, reader.query)
            self.advance(number)
        case .deadline(let number):
            guard !self.readers[number].isDone, !self.forgotten.contains(number) else { return }
            self.note(2, "reader \(number) is at its deadline")
            let query = self.readers[number].query
            self.searches[query].waiting.removeAll { $0 == number }
            self.searches[query].state.deadlinePassed(upTo: self.readers[number].needed)
            self.answer(number)
        case .disconnection(let number): self.disconnect(number)
        case .sending(let job, let permit, let mustConfirm): self.send(job, permit, mustConfirm: mustConfirm)
        case .answer(let job, let answer, let permit, let began): self.receive(job, answer, permit, began)
        case .look:
            for index in self.targets.indices {
                let chance = Double.random(in: 0...1, using: &self.generator)
                guard self.admissions[index].beginLook(now: self.instant, chance: chance) else { continue }
                switch self.targets[index].behaviour(at: self.now) {
                case .silent, .refused, .closes, .garbage, .login: break
                default:
                    self.admissions[index].noteAlive(now: self.instant)
                    self.checks.foundAlive(index)
                }
            }
        }
    }

    // MARK: Readers

    /// Does what the result set says is next for a reader.
    private mutating func advance(_ number: Int) {
        let reader = self.readers[number]
        while true {
            let step = self.searches[reader.query].state.nextStep(
                upTo: reader.needed,
                isForNumber: reader.count == 0,
                isSorted: self.searches[reader.query].isSorted
            )
            switch step {
            case .fetch(let fetches): self.schedule(fetches, reader.query)
            case .wait: return self.searches[reader.query].waiting.append(number)
            case .answer: return self.answer(number)
            }
        }
    }

    private mutating func answer(_ number: Int) {
        let reader = self.readers[number]
        self.readers[number].isDone = true
        self.searches[reader.query].readers -= 1
        self.searches[reader.query].isServed = true
        var page = SimulatedPage(&self.searches[reader.query].state, start: reader.start, count: reader.count)
        if self.mutation == .changesTheOrderOfAPage, self.now > .seconds(1) { page.clusters.reverse() }
        if self.mutation == .leavesATargetOut { page.statuses.removeLast() }
        self.note(UInt64(100 + page.clusters.count), "reader \(number) gets \(page)")
        self.checks.page(page, of: reader, at: self.now)
    }

    private mutating func disconnect(_ number: Int) {
        let query = self.readers[number].query
        guard !self.readers[number].isDone, self.searches[query].waiting.contains(number) else { return }
        self.note(3, "reader \(number) goes away")
        self.readers[number].isDone = true
        self.searches[query].waiting.removeAll { $0 == number }
        self.searches[query].readers -= 1
        guard self.searches[query].readers == 0, !self.searches[query].isServed else { return }
        self.searches[query].state.abandon()
        self.checks.abandoned(query)
        self.searches[query].running = []
    }

    // MARK: Targets

    private mutating func schedule(_ fetches: [ResultSetState.Fetch], _ query: Int) {
        for fetch in fetches {
            let job = Job(query: query, fetch: fetch, deadline: self.now + SimulatedTarget.timeout)
            self.searches[query].running.insert(fetch.number)
            self.checks.began(fetch, query)
            let decision = self.admissions[fetch.target].admit(
                now: self.instant,
                deadline: Self.origin + job.deadline
            )
            switch decision {
            case .ask(let permit, let time):
                if time > self.instant, self.mutation != .asksFasterThanAllowed {
                    self.queue.add(.sending(job, permit, mustConfirm: true), at: self.now + (time - self.instant))
                } else {
                    // At once: what happens in the same moment may already be another answer.
                    self.send(job, permit, mustConfirm: false)
                }
            case .refuse(let failure): self.refuse(job, failure)
            }
        }
    }

    private mutating func refuse(_ job: Job, _ failure: TargetFailure) {
        if self.mutation == .asksAPausedTarget, failure.code == .paused {
            self.queue.add(.sending(job, .ask, mustConfirm: false), at: self.now)
        } else {
            self.queue.add(.answer(job, TargetAnswer(failure: failure), nil, began: self.now), at: self.now)
        }
    }

    private mutating func send(_ job: Job, _ permit: Breaker.Permit, mustConfirm: Bool) {
        let index = job.fetch.target
        var permit = permit
        if mustConfirm {
            switch self.admissions[index].confirm(permit, now: self.instant) {
            case .ask(let confirmed, _): permit = confirmed
            case .refuse(let failure): return self.refuse(job, failure)
            }
        }
        self.checks.sent(index, permit, at: self.now)
        var reply = self.targets[index].reply(
            query: job.query,
            window: job.fetch.window,
            at: self.now,
            using: &self.generator
        )
        if self.mutation == .retriesWithoutABudget { self.checks.extraRequests(3, index) }
        reply.delay = min(reply.delay, job.deadline - self.now)
        let id = self.targets[index].id
        self.note(4, "\(id) is asked for \(job.fetch.window) of query \(job.query)")
        self.queue.add(.answer(job, reply.answer, permit, began: self.now), at: self.now + reply.delay)
    }

    private mutating func receive(_ job: Job, _ answer: TargetAnswer, _ permit: Breaker.Permit?, _ began: Duration) {
        let index = job.fetch.target
        let isWanted = self.searches[job.query].running.remove(job.fetch.number) != nil
        let answer = isWanted ? answer : TargetAnswer(failure: TargetFailure(.cancelled, "nobody waits for it"))
        if let permit {
            let before = self.admissions[index].breaker.word
            self.admissions[index].note(
                answer,
                permit: permit,
                took: self.now - began,
                now: self.instant,
                chance: .random(in: 0...1, using: &self.generator)
            )
            let after = self.admissions[index].breaker.word
            self.checks.noted(answer, index, permit, at: self.now, before: before, after: after)
        }
        guard isWanted else { return }
        let id = self.targets[index].id
        self.note(
            UInt64(200 + answer.records.count),
            "\(id) brings \(answer.records.count) of \(answer.hits ?? -1), \(answer.failure?.code.rawValue ?? "ok")"
        )
        self.checks.received(answer, job.fetch, job.query)
        self.searches[job.query].state.receive(
            self.mutated(answer, job),
            for: job.fetch,
            elapsed: self.now - began,
            now: self.instant
        )
        guard self.searches[job.query].state.isSettled else { return }
        var waiting = self.searches[job.query].waiting.shuffled(using: &self.generator)
        // Whoever is forgotten is not even found by its deadline.
        if self.mutation == .forgetsAReader, let last = waiting.popLast() { self.forgotten.insert(last) }
        self.searches[job.query].waiting = []
        for number in waiting { self.advance(number) }
    }

    private func mutated(_ answer: TargetAnswer, _ job: Job) -> TargetAnswer {
        var changed = answer
        switch self.mutation {
        case .tellsAFailureAsNoHits:
            if answer.failure != nil, answer.hits == nil { changed = TargetAnswer(hits: 0) }
        case .givesAnotherQuerysRecords:
            let other = SimulatedTarget.records[job.fetch.target][(job.query + 1) % SimulatedTarget.most.queries]
            changed.records = answer.records.map { other[$0.position - 1] }
        case .losesARecord:
            _ = changed.records.popLast()
        case .countsARecordTwice:
            changed.records += answer.records.suffix(1)
        default: break
        }
        return changed
    }
}
