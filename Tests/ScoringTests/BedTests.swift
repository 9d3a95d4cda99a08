import Scoring
import Testing

@Suite struct BedTests {
    /// The best simple key of the bed's table, "+ volume + year", finds P .960, R .887 of these.
    @Test(.enabled(if: Bed.isAvailable))
    func theSimulatedLibrariesAreMergedBetterThanByTitleVolumeAndYear() throws {
        let bed = try Bed.load(total: 4_000)
        try #require(bed.records.count > 3_000)
        var clustering = Clustering()
        let clock = ContinuousClock()
        let duration = clock.measure { clustering.insert(bed.records) }
        let clusters = clustering.clusters
        let (precision, recall) = bed.score(clusters)
        print("bed: \(bed.records.count) records, \(clusters.count) clusters, P \(precision), R \(recall), \(duration)")
        #expect(clusters.reduce(0) { $0 + $1.members.count } == bed.records.count)
        #expect(precision > 0.985)
        #expect(recall > 0.95)
    }
}
