import Federation
import TestSupport
import Testing

/// The gateway before it searches: what it takes from clients, and how it refuses the rest.
///
/// No library is needed. One test runs at a time, because some watch the clock.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FrontTests {
    /// A search whose answer does not matter.
    static let search = "/sru/open?query=a"

    /// Runs a gateway over one target that is not there.
    ///
    /// - Parameters:
    ///   - server: lines of the section `server`, in YAML's flow style.
    ///   - databases: more databases than `open`, likewise.
    ///   - port: where the target is to be found; nothing listens there when nil.
    ///   - body: gets the gateway.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    static func withGateway<Value: Sendable>(
        _ server: String = "",
        databases: String = "",
        target port: Int? = nil,
        _ body: (RunningGateway) async throws -> Value
    ) async throws -> Value {
        let text = """
            server: {\(server)}
            databases: {open: {targets: all}\(databases.isEmpty ? "" : ", ")\(databases)}
            targets: [{id: t, protocol: z3950, host: 127.0.0.1, port: \(try port ?? freePort()), database: d}]
            """
        return try await withRunningGateway(try Configuration.parse(text), body)
    }
}

/// ``withGateway(_:_:)`` under another name, because ``FrontTests`` has one of its own.
func withRunningGateway<Value: Sendable>(
    _ configuration: Configuration,
    _ body: (RunningGateway) async throws -> Value
) async throws -> Value {
    try await withGateway(configuration, body)
}
