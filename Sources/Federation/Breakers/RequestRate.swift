/// How many requests a target is sent a second: a bucket of tokens that fills evenly and holds a second's worth.
///
/// A fetch may lead to several requests, which is known only afterwards; they are charged then, and the next fetch waits
/// the longer.
struct RequestRate: Sendable {
    private let perSecond: Double
    private var tokens: Double
    private var filled: ContinuousClock.Instant?

    init(perSecond: Int) {
        self.perSecond = Double(max(1, perSecond))
        self.tokens = self.perSecond
    }

    /// Takes the right to one request.
    ///
    /// - Returns: when it may be sent, now or later; nil, and nothing taken, when that would be after the deadline.
    mutating func take(
        now: ContinuousClock.Instant,
        before deadline: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        if let filled, filled < now {
            self.tokens = min(self.perSecond, self.tokens + self.perSecond * ((now - filled) / .seconds(1)))
        }
        self.filled = max(self.filled ?? now, now)
        let time = now + .seconds(max(0, 1 - self.tokens) / self.perSecond)
        guard time == now || time < deadline else { return nil }
        self.tokens -= 1
        return time
    }

    /// Notes requests that a fetch made beyond its first.
    mutating func charge(_ requests: Int) {
        self.tokens -= Double(max(0, requests))
    }
}
