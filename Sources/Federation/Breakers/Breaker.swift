/// Decides whether a target is asked at all: a plain value without clock, chance or socket of its own.
///
/// *Closed*, the target is asked. After failures in a row, or too many among the last answers, it *opens*: the target is
/// left alone for a pause that doubles from 5 to 60 seconds. When the pause is over, one search goes through as a
/// *probe*, and its outcome closes the breaker or begins the next, longer pause. Meanwhile a light look (a connection
/// without a search) may find the target alive earlier.
struct Breaker: Sendable {
    /// When it opens, and for how long.
    struct Limits: Sendable, Hashable {
        /// Failures in a row.
        var consecutiveFailures = 3
        /// Answers in a row that are not the protocol at all.
        var protocolFailures = 2
        /// How many answers are remembered for the rate.
        var window = 20
        /// How many of them there must be before the rate counts.
        var minimumAnswers = 10
        /// The share of failed and slow answers that opens it.
        var badRate = 0.6
        /// The first pause; each further one is twice as long.
        var firstPause = Duration.seconds(5)
        /// The longest pause.
        var longestPause = Duration.seconds(60)
        /// The pause after a refused login, which only somebody can mend.
        var loginPause = Duration.seconds(300)
        /// The longest pause that a server can ask for.
        var longestRetryAfter = Duration.seconds(300)
        /// How long after one look comes the next.
        var lookInterval = Duration.seconds(7)
        /// How long nobody must have wanted the target for the looks to end.
        var interest = Duration.seconds(300)
    }

    /// Whether somebody may ask now.
    enum Permit: Sendable, Hashable {
        /// Yes.
        case ask
        /// Yes, and the answer decides about everybody else.
        case probe
        /// No: until that instant, because of what the target did.
        case paused(until: ContinuousClock.Instant, because: TargetFailure)
    }

    private enum State: Sendable {
        case closed
        case open(until: ContinuousClock.Instant, because: TargetFailure, canBeLookedAt: Bool)
        case probing(because: TargetFailure)
    }

    private let limits: Limits
    private var state = State.closed
    /// Failures since the last good answer.
    private var failures = 0
    private var protocolFailures = 0
    /// The last answers, oldest first: true for bad ones.
    private var answers: [Bool] = []
    /// Pauses since the breaker was closed last.
    private var pauses = 0
    private var nextLook: ContinuousClock.Instant?
    private var lastWanted: ContinuousClock.Instant?

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// `closed`, `open` or `halfOpen`, for operators.
    var word: String {
        switch self.state {
        case .closed: "closed"
        case .open: "open"
        case .probing: "halfOpen"
        }
    }

    /// Until when nobody asks, and because of what; nil while it is closed.
    var pause: (until: ContinuousClock.Instant?, because: TargetFailure)? {
        switch self.state {
        case .closed: nil
        case .open(let until, let reason, _): (until, reason)
        case .probing(let reason): (nil, reason)
        }
    }

    /// Somebody wants to ask.
    mutating func permit(now: ContinuousClock.Instant) -> Permit {
        self.lastWanted = now
        switch self.state {
        case .closed:
            return .ask
        case .open(let until, let reason, _):
            guard until <= now else { return .paused(until: until, because: reason) }
            self.state = .probing(because: reason)
            return .probe
        case .probing(let reason):
            return .paused(until: now, because: reason)
        }
    }

    /// Takes in how a search went that was permitted.
    ///
    /// - Parameters:
    ///   - outcome: what it says about the target.
    ///   - permit: what `permit` gave; answers to searches from before the pause change nothing.
    ///   - now: the time.
    ///   - chance: from 0 to 1, makes pauses uneven so that targets are not probed all at once.
    mutating func note(_ outcome: BreakerOutcome, permit: Permit, now: ContinuousClock.Instant, chance: Double) {
        switch (self.state, permit) {
        case (.closed, .ask): self.noteWhileClosed(outcome, now: now, chance: chance)
        case (.probing(let reason), .probe):
            switch outcome {
            case .good: self.close()
            case .unknown: self.state = .open(until: now, because: reason, canBeLookedAt: true)
            // A probe that is slow found a target that answers.
            case .slow: self.close()
            case .bad(let failure), .notTheProtocol(let failure), .loginRefused(let failure):
                self.open(because: failure, outcome, now: now, chance: chance)
            case .mustWait(_, let failure): self.open(because: failure, outcome, now: now, chance: chance)
            }
        default: break
        }
    }

    private mutating func noteWhileClosed(_ outcome: BreakerOutcome, now: ContinuousClock.Instant, chance: Double) {
        switch outcome {
        case .unknown:
            return
        case .good:
            (self.failures, self.protocolFailures) = (0, 0)
            self.remember(isBad: false)
        case .slow(let failure):
            (self.failures, self.protocolFailures) = (0, 0)
            self.remember(isBad: true)
            if self.isMostlyBad { self.open(because: failure, outcome, now: now, chance: chance) }
        case .bad(let failure), .notTheProtocol(let failure):
            self.failures += 1
            if case .notTheProtocol = outcome { self.protocolFailures += 1 } else { self.protocolFailures = 0 }
            self.remember(isBad: true)
            let isTooMuch =
                self.failures >= self.limits.consecutiveFailures
                || self.protocolFailures >= self.limits.protocolFailures
            if isTooMuch || self.isMostlyBad { self.open(because: failure, outcome, now: now, chance: chance) }
        case .loginRefused(let failure), .mustWait(_, let failure):
            self.open(because: failure, outcome, now: now, chance: chance)
        }
    }

    // MARK: Looking

    /// Whether it is time to look whether a paused target is there again; the next look is due later.
    mutating func beginLook(now: ContinuousClock.Instant, chance: Double) -> Bool {
        guard case .open(let until, _, true) = self.state, until > now, let nextLook, nextLook <= now,
            let lastWanted, now - lastWanted < self.limits.interest
        else { return false }
        self.nextLook = now + self.limits.lookInterval * (0.85 + 0.3 * chance)
        return true
    }

    /// A look found the target alive: the next search is the probe.
    mutating func noteAlive(now: ContinuousClock.Instant) {
        guard case .open(let until, let reason, true) = self.state, until > now else { return }
        self.state = .open(until: now, because: reason, canBeLookedAt: true)
    }

    // MARK: Opening and closing

    private mutating func close() {
        self.state = .closed
        (self.failures, self.protocolFailures, self.pauses) = (0, 0, 0)
        self.answers = []
        self.nextLook = nil
    }

    private mutating func open(
        because failure: TargetFailure,
        _ outcome: BreakerOutcome,
        now: ContinuousClock.Instant,
        chance: Double
    ) {
        switch outcome {
        case .loginRefused:
            self.state = .open(until: now + self.limits.loginPause, because: failure, canBeLookedAt: false)
        case .mustWait(let time, _):
            let pause = max(.zero, min(time, self.limits.longestRetryAfter))
            self.state = .open(until: now + pause, because: failure, canBeLookedAt: false)
        default:
            let doubled = self.limits.firstPause * (1 << min(self.pauses, 8))
            let pause = min(doubled, self.limits.longestPause) * (0.8 + 0.4 * chance)
            self.pauses += 1
            self.state = .open(until: now + pause, because: failure, canBeLookedAt: true)
            self.nextLook = now + self.limits.lookInterval * (0.85 + 0.3 * chance)
        }
        (self.failures, self.protocolFailures) = (0, 0)
        self.answers = []
    }

    private mutating func remember(isBad: Bool) {
        self.answers.append(isBad)
        if self.answers.count > self.limits.window { self.answers.removeFirst() }
    }

    private var isMostlyBad: Bool {
        guard self.answers.count >= self.limits.minimumAnswers else { return false }
        return Double(self.answers.count { $0 }) >= self.limits.badRate * Double(self.answers.count)
    }
}
