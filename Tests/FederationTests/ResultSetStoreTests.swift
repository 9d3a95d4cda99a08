import CQL
import Scoring
import Testing

@testable import Federation

/// Which result sets are kept, and for how long.
struct ResultSetStoreTests {
    static func resultSet(_ id: String) -> ResultSet {
        let clause = ResolvedQuery.Clause(index: .any, relation: .equal, term: CQL.Term(text: "x"))
        return ResultSet(
            id: id,
            targets: [],
            plans: [],
            ranking: Ranking([]),
            database: "all",
            query: ResolvedQuery(root: .clause(clause)),
            generation: 0,
            limits: ResultSetLimits()
        ) { _ in }
    }

    static func key(_ query: String) -> ResultSetKey { ResultSetKey(database: "all", query: query) }

    static func store(maximum: Int = 1_000, records: Int = 1_000) -> ResultSetStore {
        var limits = ResultSetLimits()
        limits.maximum = maximum
        limits.maximumRecords = records
        limits.timeToLive = .seconds(100)
        return ResultSetStore(limits: limits)
    }

    @Test func aResultSetIsFoundByQueryAndByNameUntilItsTimeIsOver() {
        var store = Self.store()
        let start = ContinuousClock.now
        store.insert(Self.resultSet("one"), for: Self.key("x"), now: start)
        #expect(store.find(Self.key("x"), now: start + .seconds(99)) != nil)
        // Its time begins again with each use.
        #expect(store.find("one", now: start + .seconds(198)) != nil)
        #expect(store.find("one", now: start + .seconds(298)) == nil)
        #expect(store.find(Self.key("y"), now: start) == nil)
    }

    @Test func theLeastRecentlyUsedGoesWhenThereAreTooMany() {
        var store = Self.store(maximum: 2)
        let start = ContinuousClock.now
        store.insert(Self.resultSet("one"), for: Self.key("1"), now: start)
        store.insert(Self.resultSet("two"), for: Self.key("2"), now: start + .seconds(1))
        _ = store.find("one", now: start + .seconds(2))
        store.insert(Self.resultSet("three"), for: Self.key("3"), now: start + .seconds(3))
        #expect(store.find("one", now: start + .seconds(3)) != nil)
        #expect(store.find("two", now: start + .seconds(3)) == nil)
        #expect(store.count == 2)
    }

    @Test func tooManyRecordsPushOutTheOldestButNeverTheOneInUse() {
        var store = Self.store(records: 100)
        let start = ContinuousClock.now
        store.insert(Self.resultSet("one"), for: Self.key("1"), now: start)
        store.note(records: 60, octets: 0, in: "one", now: start)
        store.insert(Self.resultSet("two"), for: Self.key("2"), now: start + .seconds(1))
        store.note(records: 1_000, octets: 0, in: "two", now: start + .seconds(1))
        #expect(store.find("one", now: start + .seconds(1)) == nil)
        #expect(store.find("two", now: start + .seconds(1)) != nil)
    }
}
