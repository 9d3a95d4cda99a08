import AsyncHTTPClient
import Foundation
import NIOHTTP1
import TestSupport
import Testing

extension GatewayTests {
    /// Reloading and ending a gateway that is in use.
    @Suite(.enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"))
    struct LifecycleTests {
        /// `scripts/lifecycle` asks for more.
        private static let rounds =
            ProcessInfo.processInfo.environment["LIENTHONG_LIFECYCLE_ROUNDS"].flatMap { Int($0) } ?? 3
        private static let token = "a-token-of-tests-1234567890"

        /// The file of the libraries as they run now, with a token and a deadline for busy machines.
        private static var text: String {
            get async throws {
                let file = try await DemoLibraries.running().targetsFile
                return try String(contentsOfFile: file, encoding: .utf8).replacing(
                    "port: 8210",
                    with: "port: 8210\n  deadline: 30s\n  adminToken: ${LIENTHONG_ADMIN_TOKEN}"
                )
            }
        }

        private func withServed(
            _ text: String,
            _ body: @escaping @Sendable (ServedProcess) async throws -> Void
        ) async throws -> Int32? {
            try await withServedProcess(text, environment: ["LIENTHONG_ADMIN_TOKEN": Self.token], body)
        }

        private static func reload(_ gateway: RunningGateway, token: String? = token) async throws -> Answer {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(gateway.port)/admin/reload")
            request.method = .POST
            if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            return try await gateway.send(request)
        }

        // MARK: Reloading

        @Test func aNewFileHoldsAtOnceAndTheDifferenceIsLogged() async throws {
            let text = try await Self.text
            let code = try await self.withServed(text) { process in
                #expect(try await process.gateway.get("/sru/few").status == 404)
                try process.write(text.replacing("databases:", with: "databases:\n  few: {targets: [nlv]}"))
                process.send(SIGHUP)
                let line = try #require(await process.log.line(with: "configuration reloaded"))
                #expect(line.contains("databases added: few"))
                #expect(try await process.gateway.get("/sru/few").status == 200)
                let moved = text.replacing("deadline: 30s", with: "deadline: 20s")
                    .replacing("server:\n  host: 127.0.0.1", with: "server:\n  host: 0.0.0.0")
                try process.write(moved)
                let answer = try await Self.reload(process.gateway)
                #expect(answer.status == 200)
                #expect(
                    answer.text == """
                        databases removed: few
                        server settings changed: deadline
                        server settings that need a restart: host

                        """
                )
            }
            #expect(code == 0)
        }

        @Test func aFileWithAMistakeIsRefusedAsAWholeWithItsPlace() async throws {
            let text = try await Self.text
            let code = try await self.withServed(text) { process in
                let broken = text.replacing("databases:", with: "databases:\n  few: {targets: [nlv, nowhere]}")
                try process.write(broken)
                let place = #/targets\.yml:([0-9]+):[0-9]+: databases\.few\.targets\[1\]: no target .* "nowhere"/#
                let answer = try await Self.reload(process.gateway)
                #expect(answer.status == 400)
                let line = try #require(answer.text.firstMatch(of: place), "\(answer.text)")
                let number = broken.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                    $0.contains("nowhere")
                }
                #expect(Int(line.1) == number.map { $0 + 1 })
                process.send(SIGHUP)
                #expect(await process.log.line(with: "cause=SIGHUP")?.contains("configuration refused") == true)
                #expect(try await process.gateway.get("/sru/few").status == 404)
                #expect(try await process.gateway.search("kiều").words().count == 7)
                try FileManager.default.removeItem(at: process.file)
                #expect(try await Self.reload(process.gateway).status == 400)
                #expect(try await process.gateway.search("kiều").words().count == 7)
            }
            #expect(code == 0)
        }

        @Test func onlyTheTokenMayReload() async throws {
            let code = try await self.withServed(try await Self.text) { process in
                for (token, status) in [(nil, 401), ("another", 401), (Self.token, 200)] {
                    let answer = try await Self.reload(process.gateway, token: token)
                    #expect(answer.status == status)
                }
                #expect(await !process.log.lines.contains { $0.contains(Self.token) })
            }
            #expect(code == 0)
            let open = try await Self.text.replacing("  adminToken: ${LIENTHONG_ADMIN_TOKEN}", with: "")
            _ = try await self.withServed(open) { process in
                let answer = try await Self.reload(process.gateway)
                #expect(answer.status == 403)
            }
        }

        /// A third of the files is broken; the others leave libraries out or take them in again.
        @Test func reloadsDisturbNoSearch() async throws {
            let text = try await Self.text
            let code = try await self.withServed(text) { process in
                let clients = SearchingClients(port: process.gateway.port)
                try await clients.search(with: 6) {
                    for round in 0..<max(3, Self.rounds) {
                        switch round % 3 {
                        case 0: try process.write(text.replacing("id: hue", with: "id: hue\n    enabled: false"))
                        case 1: try process.write(text)
                        default: try process.write(text + "\n- {")
                        }
                        let expected = round % 3 == 2 ? 400 : 200
                        #expect(try await Self.reload(process.gateway).status == expected)
                        await clients.waitForAnswers(6)
                    }
                }
                let failures = await clients.failures
                #expect(failures == [])
                #expect(await clients.answers > 6 * Self.rounds)
                await print("\(Self.rounds) reloads:", clients.account)
            }
            #expect(code == 0)
        }

        // MARK: Ending

        /// Each process is ended under load while the next one is there already.
        @Test func endingAProcessFailsNoRequest() async throws {
            let text = try await Self.text.replacing("deadline: 30s", with: "deadline: 30s\n  drain: 300ms")
            var current = try await self.start(text)
            let clients = SearchingClients(port: current.port)
            var exits: [Task<Int32?, any Error>] = []
            try await clients.search(with: 6) {
                for _ in 0..<Self.rounds {
                    await clients.waitForAnswers(12)
                    let next = try await self.start(text)
                    await clients.move(to: next.port)
                    current.end.finish()
                    exits.append(current.exit)
                    current = next
                }
                await clients.waitForAnswers(12)
            }
            current.end.finish()
            for exit in exits + [current.exit] { #expect(try await exit.value == 0) }
            let failures = await clients.failures
            #expect(failures == [])
            #expect(await clients.farewells >= Self.rounds)
            await print("\(Self.rounds) ends:", clients.account)
        }

        /// A process that runs until `end` is finished, and its exit code.
        private func start(
            _ text: String
        ) async throws -> (port: Int, end: AsyncStream<Never>.Continuation, exit: Task<Int32?, any Error>) {
            let (starts, start) = AsyncStream<Int>.makeStream()
            let (ends, end) = AsyncStream<Never>.makeStream()
            let exit = Task {
                defer { start.finish() }
                return try await self.withServed(text) { process in
                    start.yield(process.gateway.port)
                    for await _ in ends {}
                }
            }
            let port = try #require(await starts.first { _ in true }, "it did not start")
            return (port, end, exit)
        }

        @Test func aSecondSignalEndsTheProcessAtOnce() async throws {
            try await withHangingServer { port in
                let text = """
                    server: {deadline: 60s}
                    databases: {demo: {targets: all}}
                    targets: [{id: hangs, protocol: z3950, host: 127.0.0.1, port: \(port), database: x}]
                    """
                let began = ContinuousClock.now
                let code = try await self.withServed(text) { process in
                    async let answer = try? process.gateway.search("kiều")
                    while try await process.gateway.get("/readyz").status != 200 {}
                    try await Task.sleep(for: .milliseconds(200))
                    process.send(SIGTERM)
                    _ = await process.log.line(with: "shutting down")
                    process.send(SIGINT)
                    _ = await answer
                }
                #expect(code == 1)
                #expect(ContinuousClock.now - began < .seconds(30))
            }
        }

        /// What a load balancer sees in the time that `drain` gives it.
        @Test func whileItDrainsItSaysSoAndStillAnswers() async throws {
            let text = try await Self.text.replacing("deadline: 30s", with: "deadline: 30s\n  drain: 2s")
            let code = try await self.withServed(text) { process in
                #expect(try await process.gateway.get("/readyz").status == 200)
                process.send(SIGTERM)
                _ = await process.log.line(with: "shutting down")
                while try await process.gateway.get("/readyz").status == 200 { await Task.yield() }
                #expect(try await process.gateway.get("/readyz").status == 503)
                #expect(try await process.gateway.get("/healthz").status == 200)
                #expect(try await process.gateway.search("kiều").status == 200)
            }
            #expect(code == 0)
        }
    }
}
