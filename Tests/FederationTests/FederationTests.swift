import CQL
import Federation
import MARC
import SRU
import Scoring
import Testing

/// One search over several targets, without a socket.
struct FederationTests {
    static func library(_ id: String, _ range: Range<Int>) -> [SourceRecord] {
        range.enumerated().map { book("Sách số \($1)", by: "Tác giả \($1)", 1950 + $1 % 70, at: id, position: $0 + 1) }
    }

    static func titles(_ page: Page) -> [String] {
        page.clusters.map { $0.members[0].record.first("245")?["a"] ?? "" }
    }

    @Test func recordsOfOneBookBecomeOneClusterWithBothLibraries() async throws {
        let page = try await withFakes([
            FakeTarget("a", [book("Tắt đèn", by: "Ngô Tất Tố", 1960, at: "a", position: 1)]),
            FakeTarget("b", [book("Tắt đèn", by: "Ngô, Tất Tố", 1960, at: "b", position: 1)]),
        ]) { federation in
            try await federation.search(database: "all", query: query("tắt"), count: 10, deadline: .never)
        }
        #expect(page.numberOfRecords == 1)
        try #require(page.clusters.count == 1)
        #expect(Set(page.clusters[0].members.map(\.target)) == ["a", "b"])
        #expect(page.precision == .exact)
    }

    @Test func pagingReachesTheLastRecordWithoutLossOrRepetition() async throws {
        var limits = ResultSetLimits()
        limits.window = 7
        let collected = try await withFakes(
            [
                FakeTarget("a", Self.library("a", 0..<60)), FakeTarget("b", Self.library("b", 40..<100)),
                FakeTarget("c", Self.library("c", 90..<95)),
            ],
            limits: limits
        ) { federation in
            var titles: [String] = []
            var lowest = Int.max
            while true {
                let page = try await federation.search(
                    database: "all",
                    query: query("sách"),
                    start: titles.count + 1,
                    count: 9,
                    deadline: .never
                )
                #expect(page.numberOfRecords <= lowest)
                lowest = page.numberOfRecords
                titles += Self.titles(page)
                if page.clusters.isEmpty { break }
            }
            #expect(lowest == 100)
            return titles
        }
        #expect(collected.count == 100)
        #expect(Set(collected).count == 100)
    }

    /// The first page that the first target has answered into; on a busy machine even that may take more than one request.
    static func pageWithoutTheSlow(_ federation: Federation, count: Int) async throws -> Page {
        while true {
            let page = try await federation.search(
                database: "all",
                query: query("sách"),
                count: count,
                deadline: .soon
            )
            if page.targets[0].state == .ok { return page }
            // Who is late does not keep the next request waiting, so this loop has to.
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func aPageOnceServedKeepsItsOrderWhenASlowTargetArrives() async throws {
        let gate = Gate()
        try await withFakes([
            FakeTarget("a", Self.library("a", 0..<20)),
            FakeTarget("slow", Self.library("slow", 0..<40), gate: gate),
        ]) { federation in
            let first = try await Self.pageWithoutTheSlow(federation, count: 10)
            #expect(first.targets.map(\.state) == [.ok, .late])
            #expect(first.precision == .minimum)
            await gate.open()
            // The late records arrive at some moment; asking for the page behind what is known waits for them.
            var last = try await federation.search(
                database: "all",
                query: query("sách"),
                start: 1,
                count: 100,
                deadline: .never
            )
            while last.targets[1].state == .late {
                try await Task.sleep(for: .milliseconds(20))
                last = try await federation.search(
                    database: "all",
                    query: query("sách"),
                    start: 1,
                    count: 100,
                    deadline: .never
                )
            }
            #expect(Array(Self.titles(last).prefix(10)) == Self.titles(first))
            #expect(last.clusters.count == 40)
            #expect(last.clusters.allSatisfy { $0.members.contains { $0.target == "slow" } })
        }
    }

    @Test func aTargetThatKeptOneRequestWaitingDoesNotKeepTheNext() async throws {
        let gate = Gate()
        try await withFakes([
            FakeTarget("a", Self.library("a", 0..<20)), FakeTarget("slow", [], gate: gate),
        ]) { federation in
            _ = try await Self.pageWithoutTheSlow(federation, count: 5)
            let began = ContinuousClock.now
            let second = try await federation.search(
                database: "all",
                query: query("sách"),
                start: 6,
                count: 50,
                deadline: began + .seconds(20)
            )
            #expect(ContinuousClock.now - began < .seconds(10))
            #expect(second.clusters.count == 15)
            await gate.open()
        }
    }

    @Test func oneFailingTargetIsNamedAndCostsNobodyElse() async throws {
        var broken = FakeTarget("broken")
        broken.failure = TargetFailure(.refused, "connection refused")
        let page = try await withFakes([FakeTarget("a", Self.library("a", 0..<3)), broken]) { federation in
            try await federation.search(database: "all", query: query("sách"), count: 10, deadline: .never)
        }
        #expect(page.clusters.count == 3)
        #expect(page.targets[1].failure?.code == .refused)
        #expect(page.precision == .minimum)
        #expect(!page.allFailed)
    }

    @Test func whenAllFailThePageSaysSo() async throws {
        var broken = FakeTarget("broken")
        broken.failure = TargetFailure(.closed, "closed")
        let page = try await withFakes([broken]) { federation in
            try await federation.search(database: "all", query: query("sách"), count: 10, deadline: .never)
        }
        #expect(page.allFailed)
    }

    @Test func aQueryThatATargetCannotExpressIsNotSentThere() async throws {
        var mute = FakeTarget("mute", Self.library("mute", 0..<3))
        mute.planFailure = TargetFailure(.notExpressible, "no such index")
        let calls = mute.calls
        let page = try await withFakes([FakeTarget("a", Self.library("a", 0..<3)), mute]) { federation in
            try await federation.search(database: "all", query: query("sách"), count: 10, deadline: .never)
        }
        #expect(page.targets[1].failure?.code == .notExpressible)
        #expect(await calls.windows.isEmpty)
        #expect(page.clusters.count == 3)
    }

    @Test func twoSpellingsOfOneQueryAreOneSearch() async throws {
        let target = FakeTarget("a", Self.library("a", 0..<3))
        let calls = target.calls
        try await withFakes([target]) { federation in
            let one = try await federation.search(
                database: "all",
                query: query("dc.title = sách"),
                count: 1,
                deadline: .never
            )
            let two = try await federation.search(
                database: "all",
                query: query("title=\"sách\""),
                count: 1,
                deadline: .never
            )
            #expect(one.resultSetID == two.resultSetID)
        }
        #expect(await calls.windows.count == 1)
    }

    @Test func identicalQueriesAtOneTimeAreOneSearch() async throws {
        let gate = Gate()
        let target = FakeTarget("a", Self.library("a", 0..<30), gate: gate)
        let calls = target.calls
        try await withFakes([target]) { federation in
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        Self.titles(
                            try await federation.search(
                                database: "all",
                                query: query("sách"),
                                count: 10,
                                deadline: .never
                            )
                        )
                    }
                }
                while await calls.windows.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                await gate.open()
                var pages: Set<[String]> = []
                for try await page in group { pages.insert(page) }
                #expect(pages.count == 1)
            }
        }
        #expect(await calls.windows.count == 1)
    }

    @Test func onlyTheNumberIsAskedForWithCountZero() async throws {
        let page = try await withFakes([FakeTarget("a", Self.library("a", 0..<250))]) { federation in
            try await federation.search(database: "all", query: query("sách"), count: 0, deadline: .never)
        }
        #expect(page.clusters.isEmpty)
        #expect(page.numberOfRecords == 250)
        #expect(page.precision == .maximum)
    }

    @Test func aTargetThatPromisesMoreThanItGivesEndsThePaging() async throws {
        struct Boaster: Target {
            let id = "boaster"
            let name = "Boaster"
            let timeout = Duration.seconds(30)
            func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan { QueryPlan(query, words: .sru("")) }
            func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
                let records = FederationTests.library("boaster", 0..<5).filter { window.contains($0.position) }
                return TargetAnswer(hits: 1_000_000, records: records)
            }
            func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String { "" }
            func shutdown() async {}
        }
        let configuration = try Configuration.parse(
            "databases: {all: {targets: all}}\ntargets: [{id: boaster, protocol: sru, url: 'http://127.0.0.1/'}]"
        )
        let federation = Federation(configuration: configuration, targets: [Boaster()])
        let page = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await federation.run() }
            defer { group.cancelAll() }
            return try await federation.search(
                database: "all",
                query: query("sách"),
                count: 100,
                deadline: .never
            )
        }
        #expect(page.clusters.count == 5)
        #expect(page.numberOfRecords == 5)
    }

    @Test func anUnknownDatabaseIsAnError() async throws {
        try await withFakes([FakeTarget("a")]) { federation in
            _ = await #expect(throws: FederationError.noDatabase("none")) {
                _ = try await federation.search(database: "none", query: query("x"), count: 1, deadline: .never)
            }
        }
    }
}
