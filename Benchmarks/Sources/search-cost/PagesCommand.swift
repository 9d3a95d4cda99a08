import ArgumentParser
import Federation

/// The command `search-cost pages`.
struct PagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract: "Pages of a result set that is there already, over HTTP.",
        discussion: """
            One search takes catalogues in; then its pages are asked for over HTTP as MARCXML, first each once (every record is \
            merged and written), then in an order that jumps about (what was written is read again). Counted is the CPU time of \
            this process without the threads of the measuring clients.
            """
    )

    @OptionGroup var source: CatalogueOptions

    @Option(help: "Pages that are asked for again.")
    var pages = 10_000

    @Option(help: "Records on a page.")
    var count = 10

    @Option(help: "Clients at once.")
    var clients = 2

    func run() async throws {
        let source = try self.source.federation(window: 1_000)
        let (count, pages, clients) = (self.count, self.pages, self.clients)
        let (first, again) = try await withGateway(source.federation) { port in
            func path(_ start: Int) -> String {
                "/sru/\(CatalogueFederation.database)?version=1.2&operation=searchRetrieve&recordSchema=marcxml"
                    + "&query=dc.title%3D1&startRecord=\(start)&maximumRecords=\(count)"
            }
            _ = try await Load.run([path(1)], port: port, clients: 1)
            // The last page that is full: it has the whole list fixed.
            var starts = Array(stride(from: 1, through: source.recordCount, by: count))
            let whole = try await Load.run(starts.map(path), port: port, clients: clients)
            let full = whole.answers.filter { $0.records == count }.count
            starts = Array(starts.prefix(full))
            let again = (0..<pages).map { path(starts[$0 * 7_919 % starts.count]) }
            return (whole, try await Load.run(again, port: port, clients: clients))
        }
        let bytes = again.answers.reduce(0) { $0 + $1.bytes } / max(again.answers.count, 1)
        Figure.print("records", "\(source.recordCount), pages of \(count), \(bytes) bytes each")
        Figure.print("pages per CPU second, written anew", Double(first.answers.count) / first.cpu.total, "")
        Figure.print("pages per CPU second, written before", Double(again.answers.count) / again.cpu.total, "")
        Figure.print("  CPU a page", again.cpu.total / Double(again.answers.count) * 1e6, "µs")
        let waits = again.answers.map(\.wait.milliseconds).sorted()
        Figure.print("wait, median", waits[waits.count / 2], "ms")
        Figure.print("wait, 99 %", waits[waits.count * 99 / 100], "ms")
        guard again.answers.allSatisfy({ $0.records == count }) else {
            throw ServersError(description: "a page was not full")
        }
    }
}
