import Subprocess

/// Runs a `yaz-ztest` server on a port of its own while `body` runs, and stops it afterwards.
///
/// The server holds the database `Default` with a handful of MARC records; every other database
/// name is refused with diagnostic 109.
///
/// - Parameters:
///   - arguments: More arguments for the server, such as `-C certificate`.
///   - transport: The address scheme it listens with: `tcp` or `ssl`.
///   - body: Gets the port once the server accepts connections.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or ``ServerStartError``.
public func withZTest<Result: Sendable>(
    arguments: [String] = [],
    transport: String = "tcp",
    _ body: (Int) async throws -> Result
) async throws -> Result {
    try await withServer(
        executable: "yaz-ztest",
        arguments: { ["-T", "-v", "none"] + arguments + ["\(transport):@:\($0)"] },
        body
    )
}

/// Runs any server program on a free port while `body` runs, and stops it afterwards.
///
/// - Parameters:
///   - executable: The program's name, looked up in `PATH`.
///   - arguments: Makes the program's arguments from the port it shall listen on.
///   - body: Gets the port once the server accepts connections.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or ``ServerStartError`` when the server does not listen
///   within thirty seconds.
public func withServer<Result: Sendable>(
    executable: String,
    arguments: (Int) -> [String],
    _ body: (Int) async throws -> Result
) async throws -> Result {
    for _ in 0..<5 {
        let port = try freePort()
        let outcome = try await run(
            .name("setpriv"),
            // However the tests end, the server ends with them.
            arguments: Arguments(["--pdeathsig", "KILL", "--", executable] + arguments(port)),
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution -> Result? in
            guard try await waitUntilListening(port: port, process: Int(execution.processIdentifier.value)) else {
                try? execution.send(signal: .kill)
                return nil
            }
            do {
                let result = try await body(port)
                try? execution.send(signal: .kill)
                return result
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
        }
        if let result = outcome.closureResult { return result }
    }
    throw ServerStartError(executable: executable)
}

/// Waits for the program itself to listen: another one may have got the port first.
private func waitUntilListening(port: Int, process: Int) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline, let listens = isListening(process: process, port: port) {
        if listens { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

/// A server needed by a test did not start.
public struct ServerStartError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The program that was to serve.
    public var executable: String

    /// The error as a sentence.
    public var description: String { "\(self.executable) did not accept connections" }
}
