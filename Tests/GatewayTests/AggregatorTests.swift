import CQL
import Federation
import MARC
import SRU
import Scoring
import Testing
import XML

extension GatewayTests {
    /// An aggregator's program pages through a large result while libraries are slow.
    @Suite(.timeLimit(.minutes(5))) struct AggregatorTests {
        private static let pageSize = 500
        private static let query = "dc.title = sách"

        /// What one walk through a result saw.
        private struct Walk: Sendable {
            var identifiers: [String] = []
            var numbers: [Int] = []
            var precisions: [ResultCountPrecision?] = []
            var shortPages = 0
            var requests = 0
            var words = ""
        }

        private func walk(_ gateway: RunningGateway, by resultSet: Bool) async throws -> Walk {
            var walk = Walk()
            var query = Self.query
            var next: Int? = 1
            while let start = next {
                let window: KeyValuePairs = [
                    "startRecord": String(start), "maximumRecords": String(Self.pageSize), "resultSetTTL": "300",
                ]
                let answer = try await gateway.search(query, window, version: .v2_0)
                try answer.expectNoDiagnostics()
                let response = try answer.response()
                let records = try answer.records()
                let positions = try answer.recordElements.compactMap { $0.first("recordPosition")?.text }
                #expect(positions == (start..<start + records.count).map(String.init))
                walk.identifiers += records.compactMap(\.controlNumber)
                walk.numbers.append(try #require(response.numberOfRecords))
                walk.precisions.append(response.resultCountPrecision)
                next = response.nextRecordPosition
                walk.words = String(decoding: response.extraResponseData ?? [], as: UTF8.self)
                if next != nil, records.count < Self.pageSize { walk.shortPages += 1 }
                if resultSet { query = "cql.resultSetId = \"\(try #require(response.resultSetId))\"" }
                if records.isEmpty, next != nil { #expect(next == start) }
                walk.requests += 1
                // A walk that never ends would be worse than a short one.
                try #require(walk.requests < 100, "position \(start)")
            }
            return walk
        }

        private func configuration(deadline: String) throws -> Configuration {
            try Configuration.parse(
                """
                server: {port: 0, maximumRecords: 500, deadline: \(deadline)}
                databases: {demo: {targets: all}}
                targets:
                  - {id: fast, protocol: sru, url: 'http://127.0.0.1/fast'}
                  - {id: slow, protocol: sru, url: 'http://127.0.0.1/slow'}
                  - {id: slower, protocol: sru, url: 'http://127.0.0.1/slower'}
                """
            )
        }

        /// A library whose answers always come after the deadline is waited for when nothing else is left.
        @Test func aLibrarySlowerThanTheDeadlineIsReadToItsEnd() async throws {
            let libraries = [
                Library(id: "fast", books: 0..<900, delay: .milliseconds(300)),
                Library(id: "slow", books: 900..<1_500, delay: .milliseconds(1_500)),
            ]
            var configuration = try self.configuration(deadline: "1s")
            configuration.targets.removeAll { $0.id == "slower" }
            let federation = Federation(configuration: configuration, targets: libraries)
            try await withGateway(federation) { gateway in
                let walk = try await self.walk(gateway, by: false)
                #expect(walk.identifiers.count == 1_500)
                #expect(Set(walk.identifiers).count == 1_500)
                #expect(walk.numbers.last == 1_500)
                #expect(walk.precisions.last == .exact, "\(walk.words)")
            }
        }

        @Test func pagesReachTheLastRecordAndTheNumberComesTrue() async throws {
            let books = 3_000
            let libraries = [
                // Half of what "slow" has, "fast" has too.
                Library(id: "fast", books: 0..<books / 2, delay: .zero),
                Library(id: "slow", books: books / 4..<books, delay: .milliseconds(100)),
                Library(id: "slower", books: books / 2..<books * 3 / 4, delay: .milliseconds(400)),
            ]
            let federation = Federation(configuration: try self.configuration(deadline: "20s"), targets: libraries)
            try await withGateway(federation) { gateway in
                async let first = self.walk(gateway, by: false)
                async let second = self.walk(gateway, by: true)
                for walk in try await [first, second] {
                    #expect(walk.identifiers.count == books)
                    #expect(Set(walk.identifiers).count == books)
                    #expect(walk.numbers == walk.numbers.sorted(by: >), "\(walk.numbers)")
                    #expect(walk.numbers.last == books)
                    #expect(walk.precisions.last == .exact)
                    #expect(walk.shortPages == 0)
                }
                // The same pages again: nothing has moved.
                let again = try await self.walk(gateway, by: false)
                #expect(again.identifiers == (try await first).identifiers)
            }
        }
    }
}

/// A library in memory whose every answer takes a while.
private struct Library: Target {
    let id: String
    let books: Range<Int>
    let delay: Duration
    var name: String { self.id }
    var timeout: Duration { .seconds(60) }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        QueryPlan(query, words: .sru(query.description))
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        try? await Task.sleep(for: self.delay)
        let places = window.clamped(to: 1..<self.books.count + 1)
        let records = places.map { position in
            SourceRecord(
                target: self.id,
                position: position,
                record: Self.book(self.books.lowerBound + position - 1, at: self.id)
            )
        }
        return TargetAnswer(hits: self.books.count, records: records)
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String { "in memory" }

    func shutdown() async {}

    private static func book(_ number: Int, at library: String) -> MARCRecord {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("001", "\(library)-\(number)")
        record.append("020", " ", " ", [("a", Self.isbn(number))])
        record.append("100", "1", " ", [("a", "Tác giả \(number % 701)")])
        record.append("245", "1", "0", [("a", "Sách số \(number)")])
        record.append("260", " ", " ", [("c", String(1950 + number % 70))])
        return record
    }

    private static func isbn(_ number: Int) -> String {
        let digits = Array("978604" + String(1_000_000 + number).dropFirst() + "").compactMap(\.wholeNumberValue)
        let body = Array((digits + [0, 0, 0]).prefix(12))
        let sum = body.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
        return (body + [(10 - sum % 10) % 10]).map(String.init).joined()
    }
}
