import ArgumentParser
import FoundationEssentials
import Glibc
import MARC
import Scoring
import XML

/// Measures what happens between the arrival of records and the written page, one part after the other on one thread.
///
/// Of the CPU time of a search (`search-cost search`) this is the part without sockets, protocols and tasks. Since it starts no
/// thread, `valgrind --tool=callgrind` can count its instructions, which says the same on a busy machine as on a quiet one.
@main
struct SearchParts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search-parts",
        abstract: "CPU time of the parts of a search: reading, matching, ranking, merging, writing."
    )

    @Option(help: "The folder of the catalogues, as demo/generate makes them.")
    var catalogues = packageFolder + "/.build/catalogues/2000"

    @Option(help: "Searches.")
    var searches = 200

    @Option(help: "Records that each library sends, and on the page.")
    var records = 20

    func run() throws {
        let libraries = try ["nlv", "nan", "hti", "qbi", "qtr", "hue"].map { try Library($0, folder: self.catalogues) }
        var parts = Parts()
        for search in 0..<self.searches {
            let words = Self.words(search)
            let answers = libraries.map { $0.answer(to: words, limit: self.records) }
            let ranking = Ranking([Ranking.Term(.title, words.joined(separator: " "))])
            let sources = try parts.measure(\.reading) {
                try zip(libraries, answers).map { try $0.read($1) }
            }
            parts.records += sources.reduce(0) { $0 + $1.count }
            var clusters = RankedClusters(ranking)
            parts.clusters += parts.measure(\.matching) {
                for records in sources { clusters.add(records) }
                return clusters.count()
            }
            let page = parts.measure(\.ranking) {
                clusters.freeze(upTo: self.records)
                return clusters.page(start: 1, count: self.records)
            }
            let written = parts.measure(\.writing) {
                page.map { cluster, _ in
                    var writer = XMLWriter(reserving: 4_096)
                    MARCXML.write(MergedRecord(cluster).record, into: &writer)
                    return writer.bytes
                }
            }
            parts.bytes += written.reduce(0) { $0 + $1.count }
            parts.measure(\.freeing) { clusters = RankedClusters(ranking) }
        }
        parts.print(searches: self.searches)
    }

    /// Three words of titles, for each search others.
    private static func words(_ search: Int) -> [String] {
        let words = [
            "sử", "tập", "lịch", "và", "bộ", "truyện", "chí", "huyện", "địa", "học", "thơ", "đảng", "xã", "văn", "nam",
            "về", "đại", "việt", "thuyết", "những", "giáo", "ngữ", "bài", "tiểu", "lý",
        ]
        return [search, search / 25 + search * 2 + 7, search * 3 + 13].map { words[$0 % words.count] }
    }
}

/// What the parts have cost, in seconds.
struct Parts {
    var reading = 0.0
    var matching = 0.0
    var ranking = 0.0
    var writing = 0.0
    var freeing = 0.0
    var records = 0
    var clusters = 0
    var bytes = 0

    mutating func measure<Value>(_ part: WritableKeyPath<Parts, Double>, _ body: () throws -> Value) rethrows -> Value {
        let began = Self.clock()
        let value = try body()
        self[keyPath: part] += Self.clock() - began
        return value
    }

    func print(searches: Int) {
        func line(_ name: String, _ seconds: Double) {
            let microseconds = Int((seconds * 1e6 / Double(searches)).rounded())
            Swift.print("  \(name): \(microseconds) µs a search")
        }
        let (records, clusters) = (self.records / searches, self.clusters / searches)
        Swift.print("  \(records) records, \(clusters) clusters, \(self.bytes / searches) bytes")
        line("reading", self.reading)
        line("matching", self.matching)
        line("ranking", self.ranking)
        line("merging and writing", self.writing)
        line("freeing", self.freeing)
        line("in all", self.reading + self.matching + self.ranking + self.writing + self.freeing)
    }

    /// The CPU time of this thread.
    private static func clock() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The catalogue of a simulated library.
struct Library {
    let id: String
    private let format: MARCFormat
    private let encoding: CharacterEncoding
    /// The records with the words of their titles.
    private let records: [(bytes: ArraySlice<UInt8>, words: Set<String>)]

    init(_ id: String, folder: String) throws {
        let format: MARCFormat = id == "qtr" ? .unimarc : .marc21
        let encoding: CharacterEncoding = id == "hti" ? .tcvn3 : id == "qbi" ? .marc8 : .utf8
        self.id = id
        self.format = format
        self.encoding = encoding
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(id).mrc")))
        self.records = try ISO2709.split(bytes[...]).map { bytes in
            let record = try ISO2709.parse(bytes, format: format, encoding: encoding)
            let title = record.first(format == .unimarc ? "200" : "245")?.value.lowercased() ?? ""
            return (bytes, Set(title.split(separator: " ").map(String.init)))
        }
    }

    /// The first records with any of some words in their titles.
    func answer(to words: [String], limit: Int) -> [ArraySlice<UInt8>] {
        Array(self.records.lazy.filter { !$0.words.isDisjoint(with: words) }.map(\.bytes).prefix(limit))
    }

    func read(_ answer: [ArraySlice<UInt8>]) throws -> [SourceRecord] {
        try answer.enumerated().map { place, bytes in
            let record = try ISO2709.parse(bytes, format: self.format, encoding: self.encoding)
            guard self.format == .unimarc else {
                return SourceRecord(target: self.id, position: place + 1, record: record)
            }
            return SourceRecord(
                target: self.id,
                position: place + 1,
                record: UNIMARC.marc21(record),
                original: record
            )
        }
    }
}

/// The folder of the package `Benchmarks`.
let packageFolder = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }
