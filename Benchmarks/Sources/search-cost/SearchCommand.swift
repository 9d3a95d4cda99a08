import ArgumentParser
import Federation
import FoundationEssentials

/// The command `search-cost search`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Searches real servers through the gateway, which runs in this process, over HTTP.",
        discussion: """
            Counted is the CPU time of this process: HTTP server, CQL, Z39.50 and SRU clients, reading, matching, ranking \
            and merging of records, the SRU answer. Not counted are the servers (other processes) and the thread of the \
            measuring client. Every query is new to the gateway.
            """
    )

    @Option(help: "A targets.yml whose servers are running; the first database is searched.")
    var targets: String?

    @Option(help: "The ids of the targets to search, with commas.")
    var ids = "nlv,nan,hti,qbi,qtr,hue"

    @Option(help: "Search that many yaz-ztest servers (one process) instead of the simulated libraries.")
    var targetsCount: Int?

    @Option(help: "Measured searches.")
    var searches = 500

    @Option(help: "Searches before measuring.")
    var warmUp = 100

    @Option(help: "Clients at once.")
    var clients = 1

    @Option(help: "Records asked of every target (the server's window).")
    var window = 20

    @Option(help: "Records on the page (maximumRecords).")
    var records = 20

    @Option(help: "Result sets kept. Records that one of them holds are not read again; with 1, nearly all are.")
    var resultSets = 1_000

    @Option(help: "The port of the first server that is started.")
    var port = 18_310

    func run() async throws {
        if let targetsCount {
            let configuration = try Self.configuration(of: targetsCount, port: self.port)
            let queries = Queries.numbers(self.warmUp + self.searches)
            try await withZTest(port: self.port) { try await self.measure(configuration, queries) }
        } else {
            let queries = Queries.titles(self.warmUp + self.searches)
            guard queries.count == self.warmUp + self.searches else {
                throw ValidationError("there are \(queries.count) different queries only")
            }
            if let targets {
                try await self.measure(try self.configuration(file: targets), queries)
            } else {
                try await withDemoLibraries(firstPort: self.port) { file in
                    try await self.measure(try self.configuration(file: file), queries)
                }
            }
        }
    }

    /// The configuration of a file, searching the chosen targets.
    private func configuration(file: String) throws -> Configuration {
        var configuration = try Configuration.parse(try String(contentsOfFile: file, encoding: .utf8), file: file)
        guard !configuration.databases.isEmpty else { throw ValidationError("\(file) describes no database") }
        let known = configuration.targets.map(\.id)
        let ids = self.ids.split(separator: ",").map(String.init)
        configuration.databases[0].targets = self.targets == nil ? ids : ids.filter(known.contains)
        return configuration
    }

    /// The configuration of many targets at one server.
    private static func configuration(of count: Int, port: Int) throws -> Configuration {
        var yaml = "databases:\n  many:\n    targets: all\ntargets:\n"
        for number in 1...max(count, 1) {
            yaml += "  - {id: t\(number), protocol: z3950, host: 127.0.0.1, port: \(port), database: Default}\n"
        }
        return try Configuration.parse(yaml)
    }

    private func measure(_ configuration: Configuration, _ queries: [String]) async throws {
        var configuration = configuration
        configuration.server.host = "127.0.0.1"
        configuration.server.port = 0
        configuration.server.resultSets.window = self.window
        configuration.server.resultSets.maximum = self.resultSets
        let database = configuration.databases[0].name
        let paths = queries.map { Self.path(database: database, query: $0, records: self.records) }
        let (warmUp, measured) = (Array(paths.prefix(self.warmUp)), Array(paths.dropFirst(self.warmUp)))
        let clients = self.clients
        let report = try await withGateway(configuration) { port in
            _ = try await Load.run(warmUp, port: port, clients: clients)
            return try await Load.run(measured, port: port, clients: clients)
        }
        report.print(targets: configuration.databases[0].targets.count)
    }

    private static func path(database: String, query: String, records: Int) -> String {
        let query = query.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain
                ? String(Unicode.Scalar(byte)) : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "/sru/\(database)?version=1.2&operation=searchRetrieve&recordSchema=marcxml"
            + "&maximumRecords=\(records)&query=\(query.joined())"
    }
}
