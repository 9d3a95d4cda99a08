import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection in good order when the process is about to end: no request that has come stays without its whole answer.
///
/// The next answer says `Connection: close`, and once it is sent the sending half is closed; the client closes the other. A
/// connection without a request stays open for a moment, because one may be under way.
final class ConnectionDrain: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a connection stays open on which nothing is asked.
    private static let patience = TimeAmount.seconds(1)
    /// How long a client may take to close its half.
    private static let linger = TimeAmount.seconds(2)

    private let operations: Operations
    /// Whether no more connections are accepted.
    private var isQuiescing = false
    /// Requests that have begun to come and are not answered.
    private var requests = 0
    /// Whether the answer that is being sent says that it is the last one.
    private var isAnnounced = false
    private var timer: Scheduled<Void>?

    init(_ operations: Operations) {
        self.operations = operations
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = self.unwrapInboundIn(data) {
            self.requests += 1
            if !self.isAnnounced { self.timer?.cancel() }
        }
        context.fireChannelRead(data)
    }

    /// The process stops to accept connections; what comes next on this one is decided here alone.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        self.isQuiescing = true
        if self.requests == 0, !self.isAnnounced { self.end(context, after: Self.patience) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isLast = self.requests == 1 && (self.isQuiescing || self.operations.isDraining)
        switch self.unwrapOutboundIn(data) {
        case .head(var head) where isLast && head.status.kind != .informational:
            self.isAnnounced = true
            head.headerFields[.connection] = "close"
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            self.requests -= 1
            guard self.requests == 0, self.isAnnounced || self.isQuiescing else {
                return context.write(data, promise: promise)
            }
            let isSent = promise ?? context.eventLoop.makePromise(of: Void.self)
            let after = self.isAnnounced ? TimeAmount.zero : Self.patience
            isSent.futureResult.assumeIsolated().whenComplete { _ in self.end(context, after: after) }
            context.write(data, promise: isSent)
        default:
            context.write(data, promise: promise)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.timer?.cancel()
        context.fireChannelInactive()
    }

    /// Closes our half, and the other if the client does not.
    private func end(_ context: ChannelHandlerContext, after delay: TimeAmount) {
        guard context.channel.isActive else { return }
        let loop = context.eventLoop.assumeIsolated()
        self.timer?.cancel()
        self.timer = loop.scheduleTask(in: delay) {
            context.close(mode: .output, promise: nil)
            self.timer = loop.scheduleTask(in: Self.linger) { context.close(promise: nil) }
        }
    }
}

@available(*, unavailable)
extension ConnectionDrain: Sendable {}
