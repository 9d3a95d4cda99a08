import NIOConcurrencyHelpers
import NIOCore

/// An open session with a target: one request at a time, each with its own deadline.
///
/// A connection that has erred is closed and never used again; a diagnostic is no such error. When the calling
/// task is cancelled, or a deadline passes with the answer still missing, the socket is closed at once.
///
/// It lives on its channel's event loop, so that a search and the fetching of its records change threads only
/// at the beginning and at the end.
public actor Z3950Connection {
    /// What Init agreed on.
    public nonisolated let session: Z3950Client.Session

    nonisolated let channel: any Channel
    /// Octets of records after which a retrieval stops.
    let maximumRetrievalBytes: Int
    private nonisolated let handler: NIOLoopBound<Z3950ChannelHandler>
    private nonisolated let status: NIOLockedValueBox<Z3950ChannelHandler.Status>

    /// The channel's event loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe self.channel.eventLoop.executor.asUnownedSerialExecutor()
    }

    init(
        channel: any Channel,
        handler: NIOLoopBound<Z3950ChannelHandler>,
        status: NIOLockedValueBox<Z3950ChannelHandler.Status>,
        session: Z3950Client.Session,
        maximumRetrievalBytes: Int
    ) {
        self.maximumRetrievalBytes = maximumRetrievalBytes
        self.channel = channel
        self.handler = handler
        self.status = status
        self.session = session
    }

    /// Opens a connection to a target.
    ///
    /// - Parameters:
    ///   - endpoint: The target.
    ///   - deadline: When the attempt ends.
    /// - Returns: The connection.
    /// - Throws: As ``Z3950Connector/connect(deadline:)``.
    public static func connect(
        to endpoint: Z3950Endpoint,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Z3950Connection {
        try await Z3950Connector(endpoint: endpoint).connect(deadline: deadline)
    }

    /// Whether the connection is open, sound and free for a request.
    public nonisolated var isUsable: Bool {
        self.status.withLockedValue { $0.isUsable } && self.channel.isActive
    }

    /// Whether it may serve somebody else when this user is done.
    ///
    /// A target that sends no references back could answer the last one's question to the next one.
    nonisolated var isReusable: Bool {
        self.isUsable && self.session.echoesReferenceID
    }

    /// Requests sent so far.
    nonisolated var requests: Int {
        self.status.withLockedValue { $0.requests }
    }

    /// Answers received so far.
    nonisolated var answers: Int {
        self.status.withLockedValue { $0.answers }
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - request: The search.
    ///   - deadline: When the answer must be there.
    /// - Returns: The answer of a search that succeeded; its `diagnostics` are those of the records that should
    ///   have come along.
    /// - Throws: ``Z3950Error``: of code `diagnostic` when the target refuses the search, `searchTimeout`, `closed`,
    ///   `protocolError`, `cancelled`, `invalidRequest`.
    public func search(
        _ request: SearchRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> SearchResponse {
        guard case .search(let response) = try await self.perform(.search(request), deadline) else {
            throw Self.mismatch
        }
        guard response.isSuccess else { throw Z3950Error(refusal: response.diagnostics, of: "the search") }
        return response
    }

    /// Fetches records.
    ///
    /// - Parameters:
    ///   - request: The positions wanted.
    ///   - deadline: When the answer must be there.
    /// - Returns: The answer: as many records as the target chose to send.
    /// - Throws: ``Z3950Error``: of code `diagnostic` when the target refuses, `presentTimeout`, `closed`,
    ///   `protocolError`, `cancelled`, `invalidRequest`.
    public func present(
        _ request: PresentRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> PresentResponse {
        guard case .present(let response) = try await self.perform(.present(request), deadline) else {
            throw Self.mismatch
        }
        let isRefused = response.presentStatus == 5 || !response.diagnostics.isEmpty
        if response.items.isEmpty, isRefused {
            throw Z3950Error(refusal: response.diagnostics, of: "the records")
        }
        return response
    }

    /// Browses a list of terms.
    ///
    /// - Parameters:
    ///   - request: The place of the list wanted.
    ///   - deadline: When the answer must be there.
    /// - Returns: The list, which may be cut short with diagnostics beside it.
    /// - Throws: ``Z3950Error``: of code `diagnostic` when there are no terms at all, `requestTimeout`, `closed`,
    ///   `protocolError`, `cancelled`, `invalidRequest`.
    public func scan(
        _ request: ScanRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> ScanResponse {
        guard case .scan(let response) = try await self.perform(.scan(request), deadline) else { throw Self.mismatch }
        if response.entries.isEmpty, response.status == 6 || !response.diagnostics.isEmpty {
            throw Z3950Error(refusal: response.diagnostics, of: "the scan")
        }
        return response
    }

    /// Orders a result set.
    ///
    /// - Parameters:
    ///   - request: The result sets and keys.
    ///   - deadline: When the answer must be there.
    /// - Returns: The answer of a sort that succeeded, at least partly.
    /// - Throws: ``Z3950Error``: of code `diagnostic` when the target refuses, `requestTimeout`, `closed`,
    ///   `protocolError`, `cancelled`, `invalidRequest`.
    @discardableResult
    public func sort(
        _ request: SortRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> SortResponse {
        guard case .sort(let response) = try await self.perform(.sort(request), deadline) else { throw Self.mismatch }
        guard response.status < 2 else { throw Z3950Error(refusal: response.diagnostics, of: "the sort") }
        return response
    }

    /// Has result sets forgotten.
    ///
    /// - Parameters:
    ///   - request: The result sets.
    ///   - deadline: When the answer must be there.
    /// - Returns: The answer, whose status tells the outcome.
    /// - Throws: ``Z3950Error`` of code `requestTimeout`, `closed`, `protocolError`, `cancelled`, `invalidRequest`.
    @discardableResult
    public func deleteResultSet(
        _ request: DeleteResultSetRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> DeleteResultSetResponse {
        guard case .deleteResultSet(let response) = try await self.perform(.deleteResultSet(request), deadline) else {
            throw Self.mismatch
        }
        return response
    }

    /// Ends the session and waits until the socket is closed, half a second at most.
    public nonisolated func close() async {
        self.startClosing()
        try? await self.channel.closeFuture.get()
    }

    /// Ends the session without waiting.
    nonisolated func startClosing() {
        let handler = self.handler
        self.channel.eventLoop.execute { handler.value.close() }
    }

    private static let mismatch = Z3950Error.malformed("an answer of another kind")

    private func perform(
        _ request: Z3950Request,
        _ deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Z3950Response {
        let ticket = Z3950ChannelHandler.Ticket()
        let handler = self.handler
        let eventLoop = self.channel.eventLoop
        let result = await withTaskCancellationHandler {
            await self.answer(to: request, ticket, deadline)
        } onCancel: {
            ticket.cancel()
            eventLoop.execute { handler.value.cancel(ticket) }
        }
        return try result.get()
    }

    private func answer(
        to request: Z3950Request,
        _ ticket: Z3950ChannelHandler.Ticket,
        _ deadline: ContinuousClock.Instant
    ) async -> Result<Z3950Response, Z3950Error> {
        await withCheckedContinuation { continuation in
            self.handler.value.perform(request, ticket: ticket, deadline: deadline, continuation: continuation)
        }
    }
}

extension Z3950Error {
    /// The error of an answer that refuses: its first diagnostic, or an unspecified one when it gives none.
    fileprivate init(refusal diagnostics: [Bib1Diagnostic], of what: String) {
        let first =
            diagnostics.first ?? Bib1Diagnostic(code: 100, addinfo: "the target refuses \(what) without a reason")
        self.init(.diagnostic(first))
    }
}
