import Foundation

/// A row of the CQL test data beside the package; tests that need it are skipped when it is not there.
struct CorpusRow: Decodable {
    var id: String
    var query: String
    var expect: String
    var xcql: String?
    var pqf: String?

    static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/sru/cql")

    static var isPresent: Bool {
        FileManager.default.fileExists(atPath: Self.directory.appending(path: "README.md").path)
    }

    static func rows(_ name: String) throws -> [CorpusRow] {
        let data = try Data(contentsOf: Self.directory.appending(path: name + ".jsonl"))
        return try data.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(CorpusRow.self, from: Data(line))
        }
    }

    static func all() throws -> [CorpusRow] {
        try ["yaz_cql2pqf", "yaz_cql2xcql", "cqljava_regression"].flatMap(Self.rows)
    }
}
