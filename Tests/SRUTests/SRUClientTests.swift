import AsyncHTTPClient
import Foundation
import SRU
import TestSupport
import Testing
import XML

/// The client against a server that others use.
@Suite struct SRUClientTests {
    private func withClient<Value: Sendable>(
        _ endpoint: SRUEndpoint,
        _ body: (SRUClient) async throws -> Value
    ) async throws -> Value {
        try await withHTTPClient { try await body(SRUClient(endpoint: endpoint, httpClient: $0)) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
    func aRealServerIsSearched(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
        try await withZTest { port in
            var endpoint = SRUEndpoint(url: "http://127.0.0.1:\(port)/Default", version: version, method: method)
            endpoint.recordSchema = "marcxml"
            try await self.withClient(endpoint) { client in
                let deadline = ContinuousClock.now + .seconds(20)
                let response = try await client.searchRetrieve(
                    query: "computer",
                    startRecord: 2,
                    maximumRecords: 3,
                    deadline: deadline
                )
                #expect(response.version == version)
                #expect(response.numberOfRecords ?? 0 > 3)
                #expect(response.records.map(\.position) == [2, 3, 4])
                for record in response.records {
                    let element = try #require(try record.element())
                    #expect(element.name.local == "record")
                    #expect(element.all("datafield").count > 3)
                }
                let count = try await client.searchRetrieve(query: "computer", maximumRecords: 0, deadline: deadline)
                #expect(count.records.isEmpty)
                #expect(count.numberOfRecords ?? 0 > 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
    func aRealServerSaysWhatIsWrong(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
        try await self.withDescribedServer { port in
            let endpoint = SRUEndpoint(url: "http://127.0.0.1:\(port)/Default", version: version, method: method)
            try await self.withClient(endpoint) { client in
                let error = await #expect(throws: SRUError.self) {
                    try await client.searchRetrieve(
                        query: "dc.title=",
                        maximumRecords: 1,
                        deadline: .now + .seconds(20)
                    )
                }
                guard case .diagnostic(let diagnostic)? = error?.code else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(diagnostic.number == 10)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
    func aRealServerDescribesItself(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
        try await self.withDescribedServer { port in
            let endpoint = SRUEndpoint(url: "http://127.0.0.1:\(port)/Default", version: version, method: method)
            try await self.withClient(endpoint) { client in
                let record = try await client.explain(deadline: .now + .seconds(20))
                #expect(record.titles.first?.text == "Mục lục")
                #expect(record.version == "1.2")
                #expect(record.schemas.map(\.name) == ["marcxml"])
                #expect(record.indexes.flatMap(\.names) == [.init(set: "dc", name: "title")])
            }
        }
    }

    /// The same server with a description to serve, and with the rules that make it read queries.
    private func withDescribedServer<Value: Sendable>(_ body: (Int) async throws -> Value) async throws -> Value {
        let configuration = """
            <yazgfs><server id="Default"><cql2rpn>/usr/share/yaz/etc/pqf.properties</cql2rpn>
            <explain xmlns="http://explain.z3950.org/dtd/2.0/">
            <serverInfo protocol="SRU" version="1.2"><host>localhost</host><port>1</port><database>Default</database>
            </serverInfo><databaseInfo><title primary="true" lang="vi">Mục lục</title></databaseInfo>
            <indexInfo><set name="dc" identifier="info:srw/cql-context-set/1/dc-v1.1"/>
            <index><map><name set="dc">title</name></map></index></indexInfo>
            <schemaInfo><schema name="marcxml" identifier="info:srw/schema/1/marcxml-v1.1"/></schemaInfo>
            </explain></server></yazgfs>
            """
        let file = FileManager.default.temporaryDirectory.appending(path: "gfs-\(UUID().uuidString).xml")
        try Data(configuration.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await withServer(
            executable: "yaz-ztest",
            arguments: { ["-T", "-v", "none", "-f", file.path, "tcp:@:\($0)"] },
            body
        )
    }
}

func withHTTPClient<Value: Sendable>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
    let httpClient = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: SRUClient.configuration(connectTimeout: .seconds(5))
    )
    do {
        let value = try await body(httpClient)
        try await httpClient.shutdown()
        return value
    } catch {
        try? await httpClient.shutdown()
        throw error
    }
}
