import SRU
import Scoring
import TestSupport
import Testing

@testable import Federation

/// The result set as a plain value: rounds, freezing, counting, whatever the order of arrival.
struct ResultSetStateTests {
    static let ids = ["a", "b", "c"]

    static func state(
        window: Int = 10,
        limit: Int = 10_000,
        ranking: Ranking = Ranking([.init(.title, "sách")])
    ) -> ResultSetState {
        var limits = ResultSetLimits()
        limits.window = window
        limits.recordsPerTarget = limit
        return ResultSetState(
            targets: Self.ids.map { ($0, $0, nil) },
            ranking: ranking,
            limits: limits
        )
    }

    /// Library `a` holds books 0–29, `b` 20–49, `c` 40–44.
    static let holdings: [Range<Int>] = [0..<30, 20..<50, 40..<45]

    static func answer(_ fetch: ResultSetState.Fetch) -> TargetAnswer {
        let records = FederationTests.library(Self.ids[fetch.target], Self.holdings[fetch.target])
        return TargetAnswer(hits: records.count, records: records.filter { fetch.window.contains($0.position) })
    }

    static func receive(_ fetch: ResultSetState.Fetch, into state: inout ResultSetState) {
        state.receive(Self.answer(fetch), for: fetch, elapsed: .milliseconds(1), now: .now)
    }

    /// Runs all rounds; `order` decides who answers first.
    static func complete(
        _ state: inout ResultSetState,
        page: Int,
        order: ([ResultSetState.Fetch]) -> [ResultSetState.Fetch]
    ) {
        var fetches = state.startRound()
        while !fetches.isEmpty {
            for fetch in order(fetches) { Self.receive(fetch, into: &state) }
            state.freeze(upTo: page)
            fetches = state.startRound()
        }
        state.freeze(upTo: .max)
    }

    @Test func everyOrderOfArrivalGivesTheSameListOfClusters() {
        var lists: Set<[String]> = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var state = Self.state()
            Self.complete(&state, page: 10) { $0.shuffled(using: &generator) }
            lists.insert(state.page(start: 1, count: 1_000).map(\.cluster.id))
        }
        #expect(lists.count == 1)
        #expect(lists.first?.count == 50)
    }

    @Test func aLateTargetLeavesThePageThatWasServedAndTheRestIsTheSameInEveryOrder() {
        var lists: Set<[String]> = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var state = Self.state(ranking: Ranking([.init(.any, "sách 4 nguyễn")], orderWeights: ["a": 1, "c": 0.5]))
            let fetches = state.startRound()
            for fetch in fetches.dropLast().shuffled(using: &generator) { Self.receive(fetch, into: &state) }
            state.markLate()
            state.freeze(upTo: 10)
            let served = state.page(start: 1, count: 10).map(\.cluster.id)
            // The late target answers some time during the next round.
            for fetch in (state.startRound() + fetches.suffix(1)).shuffled(using: &generator) {
                Self.receive(fetch, into: &state)
            }
            state.freeze(upTo: 20)
            Self.complete(&state, page: 30) { $0.shuffled(using: &generator) }
            let list = state.page(start: 1, count: 1_000)
            #expect(list.prefix(10).map(\.cluster.id) == served)
            lists.insert(list.map { "\($0.cluster.id) \($0.cluster.members.map(\.target)) \($0.relevance)" })
        }
        #expect(lists.count == 1)
        #expect(lists.first?.count == 50)
    }

    @Test func theNumberOnlyFallsAndIsExactAtTheEnd() {
        var state = Self.state()
        var numbers: [Int] = []
        var fetches = state.startRound()
        for fetch in fetches { Self.receive(fetch, into: &state) }
        #expect(state.precision == .maximum)
        while !fetches.isEmpty {
            numbers.append(state.numberOfRecords())
            fetches = state.startRound()
            for fetch in fetches { Self.receive(fetch, into: &state) }
        }
        #expect(numbers == numbers.sorted(by: >))
        #expect(numbers.last == 50)
        #expect(state.precision == .exact)
    }

    @Test func aWindowIsNeverAskedForTwiceAtOnce() {
        var state = Self.state()
        #expect(state.startRound().count == 3)
        #expect(state.startRound().isEmpty)
    }

    @Test func anAnswerThatNobodyWaitsForIsIgnored() {
        var state = Self.state()
        let fetches = state.startRound()
        Self.receive(fetches[0], into: &state)
        Self.receive(fetches[0], into: &state)
        #expect(state.recordCount == 10)
        #expect(state.statuses[0].fetched == 10)
    }

    @Test func whatCameBeforeAFailureIsKeptAndTheRestIsAskedForLater() {
        var state = Self.state()
        let fetches = state.startRound()
        var half = Self.answer(fetches[0])
        half.records = Array(half.records.prefix(4))
        half.failure = TargetFailure(.closed, "closed")
        let now = ContinuousClock.now
        state.receive(half, for: fetches[0], elapsed: .zero, now: now)
        for fetch in fetches.dropFirst() { Self.receive(fetch, into: &state) }
        #expect(state.statuses[0].state == .failed)
        #expect(state.statuses[0].fetched == 4)
        #expect(state.precision == .estimate)
        #expect(state.reviveFailures(now: now + .seconds(1)).isEmpty)
        let again = state.reviveFailures(now: now + .seconds(11))
        #expect(again.first { $0.target == 0 }?.window.lowerBound == 5)
    }

    @Test func aRefusedLoginIsNotTriedAgain() {
        var state = Self.state()
        let fetch = state.startRound()[0]
        let now = ContinuousClock.now
        let failure = TargetFailure(.authentication, "bad password")
        state.receive(TargetAnswer(failure: failure), for: fetch, elapsed: .zero, now: now)
        #expect(state.reviveFailures(now: now + .seconds(1_000)).isEmpty)
    }

    @Test func unreadableRecordsKeepTheirPositionsAndAreCounted() {
        var state = Self.state()
        let fetch = state.startRound()[0]
        var answer = Self.answer(fetch)
        answer.unreadable = answer.records.suffix(3).map { UnreadableRecord(position: $0.position, reason: "damaged") }
        answer.records.removeLast(3)
        state.receive(answer, for: fetch, elapsed: .zero, now: .now)
        #expect(state.statuses[0].unreadable == 3)
        #expect(state.statuses[0].fetched == 7)
        #expect(state.targets[0].nextPosition == 11)
    }

    @Test func noMoreThanTheLimitIsFetchedFromOneTargetAndTheAnswerSaysSo() {
        var state = Self.state(window: 10, limit: 15)
        Self.complete(&state, page: 10) { $0 }
        #expect(state.statuses.map(\.fetched) == [15, 15, 5])
        #expect(state.precision == .minimum)
    }

    @Test func windowsGrowFromRoundToRound() {
        var state = Self.state(window: 5)
        var sizes: [Int] = []
        var fetches = state.startRound()
        while let first = fetches.first(where: { $0.target == 0 }) {
            sizes.append(first.window.count)
            for fetch in fetches { Self.receive(fetch, into: &state) }
            fetches = state.startRound()
        }
        #expect(sizes == [5, 10, 15])
    }
}
