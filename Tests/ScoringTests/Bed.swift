import MARC
import Scoring

#if canImport(Glibc)
import Glibc
#endif

/// The simulated libraries of `shared/testbed`, generated into a folder that the environment variable
/// `SCORING_BED` names; without it, 4,000 records in a temporary folder.
struct Bed {
    var records: [SourceRecord] = []
    /// The true cluster of each record, by target and control number.
    var truth: [String: String] = [:]
    var noise: [String: String] = [:]

    static let libraries = ["nlv", "tha", "nan", "hti", "qbi", "qtr", "hue"]
    static let isAvailable = SharedFiles.exists("testbed/gen.py")

    static let encodings: [String: CharacterEncoding] = ["hti": .tcvn3, "qbi": .marc8]

    static func load(_ folder: String) throws -> Bed {
        var bed = Bed()
        for library in self.libraries {
            let file = SharedFiles.readFile("\(folder)/utf8/\(library).mrc") ?? []
            for (position, bytes) in zip(1..., ISO2709.split(file[...])) {
                let record = try ISO2709.parse(bytes, format: .marc21, encoding: .utf8)
                bed.records.append(SourceRecord(target: library, position: position, record: record))
            }
        }
        for row in SharedFiles.table(SharedFiles.readFile("\(folder)/truth.tsv") ?? []).dropFirst() where row.count > 10
        {
            bed.truth["\(row[0]):\(row[1])"] = String(row[2])
            bed.noise["\(row[0]):\(row[1])"] = String(row[10])
        }
        return bed
    }

    func truth(of record: SourceRecord) -> String {
        self.truth["\(record.target):\(record.record.controlNumber ?? "")"] ?? ""
    }

    /// Pairwise precision and recall.
    func score(_ clusters: [Cluster]) -> (precision: Double, recall: Double) {
        func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }
        var right = 0
        var found = 0
        var sizes: [String: Int] = [:]
        for cluster in clusters {
            var counts: [String: Int] = [:]
            for member in cluster.members { counts[self.truth(of: member), default: 0] += 1 }
            for (truth, count) in counts {
                right += pairs(count)
                sizes[truth, default: 0] += count
            }
            found += pairs(cluster.members.count)
        }
        let all = sizes.values.reduce(0) { $0 + pairs($1) }
        return (Double(right) / Double(max(found, 1)), Double(right) / Double(max(all, 1)))
    }
}
