import Federation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Gateway

extension FrontTests {
    /// One connection's order of things, without sockets: whatever comes in whatever order, requests are answered one by one.
    @Suite struct ConnectionStateMachineTests {
        @Test(arguments: UInt64(1)...200)
        func requestsOnOneConnectionAreAnsweredOneAfterAnother(seed: UInt64) {
            var client = PipeliningClient(seed: seed)
            client.run()
            #expect(client.problem == nil, "seed \(seed)")
            #expect(client.answered == Array(0..<PipeliningClient.requests), "seed \(seed)")
        }

        @Test func theLastAnswerEndsTheConnectionWhenTheServerShutsDown() {
            var client = PipeliningClient(seed: 1)
            client.machine.startDraining()
            client.run()
            #expect(client.problem == nil)
            #expect(client.answered == [0])
            #expect(client.isOutputClosed)
        }
    }
}

/// A client that sends many requests at once, and a server behind the state machine, both as a seed says.
private struct PipeliningClient {
    static let requests = 12

    var machine = ConnectionStateMachine(limits: ConnectionLimits())
    /// The numbers of the requests that were answered, in that order.
    private(set) var answered: [Int] = []
    private(set) var isOutputClosed = false
    private(set) var problem: String?
    private var generator: SeededGenerator
    private var unsent: [HTTPServerRequestPart] = []
    private var judged: Int?
    private var ticket: Admission.Ticket?
    private var tickets: Admission
    /// The request that was passed on, and whether all of it was.
    private var passed: (number: Int, isComplete: Bool, isHeadWritten: Bool)?
    private var unflushed = 0

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
        var limits = TrafficLimits()
        limits.concurrent = 0
        limits.queue = .max
        self.tickets = Admission(limits: limits)
        for number in 0..<Self.requests {
            self.unsent.append(.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/\(number)")))
            for _ in 0..<Int.random(in: 0...3, using: &self.generator) {
                self.unsent.append(.body(ByteBuffer(string: "body")))
            }
            self.unsent.append(.end(nil))
        }
        self.unsent.reverse()
        self.machine.opened(.welcome)
    }

    /// Lets things happen until nothing more can.
    mutating func run() {
        self.act()
        while self.problem == nil, let event = self.events.randomElement(using: &self.generator) {
            switch event {
            case .part: if let part = self.unsent.popLast() { self.machine.received(part) }
            case .turn:
                if let ticket { _ = self.machine.turnCame(ticket) }
                self.ticket = nil
            case .patienceEnds: self.machine.expired()
            case .head:
                self.passed?.isHeadWritten = true
                _ = self.machine.answering(HTTPResponseHead(version: .http1_1, status: .ok), isDraining: false)
            case .end:
                if let passed { self.answered.append(passed.number) }
                self.passed = nil
                self.unflushed += 1
                self.machine.answered()
            case .flush:
                self.unflushed -= 1
                self.machine.flushed()
            case .read: self.machine.wantsRead()
            }
            self.act()
        }
    }

    private enum Event { case part, turn, patienceEnds, head, end, flush, read }

    /// What may happen next.
    private var events: [Event] {
        var events: [Event] = self.unsent.isEmpty || self.isOutputClosed ? [] : [.part, .part, .part, .read]
        if self.ticket != nil { events += [.turn, .patienceEnds] }
        if let passed { events.append(passed.isHeadWritten ? .end : .head) }
        if self.unflushed > 0 { events.append(.flush) }
        return events
    }

    private mutating func act() {
        while let action = self.machine.nextAction() {
            switch action {
            case .judge(let head):
                if self.passed != nil { self.problem = "two requests at one time" }
                self.judged = Int(head.uri.dropFirst())
                self.machine.decided(self.verdict(), patience: .seconds(1))
            case .pass(.head(let head)):
                if self.passed != nil { self.problem = "two requests at one time" }
                self.passed = Int(head.uri.dropFirst()).map { ($0, false, false) }
            case .pass(.end):
                // The rest of a request comes also when it was answered before.
                if self.passed?.isComplete == true { self.problem = "a request that ends twice" }
                self.passed?.isComplete = true
            case .refuse(let refusal):
                if let judged { self.answered.append(judged) }
                let (head, _) = refusal.answer(uri: "/")
                self.unflushed += 1
                _ = self.machine.refusing(head, isDraining: false)
            case .giveUp(let ticket):
                self.ticket = nil
                self.machine.gaveUp(ticket)
            case .closeOutput: self.isOutputClosed = true
            case .close: self.problem = "closed"
            default: break
            }
        }
    }

    private mutating func verdict() -> Front.Verdict {
        switch Int.random(in: 0..<3, using: &self.generator) {
        case 0: return .refuse(.busy)
        case 1: return .pass(.interactive)
        default:
            guard case .waits(let ticket) = self.tickets.arrive(.interactive) else { return .pass(nil) }
            self.ticket = ticket
            return .wait(ticket)
        }
    }
}
