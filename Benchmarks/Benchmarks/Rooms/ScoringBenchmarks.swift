import Benchmark
import MARC
import Scoring
import XML

func registerScoring() throws {
    let some = try Catalogue.batches(total: 2_000)
    let records = some.flatMap { $0 }
    Benchmark("Scoring.keys.\(records.count)_records") { benchmark in
        for _ in benchmark.scaledIterations {
            for record in records { blackHole(MatchKeys(record.record)) }
        }
    }
    Benchmark("Scoring.pairs.all_candidates_of_\(records.count)_records") { benchmark in
        for _ in benchmark.scaledIterations {
            CandidatePairs.forEach(in: records) { left, right, _, _, _, logOdds in blackHole((left, right, logOdds)) }
        }
    }
    let search = some.prefix(6).map { Array($0.prefix(20)) }
    Benchmark("Scoring.cluster.one_search_of_6_times_20_records") { benchmark in
        for _ in benchmark.scaledIterations {
            var clustering = Clustering()
            for answer in search { clustering.add(answer) }
            clustering.update()
            blackHole(clustering.count)
        }
    }
    for total in [2_000, 20_000] {
        let batches = try Catalogue.batches(total: total)
        Benchmark("Scoring.cluster.\(total)_records") { benchmark in
            for _ in benchmark.scaledIterations {
                var clustering = Clustering()
                for batch in batches { clustering.insert(batch) }
                blackHole(clustering.count)
            }
        }
    }
    let clusters = try smallWorld()
    Benchmark("Scoring.rank.clusters_of_2000_records") { benchmark in
        let ranking = Ranking([Ranking.Term(.title, "lịch sử việt nam")])
        for _ in benchmark.scaledIterations { blackHole(ranking.ordered(clusters)) }
    }
    let page = page(of: clusters, 10)
    Benchmark("Scoring.merge_and_write.MARCXML.10_clusters_of_3") { benchmark in
        for _ in benchmark.scaledIterations {
            for cluster in page {
                var writer = XMLWriter(reserving: 4_096)
                MARCXML.write(MergedRecord(cluster).record, into: &writer)
                blackHole(writer.bytes)
            }
        }
    }
}

/// The clusters of the small world.
func smallWorld() throws -> [Cluster] {
    var clustering = Clustering()
    for batch in try Catalogue.batches(total: 2_000) { clustering.insert(batch) }
    return clustering.clusters
}

/// Some clusters of three members each, as a page of a popular title has.
func page(of clusters: [Cluster], _ count: Int) -> [Cluster] {
    Array(clusters.filter { $0.members.count == 3 }.prefix(count))
}
