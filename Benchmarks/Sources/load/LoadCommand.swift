import ArgumentParser
import Glibc

/// The command `load`: sends searches at a fixed rate, whether they are answered or not, and says how long answers took.
@main struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Send HTTP requests to a port of this machine at a fixed rate, and measure the answers.",
        discussion: """
            The rate is kept whatever the server does, and an answer's time is counted from the moment at which its request
            was due: a server that stalls is not asked less for it (no coordinated omission).
            """
    )

    @Option(help: "The port, on 127.0.0.1.")
    var port: Int

    @Option(help: "Requests a second.")
    var rate: Double = 50

    @Option(help: "For how many seconds.")
    var seconds: Double = 10

    @Option(help: "A file with one path and query a line; they are asked for in turn.")
    var paths: String?

    @Option(help: "The path and query, without --paths; {} is replaced by the number of the request.")
    var path = "/healthz"

    @Option(help: "The most connections; a request that finds none waits, and its time runs.")
    var connections = 2_000

    @Option(help: "Further connections that send the header of a request a byte at a time and never end it.")
    var slow = 0

    @Option(help: "The seconds between two bytes of a slow connection.")
    var pause: Double = 5

    @Option(help: "The server's process: its processor time and memory are told, too.")
    var pid: Int?

    @Flag(help: "Print one line of KEY=VALUE for programs.")
    var line = false

    func run() throws {
        var paths: [String] = []
        if let file = self.paths {
            guard let text = Self.contents(file) else { throw ValidationError("cannot read \(file)") }
            paths = text.split(separator: "\n").map(String.init)
        }
        let before = self.pid.flatMap { ProcessFigures(pid: $0) }
        var generator = Generator(
            port: self.port,
            rate: self.rate,
            seconds: self.seconds,
            maximumConnections: self.connections
        ) { number in
            paths.isEmpty ? self.path.replacing("{}", with: String(number)) : paths[number % paths.count]
        }
        if self.slow > 0 { try generator.addSlowConnections(self.slow, pause: self.pause) }
        generator.run()
        let after = self.pid.flatMap { ProcessFigures(pid: $0) }
        let report = Report(generator, seconds: self.seconds, before: before, after: after)
        print(self.line ? report.line : report.text)
    }

    private static func contents(_ file: String) -> String? {
        guard let stream = unsafe fopen(file, "r") else { return nil }
        defer { unsafe fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, stream)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
