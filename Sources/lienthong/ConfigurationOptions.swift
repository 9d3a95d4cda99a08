import ArgumentParser
import Federation
import FoundationEssentials
import Gateway
import Logging

/// The options that every command has.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "The file that describes targets and databases.")
    var file = "targets.yml"

    @Option(help: "How much to log to standard error: trace, debug, info, notice, warning, error.")
    var logLevel: LogLevel?

    @Option(help: "How to log: text, or json for one object a line.")
    var logFormat = LogFormat.text

    /// Reads and checks the file.
    func load() throws -> Configuration {
        let text: String
        do {
            text = try String(contentsOfFile: self.file, encoding: .utf8)
        } catch {
            throw ValidationError(
                """
                cannot read \(self.file): no such file, or it is not UTF-8 text.
                Name one with --config; docs/targets.md describes its form, and targets.yml in the repository is an example.
                """
            )
        }
        do throws(ConfigurationError) {
            return try Configuration.parse(text, file: self.file, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    func logger(default level: Logger.Level) -> Logger {
        let handler = LineLogHandler(format: self.logFormat == .json ? .json : .text) { line in
            LogOutput.standardError.write(line)
        }
        var logger = Logger(label: "lienthong") { _ in handler }
        logger.logLevel = self.logLevel.flatMap { Logger.Level(rawValue: $0.rawValue) } ?? level
        return logger
    }

    /// The database named, or the only one, or the first with a word about the others.
    func database(_ name: String?, in configuration: Configuration) throws -> String {
        let names = configuration.databases.map(\.name)
        guard let name else {
            guard let first = names.first else { throw ValidationError("\(self.file) describes no database") }
            return first
        }
        guard names.contains(name) else {
            throw ValidationError("there is no database \"\(name)\"; known: \(names.joined(separator: ", "))")
        }
        return name
    }
}

/// The levels of the log as the command line names them.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error
}

/// The forms of the log as the command line names them.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// A failure that is told as it is, without a usage text.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
