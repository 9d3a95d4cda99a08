import ArgumentParser
import Federation

/// Measures what a search costs; `scripts/benchmark` runs it, `docs/benchmarks.md` explains it.
@main
struct SearchCost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search-cost",
        abstract: "CPU time, waiting time and memory of searches.",
        subcommands: [SearchCommand.self, IntakeCommand.self, PagesCommand.self]
    )

    static func main() async {
        ProcessMemory.prepare()
        await self.main(nil)
    }
}
