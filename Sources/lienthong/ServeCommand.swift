import ArgumentParser
import Federation
import Gateway
import Logging
import ServiceLifecycle
import UnixSignals

/// The command `lienthong serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve every database as SRU.",
        discussion: """
            SIGHUP reads the file anew; a file with a mistake changes nothing. SIGTERM or SIGINT ends the process when the requests \
            in flight are answered; a second one ends it at once. docs/operating.md tells more.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The address to listen at, in place of the file's.")
    var host: String?

    @Option(help: "The port to listen at, in place of the file's; 0 lets the system choose.")
    var port: Int?

    func run() async throws {
        // First of all, so that no signal finds the process unprepared.
        let signals = await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
        let configuration = try self.configured()
        let logger = self.options.logger(default: .info)
        let observations = Observations()
        let federation = Federation(configuration, observe: observations.note)
        let operations = Operations(
            federation: federation,
            observations: observations,
            load: self.configured,
            logger: logger
        )
        let application = GatewayApplication.make(
            federation: federation,
            operations: operations,
            logger: logger
        ) { [configuration] port in
            let scheme = configuration.server.tls == nil ? "http" : "https"
            for database in configuration.databases {
                logger.notice(
                    "serving",
                    metadata: [
                        "url": .string("\(scheme)://\(configuration.server.host):\(port)/sru/\(database.name)"),
                        "targets": .stringConvertible(configuration.targets(of: database).count),
                    ]
                )
            }
        }
        // Begun first and ended last, so that it keeps what the last requests told.
        let keeper = configuration.server.operating.history.map { observations.keeper(path: $0, logger: logger) }
        let services = ServiceGroup(services: (keeper.map { [$0] } ?? []) + [application], logger: logger)
        let obedience = ServeSignals(
            operations: operations,
            services: services,
            drain: { federation.configuration.server.operating.drain },
            patience: { federation.configuration.server.deadline + .seconds(10) },
            logger: logger
        )
        defer { LogOutput.standardError.flush() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await obedience.obey(signals) }
            try await services.run()
            group.cancelAll()
        }
        logger.notice("ended")
    }

    /// The file as it is now, under what the command line says.
    private func configured() throws -> Configuration {
        var configuration = try self.options.load()
        if let host { configuration.server.host = host }
        if let port { configuration.server.port = port }
        return configuration
    }
}
