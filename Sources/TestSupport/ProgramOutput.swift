import Subprocess

/// Runs a program to its end.
///
/// - Parameters:
///   - program: Its name, looked up in `PATH`, or its path.
///   - arguments: Its arguments.
/// - Returns: What it printed on standard output, at most 64 MiB.
/// - Throws: When it cannot be started, or prints more.
public func output(of program: String, _ arguments: [String]) async throws -> [UInt8] {
    try await run(
        .name("env"),
        arguments: Arguments([program] + arguments),
        input: .none,
        output: .bytes(limit: 64 << 20),
        error: .discarded
    ).standardOutput
}
