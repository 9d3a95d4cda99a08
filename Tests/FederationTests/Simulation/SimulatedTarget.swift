import MARC
import Scoring
import TestSupport

@testable import Federation

/// A library's server that exists in memory only, and misbehaves as a seed says.
struct SimulatedTarget {
    /// What it does with a request.
    enum Behaviour: CaseIterable {
        case sound
        case slow
        case silent
        case refused
        case closes
        case garbage
        case diagnostic
        case login
        case overloaded
        case half
        case noRecords
        case surrogates
        case oneAtATime
        case shrinks
    }

    /// What one request brought, and when.
    struct Reply {
        var answer: TargetAnswer
        var delay: Duration
        /// How often the server was asked.
        var requests = 1
    }

    static let timeout = Duration.seconds(8)

    let number: Int
    let id: String
    /// The records it has for every query.
    let hits: Int
    /// How it behaves from which time on.
    let phases: [(from: Duration, behaviour: Behaviour)]
    var retries = RetryBudget()
    private(set) var firstTries = 0
    private(set) var requests = 0

    /// The number of targets, queries and records that there can be.
    static let most = (targets: 5, queries: 4, records: 4)

    init(number: Int, using generator: inout SeededGenerator) {
        self.number = number
        self.id = Self.ids[number]
        self.hits = Int.random(in: 0...Self.most.records, using: &generator)
        var phases: [(Duration, Behaviour)] = []
        var time = Duration.zero
        while time < .seconds(60) {
            let isSound = Int.random(in: 0..<100, using: &generator) < 55
            let behaviour = isSound ? .sound : Behaviour.allCases.randomElement(using: &generator) ?? .sound
            phases.append((time, behaviour))
            time += .milliseconds(Int.random(in: 2_000...40_000, using: &generator))
        }
        self.phases = phases
    }

    private static let ids = (0..<Self.most.targets).map { "t\($0)" }

    func behaviour(at time: Duration) -> Behaviour {
        self.phases.last { $0.from <= time }?.behaviour ?? .sound
    }

    /// Answers a request as the connection's owner would see it: a connection that is lost is made good once, if the
    /// budget allows.
    mutating func reply(
        query: Int,
        window: Range<Int>,
        at time: Duration,
        using generator: inout SeededGenerator
    ) -> Reply {
        self.retries.noteFirstTry()
        self.firstTries += 1
        var reply = self.once(query, window, self.behaviour(at: time), &generator)
        if reply.answer.failure?.code == .closed, self.retries.takeRetry() {
            let again = self.once(query, window, self.behaviour(at: time + reply.delay), &generator)
            reply = Reply(answer: again.answer, delay: reply.delay + again.delay, requests: 2)
        }
        if reply.delay >= Self.timeout {
            reply.delay = Self.timeout
            if reply.answer.failure == nil {
                reply.answer = TargetAnswer(failure: TargetFailure(.searchTimeout, "no answer in time"))
            }
        }
        self.requests += reply.requests
        reply.answer.requests = reply.requests
        return reply
    }

    private func once(
        _ query: Int,
        _ window: Range<Int>,
        _ behaviour: Behaviour,
        _ generator: inout SeededGenerator
    ) -> Reply {
        let quick = Duration.milliseconds(Int.random(in: 5...400, using: &generator))
        func failed(_ code: TargetFailure.Code, retryAfter: Duration? = nil, after delay: Duration? = nil) -> Reply {
            Reply(
                answer: TargetAnswer(failure: TargetFailure(code, "simulated", retryAfter: retryAfter)),
                delay: delay ?? quick
            )
        }
        let positions = window.clamped(to: 1..<(self.hits + 1))
        var answer = TargetAnswer(hits: self.hits)
        func take(_ positions: Range<Int>) {
            answer.records = positions.map { Self.records[self.number][query][$0 - 1] }
        }
        switch behaviour {
        case .sound: take(positions)
        case .slow:
            take(positions)
            return Reply(answer: answer, delay: .milliseconds(Int.random(in: 1_000...9_000, using: &generator)))
        case .silent: return failed(.searchTimeout, after: Self.timeout)
        case .refused: return failed(.refused, after: .milliseconds(1))
        case .closes: return failed(.closed)
        case .garbage: return failed(.protocolError)
        case .diagnostic: return failed(.diagnostic)
        case .login: return failed(.authentication)
        case .overloaded: return failed(.badResponse, retryAfter: .seconds(20))
        case .half:
            take(positions.lowerBound..<(positions.lowerBound + positions.count / 2))
            answer.failure = TargetFailure(.presentTimeout, "simulated")
        case .noRecords:
            if !positions.isEmpty { answer.failure = TargetFailure(.shortPresent, "simulated") }
        case .surrogates:
            for position in positions {
                answer.add(
                    position % 2 == 0
                        ? .failure(UnreadableRecord(position: position, reason: "simulated"))
                        : .success(Self.records[self.number][query][position - 1])
                )
            }
        case .oneAtATime: take(positions.prefix(1))
        case .shrinks:
            answer.hits = max(0, self.hits - 1)
            take(window.clamped(to: 1..<max(1, self.hits)))
        }
        return Reply(answer: answer, delay: quick)
    }

    /// Every record there can be, by target, query and position; libraries share some of the books.
    static let records: [[[SourceRecord]]] = (0..<Self.most.targets).map { target in
        (0..<Self.most.queries).map { query in
            (1...Self.most.records).map { position in
                let number = (position + target * 2) % 7
                return book(
                    "Sách q\(query) quyển \(number)",
                    by: "Tác giả \(number)",
                    1950 + number,
                    at: Self.ids[target],
                    position: position
                )
            }
        }
    }

    /// Whether a record is one that a target has for a query.
    static func has(_ record: SourceRecord, query: Int) -> Bool {
        guard let target = Self.ids.firstIndex(of: record.target),
            (1...Self.most.records).contains(record.position)
        else { return false }
        return Self.records[target][query][record.position - 1] == record
    }
}
