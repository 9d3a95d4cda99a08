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

/// A seeded generator, so that a failing test can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
