import Foundation
import TestSupport
import Testing

/// What the simulated libraries really hold: the tables that were written with their catalogues.
enum DemoTruth {
    /// A book that is known to be there.
    struct KnownItem: Sendable {
        let title: String
        /// Its records, as `nlv:NLV00000001`.
        let expected: Set<String>
    }

    /// The known items in one spelling.
    static func knownItems(spelling: String) async throws -> [KnownItem] {
        try await self.rows("queries.tsv").filter { $0["spelling"] == spelling }.map { row in
            KnownItem(
                title: row["title"] ?? "",
                expected: Set((row["expected"] ?? "").split(separator: " ").map(String.init))
            )
        }
    }

    /// The book that each record describes, by the record as `nlv:NLV00000001`.
    static func books() async throws -> [String: String] {
        let pairs = try await self.rows("truth.tsv").map { row in
            ("\(row["library"] ?? ""):\(row["control_number"] ?? "")", row["cluster_id"] ?? "")
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func rows(_ file: String) async throws -> [[String: String]] {
        let folder = try await DemoLibraries.running().dataFolder
        let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let header = try #require(lines.first)
        return lines.dropFirst().map { line in
            Dictionary(zip(header.map(String.init), line.map(String.init)), uniquingKeysWith: { first, _ in first })
        }
    }
}
