import Federation
import Foundation
import Gateway
import Logging
import SRU
import ServiceLifecycle
import TestSupport
import Testing
import Z3950

/// A gateway that runs in this process and serves the database `demo` on a port of its own.
struct RunningGateway: Sendable {
    @TaskLocal private static var ofSuite: RunningGateway?

    let port: Int

    /// The URL of the database that chooses the version by the request.
    var url: String { "http://127.0.0.1:\(self.port)/sru/demo" }

    /// The gateway over all seven libraries that runs as long as ``GatewayTests``.
    static var shared: RunningGateway {
        get throws { try #require(self.ofSuite) }
    }

    /// Runs a gateway over all seven libraries around a whole suite.
    struct SharedTrait: SuiteTrait, TestScoping {
        func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable @concurrent () async throws -> Void
        ) async throws {
            try await withGateway(.demo) { gateway in
                try await RunningGateway.$ofSuite.withValue(gateway) { try await function() }
            }
        }
    }
}

extension Trait where Self == RunningGateway.SharedTrait {
    /// Runs ``RunningGateway/shared``.
    static var sharedGateway: Self { Self() }
}

/// Runs a gateway while `body` works, and shuts it down gracefully afterwards.
func withGateway<Value: Sendable>(
    _ configuration: Configuration,
    _ body: (RunningGateway) async throws -> Value
) async throws -> Value {
    var configuration = configuration
    configuration.server.port = 0
    let observations = Observations()
    return try await withGateway(Federation(configuration, observe: observations.note), observations, body)
}

/// Runs a gateway over given targets while `body` works; its configuration should name port 0.
func withGateway<Value: Sendable>(
    _ federation: Federation,
    _ observations: Observations = Observations(),
    _ body: (RunningGateway) async throws -> Value
) async throws -> Value {
    let (ports, report) = AsyncStream<Int>.makeStream()
    let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    let operations = Operations(federation: federation, observations: observations, logger: logger)
    let application = GatewayApplication.make(federation: federation, operations: operations, logger: logger) { port in
        report.yield(port)
    }
    let services = ServiceGroup(services: [application], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { report.finish() }
            try await services.run()
        }
        let port = try #require(await ports.first { _ in true }, "the gateway did not start")
        let value = try await body(RunningGateway(port: port))
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        return value
    }
}

extension Configuration {
    /// The demonstration's `targets.yml` with the ports on which the libraries run now.
    ///
    /// Its deadline leaves a busy machine time; tests of deadlines set their own.
    static var demo: Configuration {
        get async throws {
            let libraries = try await DemoLibraries.running()
            let text = try String(contentsOfFile: libraries.targetsFile, encoding: .utf8)
            var configuration = try Configuration.parse(text)
            configuration.server.deadline = .seconds(30)
            // One library by itself, for what is exact only there.
            var single = configuration.databases[0]
            single.name = "nlv"
            single.targets = ["nlv"]
            configuration.databases.append(single)
            return configuration
        }
    }

    /// Makes a target of this configuration be sought on another port, and perhaps with another patience.
    mutating func move(_ id: String, toPort port: Int, timeout: Duration? = nil) {
        guard let index = self.targets.firstIndex(where: { $0.id == id }) else { return }
        if let timeout { self.targets[index].timeout = timeout }
        switch self.targets[index].access {
        case .z3950(var access):
            access.endpoint.port = port
            self.targets[index].access = .z3950(access)
        case .sru(var access):
            access.endpoint.url = "http://127.0.0.1:\(port)/\(id)"
            self.targets[index].access = .sru(access)
        }
    }
}
