import ArgumentParser
import CQL
import Federation
import MARC
import Scoring

/// The command `search-cost intake`.
struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Takes whole catalogues into one result set: records per CPU second, and memory.",
        discussion: """
            Counted is the CPU time of reading ISO 2709, UNIMARC to MARC 21, match keys, clustering, ranking and freezing by \
            rounds of windows; then, apart, of paging through everything and merging each cluster. No sockets, no XML.
            """
    )

    @OptionGroup var source: CatalogueOptions

    @Option(help: "The target's first window; each later one is twice as large, up to 1,000.")
    var window = 100

    func run() async throws {
        let source = try self.source.federation(window: self.window)
        try await Self.measure(source.federation, source.recordCount)
    }

    private static func measure(_ federation: Federation, _ count: Int) async throws {
        let query = try ResolvedQuery(try CQLQuery.parse("dc.title = việt"))
        func page(_ start: Int, _ count: Int) async throws(FederationError) -> Page {
            try await federation.search(
                database: "all",
                query: query,
                start: start,
                count: count,
                deadline: .now + .seconds(600)
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await federation.run() }
            let (memory, began) = (Memory.current(), CPUTime.process)
            let whole = try await page(count, 1)
            let intake = CPUTime.process - began
            let grown = Memory.current()
            let merging = CPUTime.process
            var fields = 0
            for start in stride(from: 1, through: whole.numberOfRecords, by: 100) {
                for cluster in try await page(start, 100).clusters {
                    fields += MergedRecord(cluster).record.fields.count
                }
            }
            let merged = CPUTime.process - merging
            let records = whole.targets.reduce(0) { $0 + $1.fetched }
            Figure.print("records", "\(records) of \(whole.targets.count) libraries, \(whole.numberOfRecords) clusters")
            Figure.print("CPU to take in, match, rank", intake.total * 1_000, "ms")
            Figure.print("  records per CPU second", Double(records) / intake.total, "")
            Figure.print("CPU to page and merge", merged.total * 1_000, "ms")
            Figure.print("records per CPU second, all", Double(records) / (intake.total + merged.total), "")
            Figure.print("memory of the result set", grown.resident - memory.resident, "MiB")
            Figure.print("  per record", (grown.resident - memory.resident) * 1024 / Double(max(records, 1)), "KiB")
            Figure.print("memory at most", grown.peak, "MiB")
            group.cancelAll()
            guard fields > 0 else { throw ServersError(description: "no record was merged") }
        }
    }
}
