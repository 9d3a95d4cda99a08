import Federation
import NIOCore
import NIOHTTP1

/// The front on one connection: takes one request at a time, refuses what must be refused without waking anybody
/// behind it, holds what waits for a place, and ends what takes too long.
///
/// It also knows when a connection stays and when it ends, for HTTP/1.0 as well: Hummingbird, behind it, is never told.
final class FrontHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        /// There is no request.
        case idle
        /// A request waits for a place.
        case waiting(HTTPRequestHead, Admission.Ticket)
        /// A request was passed on and is not answered yet.
        case serving
        /// A request was answered before its body had come.
        case finishing
        /// A request was refused before its body had come, which nobody wants.
        case skipping
        /// The last answer was given; whatever comes is thrown away until the client has seen it and closes.
        case leaving
    }

    /// How long a client may take to close after its last answer, and how much it may still send.
    private static let lingering = (time: Duration.seconds(2), octets: 1 << 20)
    /// How long a connection without a request stays when the server shuts down: a request may be on its way.
    private static let grace = Duration.milliseconds(250)

    private let front: Front
    private let connection: ClientConnection
    private let standing: ConnectionCounts.Standing
    private let limits: ConnectionLimits
    private var phase = Phase.idle
    private var exchange = Exchange()
    private var held = CircularBuffer<HTTPServerRequestPart>()
    private var isReadHeld = false
    private var isInputClosed = false
    private var isInputEndTold = false
    private var isGoingOn = false
    private var isBroken = false
    private var isDraining = false
    private var hasBegun = false
    private var hasLine = false
    private var unflushed = 0
    private var discarded = 0
    private let deadline = DeadlineTimer()

    init(_ front: Front, _ connection: ClientConnection, _ standing: ConnectionCounts.Standing) {
        self.front = front
        self.connection = connection
        self.standing = standing
        self.limits = front.limits
    }

    // MARK: A connection comes and goes

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        if self.standing == .turnedAway {
            self.refuse(.tooManyConnections, context)
        } else {
            self.expire(after: self.limits.headerTimeout, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.deadline.cancel()
        self.freePlace()
        if case .waiting(_, let ticket) = self.phase { _ = self.front.abandon(ticket) }
        self.phase = .leaving
        context.fireChannelInactive()
    }

    /// Octets have come that the parser has not seen yet.
    func octetsCame(_ octets: ByteBuffer) {
        guard case .idle = self.phase else { return }
        if !self.hasLine { self.hasLine = octets.readableBytesView.contains(UInt8(ascii: "\n")) }
        guard !self.hasBegun else { return }
        self.hasBegun = true
        self.deadline.bringForward(to: self.limits.headerTimeout)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = self.unwrapInboundIn(data)
        if self.takesPart {
            self.take(part, context)
        } else if case .leaving = self.phase {
            self.discard(part, context)
        } else {
            self.held.append(part)
        }
    }

    /// Whether the next part belongs to the request that is there, or is a new one's first.
    private var takesPart: Bool {
        switch self.phase {
        case .idle, .finishing, .skipping: true
        case .serving: !self.exchange.isComplete
        case .waiting, .leaving: false
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (self.phase, part) {
        case (.idle, .head(let head)):
            self.take(head, context)
        case (.serving, .body(let octets)), (.finishing, .body(let octets)):
            // The part that is too much is passed on as well, so that who collects the body sees that it is.
            guard self.exchange.bodyOctets <= self.limits.bodyOctets else { return }
            self.exchange.bodyOctets += octets.readableBytes
            context.fireChannelRead(self.wrapInboundOut(part))
            if case .finishing = self.phase, self.isOverflowing { self.leave(context) }
        case (.serving, .end):
            self.exchange.isComplete = true
            self.deadline.clear()
            context.fireChannelRead(self.wrapInboundOut(part))
        case (.finishing, .end):
            context.fireChannelRead(self.wrapInboundOut(part))
            self.rest(context)
        case (.skipping, .body(let octets)):
            self.exchange.bodyOctets += octets.readableBytes
            if self.isOverflowing { self.leave(context) }
        case (.skipping, .end):
            self.rest(context)
        default:
            break
        }
    }

    private var isOverflowing: Bool { self.exchange.bodyOctets > self.limits.bodyOctets }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        self.exchange = Exchange(head)
        if self.isDraining { self.exchange.keepsAlive = false }
        self.hasBegun = false
        self.hasLine = false
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        let verdict = self.front.verdict(on: head, self.connection, self.standing) { ticket in
            loop.execute { bound.value.handler.turnCame(ticket, bound.value.context) }
        }
        switch verdict {
        case .refuse(let refusal):
            self.refuse(refusal, context)
        case .pass(let place):
            self.exchange.place = place
            self.serve(head, context)
        case .wait(let ticket):
            self.phase = .waiting(head, ticket)
            self.expire(after: self.front.patience, context)
        }
    }

    private func turnCame(_ ticket: Admission.Ticket, _ context: ChannelHandlerContext) {
        guard case .waiting(let head, ticket) = self.phase else {
            self.front.leave(ticket.requestClass)
            return
        }
        self.exchange.place = ticket.requestClass
        self.serve(head, context)
        context.fireChannelReadComplete()
        self.goOn(context)
    }

    private func serve(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = head
        self.phase = .serving
        self.expire(after: self.limits.bodyTimeout, context)
        if head.headers.contains(name: "expect"), !self.exchange.isVersion10 {
            let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(self.wrapOutboundOut(.head(goOn)), promise: nil)
        }
        head.headers.remove(name: "expect")
        head.headers.remove(name: "connection")
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    /// Takes what has come meanwhile, as far as that can be taken.
    private func goOn(_ context: ChannelHandlerContext) {
        if case .leaving = self.phase { return self.held.removeAll() }
        guard !self.isGoingOn else { return }
        self.isGoingOn = true
        let before = self.held.count
        while self.takesPart, let part = self.held.popFirst() { self.take(part, context) }
        if self.held.count < before { context.fireChannelReadComplete() }
        self.isGoingOn = false
        guard self.held.isEmpty else { return }
        if self.isReadHeld {
            self.isReadHeld = false
            context.read()
        }
        guard case .idle = self.phase else { return }
        if self.isBroken { return self.refuse(.malformed("this is not HTTP/1.1"), context) }
        if self.isInputClosed { self.tellInputEnd(context) }
    }

    private func tellInputEnd(_ context: ChannelHandlerContext) {
        guard !self.isInputEndTold else { return }
        self.isInputEndTold = true
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    func read(context: ChannelHandlerContext) {
        if self.held.isEmpty, !self.isOverflowing {
            context.read()
        } else {
            self.isReadHeld = true
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isServing = if case .serving = self.phase { true } else { false }
        switch self.unwrapOutboundIn(data) {
        case .head(let head) where head.status.code < 200:
            context.write(data, promise: promise)
        case .head(var head) where isServing:
            self.complete(&head)
            self.expire(after: self.limits.writeTimeout, context)
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .body where isServing:
            context.write(data, promise: promise)
        case .end(let trailers) where isServing:
            self.writeEnd(trailers, context).cascade(to: promise)
            self.answered(context)
        default:
            promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    private func answered(_ context: ChannelHandlerContext) {
        self.freePlace()
        if !self.exchange.keepsAlive || self.isOverflowing {
            self.leave(context)
        } else if self.exchange.isComplete {
            self.rest(context)
        } else {
            self.phase = .finishing
        }
    }

    private func complete(_ head: inout HTTPResponseHead) {
        if self.front.isDraining || self.isOverflowing { self.exchange.keepsAlive = false }
        self.exchange.complete(&head)
        self.front.complete(&head.headers, origin: self.exchange.origin, isPreflight: self.exchange.isPreflight)
    }

    private func writeEnd(_ trailers: HTTPHeaders?, _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let written = context.eventLoop.makePromise(of: Void.self)
        self.unflushed += 1
        written.futureResult.assumeIsolated().whenComplete { _ in self.flushed(context) }
        context.write(self.wrapOutboundOut(.end(trailers)), promise: written)
        return written.futureResult
    }

    private func flushed(_ context: ChannelHandlerContext) {
        self.unflushed -= 1
        guard self.unflushed == 0 else { return }
        switch self.phase {
        case .leaving: self.closeOutput(context)
        case .idle: self.rest(context)
        default: break
        }
    }

    /// Answers a request here, when none is being worked on.
    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        self.front.count(refusal.reason)
        if refusal.endsConnection { self.exchange.keepsAlive = false }
        var (head, text) = refusal.answer(uri: self.exchange.uri)
        self.complete(&head)
        self.expire(after: self.limits.writeTimeout, context)
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        if !self.exchange.isHead {
            let body = context.channel.allocator.buffer(bytes: text)
            context.write(self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        _ = self.writeEnd(nil, context)
        // Before what is written may be found to have gone out.
        self.phase = self.exchange.keepsAlive ? .skipping : .leaving
        context.flush()
        self.goOn(context)
    }

    private func freePlace() {
        guard let place = self.exchange.place else { return }
        self.exchange.place = nil
        self.front.leave(place)
    }

    // MARK: The end of requests and connections

    /// Waits for the next request.
    private func rest(_ context: ChannelHandlerContext) {
        self.phase = .idle
        self.exchange = Exchange()
        if self.unflushed == 0 {
            let kept = self.hasBegun ? self.limits.headerTimeout : self.limits.idleTimeout
            self.expire(after: self.isDraining ? Self.grace : kept, context)
        }
        self.goOn(context)
    }

    /// Sends nothing more, and gives the client time to see what was sent.
    private func leave(_ context: ChannelHandlerContext) {
        self.phase = .leaving
        self.held.removeAll()
        if self.unflushed == 0 { self.closeOutput(context) }
    }

    private func closeOutput(_ context: ChannelHandlerContext) {
        self.expire(after: self.isDraining ? Self.grace : Self.lingering.time, context)
        guard !self.isInputClosed else { return self.close(context) }
        let closed = context.eventLoop.makePromise(of: Void.self)
        closed.futureResult.assumeIsolated().whenFailure { _ in self.close(context) }
        context.close(mode: .output, promise: closed)
        context.read()
    }

    private func close(_ context: ChannelHandlerContext) {
        context.close(mode: .all, promise: nil)
    }

    private func discard(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let octets) = part else { return }
        self.discarded += octets.readableBytes
        if self.discarded > Self.lingering.octets { self.close(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .leaving = self.phase {
            context.read()
        } else {
            context.fireChannelReadComplete()
        }
    }

    private func expire(after time: Duration, _ context: ChannelHandlerContext) {
        self.deadline.set(time, context.eventLoop) { self.expired(context) }
    }

    private func expired(_ context: ChannelHandlerContext) {
        switch self.phase {
        case .idle where self.hasBegun:
            self.refuse(.timedOut, context)
        case .waiting(_, let ticket):
            guard self.front.abandon(ticket) else { return }
            self.refuse(ticket.requestClass == .machine ? .machineBusy : .busy, context)
        default:
            self.close(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return self.close(context)
        }
        switch self.phase {
        case .idle:
            let refusal =
                error == .headerOverflow
                ? (self.hasLine ? .headerTooLarge : .urlTooLong(self.limits.urlOctets))
                : Refusal.malformed("this is not HTTP/1.1")
            self.refuse(refusal, context)
        case .serving where self.exchange.isComplete, .waiting:
            self.isBroken = true
        case .serving:
            context.fireErrorCaught(error)
        default:
            self.close(context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as ChannelEvent where event == .inputClosed:
            self.isInputClosed = true
            switch self.phase {
            case .waiting(_, let ticket):
                _ = self.front.abandon(ticket)
                self.phase = .leaving
                self.close(context)
            case .leaving:
                if self.unflushed == 0 { self.close(context) }
            default:
                // Requests that were sent before are answered first.
                if self.held.isEmpty { self.tellInputEnd(context) }
            }
        case is ChannelShouldQuiesceEvent:
            self.isDraining = true
            self.exchange.keepsAlive = false
            switch self.phase {
            case .idle where self.unflushed == 0, .leaving where self.unflushed == 0:
                self.expire(after: Self.grace, context)
            default: break
            }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }
}
