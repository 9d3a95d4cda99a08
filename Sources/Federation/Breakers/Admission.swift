/// Whether and when a target may be asked, by its breaker and its rate: a plain value on its user's clock.
struct Admission: Sendable {
    /// What somebody may do who wants to ask.
    enum Decision: Sendable {
        /// Ask at that time; a later one has to be confirmed then.
        case ask(Breaker.Permit, at: ContinuousClock.Instant)
        /// Leave it.
        case refuse(TargetFailure)
    }

    private(set) var breaker: Breaker
    private var rate: RequestRate?
    /// A target whose answers take longer counts as ill.
    var slowAfter: Duration

    init(slowAfter: Duration, requestsPerSecond: Int? = nil, limits: Breaker.Limits = Breaker.Limits()) {
        self.breaker = Breaker(limits: limits)
        self.rate = requestsPerSecond.map { RequestRate(perSecond: $0) }
        self.slowAfter = slowAfter
    }

    /// Somebody wants to search.
    mutating func admit(now: ContinuousClock.Instant, deadline: ContinuousClock.Instant) -> Decision {
        let permit = self.breaker.permit(now: now)
        if case .paused(let until, let reason) = permit { return Self.paused(until, reason, now) }
        guard let time = self.takeRequest(now: now, deadline: deadline) else {
            self.breaker.note(.unknown, permit: permit, now: now, chance: 0)
            return .refuse(Self.overRate)
        }
        return .ask(permit, at: time)
    }

    /// The time to search has come that was given: meanwhile the breaker may have opened.
    mutating func confirm(_ permit: Breaker.Permit, now: ContinuousClock.Instant) -> Decision {
        guard permit == .ask else { return .ask(permit, at: now) }
        let permit = self.breaker.permit(now: now)
        if case .paused(let until, let reason) = permit { return Self.paused(until, reason, now) }
        return .ask(permit, at: now)
    }

    /// When one request may be sent that is no search; nil when not before the deadline.
    mutating func takeRequest(
        now: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        guard self.rate != nil else { return now }
        return self.rate?.take(now: now, before: deadline)
    }

    /// Takes in the answer to a search that was admitted; `chance` is from 0 to 1.
    mutating func note(
        _ answer: TargetAnswer,
        permit: Breaker.Permit,
        took time: Duration,
        now: ContinuousClock.Instant,
        chance: Double
    ) {
        self.rate?.charge(answer.requests - 1)
        let outcome = BreakerOutcome(answer, took: time, slowAfter: self.slowAfter)
        self.breaker.note(outcome, permit: permit, now: now, chance: chance)
    }

    /// Whether it is time to look whether a paused target is there again.
    mutating func beginLook(now: ContinuousClock.Instant, chance: Double) -> Bool {
        self.breaker.beginLook(now: now, chance: chance)
    }

    /// A look found the target alive.
    mutating func noteAlive(now: ContinuousClock.Instant) { self.breaker.noteAlive(now: now) }

    /// The same memory of the target under other settings of ours.
    func adopted(slowAfter: Duration, requestsPerSecond: Int?) -> Admission {
        var admission = Admission(slowAfter: slowAfter, requestsPerSecond: requestsPerSecond)
        admission.breaker = self.breaker
        return admission
    }

    static let overRate = TargetFailure(
        .busy,
        "not asked: its limit of requests a second is used up until the deadline"
    )

    private static func paused(
        _ until: ContinuousClock.Instant,
        _ reason: TargetFailure,
        _ now: ContinuousClock.Instant
    ) -> Decision {
        let seconds = max(0, ((until - now).milliseconds + 999) / 1_000)
        let again = seconds > 0 ? "asked again in \(seconds) s" : "being tried again just now"
        return .refuse(TargetFailure(.paused, "not asked, \(again); last: \(reason)"))
    }
}
