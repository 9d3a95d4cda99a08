import MARC
import Scoring

#if canImport(Glibc)
import Glibc
#endif

/// The simulated libraries of `shared/testbed`, with the true clusters.
struct Bed {
    var records: [SourceRecord] = []
    /// The true cluster of each record, by target and control number.
    var truth: [String: String] = [:]

    static let isAvailable = SharedFiles.exists("testbed/gen.py")

    /// The character set of each library's records, as its operator would write it into the target's plan.
    private static let libraries: KeyValuePairs<String, CharacterEncoding> = [
        "nlv": .utf8, "tha": .utf8, "nan": .utf8, "hti": .tcvn3, "qbi": .marc8, "qtr": .utf8, "hue": .utf8,
    ]

    /// Generates about so many records, or reads the folder that the environment variable `SCORING_BED` names.
    static func load(total: Int) throws -> Bed {
        let folder: String
        if let given = unsafe getenv("SCORING_BED") {
            folder = unsafe String(cString: given)
        } else {
            folder = "/tmp/scoring-bed-\(getpid())"
            let script = SharedFiles.root + "/testbed/gen.py"
            _ = unsafe system("python3 '\(script)' --out '\(folder)' --total \(total) >/dev/null")
        }
        defer { if unsafe getenv("SCORING_BED") == nil { _ = unsafe system("rm -r '\(folder)'") } }
        var bed = Bed()
        for (library, encoding) in self.libraries {
            let format: MARCFormat = library == "qtr" ? .unimarc : .marc21
            let file = SharedFiles.readFile("\(folder)/\(library).mrc") ?? []
            for (position, bytes) in zip(1..., ISO2709.split(file[...])) {
                let record = try ISO2709.parse(bytes, format: format, encoding: encoding)
                bed.records.append(
                    SourceRecord(
                        target: library,
                        position: position,
                        record: format == .unimarc ? UNIMARC.marc21(record) : record,
                        original: format == .unimarc ? record : nil
                    )
                )
            }
        }
        for row in SharedFiles.table(SharedFiles.readFile("\(folder)/truth.tsv") ?? []).dropFirst() where row.count > 10
        {
            bed.truth["\(row[0]):\(row[1])"] = String(row[2])
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
