import FoundationEssentials
import MARC
import Scoring

/// The records of one simulated library, as `demo/generate` makes them.
struct Catalogue {
    let library: String
    let format: MARCFormat
    let encoding: CharacterEncoding
    /// The records in ISO 2709.
    let records: [[UInt8]]

    static let libraries = ["nlv", "tha", "nan", "hti", "qbi", "qtr", "hue"]

    /// Reads the file of a library from the world of a size.
    init(_ library: String, total: Int = 2_000, limit: Int = .max) throws {
        self.library = library
        self.format = library == "qtr" ? .unimarc : .marc21
        self.encoding = library == "hti" ? .tcvn3 : library == "qbi" ? .marc8 : .utf8
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(Self.folder)/\(total)/\(library).mrc")))
        self.records = ISO2709.split(bytes[...]).prefix(limit).map { Array($0) }
    }

    func parse(_ record: [UInt8]) throws -> MARCRecord {
        try ISO2709.parse(record[...], format: self.format, encoding: self.encoding)
    }

    /// The records as a target brings them.
    func sourceRecords() throws -> [SourceRecord] {
        try self.records.enumerated().map { place, bytes in
            let record = try self.parse(bytes)
            guard record.format == .unimarc else {
                return SourceRecord(target: self.library, position: place + 1, record: record)
            }
            return SourceRecord(
                target: self.library,
                position: place + 1,
                record: UNIMARC.marc21(record),
                original: record
            )
        }
    }

    /// The records of all libraries of a world in batches of at most 100, the libraries taking turns.
    static func batches(total: Int) throws -> [[SourceRecord]] {
        let sources = try self.libraries.map { try Catalogue($0, total: total).sourceRecords() }
        let longest = sources.map(\.count).max() ?? 0
        return stride(from: 0, to: longest, by: 100).flatMap { start in
            sources.compactMap { records in
                start < records.count ? Array(records[start..<min(start + 100, records.count)]) : nil
            }
        }
    }

    private static let folder =
        #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 } + "/.build/catalogues"
}
