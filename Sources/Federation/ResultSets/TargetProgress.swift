/// How far one result set has got with one target.
struct TargetProgress: Sendable {
    let id: String
    let name: String
    /// Hits as the target last said.
    var hits: Int?
    /// The first position that was not asked for yet.
    var nextPosition = 1
    /// Records received and readable.
    var fetched = 0
    var unreadable: [UnreadableRecord] = []
    /// Records received that had damage.
    var mended = 0
    /// Octets of the records received.
    var octetCount = 0
    /// The window that is being fetched now.
    var inFlight: ResultSetState.Fetch?
    /// Whether the fetch in flight has outlasted a request: nobody waits for it again.
    var isLate = false
    var failure: TargetFailure?
    var note: String?
    var failedAt: ContinuousClock.Instant?
    /// How long the last fetch took.
    var elapsed: Duration?

    /// Positions that exist and can still be asked for, at most `limit` in all.
    func remaining(limit: Int) -> Int {
        guard let hits else { return 0 }
        return max(0, min(hits, limit) - (self.nextPosition - 1))
    }

    /// Whether the next round asks this target.
    func isAskable(_ limits: ResultSetLimits) -> Bool {
        guard self.inFlight == nil, self.failure == nil, !self.isFull(limits) else { return false }
        return self.hits == nil || self.remaining(limit: limits.recordsPerTarget) > 0
    }

    /// Whether no more records of this target may be kept.
    func isFull(_ limits: ResultSetLimits) -> Bool { self.octetCount >= limits.octetsPerTarget }
}

/// How one target stands in an answer: the words of `extraResponseData`, of the command line and of the logs.
public struct TargetStatus: Sendable, Hashable {
    /// One word for the whole.
    public enum State: String, Sendable, Hashable {
        /// It answered.
        case ok
        /// It has not answered yet; what it brings will stand behind what is served.
        case late
        /// It failed; records that came before stand in the result.
        case failed
    }

    /// The target's id.
    public let id: String
    /// The library's name.
    public let name: String
    /// One word.
    public let state: State
    /// Records that match there, if it said so.
    public let hits: Int?
    /// Records received so far.
    public let fetched: Int
    /// Records received that nobody could read.
    public let unreadable: Int
    /// Records received whose damage was mended.
    public let mended: Int
    /// Milliseconds that its last answer took.
    public let milliseconds: Int?
    /// What went wrong.
    public let failure: TargetFailure?
    /// What people should know although nothing failed.
    public let note: String?
}
