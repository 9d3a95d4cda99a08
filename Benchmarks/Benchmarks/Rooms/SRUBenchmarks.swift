import Benchmark
import CQL
import MARC
import SRU
import Scoring
import XML

func registerSRU() throws {
    let clusters = page(of: try smallWorld(), 10)
    let parameters = SRUParameters([
        ("version", "1.2"), ("operation", "searchRetrieve"), ("query", "dc.title = việt"), ("recordSchema", "marcxml"),
    ])
    guard case .success(.searchRetrieve(let request)) = SRURequest.parse(parameters, pinned: nil) else {
        fatalError("the request is not understood")
    }
    let query = try CQLQuery.parse(request.query)
    Benchmark("SRU.answer.10_clusters_of_3") { benchmark in
        for _ in benchmark.scaledIterations {
            var response = SearchRetrieveResponse(version: .v1_2, numberOfRecords: clusters.count)
            response.echoedRequest = request
            response.echoedQuery = query
            response.records = clusters.enumerated().map { place, cluster in
                var writer = XMLWriter(reserving: 4_096)
                MARCXML.write(MergedRecord(cluster).record, into: &writer)
                let schema = "info:srw/schema/1/marcxml-v1.1"
                return ResponseRecord(schema: schema, data: .xml(writer.bytes), position: place + 1)
            }
            blackHole(response.serialized())
        }
    }
}
