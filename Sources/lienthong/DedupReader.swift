import Foundation
import MARC
import Scoring

/// Fetches single records out of files that were read before.
struct DedupReader {
    private let sources: [DedupSource]
    /// The files as they were read, which know format and character set.
    private let files: [MarcFile]
    private let handles: [FileHandle?]
    /// What has to stand before each record of a file: the declaration of an XML file in another encoding than UTF-8.
    private let prefixes: [[UInt8]]

    init(_ sources: [DedupSource], _ files: [MarcFile], _ prefixes: [[UInt8]]) {
        self.sources = sources
        self.files = files
        self.prefixes = prefixes
        self.handles = sources.map { FileHandle(forReadingAtPath: $0.path) }
    }

    /// The record at a place; `nil` if the file has changed since.
    func record(_ source: Int, _ place: DedupPlaces.Place) throws -> SourceRecord? {
        guard let handle = self.handles[source] else { return nil }
        try handle.seek(toOffset: UInt64(place.offset))
        guard let bytes = try handle.read(upToCount: Int(place.length)) else { return nil }
        guard let record = try? self.files[source].record((self.prefixes[source] + Array(bytes))[...]) else {
            return nil
        }
        return self.sources[source].sourceRecord(record, position: Int(place.position))
    }
}

/// The readable records of one file: where each stands, its control number, its number in the clustering.
struct DedupPlaces {
    struct Place {
        /// From 1, those that cannot be read counted.
        var position: Int32
        var length: Int32
        var offset: Int
    }

    private(set) var places: [Place] = []
    private(set) var numbers: [Int32] = []
    /// The control numbers, one after another, and where each ends.
    private var controlNumbers: [UInt8] = []
    private var ends: [Int] = []

    mutating func add(_ place: Place, number: Int, controlNumber: String?) {
        self.places.append(place)
        self.numbers.append(Int32(truncatingIfNeeded: number))
        // A tab or the end of a line would break the list.
        self.controlNumbers += (controlNumber ?? "").utf8.lazy.map { $0 < 0x20 ? 0x20 : $0 }
        self.ends.append(self.controlNumbers.count)
    }

    func controlNumber(_ index: Int) -> ArraySlice<UInt8> {
        self.controlNumbers[(index == 0 ? 0 : self.ends[index - 1])..<self.ends[index]]
    }
}
