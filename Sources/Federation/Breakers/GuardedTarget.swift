import CQL
import NIOConcurrencyHelpers

/// A target behind its breaker and its rate: asked only while that makes sense, and no faster than it may be.
struct GuardedTarget: Target {
    private let target: any Target
    private let admission: NIOLockedValueBox<Admission>
    private let observe: @Sendable (FederationEvent) -> Void

    init(
        _ target: any Target,
        deadline: Duration,
        limits: Breaker.Limits = Breaker.Limits(),
        observe: @escaping @Sendable (FederationEvent) -> Void = { _ in }
    ) {
        self.target = target
        self.observe = observe
        self.admission = NIOLockedValueBox(
            Admission(
                slowAfter: Self.slowAfter(target, deadline),
                requestsPerSecond: target.requestsPerSecond,
                limits: limits
            )
        )
    }

    /// A target in the place of another at the same address: what the breaker knows of it stays known.
    init(_ target: any Target, deadline: Duration, adopting old: GuardedTarget) {
        self.target = target
        self.observe = old.observe
        let slowAfter = Self.slowAfter(target, deadline)
        self.admission = NIOLockedValueBox(
            old.admission.withLockedValue {
                $0.adopted(slowAfter: slowAfter, requestsPerSecond: target.requestsPerSecond)
            }
        )
    }

    /// The same target with all that is known of it, under another deadline of requests.
    func judged(by deadline: Duration) -> GuardedTarget {
        let slowAfter = Self.slowAfter(self.target, deadline)
        self.admission.withLockedValue { $0.slowAfter = slowAfter }
        return self
    }

    /// A target whose answers take longer than anybody waits for them counts as ill.
    private static func slowAfter(_ target: any Target, _ deadline: Duration) -> Duration {
        max(deadline, target.timeout / 2)
    }

    var id: String { self.target.id }
    var name: String { self.target.name }
    var timeout: Duration { self.target.timeout }

    /// `closed`, `open` or `halfOpen`.
    var breakerState: String { self.admission.withLockedValue { $0.breaker.word } }

    /// Until when it is not asked, and because of what.
    var pause: (until: ContinuousClock.Instant?, because: TargetFailure)? {
        self.admission.withLockedValue { $0.breaker.pause }
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        try self.target.plan(query)
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        let began = ContinuousClock.now
        let answer = await self.answer(plan, window, deadline)
        self.observe(.answered(TargetEvent(self.id, answer, plan, window, elapsed: ContinuousClock.now - began)))
        let retries = self.target.takeRetryCount()
        if retries > 0 { self.observe(.retried(retries)) }
        return answer
    }

    private func answer(
        _ plan: QueryPlan,
        _ window: Range<Int>,
        _ deadline: ContinuousClock.Instant
    ) async -> TargetAnswer {
        var decision = self.admission.withLockedValue { $0.admit(now: .now, deadline: deadline) }
        if case .ask(let permit, let time) = decision, time > .now {
            guard (try? await Task.sleep(until: time, clock: .continuous)) != nil else {
                let answer = TargetAnswer(failure: TargetFailure(.cancelled, "nobody waits for it"))
                self.note(answer, permit, since: .now)
                return answer
            }
            decision = self.admission.withLockedValue { $0.confirm(permit, now: .now) }
        }
        switch decision {
        case .refuse(let failure): return TargetAnswer(failure: failure)
        case .ask(let permit, _):
            let began = ContinuousClock.now
            let answer = await self.target.fetch(plan, window: window, deadline: deadline)
            self.note(answer, permit, since: began)
            return answer
        }
    }

    private func note(_ answer: TargetAnswer, _ permit: Breaker.Permit, since began: ContinuousClock.Instant) {
        let now = ContinuousClock.now
        self.admission.withLockedValue {
            $0.note(answer, permit: permit, took: now - began, now: now, chance: .random(in: 0...1))
        }
    }

    func terms(
        _ request: TermRequest,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TermWindow {
        try await self.waitForTurn(deadline)
        return try await self.observing(.scan) { () throws(TargetFailure) in
            try await self.target.terms(request, deadline: deadline)
        }
    }

    func facets(
        _ plan: QueryPlan,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TargetFacets {
        try await self.waitForTurn(deadline)
        return try await self.observing(.facets) { () throws(TargetFailure) in
            try await self.target.facets(plan, by: fields, limit: limit, deadline: deadline)
        }
    }

    /// Lets a request through that the breaker does not judge by, once the target bears another.
    private func waitForTurn(_ deadline: ContinuousClock.Instant) async throws(TargetFailure) {
        guard self.breakerState != "open" else { throw TargetFailure(.paused, "not asked, it failed lately") }
        guard let time = self.admission.withLockedValue({ $0.takeRequest(now: .now, deadline: deadline) }) else {
            throw Admission.overRate
        }
        if time > .now, (try? await Task.sleep(until: time, clock: .continuous)) == nil {
            throw TargetFailure(.cancelled, "nobody waits for it")
        }
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        try await self.target.check(deadline: deadline)
    }

    /// Connects without searching when a look is due, so that a target that is there again is asked soon.
    func lookIfDue() async {
        guard self.admission.withLockedValue({ $0.beginLook(now: .now, chance: .random(in: 0...1)) }) else { return }
        let check = try? await self.observing(.look) { () throws(TargetFailure) in
            try await self.target.check(deadline: .now + .seconds(3))
        }
        guard check != nil else { return }
        self.admission.withLockedValue { $0.noteAlive(now: .now) }
    }

    /// Tells how something else than a search goes.
    private func observing<Value>(
        _ operation: TargetEvent.Operation,
        _ body: () async throws(TargetFailure) -> Value
    ) async throws(TargetFailure) -> Value {
        let began = ContinuousClock.now
        func tell(_ failure: TargetFailure?) {
            let elapsed = ContinuousClock.now - began
            self.observe(
                .answered(TargetEvent(target: self.id, operation: operation, elapsed: elapsed, failure: failure))
            )
        }
        do throws(TargetFailure) {
            let value = try await body()
            tell(nil)
            return value
        } catch {
            tell(error)
            throw error
        }
    }

    func shutdown() async {
        await self.target.shutdown()
    }
}
