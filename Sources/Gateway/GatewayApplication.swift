public import Federation
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server: `/sru/{database}` and its pinned versions, and the addresses for operators.
public enum GatewayApplication {
    /// The version of this program.
    public static let version = "0.1.0"

    /// Builds the application; running it also runs the federation's fetches and ends both gracefully.
    ///
    /// - Parameters:
    ///   - federation: what is searched.
    ///   - operations: what operators see of it; nil for one without reloads.
    ///   - logger: where requests are told.
    ///   - onServerRunning: called with the port once connections are accepted.
    /// - Returns: the application, which is a service.
    public static func make(
        federation: Federation,
        operations: Operations? = nil,
        logger: Logger,
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let server = federation.configuration.server
        let operations = operations ?? Operations(federation: federation, logger: logger)
        return Application(
            router: Self.router(federation: federation, operations: operations),
            server: .gateway(operations.front, tls: server.tls),
            configuration: .init(
                address: .hostname(server.host, port: server.port),
                serverName: "lienthong",
                // As many as the system lets: who finds the queue of new connections full comes again a second later.
                backlog: 4_096
            ),
            services: [FederationService(federation: federation)],
            onServerRunning: { await onServerRunning($0.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    static func router(federation: Federation, operations: Operations) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
        router.middlewares.add(RequestLog(operations: operations))
        OperatorRoutes(federation: federation, operations: operations).add(to: router)
        SRURoutes(federation: federation, front: operations.front).add(to: router)
        return router
    }
}

/// Runs the fetches for as long as the server runs.
private struct FederationService: Service {
    let federation: Federation

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.federation.run()
        }
    }
}
