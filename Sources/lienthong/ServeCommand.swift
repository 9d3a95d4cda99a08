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
        abstract: "Serve every database as SRU until SIGINT or SIGTERM; requests in flight are finished first."
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The address to listen at, in place of the file's.")
    var host: String?

    @Option(help: "The port to listen at, in place of the file's; 0 lets the system choose.")
    var port: Int?

    func run() async throws {
        ProcessMemory.returnLargeBlocks()
        var configuration = try self.options.load()
        if let host { configuration.server.host = host }
        if let port { configuration.server.port = port }
        let logger = self.options.logger(default: .info)
        let federation = Federation(configuration)
        let application = GatewayApplication.make(federation: federation, logger: logger) { [configuration] port in
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
        let services = ServiceGroup(
            services: [application],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await services.run()
    }
}
