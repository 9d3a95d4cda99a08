import Subprocess
import TestSupport
import Testing

@testable import Z3950

/// TLS with a `yaz-ztest` whose certificate only its maker vouches for.
@Suite(.timeLimit(.minutes(3))) struct TLSTests {
    /// Runs a server whose certificate is for `localhost`; gives its port and the certificate's file.
    private func withTLSServer(_ body: (Int, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let made = try await run(
                .name("openssl"),
                arguments: [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(folder)/key.pem",
                    "-out", "\(folder)/certificate.pem",
                ],
                output: .discarded,
                error: .discarded
            )
            #expect(made.terminationStatus == .exited(0))
            let both = try readFile("\(folder)/key.pem") + readFile("\(folder)/certificate.pem")
            try writeFile("\(folder)/both.pem", both)
            try await withZTest(arguments: ["-C", "\(folder)/both.pem"], transport: "ssl") { port in
                try await body(port, "\(folder)/certificate.pem")
            }
        }
    }

    private func connect(_ port: Int, _ tls: Z3950Endpoint.TLS) async throws(Z3950Error) -> Int {
        let endpoint = Z3950Endpoint(host: "localhost", port: port, tls: tls, connectTimeout: .seconds(30))
        let connection = try await Z3950Connection.connect(to: endpoint, deadline: .now + .seconds(30))
        let search = SearchRequest(databases: ["Default"], query: .operand(attributes: [], term: Array("a".utf8)))
        let response = try await connection.search(search, deadline: .now + .seconds(30))
        await connection.close()
        return response.resultCount
    }

    @Test func aCertificateNobodyVouchesForIsRefused() async throws {
        try await self.withTLSServer { port, _ in
            let error = await #expect(throws: Z3950Error.self) {
                try await self.connect(port, Z3950Endpoint.TLS())
            }
            #expect(error?.code == .tls)
        }
    }

    @Test func aCertificateOfATrustedAuthorityIsTaken() async throws {
        try await self.withTLSServer { port, file in
            let byFile = try await self.connect(port, Z3950Endpoint.TLS(trust: .file(file)))
            let byText = try await self.connect(port, Z3950Endpoint.TLS(trust: .pem(try readFile(file))))
            #expect(byFile > 0 && byText > 0)
        }
    }

    @Test func aCertificateOfAnotherNameIsRefused() async throws {
        try await self.withTLSServer { port, file in
            let error = await #expect(throws: Z3950Error.self) {
                try await self.connect(port, Z3950Endpoint.TLS(trust: .file(file), serverName: "library.example"))
            }
            #expect(error?.code == .tls)
        }
    }

    @Test func anyCertificateIsTakenWhenTheOperatorSaysSo() async throws {
        try await self.withTLSServer { port, _ in
            let tls = Z3950Endpoint.TLS(trust: .anything, serverName: "library.example")
            let hits = try await self.connect(port, tls)
            #expect(hits > 0)
        }
    }

    @Test func aHandshakeThatIsNotAnsweredEndsAtTheDeadline() async throws {
        try await MisbehavingServer { try await $0.waitForClose() }.run { port in
            let endpoint = Z3950Endpoint(host: "localhost", port: port, tls: Z3950Endpoint.TLS())
            let error = await #expect(throws: Z3950Error.self) {
                try await Z3950Connection.connect(to: endpoint, deadline: .now + .seconds(2))
            }
            #expect(error?.code == .tls)
        }
    }
}
