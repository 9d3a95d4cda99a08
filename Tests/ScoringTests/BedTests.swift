import MARC
import Scoring
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct BedTests {
    @Test(.enabled(if: Bed.isAvailable))
    func theSimulatedLibrariesAreMergedBetterThanByTitleVolumeAndYear() throws {
        let folder = unsafe getenv("SCORING_BED").map { unsafe String(cString: $0) } ?? "/tmp/bed4k"
        let bed = try Bed.load(folder)
        let clock = ContinuousClock()
        var clustering = Clustering()
        let start = clock.now
        clustering.insert(bed.records)
        let duration = clock.now - start
        let clusters = clustering.clusters
        let (precision, recall) = bed.score(clusters)
        print("bed: \(bed.records.count) records, \(clusters.count) clusters, \(duration), P \(precision) R \(recall)")
        if let path = unsafe getenv("SCORING_ERRORS") {
            let file = unsafe fopen(path, "w")
            defer { unsafe fclose(file) }
            for cluster in clusters {
                for member in cluster.members {
                    let key = "\(member.target):\(member.record.controlNumber ?? "")"
                    unsafe fputs("\(cluster.id)\t\(bed.truth(of: member))\t\(key)\t\(bed.noise[key] ?? "")\n", file)
                }
            }
        }
        #expect(precision > 0.96)
        #expect(recall > 0.887)
    }
}
