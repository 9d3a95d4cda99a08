import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOSSL
import NIOTLS

/// Carries out what ``Z3950Client`` decides, on one channel and its event loop.
final class Z3950ChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What other threads may know of the connection.
    struct Status: Sendable {
        var isUsable = false
        var requests = 0
        var answers = 0
    }

    /// One request's identity, so that a late cancellation cannot hit the next request.
    final class Ticket: Sendable {
        private let cancelled = NIOLockedValueBox(false)

        var isCancelled: Bool { self.cancelled.withLockedValue { $0 } }

        func cancel() {
            self.cancelled.withLockedValue { $0 = true }
        }
    }

    typealias Continuation = CheckedContinuation<Result<Z3950Response, Z3950Error>, Never>

    private struct Pending {
        let ticket: Ticket
        let continuation: Continuation
        let timer: Scheduled<Void>
    }

    let status = NIOLockedValueBox(Status())
    private var client: Z3950Client
    private let startsAfterTLS: Bool
    private let opening: EventLoopPromise<Z3950Client.Session>
    private var openingTimer: Scheduled<Void>?
    private var pending: Pending?
    private var context: ChannelHandlerContext?

    init(endpoint: Z3950Endpoint, opening: EventLoopPromise<Z3950Client.Session>) {
        self.client = Z3950Client(endpoint: endpoint)
        self.startsAfterTLS = endpoint.tls != nil
        self.opening = opening
    }

    // MARK: Requests

    /// Limits the time until the session is open.
    func openBefore(_ deadline: ContinuousClock.Instant, on eventLoop: any EventLoop) {
        self.openingTimer = eventLoop.assumeIsolated().scheduleTask(in: deadline.remaining) {
            self.run(self.client.deadlinePassed())
        }
    }

    func perform(
        _ request: Z3950Request,
        ticket: Ticket,
        deadline: ContinuousClock.Instant,
        continuation: Continuation
    ) {
        guard !ticket.isCancelled else { return continuation.resume(returning: .failure(Z3950Error(.cancelled))) }
        guard let context else {
            return continuation.resume(returning: .failure(Z3950Error(.closed, "the connection is not open")))
        }
        let remaining = deadline.remaining
        guard remaining > .zero else {
            return continuation.resume(returning: .failure(Z3950Error(request.timeoutCode, "no time was left")))
        }
        do throws(Z3950Error) {
            let actions = try self.client.start(request)
            let timer = context.eventLoop.assumeIsolated().scheduleTask(in: remaining) { self.expire(ticket) }
            self.pending = Pending(ticket: ticket, continuation: continuation, timer: timer)
            self.status.withLockedValue { $0.requests += 1 }
            self.run(actions)
        } catch {
            continuation.resume(returning: .failure(error))
        }
    }

    func cancel(_ ticket: Ticket) {
        guard self.pending?.ticket === ticket else { return }
        self.run(self.client.fail(Z3950Error(.cancelled)))
    }

    func cancelOpening() {
        guard !self.client.isIdle else { return }
        self.run(self.client.fail(Z3950Error(.cancelled)))
    }

    /// Ends the session; the socket is closed when the target agrees, or after a moment.
    func close() {
        self.run(self.client.close())
        guard let context else { return }
        let channel = context.channel
        let timer = context.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
    }

    private func expire(_ ticket: Ticket) {
        guard self.pending?.ticket === ticket else { return }
        self.run(self.client.deadlinePassed())
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { self.transportReady() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.run(self.client.peerClosed())
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.transportReady()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.run(self.client.peerClosed())
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if self.startsAfterTLS, case .handshakeCompleted = event as? TLSUserEvent { self.run(self.client.connected()) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let apdu = Self.unwrapInboundIn(data)
        self.status.withLockedValue { $0.answers += 1 }
        self.run(self.client.received(Array(apdu.readableBytesView)[...]))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.run(self.client.fail(Z3950Error(transport: error)))
    }

    private func transportReady() {
        guard !self.startsAfterTLS else { return }
        self.run(self.client.connected())
    }

    // MARK: Actions

    private func run(_ actions: [Z3950Client.Action]) {
        self.status.withLockedValue { $0.isUsable = self.client.isIdle }
        for action in actions {
            switch action {
            case .send(let bytes):
                guard let context else { continue }
                context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .opened(let session):
                self.openingTimer?.cancel()
                self.openingTimer = nil
                self.opening.succeed(session)
            case .complete(let response):
                self.takePending()?.continuation.resume(returning: .success(response))
            case .fail(let error):
                self.openingTimer?.cancel()
                self.openingTimer = nil
                self.opening.fail(error)
                self.takePending()?.continuation.resume(returning: .failure(error))
            case .close:
                self.context?.close(promise: nil)
            }
        }
    }

    private func takePending() -> Pending? {
        guard let pending = self.pending else { return nil }
        self.pending = nil
        pending.timer.cancel()
        return pending
    }
}

@available(*, unavailable)
extension Z3950ChannelHandler: Sendable {}

extension Z3950Request {
    /// The code of the error when this request's time is over.
    var timeoutCode: Z3950Error.Code {
        switch self {
        case .initialise: .initTimeout
        case .search: .searchTimeout
        case .present: .presentTimeout
        case .scan, .sort, .deleteResultSet, .close: .requestTimeout
        }
    }
}

extension ContinuousClock.Instant {
    /// The time from now until this instant; zero when it is past.
    var remaining: TimeAmount {
        let duration = ContinuousClock.now.duration(to: self)
        guard duration > .zero else { return .zero }
        return TimeAmount(min(duration, .seconds(86_400 * 365)))
    }
}

extension Z3950Error {
    /// Names an error of sockets and TLS.
    init(transport error: any Error) {
        switch error {
        case let error as Z3950Error:
            self = error
        case let error as IOError
        where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode):
            self.init(.refused)
        case let error as IOError:
            self.init(.closed, "system error \(error.errnoCode)")
        case ChannelError.connectTimeout:
            self.init(.connectTimeout)
        case NIOSSLError.uncleanShutdown:
            self.init(.closed, "without a word")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self.init(.tls, String("\(error)".prefix(300)))
        default:
            self.init(.closed, "by the transport")
        }
    }
}
