import Federation
import MARC
import SRU
import Scoring
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// An order that was asked for is the order of the whole, or it is told that it is not.
    @Suite struct SortingTests {
        static let query = "dc.title = \"lịch sử\""

        private func years(_ answer: Answer) throws -> [Int] {
            try answer.records().compactMap { record in
                (record.first("008")?.value.utf8).flatMap { Int(String(decoding: Array($0)[7..<11], as: UTF8.self)) }
            }
        }

        /// With small windows the least year may come in the last of them, and must stand first nevertheless.
        @Test(arguments: [7, 100]) func theFirstPageIsFirstOfAll(_ window: Int) async throws {
            var configuration = try await Configuration.demo
            configuration.server.resultSets.window = window
            try await withGateway(configuration) { gateway in
                let sorted = "\(Self.query) sortBy dc.date"
                let first = try await gateway.search(sorted, ["maximumRecords": "10"], version: .v2_0)
                #expect(try first.response().resultCountPrecision == .exact)
                #expect(first.text.contains("sorted=\"wholly\""))
                let all = try await gateway.everything(sorted)
                let years = all.compactMap { record in
                    (record.first("008")?.value.utf8).flatMap {
                        Int(String(decoding: Array($0)[7..<11], as: UTF8.self))
                    }
                }
                #expect(years.count > 90)
                #expect(years == years.sorted())
                #expect(try self.years(first) == Array(years.prefix(10)))
                let down = try await gateway.search("\(sorted)/sort.descending", ["maximumRecords": "10"])
                #expect(try self.years(down) == Array(years.suffix(10).reversed()))
            }
        }

        @Test func severalKeysAreObeyedInTheirOrder() async throws {
            let gateway = try RunningGateway.shared
            let records = try await gateway.everything("\(Self.query) sortBy dc.date/sort.descending dc.title")
            let keys = records.map { record -> (Int, String) in
                let year = (record.first("008")?.value.utf8).flatMap {
                    Int(String(decoding: Array($0)[7..<11], as: UTF8.self))
                }
                return (-(year ?? 0), Normalization.foldKey(record.title))
            }
            for (one, next) in zip(keys, keys.dropFirst()) { #expect(one.0 <= next.0) }
        }

        @Test func aStoredResultIsSortedByItsName() async throws {
            let gateway = try RunningGateway.shared
            let stored = try await gateway.search(Self.query, ["resultSetTTL": "60"]).response()
            let name = try #require(stored.resultSetId)
            let sorted = try await gateway.search("cql.resultSetId = \"\(name)\" sortBy dc.date", version: .v2_0)
            let usual = try await gateway.search("\(Self.query) sortBy dc.date", version: .v2_0)
            #expect(try sorted.records().map(\.controlNumber) == usual.records().map(\.controlNumber))
        }

        @Test func anOrderThatLacksATargetIsToldToBePartial() async throws {
            try await withHangingServer { port in
                var configuration = try await Configuration.demo
                configuration.server.deadline = .seconds(2)
                configuration.move("qtr", toPort: port)
                try await withGateway(configuration) { gateway in
                    let answer = try await gateway.search("\(Self.query) sortBy dc.date")
                    #expect(try answer.diagnostics().isEmpty)
                    #expect(answer.text.contains("sorted=\"partly\""))
                    let years = try self.years(answer)
                    #expect(years.count > 5 && years == years.sorted())
                }
            }
        }

        @Test func theSameOrderInQueryAndParameterIsNoContradiction() async throws {
            let gateway = try RunningGateway.shared
            let parameters: KeyValuePairs = ["sortKeys": "date,,0"]
            let twice = try await gateway.search("\(Self.query) sortBy dc.date/sort.descending", parameters)
            #expect(try twice.diagnostics().isEmpty)
            let once = try await gateway.search(Self.query, parameters, version: .v1_1)
            #expect(try once.records().map(\.controlNumber) == twice.records().map(\.controlNumber))
        }
    }

    /// Stored results in queries.
    @Suite struct ResultSetTests {
        @Test func aResultSetIsCombinedWithAQueryAndWithAnother() async throws {
            let gateway = try RunningGateway.shared
            func store(_ query: String) async throws -> String {
                let answer = try await gateway.search(query, ["maximumRecords": "1", "resultSetTTL": "60"])
                return "cql.resultSetId = \"\(try #require(try answer.response().resultSetId))\""
            }
            let (history, vietnam) = ("dc.title = \"lịch sử\"", "dc.title = \"việt nam\"")
            let (first, second) = (try await store(history), try await store(vietnam))
            let pairs = [
                ("\(first) and \(vietnam)", "\(history) and \(vietnam)"),
                ("\(first) or \(second)", "\(history) or \(vietnam)"),
                ("\(first) not \(second)", "\(history) not \(vietnam)"),
                ("dc.date > 1990 and (\(first) or \(second))", "dc.date > 1990 and (\(history) or \(vietnam))"),
            ]
            for (stored, written) in pairs {
                let answer = try await gateway.search(stored, ["maximumRecords": "100"])
                let expected = try await gateway.search(written, ["maximumRecords": "100"])
                #expect(try answer.diagnostics().isEmpty)
                let numbers = try answer.records().compactMap(\.controlNumber)
                #expect(try Set(numbers) == Set(expected.records().compactMap(\.controlNumber)), "\(stored)")
                #expect(!numbers.isEmpty)
            }
        }

        @Test func aResultSetBelongsToItsDatabase() async throws {
            let gateway = try RunningGateway.shared
            let answer = try await gateway.search("dc.title = kiều", ["resultSetTTL": "60"])
            let name = try #require(try answer.response().resultSetId)
            let query = SRUParameters([("query", "cql.resultSetId = \"\(name)\"")]).encoded()
            #expect(try await gateway.get("/sru/nlv?\(query)").diagnostics() == [51])
            #expect(try await gateway.get("/sru/demo?\(query)").diagnostics().isEmpty)
        }

        @Test func aResultSetThatGrowsByItselfIsRefusedInTheEnd() async throws {
            let gateway = try RunningGateway.shared
            var query = "dc.title = kiều"
            var numbers: [Int] = []
            for round in 0..<12 where numbers.isEmpty {
                let answer = try await gateway.search(query, ["maximumRecords": "0", "resultSetTTL": "60"])
                numbers = try answer.diagnostics()
                let name = try answer.response().resultSetId ?? ""
                let set = "cql.resultSetId = \"\(name)\""
                query = "\(set) or (\(set) and dc.date = \(1990 + round))"
            }
            #expect(numbers == [38])
        }

        @Test func nobodyIsToldAResultSetWhoDoesNotAsk() async throws {
            let gateway = try RunningGateway.shared
            for wish in ["", "0"] {
                let answer = try await gateway.search("dc.title = kiều", ["resultSetTTL": wish], version: .v2_0)
                #expect(try answer.element().first("resultSetId") == nil)
                #expect(try answer.element().first("resultSetTTL") == nil)
            }
        }
    }
}
