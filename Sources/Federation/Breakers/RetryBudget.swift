/// How often something may be tried again: once for every ten first tries, and a few times at once.
///
/// It keeps a target that is down from being asked twice for everything.
struct RetryBudget: Sendable {
    /// Retries earned by one first try.
    private static let earned = 0.1
    private static let most = 10.0
    private var tokens = 3.0
    private var taken = 0

    /// Notes a first try.
    mutating func noteFirstTry() {
        self.tokens = min(Self.most, self.tokens + Self.earned)
    }

    /// Takes a retry out of the budget; false when there is none left.
    mutating func takeRetry() -> Bool {
        guard self.tokens >= 1 else { return false }
        self.tokens -= 1
        self.taken += 1
        return true
    }

    /// How many retries were taken since this was asked last.
    mutating func takeCount() -> Int {
        defer { self.taken = 0 }
        return self.taken
    }
}
