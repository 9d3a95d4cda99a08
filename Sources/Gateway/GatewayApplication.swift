public import Federation
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server: `/sru/{database}` and its pinned versions, `/healthz`.
public enum GatewayApplication {
    /// Builds the application; running it also runs the federation's fetches and ends both gracefully.
    ///
    /// - Parameters:
    ///   - federation: what is searched.
    ///   - logger: where requests are told.
    ///   - onServerRunning: called with the port once connections are accepted.
    /// - Returns: the application, which is a service.
    public static func make(
        federation: Federation,
        logger: Logger,
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let server = federation.configuration.server
        let front = Front(server, logger: logger)
        return Application(
            router: Self.router(federation: federation, front: front),
            server: .gateway(front, tls: server.tls),
            configuration: .init(
                address: .hostname(server.host, port: server.port),
                serverName: "lienthong"
            ),
            services: [FederationService(federation: federation)],
            onServerRunning: { await onServerRunning($0.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    static func router(federation: Federation, front: Front) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
        router.middlewares.add(RequestLog())
        router.get("healthz") { _, _ in "ok\n" }
        SRURoutes(federation: federation, front: front).add(to: router)
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
