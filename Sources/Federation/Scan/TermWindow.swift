public import CQL
import SRU

/// A question for the terms of an index around one.
public struct TermRequest: Sendable, Hashable {
    /// The index.
    public var index: Index
    /// The term around which they stand; it need not exist.
    public var term: String
    /// How many terms before it.
    public var before: Int
    /// How many terms from it on, itself included; at least 1.
    public var after: Int

    /// A question of its parts.
    public init(index: Index, term: String, before: Int, after: Int) {
        self.index = index
        self.term = term
        self.before = before
        self.after = after
    }
}

/// A part of one target's list of terms, in the target's order.
public struct TermWindow: Sendable, Hashable {
    /// One term with the number of its records, when the target says it.
    public struct Term: Sendable, Hashable {
        /// The term as a search wants it.
        public var text: String
        /// How many records have it.
        public var count: Int?

        /// A term of its parts.
        public init(_ text: String, count: Int?) {
            self.text = text
            self.count = count
        }
    }

    /// The terms before the one asked for.
    public var before: [Term]
    /// The terms from it on.
    public var after: [Term]
    /// Whether the list begins with the first of these.
    public var reachesStart: Bool
    /// Whether the list ends with the last of these.
    public var reachesEnd: Bool

    /// A window of its parts.
    public init(before: [Term], after: [Term], reachesStart: Bool, reachesEnd: Bool) {
        self.before = before
        self.after = after
        self.reachesStart = reachesStart
        self.reachesEnd = reachesEnd
    }
}

extension Target {
    /// Targets list no terms unless they say how.
    public func terms(
        _ request: TermRequest,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TermWindow {
        throw .scanNotOffered
    }
}

extension TargetFailure {
    /// What a target's lack of scan is called.
    static let scanNotOffered = TargetFailure(
        .notExpressible,
        "lists no terms",
        diagnostic: .unsupportedOperation("scan")
    )
}
