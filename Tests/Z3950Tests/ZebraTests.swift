import Subprocess
import TestSupport
import Testing

@testable import Z3950

/// The client against a Zebra server with an index of a few records.
@Suite(.timeLimit(.minutes(3))) struct ZebraTests {
    private var soon: ContinuousClock.Instant { .now + .seconds(30) }

    private func title(_ text: String) -> RPN {
        .operand(attributes: [Bib1Attribute(type: 1, value: 4)], term: Array(text.utf8))
    }

    /// Records of `yaz-ztest`, to be indexed.
    private func sampleRecords() async throws -> [UInt8] {
        try await withZTest { port in
            let endpoint = Z3950Endpoint(host: "127.0.0.1", port: port)
            let connection = try await Z3950Connection.connect(to: endpoint, deadline: self.soon)
            let request = SearchRequest(databases: ["Default"], query: self.title("computer"), recordSyntax: .usmarc)
            let retrieval = try await connection.retrieve(request, count: 20, deadline: self.soon)
            await connection.close()
            return retrieval.items.flatMap { item -> [UInt8] in
                if case .record(let record) = item { record.bytes } else { [] }
            }
        }
    }

    /// Runs a Zebra server; gives an open connection to it, its port and a folder for files.
    private func withZebra(_ body: (Z3950Connection, Int, String) async throws -> Void) async throws {
        let records = try await self.sampleRecords()
        try await withTemporaryFolder { folder in
            try makeFolders(["\(folder)/register", "\(folder)/work", "\(folder)/records"])
            try writeBytes("\(folder)/records/sample.mrc", records)
            let configuration = """
                profilePath: \(folder):/usr/share/idzebra-2.0/tab
                attset: bib1.att
                recordType: grs.marc.usmarc
                register: \(folder)/register:100M
                keyTmpDir: \(folder)/work
                lockDir: \(folder)/work

                """
            try writeFile("\(folder)/zebra.cfg", configuration)
            let indexed = try await run(
                .name("zebraidx"),
                arguments: ["-v", "none", "-c", "\(folder)/zebra.cfg", "update", "\(folder)/records"],
                output: .discarded,
                error: .discarded
            )
            #expect(indexed.terminationStatus == .exited(0))
            let arguments = ["-T", "-v", "none", "-c", "\(folder)/zebra.cfg"]
            try await withServer(executable: "zebrasrv", arguments: { arguments + ["tcp:@:\($0)"] }) { port in
                let endpoint = Z3950Endpoint(host: "127.0.0.1", port: port)
                let connection = try await Z3950Connection.connect(to: endpoint, deadline: self.soon)
                try await body(connection, port, folder)
                await connection.close()
            }
        }
    }

    @Test func recordsAreByteForByteThoseOfYAZ() async throws {
        try await self.withZebra { connection, port, folder in
            let request = SearchRequest(
                databases: ["Default"],
                query: self.title("computer"),
                piggyback: 3,
                recordSyntax: .usmarc,
                elementSetName: "F"
            )
            let retrieval = try await connection.retrieve(request, count: 1000, chunk: 4, deadline: self.soon)
            #expect(retrieval.items.count == retrieval.resultCount)
            #expect(retrieval.resultCount > 5)
            let ours = retrieval.items.flatMap { item -> [UInt8] in
                if case .record(let record) = item, record.syntax == .usmarc { record.bytes } else { [] }
            }
            let commands =
                "open localhost:\(port)\nformat usmarc\nelements F\nfind @attr 1=4 computer\n"
                + "show 1+\(retrieval.resultCount)\nquit\n"
            try writeFile("\(folder)/commands", commands)
            _ = try await run(
                .name("yaz-client"),
                arguments: ["-m", "\(folder)/theirs", "-f", "\(folder)/commands"],
                output: .discarded,
                error: .discarded
            )
            let isTheirs = try readBytes("\(folder)/theirs") == ours
            #expect(isTheirs)
        }
    }

    @Test func queriesAndTermsAndDiagnosticsAreAnswered() async throws {
        try await self.withZebra { connection, _, _ in
            let both = RPN.and(self.title("computer"), .or(self.title("program"), self.title("nosuchword")))
            let some = try await connection.search(
                SearchRequest(databases: ["Default"], query: both),
                deadline: self.soon
            )
            let none = try await connection.search(
                SearchRequest(databases: ["Default"], query: .andNot(both, both)),
                deadline: self.soon
            )
            #expect(some.resultCount > 0)
            #expect(none.resultCount == 0)
            let unknown = RPN.operand(attributes: [Bib1Attribute(type: 1, value: 5555)], term: [0x61])
            let error = await #expect(throws: Z3950Error.self) {
                try await connection.search(SearchRequest(databases: ["Default"], query: unknown), deadline: self.soon)
            }
            #expect(error?.diagnostic == Bib1Diagnostic(code: 114, addinfo: "5555"))
            let scan = ScanRequest(
                databases: ["Default"],
                attributes: [Bib1Attribute(type: 1, value: 4)],
                term: Array("comp".utf8),
                count: 5,
                preferredPosition: 2
            )
            let terms = try await connection.scan(scan, deadline: self.soon)
            #expect(terms.positionOfTerm == 2)
            #expect(terms.entries.count == 5)
            guard case .term(let term) = terms.entries[1] else {
                Issue.record("no term")
                return
            }
            #expect(String(decoding: term.term, as: UTF8.self) == "computer")
            #expect((term.occurrences ?? 0) > 5)
            let sort = SortRequest(keys: [SortRequest.Key(.field("title"))])
            await #expect(throws: Z3950Error.self) { try await connection.sort(sort, deadline: self.soon) }
            #expect(connection.isUsable)
        }
    }

    @Test func namedResultSetsCanBeDeleted() async throws {
        try await self.withZebra { connection, _, _ in
            let request = SearchRequest(databases: ["Default"], query: self.title("computer"), resultSetName: "mine")
            _ = try await connection.search(request, deadline: self.soon)
            let deletion = DeleteResultSetRequest(resultSetNames: ["mine"])
            #expect(try await connection.deleteResultSet(deletion, deadline: self.soon).status == 0)
            let error = await #expect(throws: Z3950Error.self) {
                try await connection.present(
                    PresentRequest(resultSetName: "mine", start: 1, count: 1),
                    deadline: self.soon
                )
            }
            #expect(error?.diagnostic?.code == 30)
        }
    }
}
