import Federation
import MARC
import SRU
import Testing
import XML

extension GatewayTests {
    /// A result that has been seen does not change under the reader's hands.
    @Suite struct PagingTests {
        static let query = "dc.title = \"lịch sử\""

        /// The records of a page with their positions, as they stand in the answer.
        private func page(_ gateway: RunningGateway, _ start: Int, _ count: Int) async throws -> [XMLElement] {
            let range: KeyValuePairs = ["startRecord": "\(start)", "maximumRecords": "\(count)"]
            return try await gateway.search(Self.query, range).element().first("records")?.elements ?? []
        }

        @Test func aPageAskedForTwiceIsTheSame() async throws {
            let gateway = try RunningGateway.shared
            for start in [1, 38, 75, 101] {
                let first = try await self.page(gateway, start, 25)
                #expect(!first.isEmpty)
                #expect(try await self.page(gateway, start, 25) == first)
                let positions = first.map { $0.first("recordPosition")?.text }
                #expect(positions == (start..<(start + first.count)).map(String.init))
            }
        }

        @Test(arguments: [1, 7, 30, 100]) func pagesOfEverySizeShowTheSameOrder(_ size: Int) async throws {
            let gateway = try RunningGateway.shared
            let usual = try await gateway.everything(Self.query, page: 50).map(\.controlNumber)
            let other = try await gateway.everything(Self.query, page: size).map(\.controlNumber)
            #expect(other == usual)
        }

        @Test func theOrderDoesNotDependOnWhoAnswersFirst() async throws {
            var orders: Set<[String?]> = []
            for _ in 0..<3 {
                let order = try await withGateway(.demo) { gateway in
                    try await gateway.everything(Self.query).map(\.controlNumber)
                }
                orders.insert(order)
            }
            #expect(orders.count == 1)
        }

        @Test func identicalSearchesAtOneTimeGetOneAnswer() async throws {
            try await withGateway(.demo) { gateway in
                let answers = try await withThrowingTaskGroup(of: [ResponseRecord].self) { group in
                    for spelling in ["dc.title = \"việt nam\"", "dc.title=\"việt nam\"", "(dc.title = \"việt nam\")"] {
                        for _ in 0..<4 {
                            group.addTask { try await gateway.search(spelling).response().records }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count == 12)
                #expect(Set(answers).count == 1)
                #expect(answers.first?.isEmpty == false)
            }
        }

        @Test func differentSearchesAtOneTimeGetTheirOwnAnswers() async throws {
            let items = try await DemoTruth.knownItems(spelling: "nfc").prefix(40)
            let queries = items.map { "dc.title = \"\($0.title.replacing("\"", with: "\\\""))\"" }
            let shared = try RunningGateway.shared
            try await withGateway(.demo) { gateway in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for query in queries {
                        group.addTask {
                            let numbers = try await gateway.search(query).records().map(\.controlNumber)
                            let alone = try await shared.search(query).records().map(\.controlNumber)
                            #expect(numbers == alone && !numbers.isEmpty, "\(query)")
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }

        @Test func aResultSetIsReadByItsName() async throws {
            let gateway = try RunningGateway.shared
            let first = try await gateway.search(Self.query, ["resultSetTTL": "60"]).response()
            let name = try #require(first.resultSetId)
            #expect(try #require(first.resultSetIdleTime) > 0)
            let range: KeyValuePairs = ["startRecord": "11", "maximumRecords": "10"]
            let named = try await gateway.search("cql.resultSetId = \"\(name)\"", range, version: .v1_1).response()
            let usual = try await gateway.search(Self.query, range).response()
            #expect(named.records == usual.records)
            #expect(named.numberOfRecords == first.numberOfRecords)
        }

        /// With small windows the number of records falls as duplicates are found, and clients page on nevertheless.
        @Test func noRecordIsLostOrRepeatedWhileTheNumberFalls() async throws {
            var configuration = try await Configuration.demo
            configuration.server.resultSets.window = 10
            try await withGateway(configuration) { gateway in
                let first = try await gateway.search(Self.query, version: .v2_0).response()
                #expect(first.resultCountPrecision == .maximum)
                let records = try await gateway.everything(Self.query, page: 10)
                let numbers = records.compactMap(\.controlNumber)
                #expect(Set(numbers).count == numbers.count)
                let last = try await gateway.search(Self.query, version: .v2_0).response()
                #expect(last.resultCountPrecision == .exact)
                #expect(last.numberOfRecords == numbers.count)
                #expect(try #require(first.numberOfRecords) > numbers.count)
                // Read again, now that everything has come: each record of each library, once.
                let sources = try await gateway.everything(Self.query, page: 100).flatMap(\.sources)
                let shared = try await RunningGateway.shared.everything(Self.query).flatMap(\.sources)
                #expect(sources.count == shared.count)
                #expect(Set(sources) == Set(shared))
                // A position that was within the number once is an empty page and no error.
                let beyond = try await gateway.search(Self.query, ["startRecord": "\(numbers.count + 1)"])
                #expect(try beyond.diagnostics().isEmpty)
                #expect(try beyond.response().records.isEmpty)
            }
        }
    }
}
