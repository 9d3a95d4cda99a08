import Benchmark
import CQL
import Z3950

private let query = """
    dc.title all "truyện kiều" and (dc.creator = "Nguyễn Du" or bath.isbn = 9786049544019) and dc.date within "1990 2020"
    """

func registerCQL() throws {
    Benchmark("CQL.parse_and_resolve.1000_queries") { benchmark in
        for _ in benchmark.scaledIterations {
            for _ in 0..<1_000 { blackHole(try ResolvedQuery(try CQLQuery.parse(query))) }
        }
    }
    let resolved = try ResolvedQuery(try CQLQuery.parse(query))
    Benchmark("Z3950.RPN_and_encode.search.1000_queries") { benchmark in
        for _ in benchmark.scaledIterations {
            for _ in 0..<1_000 {
                let rpn = try RPN(resolved, map: .zebra) { text throws(RPNError) in Array(text.utf8) }
                let request = SearchRequest(databases: ["nlv"], query: rpn, piggyback: 20, recordSyntax: .usmarc)
                blackHole(try APDUEncoder.encode(.search(request)))
            }
        }
    }
}
