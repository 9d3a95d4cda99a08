import NIOConcurrencyHelpers
import SRU
import Subprocess
import Testing

/// Answers and requests against a client that others use.
@Suite(.timeLimit(.minutes(1))) struct OtherClientsTests {
    /// Runs a search in zoomsh against a server that gives one answer; what it sends and what it shows.
    private func search(
        _ version: SRUVersion,
        _ method: SRUEndpoint.Method,
        _ answer: [UInt8]
    ) async throws -> (
        requests: [String], output: String
    ) {
        let requests = NIOLockedValueBox<[String]>([])
        let script: @Sendable (String) -> [UInt8]? = { request in
            requests.withLockedValue { $0.append(request) }
            return httpAnswer(answer, headers: "Content-Length: \(answer.count)\r\n")
        }
        let output = try await withRawHTTPServer(script) { port in
            let arguments = [
                "set sru \(method.rawValue)", "set sru_version \(version.rawValue)", "set preferredRecordSyntax xml",
                "connect http://127.0.0.1:\(port)/db", "search cql:dc.title=a", "show 0 1", "quit",
            ]
            return try await run(
                .name("zoomsh"),
                arguments: Arguments(arguments),
                output: .string(limit: 1 << 16),
                error: .discarded
            ).standardOutput
        }
        return (requests.withLockedValue { $0 }, output)
    }

    @Test(arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
    func anotherClientShowsOurRecords(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
        var response = SearchRetrieveResponse(version: version, numberOfRecords: 42)
        response.records = [
            ResponseRecord(
                schema: SearchRetrieveResponseTests.marcSchema,
                data: .xml(SearchRetrieveResponseTests.marcRecord),
                position: 1
            )
        ]
        response.nextRecordPosition = 2
        response.echoedRequest = SearchRetrieveRequest(version: version, query: "dc.title=a")
        response.extraResponseData = Array("<g:targets xmlns:g=\"urn:g\"/>".utf8)
        response.resultCountPrecision = .estimate
        let (requests, output) = try await self.search(version, method, response.serialized(soap: method == .soap))
        #expect(output.contains("42 hits"), "\(output)")
        #expect(output.contains("Tắt đèn"), "\(output)")
        #expect(!requests.isEmpty)
    }

    @Test(arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
    func anotherClientShowsOurDiagnostics(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
        let response = SearchRetrieveResponse(fatal: SRUDiagnostic(66, details: "mods"), version: version)
        let (_, output) = try await self.search(version, method, response.serialized(soap: method == .soap))
        #expect(output.contains("Unknown schema for retrieval"), "\(output)")
        #expect(output.contains("mods"), "\(output)")
    }
}
