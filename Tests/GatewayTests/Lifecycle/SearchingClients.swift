import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SRU
import Testing

/// Clients that search without pause and want every answer whole.
///
/// Each has one connection. Half of them stay with their gateway until an answer says `Connection: close`, as programs do; the
/// others open a connection for every request and go where new ones are sent, as behind a load balancer.
actor SearchingClients {
    private static let queries = [
        "kiều", "\"lịch sử\"", "thơ", "nguyễn", "\"việt nam\"", "\"tắt đèn\"", "truyện", "\"văn học\"",
    ]

    /// Where new connections go.
    var port: Int
    private(set) var answers = 0
    /// Answers after which the connection ended because the gateway said so.
    private(set) var farewells = 0
    private(set) var failures: [String] = []

    init(port: Int) {
        self.port = port
    }

    /// What was asked and answered, in a line.
    var account: String {
        "\(self.answers) answers, \(self.farewells) of them the last on their connection, \(self.failures.count) failed"
    }

    func move(to port: Int) { self.port = port }

    /// Returns when so many more answers have come.
    func waitForAnswers(_ count: Int) async {
        let wanted = self.answers + self.failures.count + count
        while self.answers + self.failures.count < wanted, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func note(_ failure: String?, farewell: Bool) {
        if let failure { self.failures.append(failure) } else { self.answers += 1 }
        if farewell { self.farewells += 1 }
    }

    /// Searches with so many clients while `body` works.
    nonisolated func search(with clients: Int, while body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<clients {
                group.addTask { try await self.run(number, stays: number.isMultiple(of: 2)) }
            }
            defer { group.cancelAll() }
            try await body()
        }
    }

    private nonisolated func run(_ number: Int, stays: Bool) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        var port = await self.port
        var round = number
        while !Task.isCancelled {
            if !stays { port = await self.port }
            round += 1
            let query = Self.queries[round % Self.queries.count]
            // A request that has begun is not cancelled with the task: it is to be answered.
            let asking = Task { [port] in await Self.ask(client, port, query, stays) }
            let (failure, isLast) = await asking.value
            await self.note(failure, farewell: isLast && stays)
            if isLast || failure != nil { port = await self.port }
        }
        try await client.shutdown()
    }

    /// One search: what is wrong with its answer, and whether the connection ends with it.
    private static func ask(
        _ client: HTTPClient,
        _ port: Int,
        _ query: String,
        _ stays: Bool
    ) async -> (failure: String?, isLast: Bool) {
        let parameters = SRUParameters([
            ("version", "1.2"), ("operation", "searchRetrieve"), ("query", query), ("maximumRecords", "50"),
        ])
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/sru/demo?\(parameters.encoded())")
        if !stays { request.headers.add(name: "Connection", value: "close") }
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            let isLast = response.headers["Connection"].contains("close")
            let answer = Answer(
                status: Int(response.status.code),
                contentType: "",
                bytes: Array(buffer: try await response.body.collect(upTo: 64 << 20))
            )
            guard answer.status == 200 else { return ("status \(answer.status)", isLast) }
            let page = try answer.response()
            guard page.diagnostics.isEmpty, !page.records.isEmpty else {
                return ("\(query): \(page.diagnostics), \(page.records.count) records", isLast)
            }
            return (nil, isLast)
        } catch {
            return ("\(error)", true)
        }
    }
}
