import Federation
import Gateway
import Logging
import ServiceLifecycle

/// Runs the gateway in this process while `body` runs.
///
/// - Parameters:
///   - configuration: what it serves; port 0 lets the system choose.
///   - body: gets the port.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws, or ``ServersError``.
func withGateway<Value: Sendable>(
    _ configuration: Configuration,
    _ body: @escaping @Sendable (_ port: Int) async throws -> Value
) async throws -> Value {
    try await withGateway(Federation(configuration), body)
}

/// Runs the gateway over a federation in this process while `body` runs, as the function above.
func withGateway<Value: Sendable>(
    _ federation: Federation,
    _ body: @escaping @Sendable (_ port: Int) async throws -> Value
) async throws -> Value {
    var logger = Logger(label: "search-cost") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let (ports, started) = AsyncStream<Int>.makeStream()
    let application = GatewayApplication.make(federation: federation, logger: logger) { port in
        started.yield(port)
    }
    let services = ServiceGroup(services: [application], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { started.finish() }
            try await services.run()
        }
        for await port in ports {
            let value = try await body(port)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return value
        }
        try await group.waitForAll()
        throw ServersError(description: "the gateway did not start")
    }
}
