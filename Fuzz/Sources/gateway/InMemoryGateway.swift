import CQL
import Dispatch
import Federation
import Gateway
import HTTPTypes
import Hummingbird
import Logging
import MARC
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Scoring

/// What the gateway answered.
struct Answer: Sendable {
    var status: Int
    var type: String
    var body: [UInt8]
}

/// The gateway's own application, asked without a socket, over libraries without one.
struct InMemoryGateway: Sendable {
    private let respond: @Sendable (Request) async -> Answer
    private let federation: Federation

    init() {
        let text = """
            server: {resultSets: {maximum: 64}}
            databases: {all: {targets: all}}
            targets:
              - {id: one, protocol: sru, url: 'http://127.0.0.1/one'}
              - {id: two, protocol: sru, url: 'http://127.0.0.1/two'}
            """
        guard let configuration = try? Configuration.parse(text) else { fatalError("the configuration is wrong") }
        let libraries = [Library(id: "one", years: 1990..<1997), Library(id: "two", years: 1994..<2002)]
        let federation = Federation(configuration: configuration, targets: libraries)
        Task { await federation.run() }
        var logger = Logger(label: "fuzz")
        logger.logLevel = .critical
        self.respond = Self.responder(federation, logger)
        self.federation = federation
    }

    /// The name of a result set that exists: the same until it has to make room for others.
    var resultSet: String {
        let clause = ResolvedQuery.Clause(index: .title, relation: .equal, term: Term(text: "kiều"))
        let query = ResolvedQuery(root: .clause(clause))
        return wait {
            let deadline = ContinuousClock.now + .seconds(30)
            let page = try? await self.federation.search(database: "all", query: query, count: 1, deadline: deadline)
            return page?.resultSetID ?? ""
        }
    }

    private static func responder(_ federation: Federation, _ logger: Logger) -> @Sendable (Request) async -> Answer {
        let application = GatewayApplication.make(federation: federation, logger: logger)
        let made = wait { try? await application.responder }
        guard let responder = made else { fatalError("there is no responder") }
        // One for all requests: each that is not closed stays for ever.
        let channel = NIOAsyncTestingChannel()
        return { request in
            do {
                let source = ApplicationRequestContextSource(channel: channel, logger: logger)
                let response = try await responder.respond(to: request, context: .init(source: source))
                let body = Body()
                try await response.body.write(body)
                return Answer(
                    status: response.status.code,
                    type: response.headers[.contentType] ?? "",
                    body: body.bytes.withLockedValue { $0 }
                )
            } catch {
                return Answer(status: (error as? any HTTPResponseError)?.status.code ?? 599, type: "", body: [])
            }
        }
    }

    /// Sends one request and waits for its answer.
    func answer(_ method: HTTPRequest.Method, _ path: String, type: String?, _ body: [UInt8]) -> Answer {
        var head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path)
        if let type { head.headerFields[.contentType] = type }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        return wait { await self.respond(request) }
    }
}

/// The gateway that all runs ask.
let gateway = InMemoryGateway()

/// Keeps what a response writes.
private struct Body: ResponseBodyWriter {
    let bytes = NIOLockedValueBox<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws {
        self.bytes.withLockedValue { $0 += buffer.readableBytesView }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A library with a book a year, and every fifth position unreadable.
private struct Library: Target {
    let id: String
    let years: Range<Int>
    var name: String { self.id }
    var timeout: Duration { .seconds(10) }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        QueryPlan(query, words: .sru(query.description))
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        var answer = TargetAnswer(hits: self.years.count)
        for (offset, year) in self.years.enumerated() where window.contains(offset + 1) {
            if offset % 5 == 4 {
                answer.unreadable.append(UnreadableRecord(position: offset + 1, reason: "so it is"))
            } else {
                answer.records.append(SourceRecord(target: self.id, position: offset + 1, record: Self.book(year)))
            }
        }
        return answer
    }

    func terms(_ request: TermRequest, deadline: ContinuousClock.Instant) async throws(TargetFailure) -> TermWindow {
        TermWindow(
            before: [.init("an", count: 3)],
            after: [.init("kiều", count: 2), .init("truyện", count: nil)],
            reachesStart: true,
            reachesEnd: true
        )
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String { "in memory" }

    func shutdown() async {}

    private static func book(_ year: Int) -> MARCRecord {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("001", "n\(year)")
        record.append("008", "260101s\(year)    vm            000 0 vie d")
        record.append("100", "1", " ", [("a", "Nguyễn Du")])
        record.append("245", "1", "0", [("a", "Truyện Kiều"), ("b", "<&\">")])
        record.append("260", " ", " ", [("c", String(year))])
        record.append("650", " ", "4", [("a", "Thơ")])
        return record
    }
}

/// Waits on the fuzzer's thread for what happens on others.
private func wait<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let result = NIOLockedValueBox<Value?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task {
        let value = await body()
        result.withLockedValue { $0 = value }
        done.signal()
    }
    done.wait()
    guard let value = result.withLockedValue({ $0 }) else { fatalError("no result") }
    return value
}
