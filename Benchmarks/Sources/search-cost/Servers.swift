import ArgumentParser
import Subprocess

/// Runs the simulated libraries on ports of their own while `body` runs.
///
/// - Parameters:
///   - firstPort: the port of the first library.
///   - body: gets the path of a `targets.yml` that describes them.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws, or ``ServersError``.
func withDemoLibraries<Value: Sendable>(
    firstPort: Int,
    _ body: @escaping @Sendable (_ targets: String) async throws -> Value
) async throws -> Value {
    let folder = packageFolder + "/.build/libraries"
    let state = folder + "/run-\(firstPort)"
    let outcome = try await run(
        .name("bash"),
        arguments: [
            packageFolder + "/../demo/libraries", "run", "--var", folder, "--state", state, "--port", "\(firstPort)",
        ],
        input: .inputWriter,
        output: .sequence,
        error: .combinedWithOutput
    ) { execution -> Value? in
        var said = ""
        for try await line in execution.standardOutput.strings() {
            said += line + "\n"
            guard line == "READY" else { continue }
            let value = try await body(state + "/targets.yml")
            try await execution.standardInputWriter.finish()
            return value
        }
        throw ServersError(description: "the simulated libraries did not start: \(said)")
    }
    guard let value = outcome.closureResult else { throw ServersError(description: "no result") }
    return value
}

/// Runs one `yaz-ztest` server, with a thread for each connection, while `body` runs.
func withZTest<Value: Sendable>(
    port: Int,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let outcome = try await run(
        .name("yaz-ztest"),
        arguments: ["-T", "-v", "none", "tcp:@:\(port)"],
        input: .none,
        output: .discarded,
        error: .discarded
    ) { execution -> Result<Value, any Error> in
        let result: Result<Value, any Error>
        do {
            // The server listens a moment after it is there; the first search would fail otherwise.
            try await Task.sleep(for: .seconds(1))
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        try? execution.send(signal: .kill)
        return result
    }
    return try outcome.closureResult.get()
}

/// Servers for the measurement could not be had.
struct ServersError: Error, CustomStringConvertible {
    var description: String
}

/// The folder of the package `Benchmarks`.
let packageFolder = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }
