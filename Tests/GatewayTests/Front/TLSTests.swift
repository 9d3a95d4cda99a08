import AsyncHTTPClient
import Federation
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

@testable import Gateway

extension FrontTests {
    /// What answers say to browsers, and TLS.
    @Suite struct TLSTests {
        @Test func answersKeepBrowsersFromDoingMoreThanShowing() async throws {
            let server = "stylesheets: ['https://opac.example.org/sru.xsl', /style.xsl]"
            for (section, policy) in [
                ("", "default-src 'none'; frame-ancestors 'none'"),
                (server, "script-src 'self' https://opac.example.org;"),
                ("contentSecurityPolicy: \"default-src 'self'\"", "default-src 'self'"),
            ] {
                try await FrontTests.withGateway(section) { gateway in
                    for path in [FrontTests.search, "/healthz", "/nothing", "/sru/none"] {
                        try await RawClient.connected(to: gateway.port) { client in
                            try await client.get(path, "Origin: https://opac.example.org\r\n")
                            let answer = try await client.answer()
                            #expect(answer["x-content-type-options"] == "nosniff")
                            #expect(answer["referrer-policy"] == "no-referrer")
                            #expect(answer["content-security-policy"]?.contains(policy) == true)
                            #expect(answer["strict-transport-security"] == nil)
                            #expect(answer["access-control-allow-origin"] == nil)
                            #expect(answer["server"]?.contains(/[0-9]/) != true)
                        }
                    }
                }
            }
        }

        @Test func pagesOfOtherOriginsReadAnswersWhereConfigured() async throws {
            try await FrontTests.withGateway("crossOrigins: ['https://opac.example.org']") { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get(FrontTests.search, "Origin: https://opac.example.org\r\n")
                    #expect(try await client.answer()["access-control-allow-origin"] == "https://opac.example.org")
                    try await client.get(FrontTests.search, "Origin: https://evil.example.org\r\n")
                    #expect(try await client.answer()["access-control-allow-origin"] == nil)
                    try await client.send(
                        "OPTIONS /sru/open HTTP/1.1\r\nHost: a\r\nOrigin: https://opac.example.org\r\n"
                            + "Access-Control-Request-Method: POST\r\n\r\n"
                    )
                    let answer = try await client.answer()
                    #expect(answer.status == 204)
                    #expect(answer["access-control-allow-methods"] == "GET, HEAD, POST")
                }
            }
        }

        @Test func itSpeaksTLSAndNoOldVersionOfIt() async throws {
            try await withTemporaryFolder { folder in
                let certificate = try await TestCertificate.make(name: "localhost", in: folder.path)
                let files = "certificate: \(certificate.certificateFile), key: \(certificate.bothFile)"
                try await FrontTests.withGateway("tls: {\(files)}") { gateway in
                    var configuration = TLSConfiguration.makeClientConfiguration()
                    configuration.trustRoots = .file(certificate.certificateFile)
                    let client = HTTPClient(configuration: .init(tlsConfiguration: configuration))
                    let url = "https://localhost:\(gateway.port)"
                    let result = await Result {
                        let response = try await client.execute(
                            .init(url: url + FrontTests.search),
                            timeout: .seconds(30)
                        )
                        #expect(response.status == .ok)
                        #expect(response.headers.first(name: "Strict-Transport-Security") == "max-age=31536000")
                        _ = try await response.body.collect(upTo: 1 << 20)
                    }
                    try await client.shutdown()
                    try result.get()
                    let old = try await ended(
                        "openssl",
                        ["s_client", "-connect", "127.0.0.1:\(gateway.port)", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]
                    )
                    #expect(old.code != 0)
                    // A client that has sent its request and nothing more, in plain text, gets no answer.
                    try await RawClient.connected(to: gateway.port) { plain in
                        try await plain.get("/healthz")
                        try await plain.waitForClose()
                    }
                    #expect(old.output.contains("Cipher is (NONE)") || old.output.contains("no peer certificate"))
                }
            }
        }

        @Test func aCertificateThatCannotBeReadIsNamed() async throws {
            try await withTemporaryFolder { folder in
                let one = try await TestCertificate.make(name: "localhost", in: folder.path)
                let other = try await TestCertificate.make(name: "elsewhere", in: folder.path)
                let pairs = [
                    (ServerTLS(certificate: "/nowhere.pem", key: one.bothFile), "/nowhere.pem"),
                    (ServerTLS(certificate: one.certificateFile, key: "/nowhere.key"), "/nowhere.key"),
                    (ServerTLS(certificate: one.certificateFile, key: other.bothFile), "do not fit"),
                ]
                for (files, words) in pairs {
                    let error = #expect(throws: ServerCertificateError.self) { try ServerCertificate(files) }
                    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
                }
            }
        }

        @Test func aCertificateIsReadAgainAndABadOneChangesNothing() async throws {
            try await withTemporaryFolder { folder in
                let old = try await TestCertificate.make(name: "localhost", in: folder.path)
                let new = try await TestCertificate.make(name: "elsewhere", in: folder.path)
                let certificate = try ServerCertificate(ServerTLS(certificate: old.certificateFile, key: old.bothFile))
                let first = certificate.context
                #expect(throws: ServerCertificateError.self) {
                    try certificate.reload(ServerTLS(certificate: new.certificateFile, key: old.bothFile))
                }
                #expect(certificate.context === first)
                try certificate.reload(ServerTLS(certificate: new.certificateFile, key: new.bothFile))
                #expect(certificate.context !== first)
            }
        }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous operation gives.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
