import Testing

@testable import Federation

/// What is kept when result sets are used over and over.
struct ResultSetStoreUseTests {
    @Test func theLeastRecentlyUsedGoesAlsoAfterThousandsOfUses() {
        var store = ResultSetStoreTests.store(maximum: 10)
        var now = ContinuousClock.now
        for number in 0..<10 {
            store.insert(
                ResultSetStoreTests.resultSet("\(number)"),
                for: ResultSetStoreTests.key("\(number)"),
                now: now
            )
        }
        // Every result set is used often, the fifth never.
        for use in 0..<5_000 {
            now += .milliseconds(1)
            if use % 10 != 5 { #expect(store.find("\(use % 10)", now: now) != nil) }
        }
        store.insert(ResultSetStoreTests.resultSet("new"), for: ResultSetStoreTests.key("new"), now: now)
        #expect(store.find("5", now: now) == nil)
        #expect(store.count == 10)
    }
}
