/// Something that happened, for those who count it: never who asked, nor for what.
public enum FederationEvent: Sendable {
    /// A target was asked, or would have been.
    case answered(TargetEvent)
    /// So many requests were sent to targets a second time.
    case retried(Int)
    /// A search could be answered from a result set that was there.
    case resultSetFound
}

/// How one request to a target went.
public struct TargetEvent: Sendable {
    /// What the target was asked for.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        /// A search and its first records.
        case search
        /// More records of a search.
        case more
        /// The terms of an index.
        case scan
        /// How many records have each value of a field.
        case facets
        /// Whether it is there.
        case look
    }

    /// The target's id.
    public let target: String
    /// What it was asked for.
    public let operation: Operation
    /// How long it took.
    public let elapsed: Duration
    /// What went wrong; records may have come before.
    public let failure: TargetFailure?
    /// Records that match there, if it said so.
    public let hits: Int?
    /// Records that came and could be read as they were.
    public let records: Int
    /// Records that came damaged and were mended.
    public let repaired: Int
    /// Records that came and nobody could read.
    public let unreadable: Int

    /// An event.
    public init(
        target: String,
        operation: Operation,
        elapsed: Duration,
        failure: TargetFailure? = nil,
        hits: Int? = nil,
        records: Int = 0,
        repaired: Int = 0,
        unreadable: Int = 0
    ) {
        self.target = target
        self.operation = operation
        self.elapsed = elapsed
        self.failure = failure
        self.hits = hits
        self.records = records
        self.repaired = repaired
        self.unreadable = unreadable
    }

    /// `ok`, or the word of the failure.
    public var outcome: String { self.failure?.code.rawValue ?? "ok" }

    /// Whether it says something about the target: not when we did not ask, or gave up.
    public var isTelling: Bool {
        guard let failure else { return true }
        return switch failure.code {
        case .paused, .busy, .cancelled, .notExpressible: false
        default: true
        }
    }

    /// Whether the target did what it is there for; a diagnostic is an answer.
    public var isGood: Bool {
        guard let failure else { return true }
        return switch failure.code {
        case .diagnostic, .presentFailed, .shortPresent, .tooLarge: true
        default: false
        }
    }
}

extension TargetEvent {
    /// The event of an answer to a search, without words that repeat it.
    init(_ target: String, _ answer: TargetAnswer, _ plan: QueryPlan, _ window: Range<Int>, elapsed: Duration) {
        self.init(
            target: target,
            operation: window.lowerBound == 1 ? .search : .more,
            elapsed: elapsed,
            failure: answer.failure?.withoutWords(of: plan.query),
            hits: answer.hits,
            records: answer.records.count - answer.mended,
            repaired: answer.mended,
            unreadable: answer.unreadable.count
        )
    }
}

/// How a target stands, as its breaker sees it.
public struct TargetHealth: Sendable {
    /// The target's id.
    public let id: String
    /// The library's name.
    public let name: String
    /// Whether the configuration lets it be asked.
    public let isEnabled: Bool
    /// `closed` (it is asked), `open` (not now) or `halfOpen` (being tried).
    public let breaker: String
    /// Why it is not asked, if it is not.
    public let reason: TargetFailure?
    /// When it is asked again, if it is not asked now.
    public let nextProbe: ContinuousClock.Instant?
}

extension Federation {
    /// How every target stands, in the order of the file.
    public nonisolated var health: [TargetHealth] {
        let generation = self.generation
        return generation.configuration.targets.compactMap { description in
            guard let target = generation.targets[description.id] else { return nil }
            let pause = target.pause
            return TargetHealth(
                id: description.id,
                name: description.name,
                isEnabled: description.enabled,
                breaker: target.breakerState,
                reason: pause?.because,
                nextProbe: pause?.until
            )
        }
    }

    /// The result sets that are kept: their number, their records, and the octets of these as they came.
    public var resultSetUsage: (count: Int, records: Int, octets: Int) { self.store.usage }
}
