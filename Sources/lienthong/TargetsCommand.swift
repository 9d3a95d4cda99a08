import ArgumentParser
import Federation
import MARC

/// The command `lienthong targets`.
struct TargetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "Look at the targets that the file describes.",
        subcommands: [List.self, Check.self, TargetsStatus.self],
        defaultSubcommand: List.self
    )

    /// The command `lienthong targets list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check the file and list its targets and databases.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try self.options.load()
            var table = Table(["id", "protocol", "address", "format", "records", "queries", "databases", "name"])
            for target in configuration.targets {
                let databases = configuration.databases.filter { $0.targets.contains(target.id) }.map(\.name)
                table.add([
                    target.id,
                    target.access.protocolName,
                    target.access.address,
                    target.format.rawValue,
                    target.recordEncoding.rawValue,
                    target.queryEncoding.rawValue,
                    target.enabled ? databases.joined(separator: " ") : "(disabled)",
                    target.name,
                ])
            }
            print(table.text)
        }
    }

    /// The command `lienthong targets check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Connect to every target and say what answered; the exit code is 1 when one did not."
        )

        @OptionGroup var options: ConfigurationOptions

        @Argument(help: "Only these targets, by id.")
        var ids: [String] = []

        @Option(help: "Seconds to wait.")
        var timeout = 10.0

        func run() async throws {
            let configuration = try self.options.load()
            let known = Set(configuration.targets.map(\.id))
            if let unknown = self.ids.first(where: { !known.contains($0) }) {
                throw ValidationError("there is no target \"\(unknown)\"; `lienthong targets list` shows them")
            }
            let ids = self.ids.isEmpty ? nil : Set(self.ids)
            let deadline = ContinuousClock.now + .seconds(self.timeout)
            let checks = try await withFederation(configuration) { federation in
                await federation.check(ids: ids, deadline: deadline)
            }
            var table = Table(["id", "", "ms", "what it said"])
            for check in checks {
                switch check.outcome {
                case .success(let words):
                    table.add([check.id, "ok", String(check.milliseconds), words])
                case .failure(let failure):
                    table.add([check.id, failure.code.rawValue, String(check.milliseconds), failure.message])
                }
            }
            print(table.text)
            let failed = checks.filter { if case .failure = $0.outcome { true } else { false } }
            if !failed.isEmpty {
                print("\(failed.count) of \(checks.count) targets did not answer.")
                throw ExitCode(1)
            }
        }
    }
}
