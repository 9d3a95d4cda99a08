import Foundation
import MARC
import TestSupport
import Testing

extension GatewayTests {
    /// A hundred books that are known to be there, searched by title.
    @Suite struct KnownItemTests {
        /// The share of the known records that must be found, by spelling, in per cent.
        ///
        /// The rest mixes spellings inside of one title (Ký ức khu di tích) where the index keeps them apart.
        static let floors = [("nfc", 98), ("nfd", 98), ("upper_case", 98), ("unaccented", 98)]

        @Test(arguments: floors) func knownBooksAreFoundByTheirTitle(_ spelling: String, _ floor: Int) async throws {
            let items = try await DemoTruth.knownItems(spelling: spelling)
            #expect(items.count == 100)
            let gateway = try RunningGateway.shared
            var found = 0
            var foundAt: [String: Int] = [:]
            var expectedAt: [String: Int] = [:]
            for item in items {
                let title = item.title.replacing("\"", with: "\\\"")
                let records = try await gateway.everything("dc.title = \"\(title)\"", page: 100)
                let sources = Set(records.flatMap(\.sources)).intersection(item.expected)
                found += sources.isEmpty ? 0 : 1
                for record in item.expected { expectedAt[String(record.prefix(3)), default: 0] += 1 }
                for record in sources { foundAt[String(record.prefix(3)), default: 0] += 1 }
            }
            let table = DemoLibraries.codes.map { "\($0) \(foundAt[$0] ?? 0)/\(expectedAt[$0] ?? 0)" }
            let records = foundAt.values.reduce(0, +)
            let expected = expectedAt.values.reduce(0, +)
            print(
                "Known items, \(spelling): \(found) of \(items.count) books, \(records) of \(expected) records;",
                table
            )
            #expect(found >= 95)
            #expect(records * 100 >= expected * floor, "\(table)")
        }
    }
}
