import MARC
import Scoring

extension DedupCatalogue {
    /// What was merged, as text for a terminal.
    var summary: String {
        let clusters = self.clustering.clusters
        var bySize: [Int: Int] = [:]
        var byLibraries: [Int: Int] = [:]
        var shared = self.sources.map { _ in 0 }
        var largest: (size: Int, id: Cluster.ID) = (0, "")
        for (id, members) in clusters {
            bySize[members.count, default: 0] += 1
            let libraries = Set(members.map { self.source($0) })
            byLibraries[libraries.count, default: 0] += 1
            for member in members where libraries.count > 1 { shared[self.source(member)] += 1 }
            if members.count > largest.size { largest = (members.count, id) }
        }
        let refused = self.refused.reduce(0, +)
        let count = self.count
        var lines = [
            "\(count) records of " + (self.sources.count == 1 ? "1 file" : "\(self.sources.count) files")
                + (refused > 0 ? ", \(refused) could not be read" : ""),
            "\(clusters.count) clusters at level \(self.clustering.level.rawValue): "
                + "\(bySize[1] ?? 0) of one record, \(clusters.count - (bySize[1] ?? 0)) of several",
        ]
        let twice = count - self.clustering.recordCount
        if twice > 0 { lines.append("\(twice) records are in their file a second time, word for word") }
        if largest.size > 1 { lines.append("the largest cluster, \(largest.id), has \(largest.size) records") }
        lines.append(
            "clusters by number of files: "
                + byLibraries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        )
        var table = Table(["file", "records", "unreadable", "shared with other files", "tags"])
        for (place, source) in self.sources.enumerated() {
            table.add([
                source.name, "\(self.places[place].places.count)", "\(self.refused[place])", "\(shared[place])",
                source.tags?.rawValue ?? MARCFormat.marc21.rawValue,
            ])
        }
        return (lines + ["", table.text]).joined(separator: "\n")
    }

    /// Why the members of a cluster are together.
    func explanation(of id: Cluster.ID) throws -> String {
        guard let cluster = self.clustering.clusters.first(where: { $0.id == id }) else {
            throw CommandFailure(
                """
                there is no cluster \(id) at level \(self.clustering.level.rawValue) in these files.
                Ids are those of the list that the same files give; they change when records do.
                """
            )
        }
        let reader = self.reader()
        var lines = ["cluster \(id): \(cluster.members.count) records"]
        for number in cluster.members {
            let title = try self.record(number, reader).record.fields("245").first
            let text = title?.subfields.filter { "abnpc".utf8.contains($0.code) }.map(\.value).joined(separator: " ")
            lines.append("  \(self.name(number)): \(text ?? "without a title")")
        }
        for step in self.clustering.mergeSteps(of: id) {
            let (left, right) = (try self.record(step.left, reader), try self.record(step.right, reader))
            lines += ["", "\(self.name(step.left)) and \(self.name(step.right)), then \(step.size) records:"]
            lines.append(
                "\(MatchExplanation(left.record, right.record, level: step.level, model: self.clustering.model))"
            )
        }
        return lines.joined(separator: "\n")
    }
}
