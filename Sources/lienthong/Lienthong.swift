import ArgumentParser
import Federation
import Gateway

/// The command `lienthong`.
@main
struct Lienthong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lienthong",
        abstract: "A federated search gateway for libraries: many catalogues, one SRU endpoint.",
        discussion: """
            Targets and databases are described in targets.yml (docs/targets.md). Try:

              lienthong targets check
              lienthong search 'dc.title = "truyện kiều"'
              lienthong serve
            """,
        version: GatewayApplication.version,
        subcommands: [ServeCommand.self, SearchCommand.self, TargetsCommand.self, MarcCommand.self, DedupCommand.self]
    )

    static func main() async {
        ProcessMemory.prepare()
        await self.main(nil)
    }
}
