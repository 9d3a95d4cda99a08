import Subprocess

/// The seven simulated libraries of the demonstration, running for tests on ports of their own.
///
/// They are started once per test process by `demo/libraries run`, which stops them as soon as its standard input
/// closes: when the test process ends, however it ends, nothing stays behind. Catalogues and indexes are kept in
/// `.build/demo-libraries` and made anew only when `demo/` has changed. Several test processes can run at once.
public actor DemoLibraries {
    /// Codes of the libraries, in the order of their ports.
    public static let codes = ["nlv", "tha", "nan", "hti", "qbi", "qtr", "hue"]

    /// Port of the first library on 127.0.0.1; the others follow.
    public nonisolated let firstPort: Int

    /// Path of a copy of `demo/targets.yml` that names the ports in use.
    public nonisolated let targetsFile: String

    /// Path of the folder with the records (`nlv.mrc` …), `truth.tsv`, `queries.tsv` and `stats.json`.
    public nonisolated let dataFolder: String

    private let state: String

    private init(firstPort: Int, state: String) {
        self.firstPort = firstPort
        self.state = state
        self.targetsFile = state + "/targets.yml"
        self.dataFolder = Self.folder + "/data"
    }

    /// The libraries of this test process, started when they are first asked for.
    ///
    /// - Returns: Seven servers that answer.
    /// - Throws: ``DemoLibrariesError`` when they do not start, with what the script said.
    public static func running() async throws -> DemoLibraries {
        try await self.starting.value
    }

    /// The port of a library.
    ///
    /// - Parameter code: One of ``codes``.
    /// - Returns: Its port on 127.0.0.1, for Z39.50 and SRU alike; the database is named as the library.
    public nonisolated func port(of code: String) -> Int {
        self.firstPort + (Self.codes.firstIndex(of: code) ?? Self.codes.count)
    }

    /// Stops one library: its connections break and its port refuses new ones.
    ///
    /// Other tests of the process share it: tests that stop libraries have to run one after another.
    ///
    /// - Parameter code: One of ``codes``.
    /// - Throws: ``DemoLibrariesError`` with what the script said.
    public func stop(_ code: String) async throws {
        try await self.tell("stop", code)
    }

    /// Starts a library that was stopped, and waits until it answers.
    ///
    /// - Parameter code: One of ``codes``.
    /// - Throws: ``DemoLibrariesError`` with what the script said.
    public func start(_ code: String) async throws {
        try await self.tell("start", code)
    }

    private func tell(_ command: String, _ code: String) async throws {
        let result = try await run(
            .name("bash"),
            arguments: Arguments([Self.script, command] + Self.options(self.firstPort, self.state) + [code]),
            output: .string(limit: 1 << 16),
            error: .combinedWithOutput
        )
        guard result.terminationStatus.isSuccess else {
            throw DemoLibrariesError(output: result.standardOutput)
        }
    }
}

extension DemoLibraries {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }
    private static let script = root + "/demo/libraries"
    private static let folder = root + "/.build/demo-libraries"

    private static func options(_ port: Int, _ state: String) -> [String] {
        ["--var", self.folder, "--state", state, "--port", String(port)]
    }

    private static let starting = Task { try await launch() }

    /// Tries one range of ports after another, as other test processes may hold some.
    private static func launch() async throws -> DemoLibraries {
        var last = DemoLibrariesError(output: "")
        for firstPort in stride(from: 17_310, to: 17_510, by: 10) {
            let state = self.folder + "/run-\(firstPort)"
            do {
                try await self.start(firstPort, state)
                return DemoLibraries(firstPort: firstPort, state: state)
            } catch let error as DemoLibrariesError {
                last = error
                if !error.portsAreTaken { break }
            }
        }
        throw last
    }

    /// Returns when the libraries answer; the script runs on in a task of its own until this process ends.
    private static func start(_ firstPort: Int, _ state: String) async throws {
        let (states, report) = AsyncThrowingStream<Void, any Error>.makeStream()
        Task {
            var output = ""
            do {
                _ = try await run(
                    .name("bash"),
                    arguments: Arguments([self.script, "run"] + self.options(firstPort, state)),
                    input: .inputWriter,
                    output: .sequence,
                    error: .combinedWithOutput
                ) { execution in
                    for try await line in execution.standardOutput.strings() {
                        output += line + "\n"
                        if line == "READY" { report.yield() }
                    }
                }
                report.finish(throwing: DemoLibrariesError(output: output))
            } catch {
                report.finish(throwing: error)
            }
        }
        for try await _ in states { return }
    }
}

/// The simulated libraries did not start or stop.
public struct DemoLibrariesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What `demo/libraries` printed.
    public var output: String

    var portsAreTaken: Bool { self.output.contains("is in use") || self.output.contains("running already") }

    /// The error as a sentence.
    public var description: String { "the simulated libraries did not do as told: \(self.output)" }
}
