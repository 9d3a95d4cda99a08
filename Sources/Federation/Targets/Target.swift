public import CQL
public import Scoring
public import Z3950

/// A library's server as the federation sees it, whatever protocol it speaks.
///
/// Tests put their own targets behind this protocol; nothing above it knows of sockets.
public protocol Target: Sendable {
    /// The target's id in `targets.yml`.
    var id: String { get }
    /// The library's name for people.
    var name: String { get }
    /// How long one fetch may take at most.
    var timeout: Duration { get }
    /// How many requests it may be sent a second; nil means that it does not matter.
    var requestsPerSecond: Int? { get }

    /// Puts a query into this target's words.
    ///
    /// - Throws: `TargetFailure` with `.notExpressible` when it cannot be said without changing its meaning.
    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan

    /// Searches, and brings the records of a window.
    ///
    /// - Parameters:
    ///   - plan: the query in this target's words.
    ///   - window: positions in the target's result, from 1.
    ///   - deadline: when it must have ended.
    /// - Returns: what came by then, beside the failure if there is one.
    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer

    /// Lists terms of an index around one.
    ///
    /// - Throws: `TargetFailure`, with diagnostic 4 when the target lists no terms at all.
    func terms(_ request: TermRequest, deadline: ContinuousClock.Instant) async throws(TargetFailure) -> TermWindow

    /// Counts its records of a query by the values of some fields.
    ///
    /// - Throws: `TargetFailure`, of kind `notExpressible` when the target counts nothing.
    func facets(
        _ plan: QueryPlan,
        by fields: [FacetField],
        limit: Int,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TargetFacets

    /// Connects, and says what answered.
    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String

    /// How many requests were sent a second time since this was asked last.
    func takeRetryCount() -> Int

    /// Ends all connections.
    func shutdown() async
}

extension Target {
    /// No limit.
    public var requestsPerSecond: Int? { nil }

    /// None: for targets that never try again.
    public func takeRetryCount() -> Int { 0 }
}

/// A query in one target's words.
public struct QueryPlan: Sendable, Hashable, CustomStringConvertible {
    /// The words of each protocol.
    public enum Words: Sendable, Hashable {
        /// A type-1 query.
        case z3950(RPN)
        /// CQL with the target's own index names.
        case sru(String)
    }

    /// What is meant.
    public let query: ResolvedQuery
    /// How it is said.
    public let words: Words

    /// A plan.
    public init(_ query: ResolvedQuery, words: Words) {
        self.query = query
        self.words = words
    }

    /// PQF or CQL, for people.
    public var description: String {
        switch self.words {
        case .z3950(let rpn): rpn.description
        case .sru(let cql): cql
        }
    }
}

/// What one fetch from one target brought.
public struct TargetAnswer: Sendable {
    /// How many records match there; nil when the target did not say.
    public var hits: Int?
    /// The records that could be read, in the target's order.
    public var records: [SourceRecord]
    /// Positions that were answered by something that is no readable record.
    public var unreadable: [UnreadableRecord]
    /// How many of the records had damage that was mended; see `MARCRecord.repairs`.
    public var mended = 0
    /// What went wrong, if anything did; records may stand beside it.
    public var failure: TargetFailure?
    /// Octets that came with the records, for the bounds on memory.
    public var octetCount = 0
    /// Requests that were made for it, for the limit on their rate.
    public var requests = 1
    /// What people should know although nothing failed, such as attributes that had to be left out.
    public var note: String?

    /// An answer.
    public init(
        hits: Int? = nil,
        records: [SourceRecord] = [],
        unreadable: [UnreadableRecord] = [],
        failure: TargetFailure? = nil
    ) {
        self.hits = hits
        self.records = records
        self.unreadable = unreadable
        self.failure = failure
    }
}

/// A position of a target's result that holds no record one could read.
public struct UnreadableRecord: Error, Sendable, Hashable {
    /// The position in the target's result, from 1.
    public let position: Int
    /// Why it cannot be read.
    public let reason: String

    /// An unreadable record.
    public init(position: Int, reason: String) {
        self.position = position
        self.reason = reason
    }
}
