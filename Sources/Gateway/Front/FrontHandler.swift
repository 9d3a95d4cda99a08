import Federation
import NIOCore
import NIOHTTP1

/// The front on one connection: does in the pipeline what ``ConnectionStateMachine`` decides.
///
/// It refuses without waking anybody behind it. It also knows when a connection stays and when it ends, for HTTP/1.0 as
/// well: Hummingbird, behind it, is never told.
final class FrontHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let front: Front
    private let connection: ClientConnection
    private let standing: ConnectionCounts.Standing
    private var machine: ConnectionStateMachine
    private let deadline = DeadlineTimer()
    private var isActing = false
    private var isReading = false
    private var hasPassed = false

    init(_ front: Front, _ connection: ClientConnection, _ standing: ConnectionCounts.Standing) {
        self.front = front
        self.connection = connection
        self.standing = standing
        self.machine = ConnectionStateMachine(limits: front.limits)
    }

    // MARK: What happens

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        self.machine.opened(self.standing)
        self.act(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.machine.closed()
        self.act(context)
        self.deadline.cancel()
        context.fireChannelInactive()
    }

    /// Octets have come that the parser has not seen yet.
    func octetsCame(_ octets: ByteBuffer) {
        if let time = self.machine.octetsCame(octets) { self.deadline.bringForward(to: time) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.isReading = true
        self.machine.received(self.unwrapInboundIn(data))
        self.act(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.isReading = false
        self.hasPassed = false
        if self.machine.isLeaving {
            context.read()
        } else {
            context.fireChannelReadComplete()
        }
    }

    func read(context: ChannelHandlerContext) {
        self.machine.wantsRead()
        self.act(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return context.close(mode: .all, promise: nil)
        }
        if self.machine.parserFailed(failure) { context.fireErrorCaught(error) }
        self.act(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as ChannelEvent where event == .inputClosed: self.machine.inputClosed()
        case is ChannelShouldQuiesceEvent: self.machine.startDraining()
        default: return context.fireUserInboundEventTriggered(event)
        }
        self.act(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = self.unwrapOutboundIn(data)
        if case .head(let head) = part, head.status.code < 200 { return context.write(data, promise: promise) }
        guard self.machine.takesAnswer else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch part {
        case .head(let head):
            let head = self.complete(self.machine.answering(head, isDraining: self.front.isDraining))
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end(let trailers):
            self.machine.answered()
            self.writeEnd(trailers, context).cascade(to: promise)
        }
        self.act(context)
    }

    // MARK: What is done

    /// Does all that is to be done now.
    private func act(_ context: ChannelHandlerContext) {
        // What happens while something is done is dealt with after it.
        guard !self.isActing else { return }
        self.isActing = true
        while let action = self.machine.nextAction() { self.act(on: action, context) }
        self.isActing = false
        guard self.hasPassed, !self.isReading else { return }
        self.hasPassed = false
        context.fireChannelReadComplete()
    }

    private func act(on action: ConnectionStateMachine.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .judge(let head):
            self.machine.decided(self.verdict(on: head, context), patience: self.front.patience)
        case .pass(let part):
            self.hasPassed = true
            context.fireChannelRead(self.wrapInboundOut(part))
        case .passInputEnd:
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        case .writeContinue:
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
        case .refuse(let refusal):
            self.refuse(refusal, context)
        case .abandon(let ticket):
            _ = self.front.abandon(ticket)
        case .giveUp(let ticket):
            if self.front.abandon(ticket) { self.machine.gaveUp(ticket) }
        case .leavePlace(let requestClass):
            self.front.leave(requestClass)
        case .read:
            context.read()
        case .setDeadline(let time):
            self.deadline.set(time, context.eventLoop) {
                self.machine.expired()
                self.act(context)
            }
        case .clearDeadline:
            self.deadline.clear()
        case .closeOutput:
            let closed = context.eventLoop.makePromise(of: Void.self)
            closed.futureResult.assumeIsolated().whenFailure { _ in context.close(mode: .all, promise: nil) }
            context.close(mode: .output, promise: closed)
            context.read()
        case .close:
            context.close(mode: .all, promise: nil)
        }
    }

    private func verdict(on head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Front.Verdict {
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        return self.front.verdict(on: head, self.connection, self.standing) { ticket in
            loop.execute { bound.value.handler.turnCame(ticket, bound.value.context) }
        }
    }

    private func turnCame(_ ticket: Admission.Ticket, _ context: ChannelHandlerContext) {
        if self.machine.turnCame(ticket) {
            self.act(context)
        } else {
            self.front.leave(ticket.requestClass)
        }
    }

    /// Answers a request here.
    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        self.front.count(refusal.reason)
        let exchange = self.machine.exchange
        let (head, text) = refusal.answer(uri: exchange.uri)
        let completed = self.complete(self.machine.refusing(head, isDraining: self.front.isDraining))
        context.write(self.wrapOutboundOut(.head(completed)), promise: nil)
        if !exchange.isHead {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: text)))), promise: nil)
        }
        _ = self.writeEnd(nil, context)
        context.flush()
    }

    private func complete(_ head: HTTPResponseHead) -> HTTPResponseHead {
        var head = head
        let exchange = self.machine.exchange
        self.front.complete(&head.headers, origin: exchange.origin, isPreflight: exchange.isPreflight)
        return head
    }

    private func writeEnd(_ trailers: HTTPHeaders?, _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.machine.flushed()
            self.act(context)
        }
        context.write(self.wrapOutboundOut(.end(trailers)), promise: written)
        return written.futureResult
    }
}
