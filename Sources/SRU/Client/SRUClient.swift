public import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Asks one database of a server that speaks SRU.
///
/// A value without state: connections live in the HTTP client, which is shared and owned by somebody else. It must be
/// made with ``configuration(connectTimeout:)``, because redirects are followed here and not there.
public struct SRUClient: Sendable {
    /// The most redirects that are followed, all to the server that was asked.
    public static let maximumRedirects = 3

    /// The database and how to talk to it.
    public let endpoint: SRUEndpoint
    private let httpClient: HTTPClient

    /// A client for a database.
    ///
    /// - Parameters:
    ///   - endpoint: the database and how to talk to it.
    ///   - httpClient: the client that holds the connections; its owner shuts it down.
    public init(endpoint: SRUEndpoint, httpClient: HTTPClient) {
        self.endpoint = endpoint
        self.httpClient = httpClient
    }

    /// The settings an HTTP client needs for this: verified TLS, no redirects of its own, failures at once.
    ///
    /// - Parameter connectTimeout: how long making a connection may take, whatever the deadline of a request.
    /// - Returns: the configuration to make the HTTP client with.
    public static func configuration(connectTimeout: Duration = .seconds(1)) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(connectTimeout)
        // Compressed answers may expand within reason; the endpoint's limit counts what comes out.
        configuration.decompression = .enabled(limit: .ratio(200))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// Searches and fetches records.
    ///
    /// - Parameters:
    ///   - query: the query in CQL, in the words of this server.
    ///   - startRecord: the position of the first record wanted, from 1.
    ///   - maximumRecords: the most records wanted, 0 for the count only.
    ///   - deadline: when to give up, connecting included.
    /// - Returns: the answer; diagnostics beside records are left in it.
    /// - Throws: ``SRUError``; its code is `diagnostic` when the server sends diagnostics instead of records.
    public func searchRetrieve(
        query: String,
        startRecord: Int = 1,
        maximumRecords: Int,
        deadline: ContinuousClock.Instant
    ) async throws(SRUError) -> SearchRetrieveResponse {
        let parameters = self.endpoint.search(
            query: query,
            startRecord: startRecord,
            maximumRecords: maximumRecords
        )
        let message = self.endpoint.message(.searchRetrieve, parameters)
        let maximumRecordBytes = self.endpoint.maximumRecordBytes
        let response = try await self.response(to: message, deadline: deadline) { answer throws(SRUError) in
            try answer.read { bytes throws(SRUError) in
                try SearchRetrieveResponse.parse(
                    bytes,
                    startRecord: startRecord,
                    maximumRecordBytes: maximumRecordBytes
                )
            }
        }
        let isEmpty = response.records.isEmpty && (maximumRecords > 0 || (response.numberOfRecords ?? 0) == 0)
        if isEmpty, let diagnostic = response.diagnostics.first {
            throw SRUError(.diagnostic(diagnostic), "the server answers: \(diagnostic)")
        }
        guard response.numberOfRecords != nil || !response.records.isEmpty else {
            // Nothing was said, which must not be taken for "nothing was found".
            throw SRUError(.malformed, "the answer has neither a number of records nor any record")
        }
        return response
    }

    /// Asks for the description of the database.
    ///
    /// - Parameter deadline: when to give up, connecting included.
    /// - Returns: the description; its host and port are the server's own belief.
    /// - Throws: ``SRUError``.
    public func explain(deadline: ContinuousClock.Instant) async throws(SRUError) -> ExplainRecord {
        let message = self.endpoint.message(.explain, self.endpoint.operation(.explain))
        let answer = try await self.answer(to: message, deadline: deadline)
        return try answer.read { bytes throws(SRUError) in try ExplainRecord.parse(bytes) }
    }

    /// Gets the answer to a message, or gives up at the deadline; nothing is left running.
    func answer(
        to message: SRUEndpoint.Message,
        deadline: ContinuousClock.Instant
    ) async throws(SRUError) -> HTTPAnswer {
        try await self.response(to: message, deadline: deadline) { $0 }
    }

    /// Gets the answer to a message and reads it, or gives up at the deadline.
    private func response<Value: Sendable>(
        to message: SRUEndpoint.Message,
        deadline: ContinuousClock.Instant,
        read: @escaping @Sendable (HTTPAnswer) throws(SRUError) -> Value
    ) async throws(SRUError) -> Value {
        let (turns, turn) = AsyncStream<Void>.makeStream()
        let outcome = await withTaskGroup(of: Result<Value, SRUError>?.self) { group in
            group.addTask { await self.fetch(message, deadline: deadline, turn: turn, read: read) }
            group.addTask {
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return nil }
                return .failure(SRUError(.timeout, "no answer before the deadline"))
            }
            group.addTask {
                // A server that dribbles a large answer must not keep the others' large answers out.
                var turns = turns.makeAsyncIterator()
                guard await turns.next() != nil, (try? await Task.sleep(for: LargeAnswers.longestTurn)) != nil else {
                    return nil
                }
                return .failure(SRUError(.tooLarge, "a large answer that comes too slowly"))
            }
            defer { group.cancelAll() }
            for await outcome in group {
                if let outcome { return outcome }
            }
            return .failure(SRUError(.cancelled, "the request was cancelled"))
        }
        if Task.isCancelled { throw SRUError(.cancelled, "the request was cancelled") }
        return try outcome.get()
    }

    private func fetch<Value: Sendable>(
        _ message: SRUEndpoint.Message,
        deadline: ContinuousClock.Instant,
        turn: AsyncStream<Void>.Continuation,
        read: @Sendable (HTTPAnswer) throws(SRUError) -> Value
    ) async -> Result<Value, SRUError> {
        var isLarge = false
        let outcome: Result<Value, SRUError>
        do throws(SRUError) {
            var message = message
            var redirects = 0
            while true {
                let answer = try await self.exchange(message, deadline: deadline, turn: turn, isLarge: &isLarge)
                guard let next = try answer.redirected(message) else {
                    outcome = .success(try read(answer))
                    break
                }
                redirects += 1
                guard redirects <= Self.maximumRedirects else {
                    throw SRUError(
                        .http(status: 310, retryAfter: nil),
                        "more than \(Self.maximumRedirects) redirects"
                    )
                }
                message = next
            }
        } catch {
            outcome = .failure(error)
        }
        turn.finish()
        if isLarge { await LargeAnswers.shared.giveBack() }
        return outcome
    }

    /// One HTTP request and its whole answer.
    private func exchange(
        _ message: SRUEndpoint.Message,
        deadline: ContinuousClock.Instant,
        turn: AsyncStream<Void>.Continuation,
        isLarge: inout Bool
    ) async throws(SRUError) -> HTTPAnswer {
        guard HTTPAddress(message.url) != nil else {
            throw SRUError(.url, "\(message.url) is not the URL of a web server")
        }
        var request = HTTPClientRequest(url: message.url)
        request.method = HTTPMethod(rawValue: message.method)
        for header in message.headers { request.headers.add(name: header.name, value: header.value) }
        if let body = message.body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let limit = self.endpoint.maximumResponseBytes
        do {
            let remaining = min(ContinuousClock.now.duration(to: deadline), .seconds(86_400))
            let time = NIODeadline.now() + TimeAmount(remaining)
            let response = try await self.httpClient.execute(request, deadline: time)
            if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limit {
                throw SRUError(.tooLarge, "the answer has \(length) bytes, at most \(limit) are read")
            }
            var body: [UInt8] = []
            for try await part in response.body {
                guard body.count + part.readableBytes <= limit else {
                    throw SRUError(.tooLarge, "the answer has more than \(limit) bytes")
                }
                if !isLarge, body.count + part.readableBytes > LargeAnswers.threshold {
                    guard await LargeAnswers.shared.take() else { throw CancellationError() }
                    isLarge = true
                    turn.yield()
                }
                body.append(contentsOf: part.readableBytesView)
            }
            // A body that is read by a cancelled task ends early and without an error.
            try Task.checkCancellation()
            return HTTPAnswer(
                status: Int(response.status.code),
                location: response.headers.first(name: "Location"),
                retryAfter: response.headers.first(name: "Retry-After").flatMap { RetryAfter.seconds($0) },
                body: body
            )
        } catch {
            throw SRUError(transport: error)
        }
    }
}
