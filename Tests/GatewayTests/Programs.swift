import Foundation
import Subprocess

/// How a program ended and what it printed.
struct Ended: Sendable {
    let code: Int32?
    let output: String
    let errors: String
}

/// Runs a program, named or by its path, to its end.
func ended(_ program: String, _ arguments: [String]) async throws -> Ended {
    let result = try await run(
        .name("env"),
        arguments: Arguments([program] + arguments),
        input: .none,
        output: .string(limit: 16 << 20),
        error: .string(limit: 1 << 20)
    )
    return Ended(
        code: result.terminationStatus.exitCode,
        output: result.standardOutput,
        errors: result.standardError
    )
}

extension TerminationStatus {
    /// The exit code; nil when a signal ended it.
    var exitCode: Int32? {
        guard case .exited(let code) = self else { return nil }
        return code
    }
}

/// Programs that are not everywhere.
enum Programs {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Python in which `scripts/test` installs sruthi.
    static let python = Self.root.appending(path: ".venv/bin/python").path
    static var haveSruthi: Bool { FileManager.default.isExecutableFile(atPath: self.python) }

    /// The converter of the demonstration from TCVN3 to UTF-8.
    static let tcvn3 = Self.root.appending(path: "demo/tcvn3-to-utf8").path

    /// The command line of this build, which lies beside the tests.
    static let lienthong = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "lienthong").path
    static var haveLienthong: Bool { FileManager.default.isExecutableFile(atPath: self.lienthong) }

    /// The folder of a module of Python that `scripts/test` installs.
    static func pythonModule(_ module: String) -> URL? {
        let folder = Self.root.appending(path: ".venv/lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let places = versions.map { folder.appending(path: "\($0)/site-packages/\(module)") }
        return places.first { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// Whether that module of Python is there.
    static func havePython(_ module: String) -> Bool { self.pythonModule(module) != nil }

    /// Whether a module of Perl is installed from Debian's packages.
    static func havePerl(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: "/usr/share/perl5/" + file)
    }

    static var havePerlZOOM: Bool {
        ["/usr/lib", "/usr/local/lib"].contains { folder in
            let names = FileManager.default.enumerator(atPath: folder + "/x86_64-linux-gnu/perl5")
            return names?.contains { ($0 as? String)?.hasSuffix("ZOOM.pm") ?? false } ?? false
        }
    }
}
