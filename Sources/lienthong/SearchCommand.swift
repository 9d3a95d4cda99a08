import ArgumentParser
import CQL
import Federation
import Scoring

/// The command `lienthong search`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search every target of a database at once and print what comes back.",
        discussion: """
            The query is CQL: 'kiều', '"truyện kiều"', 'dc.title = "truyện kiều" and dc.date > 1990', 'isbn = 9786049540000'. \
            Words that are no CQL, as in 'truyện kiều', are searched for as words: all of them must occur, wherever.

            Records go to standard output. With --format marcxml, dc or json, the line per target goes to standard error.
            The exit code is 0 when a target answered, 1 when none did.
            """
    )

    /// How records are printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, marcxml, dc, json
    }

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "What to search, in CQL.")
    var query: String

    @Option(name: .shortAndLong, help: "The database; without it the first of the file.")
    var database: String?

    @Option(help: "The position of the first record, from 1.")
    var start = 1

    @Option(name: [.customShort("n"), .long], help: "How many records at most.")
    var count = 20

    @Option(help: "How records are printed: table, marcxml, dc, json.")
    var format = Format.table

    @Option(help: "Seconds to wait, in place of the file's deadline.")
    var deadline: Double?

    @Flag(help: "Also print the query in each target's own words.")
    var explainQuery = false

    func validate() throws {
        guard self.start >= 1 else { throw ValidationError("--start counts from 1") }
        guard (0...10_000).contains(self.count) else { throw ValidationError("--count takes 0 to 10000") }
        if let deadline, !(deadline > 0 && deadline <= 3600) {
            throw ValidationError("--deadline takes seconds, more than 0 and at most 3600")
        }
    }

    func run() async throws {
        let configuration = try self.options.load()
        let database = try self.options.database(self.database, in: configuration)
        let query = try self.resolved()
        let wait = self.deadline.map { Duration.seconds($0) } ?? configuration.server.deadline
        let (start, count) = (self.start, self.count)
        let page = try await withFederation(configuration) { federation in
            if self.explainQuery {
                for (id, plan) in federation.plans(database: database, query: query) {
                    StandardError.print("\(id): \(plan)")
                }
            }
            return try await federation.search(
                database: database,
                query: query,
                start: start,
                count: count,
                deadline: .now + wait
            )
        }
        let names = Dictionary(configuration.targets.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let results = SearchResults(page: page, libraryNames: names)
        switch self.format {
        case .table:
            print(results.table)
            print(results.targetLines)
        case .marcxml, .dc, .json:
            print(try results.text(as: self.format))
            StandardError.print(results.targetLines)
        }
        if page.allFailed { throw ExitCode(1) }
    }

    /// The query understood, or the error with the place marked under it.
    private func resolved() throws -> ResolvedQuery {
        do throws(CQLError) {
            return try ResolvedQuery(CQLQuery.parse(self.query))
        } catch {
            if PlainWords.are(self.query), let words = try? ResolvedQuery(words: self.query) {
                StandardError.print("All of these words must occur. To search for the phrase: '\"\(self.query)\"'")
                return words
            }
            var message = "the query is not understood: \(error)"
            if let offset = error.offset {
                let before = String(String.UnicodeScalarView(self.query.unicodeScalars.prefix(offset)))
                message += "\n  \(self.query)\n  " + String(repeating: " ", count: before.columns) + "^"
            }
            throw CommandFailure(message)
        }
    }
}
