import Foundation
import Subprocess

/// A certificate with its key, made for one test.
public struct TestCertificate: Sendable, Hashable {
    /// A file with key and certificate, as `yaz-ztest -C` reads it.
    public let bothFile: String
    /// A file with the certificate alone.
    public let certificateFile: String

    /// Makes a self-signed certificate in a folder that exists.
    ///
    /// - Parameters:
    ///   - name: The host it is for.
    ///   - days: How long it is good; 0 makes one that has expired a second later.
    ///   - folder: Where the files go.
    /// - Returns: The files.
    /// - Throws: What `openssl` could not do.
    public static func make(name: String, days: Int = 2, in folder: String) async throws -> TestCertificate {
        let stem = "\(folder)/\(name)\(days)"
        try "subjectAltName=DNS:\(name)\n".write(toFile: "\(stem).names", atomically: true, encoding: .utf8)
        try await Self.openssl([
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-keyout", "\(stem).key", "-out",
            "\(stem).request",
        ])
        try await Self.openssl([
            "x509", "-req", "-in", "\(stem).request", "-signkey", "\(stem).key", "-days", "\(days)", "-extfile",
            "\(stem).names", "-out", "\(stem).pem",
        ])
        let both =
            try String(contentsOfFile: "\(stem).key", encoding: .utf8)
            + String(contentsOfFile: "\(stem).pem", encoding: .utf8)
        try both.write(toFile: "\(stem).both", atomically: true, encoding: .utf8)
        return TestCertificate(bothFile: "\(stem).both", certificateFile: "\(stem).pem")
    }

    private static func openssl(_ arguments: [String]) async throws {
        let made = try await run(
            .name("openssl"),
            arguments: Arguments(arguments),
            output: .discarded,
            error: .discarded
        )
        guard made.terminationStatus.isSuccess else { throw ServerStartError(executable: "openssl") }
    }
}
