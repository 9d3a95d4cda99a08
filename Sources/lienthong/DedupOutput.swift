import ArgumentParser
import Foundation
import MARC
import Scoring

/// The list of records and their clusters.
struct ClusterList {
    private let handle: FileHandle

    /// Opens the file to write, or standard output for "-".
    init(_ path: String) throws {
        self.handle = path == "-" ? .standardOutput : try .output(to: path)
    }

    /// Writes a line for each record, in the order of the files.
    mutating func write(_ catalogue: DedupCatalogue) throws {
        var ids = [Cluster.ID](repeating: "", count: catalogue.clustering.recordCount)
        for (id, members) in catalogue.clustering.clusters {
            for member in members { ids[member] = id }
        }
        let scores = catalogue.clustering.scores
        var buffer = Array("file\tposition\tcontrol_number\tcluster_id\tscore\n".utf8)
        for (source, places) in zip(catalogue.sources, catalogue.places) {
            for (index, place) in places.places.enumerated() {
                let number = Int(places.numbers[index])
                buffer += "\(source.name)\t\(place.position)\t".utf8
                buffer += places.controlNumber(index)
                buffer += "\t\(ids[number])\t\(Self.text(scores[number]))\n".utf8
                if buffer.count > 1 << 18 { try self.flush(&buffer) }
            }
        }
        try self.flush(&buffer)
    }

    private func flush(_ buffer: inout [UInt8]) throws {
        try self.handle.write(contentsOf: Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }

    /// A probability with three decimals.
    private static func text(_ score: Double) -> String {
        let thousandths = Int((score * 1_000).rounded())
        return thousandths >= 1_000 ? "1.000" : "0." + String(String(1_000 + thousandths).dropFirst())
    }
}

/// One merged record for each cluster.
struct UnionCatalogue {
    private var output: MarcOutput
    private let path: String
    /// Clusters whose record is too long for the format.
    private(set) var refused = 0

    /// Opens the file to write.
    init(_ path: String) throws {
        self.path = path
        self.output = try MarcOutput(path, path.hasSuffix(".xml") ? .marcxml : .iso2709, encoding: .utf8)
    }

    /// Writes the clusters in the order of their first members in the files.
    mutating func write(_ catalogue: DedupCatalogue) throws {
        StandardError.print("writing \(catalogue.clustering.count) merged records to \(self.path)")
        let reader = catalogue.reader()
        let clusters = catalogue.clustering.clusters.map {
            (id: $0.id, members: $0.members, first: $0.members.min() ?? 0)
        }
        for (count, cluster) in zip(1..., clusters.sorted(by: { $0.first < $1.first })) {
            if count.isMultiple(of: 100_000) { StandardError.print("\(count) of \(clusters.count) written") }
            var members: [SourceRecord] = []
            for number in cluster.members {
                var record = try catalogue.record(number, reader)
                // The library is called as its file, without the ending.
                record.target = Self.stem(record.target)
                members.append(record)
            }
            do {
                try self.output.write(MergedRecord(Cluster(id: cluster.id, members: members)).record)
            } catch let error as MARCError {
                self.refused += 1
                StandardError.print(
                    "cluster \(cluster.id): \(error.message); MARCXML has no such limit: --merged union.xml"
                )
            }
        }
        try self.output.finish()
    }

    private static func stem(_ name: String) -> String {
        guard let end = name.lastIndex(of: "."), end > name.startIndex else { return name }
        return String(name[..<end])
    }
}
