import CQL
import NIOConcurrencyHelpers

/// A target behind its breaker: asked only while that makes sense.
struct GuardedTarget: Target {
    private let target: any Target
    private let breaker: NIOLockedValueBox<Breaker>
    /// A target whose answers take longer counts as ill.
    private let slowAfter: Duration

    init(_ target: any Target, deadline: Duration, limits: Breaker.Limits = Breaker.Limits()) {
        self.target = target
        self.breaker = NIOLockedValueBox(Breaker(limits: limits))
        self.slowAfter = max(deadline, target.timeout / 2)
    }

    var id: String { self.target.id }
    var name: String { self.target.name }
    var timeout: Duration { self.target.timeout }

    /// `closed`, `open` or `halfOpen`.
    var breakerState: String { self.breaker.withLockedValue { $0.word } }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        try self.target.plan(query)
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        let began = ContinuousClock.now
        let permit = self.breaker.withLockedValue { $0.permit(now: began) }
        if case .paused(let until, let reason) = permit {
            let seconds = max(0, ((until - began).milliseconds + 999) / 1_000)
            let again = seconds > 0 ? "asked again in \(seconds) s" : "being tried again just now"
            return TargetAnswer(failure: TargetFailure(.paused, "not asked, \(again); last: \(reason)"))
        }
        let answer = await self.target.fetch(plan, window: window, deadline: deadline)
        let now = ContinuousClock.now
        let outcome = BreakerOutcome(answer, took: now - began, slowAfter: self.slowAfter)
        self.breaker.withLockedValue {
            $0.note(outcome, permit: permit, now: now, chance: .random(in: 0...1))
        }
        return answer
    }

    func terms(
        _ request: TermRequest,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TermWindow {
        guard self.breakerState != "open" else { throw TargetFailure(.paused, "not asked, it failed lately") }
        return try await self.target.terms(request, deadline: deadline)
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        try await self.target.check(deadline: deadline)
    }

    /// Connects without searching when a look is due, so that a target that is there again is asked soon.
    func lookIfDue() async {
        guard self.breaker.withLockedValue({ $0.beginLook(now: .now, chance: .random(in: 0...1)) }) else { return }
        guard (try? await self.target.check(deadline: .now + .seconds(3))) != nil else { return }
        self.breaker.withLockedValue { $0.noteAlive(now: .now) }
    }

    func shutdown() async {
        await self.target.shutdown()
    }
}
