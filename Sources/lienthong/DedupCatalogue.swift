import MARC
import Scoring

/// The records of all files in their clusters; of the records themselves only the places are kept.
struct DedupCatalogue {
    private(set) var sources: [DedupSource]
    private(set) var clustering: KeyClustering
    private(set) var places: [DedupPlaces]
    /// For each source, the records that could not be read.
    private(set) var refused: [Int]
    /// By their number in the clustering: the source, and the place in its list, of the first such record.
    private var origins: [(source: Int32, index: Int32)] = []
    private var files: [MarcFile] = []
    private var prefixes: [[UInt8]] = []
    /// So many records of a file that cannot be read are named.
    private static let maximumNotes = 20

    init(_ sources: [DedupSource], level: MatchLevel, model: MatchModel) {
        self.sources = sources
        self.clustering = KeyClustering(level: level, model: model)
        self.places = sources.map { _ in DedupPlaces() }
        self.refused = sources.map { _ in 0 }
    }

    /// The number of readable records.
    var count: Int { self.places.reduce(0) { $0 + $1.places.count } }

    /// Reads all files and works out the clusters.
    mutating func read() throws {
        for source in self.sources.indices { try self.read(source) }
        StandardError.print("putting \(self.count) records together")
        self.clustering.update()
    }

    private mutating func read(_ source: Int) throws {
        StandardError.print("reading \(self.sources[source].name)")
        var file = try self.sources[source].open()
        var prefix: [UInt8] = []
        while let item = try file.next() {
            switch item.result {
            case .failure(let error):
                self.refused[source] += 1
                if self.refused[source] <= Self.maximumNotes {
                    StandardError.print("\(self.sources[source].name): \(item.message(error))")
                }
            case .success(let record):
                if prefix.isEmpty { prefix = Self.declaration(item.bytes) }
                let number = self.clustering.add(self.sources[source].sourceRecord(record, position: item.number))
                let place = DedupPlaces.Place(
                    position: Int32(truncatingIfNeeded: item.number),
                    length: Int32(truncatingIfNeeded: item.bytes.count - prefix.count),
                    offset: item.offset
                )
                if number == self.origins.count {
                    self.origins.append((Int32(source), Int32(truncatingIfNeeded: self.places[source].places.count)))
                }
                self.places[source].add(place, number: number, controlNumber: record.controlNumber)
            }
        }
        if self.refused[source] > Self.maximumNotes {
            let more = self.refused[source] - Self.maximumNotes
            StandardError.print(
                "\(self.sources[source].name): \(more) more; `lienthong marc validate` names them all"
            )
        }
        self.files.append(file)
        self.prefixes.append(prefix)
    }

    /// The declaration that stands before each record of an XML file in another encoding than UTF-8.
    private static func declaration(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.starts(with: "<?xml".utf8), let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return [] }
        return Array(bytes[...end])
    }

    /// What fetches the records again.
    func reader() -> DedupReader { DedupReader(self.sources, self.files, self.prefixes) }

    /// A record by its number in the clustering, fetched again from its file.
    func record(_ number: Int, _ reader: DedupReader) throws -> SourceRecord {
        let origin = self.origins[number]
        let (source, place) = (Int(origin.source), self.places[Int(origin.source)].places[Int(origin.index)])
        if let record = try reader.record(source, place) { return record }
        throw CommandFailure(
            "record \(place.position) of \(self.sources[source].name) cannot be read again: was the file changed?"
        )
    }

    /// The source of a record by its number in the clustering.
    func source(_ number: Int) -> Int { Int(self.origins[number].source) }

    /// Where a record stands, for a reader.
    func name(_ number: Int) -> String {
        let origin = self.origins[number]
        let places = self.places[Int(origin.source)]
        let controlNumber = String(decoding: places.controlNumber(Int(origin.index)), as: UTF8.self)
        return "\(self.sources[Int(origin.source)].name) record \(places.places[Int(origin.index)].position)"
            + (controlNumber.isEmpty ? "" : " (\(controlNumber))")
    }
}
