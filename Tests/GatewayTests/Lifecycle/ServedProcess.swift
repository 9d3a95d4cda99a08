import Foundation
import Subprocess
import Synchronization
import Testing

/// A process `lienthong serve` that runs, and its log.
final class ServedProcess: Sendable {
    let gateway: RunningGateway
    /// The file that it was started with, to be written anew.
    let file: URL
    let log: Log
    fileprivate let process: ProcessIdentifier
    private let hasBeenTold = Mutex(false)

    func send(_ signal: Int32) {
        if signal == SIGTERM { self.hasBeenTold.withLock { $0 = true } }
        kill(self.process.value, signal)
    }

    /// Tells it to end, unless a test has: a second signal would end it at once.
    fileprivate func end() {
        if !self.hasBeenTold.withLock({ $0 }) { self.send(SIGTERM) }
    }

    fileprivate init(gateway: RunningGateway, file: URL, log: Log, process: ProcessIdentifier) {
        self.gateway = gateway
        self.file = file
        self.log = log
        self.process = process
    }

    /// Writes the file anew.
    func write(_ text: String) throws {
        try Data(text.utf8).write(to: self.file, options: .atomic)
    }

    /// What a process has written to standard error.
    actor Log {
        private(set) var lines: [String] = []
        private var waiting: [(@Sendable (String) -> Bool, CheckedContinuation<String?, Never>)] = []
        private var isAtEnd = false

        func add(_ line: String) {
            self.lines.append(line)
            for (matches, continuation) in self.waiting where matches(line) { continuation.resume(returning: line) }
            self.waiting.removeAll { $0.0(line) }
        }

        func end() {
            self.isAtEnd = true
            for (_, continuation) in self.waiting { continuation.resume(returning: nil) }
            self.waiting = []
        }

        /// The first line that holds a text, of those there are or are to come; nil when the process ends without it.
        func line(with text: String) async -> String? {
            let matches: @Sendable (String) -> Bool = { $0.contains(text) }
            if let line = self.lines.first(where: matches) { return line }
            guard !self.isAtEnd else { return nil }
            return await withCheckedContinuation { self.waiting.append((matches, $0)) }
        }

        /// Forgets what there is, so that only what comes is found.
        func clear() { self.lines = [] }
    }
}

/// Runs `lienthong serve` with a file of this text while `body` works.
///
/// - Returns: how it ended; nil stands for a signal that ended it. When `body` returns, it is told to end.
func withServedProcess(
    _ text: String,
    _ options: [String] = [],
    environment: [String: String] = [:],
    _ body: @escaping @Sendable (ServedProcess) async throws -> Void
) async throws -> Int32? {
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "targets.yml")
        try Data(text.utf8).write(to: file)
        let arguments = ["serve", "--config", file.path, "--port", "0"] + options
        let result = try await run(
            .name("env"),
            arguments: Arguments(environment.map { "\($0)=\($1)" } + [Programs.lienthong] + arguments),
            input: .none,
            output: .discarded,
            error: .sequence
        ) { execution in
            let log = ServedProcess.Log()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await line in execution.standardError.strings() { await log.add(line) }
                    await log.end()
                }
                let line = try #require(await log.line(with: "/sru/"), "it did not start")
                let port = line.firstMatch(of: /:\/\/127\.0\.0\.1:([0-9]+)\/sru\//).flatMap { Int($0.1) }
                let process = ServedProcess(
                    gateway: RunningGateway(port: try #require(port)),
                    file: file,
                    log: log,
                    process: execution.processIdentifier
                )
                defer { process.end() }
                try await body(process)
                process.end()
                try await group.waitForAll()
            }
        }
        return result.terminationStatus.exitCode
    }
}
