import Foundation
import MARC
import Subprocess
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// `lienthong serve` as a service manager runs it.
    @Suite(.enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"))
    struct ServeTests {
        @Test func itEndsWellOnSIGTERMAndAnswersTheRequestInFlightFirst() async throws {
            let libraries = try await DemoLibraries.running()
            let (connections, connected) = AsyncStream<Void>.makeStream()
            let script: @Sendable (inout MisbehavingServer.Peer) async throws -> Void = { peer in
                connected.yield()
                try await peer.waitForClose()
            }
            try await withMisbehavingServer(script) { hanging in
                let text = try String(contentsOfFile: libraries.targetsFile, encoding: .utf8)
                    .replacing("port: \(libraries.port(of: "qtr"))", with: "port: \(hanging)")
                    .replacing("port: 8210", with: "port: 8210\n  deadline: 3s")
                try await withTemporaryFolder { folder in
                    let file = folder.appending(path: "targets.yml")
                    try Data(text.utf8).write(to: file)
                    let result = try await run(
                        .name("env"),
                        arguments: [Programs.lienthong, "serve", "--config", file.path, "--port", "0"],
                        input: .none,
                        output: .discarded,
                        error: .sequence
                    ) { execution in
                        var log = execution.standardError.strings().makeAsyncIterator()
                        var port: Int?
                        while port == nil, let line = try await log.next() {
                            port = line.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\/sru\/demo/).flatMap {
                                Int($0.1)
                            }
                        }
                        let gateway = RunningGateway(port: try #require(port))
                        #expect(try await gateway.get("/healthz").status == 200)
                        async let pending = gateway.search("dc.title = \"truyện kiều\"")
                        _ = await connections.first { _ in true }
                        try execution.send(signal: .terminate)
                        let answer = try await pending
                        #expect(answer.status == 200)
                        #expect(try answer.words()["qtr"] == "late")
                        #expect(try answer.records().contains { $0.title == "Truyện Kiều" })
                        while try await log.next() != nil {}
                    }
                    #expect(result.terminationStatus == .exited(0))
                }
            }
        }

        @Test func aPortThatIsTakenIsToldAndNotWaitedFor() async throws {
            let libraries = try await DemoLibraries.running()
            let taken = "\(libraries.port(of: "nlv"))"
            let arguments = ["serve", "--config", libraries.targetsFile, "--port", taken]
            let result = try await ended(Programs.lienthong, arguments)
            #expect(result.code == 1)
            #expect(result.errors.contains("Address already in use"), "\(result.errors)")
        }
    }
}
