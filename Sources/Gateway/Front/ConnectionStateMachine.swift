import Federation
import NIOCore
import NIOHTTP1

/// What one client's connection may do next: it takes one request at a time, holds what has come after it, and knows when the
/// connection stays and when it ends.
///
/// A value without sockets and clocks: ``FrontHandler`` tells it what has happened, and then does what
/// ``ConnectionStateMachine/nextAction()`` says until there is nothing left to do.
struct ConnectionStateMachine {
    private enum Phase {
        /// There is no request.
        case idle
        /// It is being decided whether a request is passed on.
        case judging(HTTPRequestHead)
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

    /// What the connection is to do.
    enum Action {
        /// Ask what becomes of the request, and tell by ``ConnectionStateMachine/decided(_:patience:)``.
        case judge(HTTPRequestHead)
        /// Pass a part on to those who answer.
        case pass(HTTPServerRequestPart)
        /// Pass on that nothing more will come.
        case passInputEnd
        /// Tell the client that the body may come.
        case writeContinue
        /// Answer with a refusal; its head goes through ``ConnectionStateMachine/refusing(_:isDraining:)``.
        case refuse(Refusal)
        /// Do not wait for a place any longer.
        case abandon(Admission.Ticket)
        /// The same, and tell by ``ConnectionStateMachine/gaveUp(_:)`` when its turn had not come.
        case giveUp(Admission.Ticket)
        /// The request that had a place is done.
        case leavePlace(RequestClass)
        /// Read from the socket.
        case read
        /// Call ``ConnectionStateMachine/expired()`` after that time, and no longer after another.
        case setDeadline(Duration)
        /// Call it never.
        case clearDeadline
        /// Send nothing more, and read on.
        case closeOutput
        /// Close.
        case close
    }

    /// How long a client may take to close after its last answer, and how much it may still send.
    private static let lingering = (time: Duration.seconds(2), octets: 1 << 20)
    /// How long a connection without a request stays when the server shuts down: a request may be on its way.
    private static let grace = Duration.milliseconds(250)

    private let limits: ConnectionLimits
    private var phase = Phase.idle
    private var actions: [Action] = []
    /// The request that is there.
    private(set) var exchange = Exchange()
    private var held = CircularBuffer<HTTPServerRequestPart>()
    private var isReadHeld = false
    private var isInputClosed = false
    private var isInputEndTold = false
    private var isBroken = false
    private var isDraining = false
    private var hasBegun = false
    private var hasLine = false
    private var unflushed = 0
    private var discarded = 0

    init(limits: ConnectionLimits) {
        self.limits = limits
    }

    /// Whether the last answer was given.
    var isLeaving: Bool { if case .leaving = self.phase { true } else { false } }

    /// Whether the body is larger than it may be.
    private var isOverflowing: Bool { self.exchange.bodyOctets > self.limits.bodyOctets }

    /// Whether the next part belongs to the request that is there, or is a new one's first.
    private var takesPart: Bool {
        switch self.phase {
        case .idle, .finishing, .skipping: true
        case .serving: !self.exchange.isComplete
        case .judging, .waiting, .leaving: false
        }
    }

    /// What is to be done next; nil when something must happen first.
    mutating func nextAction() -> Action? {
        while self.actions.isEmpty, self.takesPart, let part = self.held.popFirst() { self.take(part) }
        if self.actions.isEmpty, self.held.isEmpty { self.rouse() }
        return self.actions.isEmpty ? nil : self.actions.removeFirst()
    }

    /// All that has come was taken: what was put off until then happens now.
    private mutating func rouse() {
        if self.isReadHeld, !self.isOverflowing {
            self.isReadHeld = false
            self.actions.append(.read)
        }
        guard case .idle = self.phase else { return }
        if self.isBroken {
            self.refuse(.malformed("this is not HTTP/1.1"))
        } else if self.isInputClosed {
            self.passInputEnd()
        }
    }

    private mutating func passInputEnd() {
        guard !self.isInputEndTold else { return }
        self.isInputEndTold = true
        self.actions.append(.passInputEnd)
    }

    // MARK: A connection comes and goes

    /// The connection is there.
    mutating func opened(_ standing: ConnectionCounts.Standing) {
        if standing == .turnedAway {
            self.refuse(.tooManyConnections)
        } else {
            self.actions.append(.setDeadline(self.limits.headerTimeout))
        }
    }

    /// The connection is gone.
    mutating func closed() {
        self.freePlace()
        if case .waiting(_, let ticket) = self.phase { self.actions.append(.abandon(ticket)) }
        self.phase = .leaving
        self.held.removeAll()
    }

    /// The client will send nothing more.
    mutating func inputClosed() {
        self.isInputClosed = true
        switch self.phase {
        case .waiting(_, let ticket):
            self.phase = .leaving
            self.actions += [.abandon(ticket), .close]
        case .leaving:
            if self.unflushed == 0 { self.actions.append(.close) }
        default:
            // Requests that were sent before are answered first.
            if self.held.isEmpty { self.passInputEnd() }
        }
    }

    /// The server shuts down.
    mutating func startDraining() {
        self.isDraining = true
        self.exchange.keepsAlive = false
        guard self.unflushed == 0 else { return }
        switch self.phase {
        case .idle, .leaving: self.actions.append(.setDeadline(Self.grace))
        default: break
        }
    }

    /// The deadline that was set has passed.
    mutating func expired() {
        switch self.phase {
        case .idle where self.hasBegun: self.refuse(.timedOut)
        case .waiting(_, let ticket): self.actions.append(.giveUp(ticket))
        default: self.actions.append(.close)
        }
    }

    /// What has come is not HTTP.
    ///
    /// - Returns: whether those who answer must be told.
    mutating func parserFailed(_ error: HTTPParserError) -> Bool {
        switch self.phase {
        case .idle:
            let isOverflow = error == .headerOverflow
            let tooLarge = self.hasLine ? Refusal.headerTooLarge : .urlTooLong(self.limits.urlOctets)
            self.refuse(isOverflow ? tooLarge : .malformed("this is not HTTP/1.1"))
        case .serving where self.exchange.isComplete, .waiting:
            self.isBroken = true
        case .serving:
            return true
        default:
            self.actions.append(.close)
        }
        return false
    }
}

// MARK: - Requests

extension ConnectionStateMachine {
    /// Octets have come that the parser has not seen yet.
    ///
    /// - Returns: the time in which the whole header must be there, when it has begun to come.
    mutating func octetsCame(_ octets: ByteBuffer) -> Duration? {
        guard case .idle = self.phase else { return nil }
        if !self.hasLine { self.hasLine = octets.readableBytesView.contains(UInt8(ascii: "\n")) }
        guard !self.hasBegun else { return nil }
        self.hasBegun = true
        return self.limits.headerTimeout
    }

    /// A part of a request has come.
    mutating func received(_ part: HTTPServerRequestPart) {
        guard self.isLeaving else { return self.held.append(part) }
        guard case .body(let octets) = part else { return }
        self.discarded += octets.readableBytes
        if self.discarded > Self.lingering.octets { self.actions.append(.close) }
    }

    /// Those who answer want more.
    mutating func wantsRead() {
        if self.held.isEmpty, !self.isOverflowing {
            self.actions.append(.read)
        } else {
            self.isReadHeld = true
        }
    }

    private mutating func take(_ part: HTTPServerRequestPart) {
        switch (self.phase, part) {
        case (.idle, .head(let head)):
            self.exchange = Exchange(head)
            if self.isDraining { self.exchange.keepsAlive = false }
            self.hasBegun = false
            self.hasLine = false
            self.phase = .judging(head)
            self.actions.append(.judge(head))
        case (.serving, .body(let octets)), (.finishing, .body(let octets)):
            // The part that is too much is passed on as well, so that who collects the body sees that it is.
            guard !self.isOverflowing else { return }
            self.exchange.bodyOctets += octets.readableBytes
            self.actions.append(.pass(part))
            if case .finishing = self.phase, self.isOverflowing { self.leave() }
        case (.serving, .end):
            self.exchange.isComplete = true
            self.actions += [.clearDeadline, .pass(part)]
        case (.finishing, .end):
            self.actions.append(.pass(part))
            self.rest()
        case (.skipping, .body(let octets)):
            self.exchange.bodyOctets += octets.readableBytes
            if self.isOverflowing { self.leave() }
        case (.skipping, .end):
            self.rest()
        default:
            break
        }
    }

    /// What becomes of the request that was to be judged.
    mutating func decided(_ verdict: Front.Verdict, patience: Duration) {
        guard case .judging(let head) = self.phase else { return }
        switch verdict {
        case .refuse(let refusal):
            self.refuse(refusal)
        case .pass(let place):
            self.exchange.place = place
            self.serve(head)
        case .wait(let ticket):
            self.phase = .waiting(head, ticket)
            self.actions.append(.setDeadline(patience))
        }
    }

    /// A request that waited has a place.
    ///
    /// - Returns: false when it does not want it any longer.
    mutating func turnCame(_ ticket: Admission.Ticket) -> Bool {
        guard case .waiting(let head, ticket) = self.phase else { return false }
        self.exchange.place = ticket.requestClass
        self.serve(head)
        return true
    }

    /// A request that waited will have no place.
    mutating func gaveUp(_ ticket: Admission.Ticket) {
        guard case .waiting(_, ticket) = self.phase else { return }
        self.refuse(ticket.requestClass == .machine ? .machineBusy : .busy)
    }

    private mutating func serve(_ head: HTTPRequestHead) {
        var head = head
        self.phase = .serving
        self.actions.append(.setDeadline(self.limits.bodyTimeout))
        if head.headers.contains(name: "expect"), !self.exchange.isVersion10 { self.actions.append(.writeContinue) }
        head.headers.remove(name: "expect")
        head.headers.remove(name: "connection")
        self.actions.append(.pass(.head(head)))
    }
}

// MARK: - Answers

extension ConnectionStateMachine {
    /// Whether somebody waits for an answer, or for more of it.
    var takesAnswer: Bool { if case .serving = self.phase { true } else { false } }

    /// The head of an answer as it goes out.
    mutating func answering(_ head: HTTPResponseHead, isDraining: Bool) -> HTTPResponseHead {
        var head = head
        if isDraining || self.isOverflowing { self.exchange.keepsAlive = false }
        self.exchange.complete(&head)
        self.actions.append(.setDeadline(self.limits.writeTimeout))
        return head
    }

    /// The end of an answer is being written.
    mutating func answered() {
        self.unflushed += 1
        self.freePlace()
        if !self.exchange.keepsAlive || self.isOverflowing {
            self.leave()
        } else if self.exchange.isComplete {
            self.rest()
        } else {
            self.phase = .finishing
        }
    }

    /// The head of a refusal as it goes out, with its end right after it.
    mutating func refusing(_ head: HTTPResponseHead, isDraining: Bool) -> HTTPResponseHead {
        let head = self.answering(head, isDraining: isDraining)
        self.unflushed += 1
        if self.exchange.keepsAlive {
            self.phase = .skipping
        } else {
            self.leave()
        }
        return head
    }

    /// The end of an answer has gone out, or never will.
    mutating func flushed() {
        self.unflushed -= 1
        guard self.unflushed == 0 else { return }
        switch self.phase {
        case .leaving: self.closeOutput()
        case .idle: self.rest()
        default: break
        }
    }

    /// Has the request that is there, if any, answered with a refusal.
    private mutating func refuse(_ refusal: Refusal) {
        if refusal.endsConnection { self.exchange.keepsAlive = false }
        self.actions.append(.refuse(refusal))
    }

    private mutating func freePlace() {
        guard let place = self.exchange.place else { return }
        self.exchange.place = nil
        self.actions.append(.leavePlace(place))
    }

    /// Waits for the next request.
    private mutating func rest() {
        self.phase = .idle
        self.exchange = Exchange()
        guard self.unflushed == 0 else { return }
        let kept = self.hasBegun ? self.limits.headerTimeout : self.limits.idleTimeout
        self.actions.append(.setDeadline(self.isDraining ? Self.grace : kept))
    }

    /// Sends nothing more, and gives the client time to see what was sent.
    private mutating func leave() {
        self.phase = .leaving
        self.held.removeAll()
        if self.unflushed == 0 { self.closeOutput() }
    }

    private mutating func closeOutput() {
        self.actions.append(.setDeadline(self.isDraining ? Self.grace : Self.lingering.time))
        self.actions.append(self.isInputClosed ? .close : .closeOutput)
    }
}
