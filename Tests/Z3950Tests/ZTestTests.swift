import NIOCore
import Subprocess
import TestSupport
import Testing

@testable import Z3950

/// The whole client against a `yaz-ztest` server.
@Suite(.timeLimit(.minutes(3))) struct ZTestTests {
    private let query = RPN.operand(attributes: [Bib1Attribute(type: 1, value: 4)], term: Array("computer".utf8))

    private var soon: ContinuousClock.Instant { .now + .seconds(30) }

    private func search(_ database: String = "Default", _ name: String = "default") -> SearchRequest {
        SearchRequest(databases: [database], query: self.query, resultSetName: name, recordSyntax: .usmarc)
    }

    private func endpoint(_ port: Int) -> Z3950Endpoint { Z3950Endpoint(host: "127.0.0.1", port: port) }

    @Test func searchAndPresentFetchAllRecords() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            #expect(connection.session.version == 3)
            #expect(connection.session.echoesReferenceID)
            let retrieval = try await connection.retrieve(self.search(), count: 1000, chunk: 7, deadline: self.soon)
            #expect(retrieval.resultCount > 0)
            #expect(retrieval.items.count == retrieval.resultCount)
            #expect(retrieval.error == nil)
            await connection.close()
            #expect(!connection.isUsable)
        }
    }

    @Test func facetsAreCountedWithTheSearch() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            var request = self.search()
            request.facets = [
                SearchFacet(
                    attributes: [Bib1Attribute(type: 1, value: 21), Bib1Attribute(type: 4, value: 2)],
                    limit: 3
                ),
                SearchFacet(attributes: [Bib1Attribute(type: 1, name: "author")], limit: 2),
            ]
            let response = try await connection.search(request, deadline: self.soon)
            #expect(response.resultCount > 0)
            // The server's values are the index with a number behind it.
            #expect(
                response.facets.map { $0.terms.map { String(decoding: $0.term, as: UTF8.self) } } == [
                    ["210", "211", "212"], ["author0", "author1"],
                ]
            )
            #expect(response.facets.first?.terms.map(\.occurrences) == [100, 90, 80])
            #expect(response.facets.last?.attributes.contains(Bib1Attribute(type: 1, name: "author")) == true)
            let without = try await connection.search(self.search(), deadline: self.soon)
            #expect(without.facets.isEmpty)
            await connection.close()
        }
    }

    @Test func recordsAreTheSameWithTheSearchAndAfterIt() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            var request = self.search()
            let after = try await connection.retrieve(request, count: 5, deadline: self.soon)
            request.piggyback = 5
            let along = try await connection.search(request, deadline: self.soon)
            #expect(!along.items.isEmpty)
            #expect(along.items == Array(after.items.prefix(along.items.count)))
            let both = try await connection.retrieve(request, count: 5, deadline: self.soon)
            #expect(both.items == after.items)
            await connection.close()
        }
    }

    @Test func recordsAreByteForByteThoseOfYAZ() async throws {
        try await withTemporaryFolder { folder in
            try await withZTest { port in
                let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
                let retrieval = try await connection.retrieve(self.search(), count: 10, deadline: self.soon)
                await connection.close()
                let marc = retrieval.items.flatMap { item -> [UInt8] in
                    if case .record(let record) = item, record.syntax == .usmarc { record.bytes } else { [] }
                }
                let commands = "open localhost:\(port)\nformat usmarc\nfind @attr 1=4 computer\nshow 1+10\nquit\n"
                try writeFile("\(folder)/commands", commands)
                _ = try await run(
                    .name("yaz-client"),
                    arguments: ["-m", "\(folder)/records", "-f", "\(folder)/commands"],
                    output: .discarded,
                    error: .discarded
                )
                let isTheirs = try readBytes("\(folder)/records") == marc
                #expect(isTheirs)
                #expect(marc.count > 1000)
            }
        }
    }

    @Test func everySyntaxComesAsItself() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            _ = try await connection.search(self.search(), deadline: self.soon)
            for syntax in [RecordSyntax.usmarc, .xml, .sutrs, .opac] {
                let request = PresentRequest(start: 1, count: 1, recordSyntax: syntax)
                let response = try await connection.present(request, deadline: self.soon)
                guard case .record(let record) = response.items.first else {
                    Issue.record("no record in \(syntax)")
                    continue
                }
                #expect(record.syntax == syntax)
                #expect(!record.bytes.isEmpty)
                if syntax == .opac { #expect(record.bytes[0] == 0x30) }
                if syntax == .sutrs { #expect(String(decoding: record.bytes, as: UTF8.self).contains("SUTRS")) }
            }
            await connection.close()
        }
    }

    @Test func namedResultSetsLiveSideBySide() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            #expect(connection.session.hasNamedResultSets)
            let one = try await connection.search(self.search("Default", "one"), deadline: self.soon)
            _ = try await connection.search(self.search("Default", "two"), deadline: self.soon)
            let records = await connection.retrieve(
                PresentRequest(resultSetName: "one", start: 1, count: 3),
                resultCount: one.resultCount,
                deadline: self.soon
            )
            #expect(records.items.count == min(3, one.resultCount))
            let deletion = DeleteResultSetRequest(resultSetNames: ["one"])
            _ = try await connection.deleteResultSet(deletion, deadline: self.soon)
            #expect(connection.isUsable)
            await connection.close()
        }
    }

    @Test func diagnosticsAreToldAndDoNoHarm() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            let unknown = await #expect(throws: Z3950Error.self) {
                try await connection.search(self.search("Nowhere"), deadline: self.soon)
            }
            #expect(unknown?.diagnostic?.code == 109)
            #expect(unknown?.diagnostic?.sruDiagnostic == 235)
            #expect(connection.isUsable)
            let found = try await connection.search(self.search(), deadline: self.soon)
            let beyond = await #expect(throws: Z3950Error.self) {
                try await connection.present(
                    PresentRequest(start: found.resultCount + 1, count: 1),
                    deadline: self.soon
                )
            }
            #expect(beyond?.diagnostic?.code == 13)
            #expect(connection.isUsable)
            await connection.close()
        }
    }

    @Test func termsAreListed() async throws {
        try await withTemporaryFolder { folder in
            let words = (0..<100).map { "WORD\($0 + 100):7\n" }.joined()
            try writeFile("\(folder)/dummy-words", words)
            try await withZTest(arguments: ["-w", folder]) { port in
                let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
                let request = ScanRequest(
                    databases: ["Default"],
                    attributes: [Bib1Attribute(type: 1, value: 4)],
                    term: Array("word120".utf8),
                    count: 5
                )
                let response = try await connection.scan(request, deadline: self.soon)
                #expect(response.entries.count == 5)
                guard case .term(let first) = response.entries.first else {
                    Issue.record("no term")
                    return
                }
                #expect(first == ScanTerm(term: Array("WORD120".utf8), displayTerm: first.displayTerm, occurrences: 7))
                await connection.close()
            }
        }
    }

    @Test func sortingIsAnswered() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            _ = try await connection.search(self.search(), deadline: self.soon)
            let key = SortRequest.Key(.attributes([Bib1Attribute(type: 1, value: 4)]))
            let response = try await connection.sort(SortRequest(keys: [key]), deadline: self.soon)
            #expect(response.status == 0)
            await connection.close()
        }
    }

    @Test func aDeadlineEndsASearchThatTakesLonger() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            let slow = self.search("Default?search-delay=20")
            let clock = ContinuousClock()
            let time = await clock.measure {
                let error = await #expect(throws: Z3950Error.self) {
                    try await connection.search(slow, deadline: .now + .seconds(1))
                }
                #expect(error?.code == .searchTimeout)
            }
            #expect(time < .seconds(15))
            #expect(!connection.isUsable)
        }
    }

    @Test func cancellationClosesTheSocketAtOnce() async throws {
        try await withZTest { port in
            let connection = try await Z3950Connection.connect(to: self.endpoint(port), deadline: self.soon)
            let slow = self.search("Default?search-delay=20")
            let deadline = self.soon
            let task = Task { try await connection.search(slow, deadline: deadline) }
            while connection.isUsable { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            let result = await task.result
            #expect(throws: Z3950Error(.cancelled)) { try result.get() }
            try await connection.channel.closeFuture.get()
            #expect(!connection.isUsable)
        }
    }

    @Test func fiftyConnectionsSearchAtOnce() async throws {
        try await withZTest { port in
            let endpoint = self.endpoint(port)
            let search = self.search()
            let deadline = ContinuousClock.now + .seconds(30)
            let counts = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let connection = try await Z3950Connection.connect(to: endpoint, deadline: deadline)
                        var counts: [Int] = []
                        for _ in 0..<5 {
                            let retrieval = try await connection.retrieve(search, count: 10, deadline: deadline)
                            counts.append(retrieval.items.count)
                        }
                        await connection.close()
                        return counts
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(counts.count == 250)
            #expect(counts.allSatisfy { $0 > 0 })
        }
    }

    @Test func aPoolServesMoreCallersThanItHasConnections() async throws {
        try await withZTest { port in
            let pool = Z3950Pool(endpoint: self.endpoint(port), limits: .init(maximumConnections: 3))
            let search = self.search()
            let deadline = ContinuousClock.now + .seconds(30)
            try await withThrowingDiscardingTaskGroup { group in
                for _ in 0..<40 {
                    group.addTask {
                        let retrieval = try await pool.withConnection(deadline: deadline) {
                            connection throws(Z3950Error) in
                            try await connection.retrieve(search, count: 5, deadline: deadline)
                        }
                        #expect(retrieval.items.count > 0)
                    }
                }
            }
            #expect(pool.usage.connections <= 3)
            #expect(pool.usage.waiting == 0)
            await pool.shutdown()
            let error = await #expect(throws: Z3950Error.self) {
                try await pool.withConnection(deadline: deadline) { _ throws(Z3950Error) in }
            }
            #expect(error?.code == .closed)
        }
    }

    @Test func waitingForAConnectionEndsAtItsDeadline() async throws {
        try await withZTest { port in
            let pool = Z3950Pool(endpoint: self.endpoint(port), limits: .init(maximumConnections: 1))
            let deadline = self.soon
            try await pool.withConnection(deadline: deadline) { _ throws(Z3950Error) in
                let error = await #expect(throws: Z3950Error.self) {
                    try await pool.withConnection(deadline: .now + .milliseconds(50)) { _ throws(Z3950Error) in }
                }
                #expect(error?.code == .poolExhausted)
            }
            #expect(pool.usage == Z3950Pool.Usage(connections: 1, idle: 1, waiting: 0))
            await pool.shutdown()
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        try await withZTest { port in
            let limits = Z3950Pool.Limits(maximumConnections: 1, idleTime: .milliseconds(50))
            let pool = Z3950Pool(endpoint: self.endpoint(port), limits: limits)
            let connection = try await pool.withConnection(deadline: self.soon) { connection throws(Z3950Error) in
                connection
            }
            try await connection.channel.closeFuture.get()
            #expect(pool.usage.connections == 0)
            await pool.shutdown()
        }
    }
}
