import Federation

/// Counts requests against rates: a bucket for each client, which fills with time and gives one token a request.
///
/// A value without a clock of its own. Its memory is bounded: buckets that are full again are forgotten, and under a
/// flood of clients all are.
struct TokenBuckets<Client: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: ContinuousClock.Instant
        var limit: RateLimit

        mutating func fill(_ now: ContinuousClock.Instant) {
            let seconds = (now - self.filled) / .seconds(1)
            self.tokens = min(Double(self.limit.burst), self.tokens + max(0, seconds) * self.limit.perSecond)
            self.filled = now
        }
    }

    private var buckets: [Client: Bucket] = [:]
    private let maximum: Int

    init(maximum: Int = 50_000) {
        self.maximum = maximum
    }

    /// How many clients are known.
    var count: Int { self.buckets.count }

    /// Takes a token.
    ///
    /// - Returns: nil when there was one; else how long until there is one again.
    mutating func take(_ client: Client, limit: RateLimit, now: ContinuousClock.Instant) -> Duration? {
        if self.buckets.count >= self.maximum, self.buckets[client] == nil { self.makeRoom(now) }
        var bucket = self.buckets[client] ?? Bucket(tokens: Double(limit.burst), filled: now, limit: limit)
        bucket.limit = limit
        bucket.fill(now)
        defer { self.buckets[client] = bucket }
        guard bucket.tokens < 1 else {
            bucket.tokens -= 1
            return nil
        }
        return .seconds((1 - bucket.tokens) / limit.perSecond)
    }

    private mutating func makeRoom(_ now: ContinuousClock.Instant) {
        self.buckets = self.buckets.filter { _, bucket in
            var bucket = bucket
            bucket.fill(now)
            return bucket.tokens < Double(bucket.limit.burst)
        }
        if self.buckets.count >= self.maximum { self.buckets.removeAll() }
    }
}
