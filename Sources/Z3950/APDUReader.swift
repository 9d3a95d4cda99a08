import NIOCore

/// Cuts what a target sends into APDUs; stops reading while a large one waits for its turn.
final class APDUReader: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Turn {
        case none
        case waiting(LargeAnswers.Ticket)
        case taken(LargeAnswers.Ticket, until: Scheduled<Void>)
    }

    private var framer: APDUFramer
    private let gate: LargeAnswers
    private var buffer: ByteBuffer?
    private var turn = Turn.none
    private var wantsRead = false
    private var hasFailed = false

    init(maximumBytes: Int, gate: LargeAnswers = .shared) {
        self.framer = APDUFramer(maximumBytes: maximumBytes)
        self.gate = gate
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.hasFailed else { return }
        var more = Self.unwrapInboundIn(data)
        if self.buffer == nil { self.buffer = more } else { self.buffer?.writeBuffer(&more) }
        do {
            while var buffer = self.buffer {
                self.buffer = nil
                defer { if buffer.readableBytes > 0 { self.buffer = buffer } }
                guard let apdu = try self.framer.decode(buffer: &buffer) else { break }
                // What reads it makes values of it before this returns; the turn is over then.
                context.fireChannelRead(Self.wrapInboundOut(apdu))
                self.endTurn()
            }
        } catch {
            self.fail(error, context)
            return
        }
        self.takeTurnIfLarge(context)
    }

    func read(context: ChannelHandlerContext) {
        if case .waiting = self.turn {
            self.wantsRead = true
        } else {
            context.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.forget()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.forget()
    }

    private func takeTurnIfLarge(_ context: ChannelHandlerContext) {
        guard case .none = self.turn, let buffer,
            max(self.framer.octetsWanted, buffer.readableBytes) > LargeAnswers.threshold
        else { return }
        let reader = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (ticket, isFree) = self.gate.take(on: context.eventLoop) {
            let (reader, context) = reader.value
            reader.turnHasCome(context)
        }
        self.turn = .waiting(ticket)
        if isFree { self.turnHasCome(context) }
    }

    private func turnHasCome(_ context: ChannelHandlerContext) {
        guard case .waiting(let ticket) = self.turn else { return }
        let timer = context.eventLoop.assumeIsolated().scheduleTask(in: LargeAnswers.longestTurn) {
            self.fail(Z3950Error(.tooLarge, "a large answer that comes too slowly"), context)
        }
        self.turn = .taken(ticket, until: timer)
        guard self.wantsRead else { return }
        self.wantsRead = false
        context.read()
    }

    private func endTurn() {
        switch self.turn {
        case .none: return
        case .waiting(let ticket): self.gate.giveBack(ticket)
        case .taken(let ticket, let timer):
            timer.cancel()
            self.gate.giveBack(ticket)
        }
        self.turn = .none
    }

    private func forget() {
        self.endTurn()
        self.buffer = nil
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        self.hasFailed = true
        self.forget()
        context.fireErrorCaught(error)
    }
}

@available(*, unavailable)
extension APDUReader: Sendable {}
