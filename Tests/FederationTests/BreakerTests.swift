import TestSupport
import Testing

@testable import Federation

/// When a target is asked, and when it is left alone: on a clock of the test's own.
struct BreakerTests {
    private static let start = ContinuousClock.now
    private static let refused = TargetFailure(.refused, "connection refused")

    /// Asks, if the breaker lets it, and says how it went.
    @discardableResult
    private func ask(_ breaker: inout Breaker, at seconds: Double, _ outcome: BreakerOutcome) -> Breaker.Permit {
        let now = Self.start + .seconds(seconds)
        let permit = breaker.permit(now: now)
        if permit == .ask || permit == .probe { breaker.note(outcome, permit: permit, now: now, chance: 0.5) }
        return permit
    }

    private func isPaused(_ permit: Breaker.Permit) -> Bool {
        if case .paused = permit { true } else { false }
    }

    @Test func threeFailuresInARowPauseATargetForFiveSeconds() {
        var breaker = Breaker()
        for second in 0..<3 { #expect(self.ask(&breaker, at: Double(second), .bad(Self.refused)) == .ask) }
        #expect(self.isPaused(self.ask(&breaker, at: 2.1, .good)))
        #expect(self.isPaused(self.ask(&breaker, at: 6.9, .good)))
        #expect(self.ask(&breaker, at: 7.1, .good) == .probe)
        #expect(self.ask(&breaker, at: 7.2, .good) == .ask)
    }

    @Test func aGoodAnswerBetweenFailuresBeginsTheCountAgain() {
        var breaker = Breaker()
        for second in 0..<6 {
            #expect(self.ask(&breaker, at: Double(second), second % 3 == 2 ? .good : .bad(Self.refused)) == .ask)
        }
    }

    @Test func whatIsNotTheProtocolPausesAfterTwoAndARefusedLoginAtOnce() {
        var breaker = Breaker()
        let garbage = BreakerOutcome.notTheProtocol(TargetFailure(.protocolError, "garbage"))
        self.ask(&breaker, at: 0, garbage)
        #expect(self.ask(&breaker, at: 1, garbage) == .ask)
        #expect(self.isPaused(self.ask(&breaker, at: 2, .good)))

        var refused = Breaker()
        self.ask(&refused, at: 0, .loginRefused(TargetFailure(.authentication, "who?")))
        #expect(self.isPaused(self.ask(&refused, at: 299, .good)))
        #expect(self.ask(&refused, at: 301, .good) == .probe)
    }

    @Test func pausesDoubleUpToAMinuteWhileProbesFail() {
        var breaker = Breaker()
        var time = 0.0
        for _ in 0..<3 { self.ask(&breaker, at: time, .bad(Self.refused)) }
        var pauses: [Double] = []
        for _ in 0..<6 {
            let before = time
            while self.isPaused(self.ask(&breaker, at: time, .bad(Self.refused))) { time += 0.5 }
            pauses.append(time - before)
        }
        #expect(pauses == [5, 10, 20, 40, 60, 60])
    }

    @Test func onlyOneProbeIsInFlight() {
        var breaker = Breaker()
        for _ in 0..<3 { self.ask(&breaker, at: 0, .bad(Self.refused)) }
        let later = Self.start + .seconds(10)
        #expect(breaker.permit(now: later) == .probe)
        #expect(self.isPaused(breaker.permit(now: later)))
        // A probe that was given up leaves room for the next one.
        breaker.note(.unknown, permit: .probe, now: later, chance: 0)
        #expect(breaker.permit(now: later) == .probe)
    }

    @Test func manyBadAnswersAmongTheLastPauseATargetThatNeverFailsThriceInARow() {
        var breaker = Breaker()
        var asked = 0
        for second in 0..<30 {
            let permit = self.ask(&breaker, at: Double(second), second % 3 == 2 ? .good : .bad(Self.refused))
            if self.isPaused(permit) { break }
            asked += 1
        }
        #expect((10..<20).contains(asked))
    }

    @Test func slowAnswersCountAsBad() {
        let answer = TargetAnswer(hits: 1)
        let slow = BreakerOutcome(answer, took: .seconds(16), slowAfter: .seconds(15))
        var breaker = Breaker()
        for second in 0..<10 { #expect(self.ask(&breaker, at: Double(second), slow) == .ask) }
        #expect(self.isPaused(self.ask(&breaker, at: 11, .good)))
    }

    @Test func aPauseThatTheServerAsksForIsKeptExactlyUpToFiveMinutes() {
        for (asked, kept) in [(120, 120.0), (3_600, 300)] {
            let busy = TargetFailure(.badResponse, "HTTP 503", retryAfter: .seconds(asked))
            var breaker = Breaker()
            self.ask(&breaker, at: 0, BreakerOutcome(TargetAnswer(failure: busy), took: .zero, slowAfter: .seconds(15)))
            #expect(self.isPaused(self.ask(&breaker, at: kept - 0.1, .good)))
            // Nobody looks in the meantime either.
            let isLookedAt = breaker.beginLook(now: Self.start + .seconds(kept - 1), chance: 0)
            #expect(!isLookedAt)
            #expect(self.ask(&breaker, at: kept, .good) == .probe)
        }
    }

    @Test(arguments: [TargetFailure.Code.diagnostic, .shortPresent, .presentFailed, .cancelled, .busy])
    func answersAndOurOwnTroublesAreNoFailuresOfTheTarget(code: TargetFailure.Code) {
        let answer = TargetAnswer(failure: TargetFailure(code, "so"))
        var breaker = Breaker()
        for second in 0..<30 {
            let outcome = BreakerOutcome(answer, took: .zero, slowAfter: .seconds(15))
            #expect(self.ask(&breaker, at: Double(second), outcome) == .ask)
        }
    }

    @Test func aLookFindsARepairedTargetWithinTenSeconds() {
        var breaker = Breaker()
        var time = 0.0
        for _ in 0..<3 { self.ask(&breaker, at: time, .bad(Self.refused)) }
        // Failing probes have made the pause long when the target is repaired.
        while time < 200 {
            self.ask(&breaker, at: time, .bad(Self.refused))
            _ = breaker.beginLook(now: Self.start + .seconds(time), chance: 1)
            time += 1
        }
        let repaired = time
        while !self.isAskable(&breaker, at: time) {
            if breaker.beginLook(now: Self.start + .seconds(time), chance: 1) {
                breaker.noteAlive(now: Self.start + .seconds(time))
            }
            time += 0.5
        }
        #expect(time - repaired <= 10)
    }

    private func isAskable(_ breaker: inout Breaker, at seconds: Double) -> Bool {
        !self.isPaused(breaker.permit(now: Self.start + .seconds(seconds)))
    }

    @Test func nobodyLooksAtATargetThatNobodyWants() {
        var breaker = Breaker()
        for _ in 0..<3 { self.ask(&breaker, at: 0, .bad(Self.refused)) }
        while self.isPaused(breaker.permit(now: Self.start + .seconds(1))) == false {}
        let isLookedAt = breaker.beginLook(now: Self.start + .seconds(400), chance: 0)
        #expect(!isLookedAt)
    }

    @Test func randomHistoriesNeverAskMoreThanOneProbeAtATimeAndAlwaysComeBack() {
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var breaker = Breaker()
            var now = Self.start
            var probes = 0
            var inFlight: [Breaker.Permit] = []
            for _ in 0..<300 {
                now += .milliseconds(Int.random(in: 0...3_000, using: &generator))
                if Bool.random(using: &generator) {
                    let permit = breaker.permit(now: now)
                    if permit == .probe { probes += 1 }
                    if permit == .ask || permit == .probe { inFlight.append(permit) }
                } else if let permit = inFlight.popLast() {
                    if permit == .probe { probes -= 1 }
                    let outcomes: [BreakerOutcome] = [
                        .good, .unknown, .bad(Self.refused), .notTheProtocol(Self.refused), .slow(Self.refused),
                        .mustWait(.seconds(7), Self.refused),
                    ]
                    breaker.note(
                        outcomes.randomElement(using: &generator) ?? .good,
                        permit: permit,
                        now: now,
                        chance: .random(in: 0...1, using: &generator)
                    )
                }
                #expect(probes <= 1)
            }
            for permit in inFlight { breaker.note(.unknown, permit: permit, now: now, chance: 0) }
            let later = now + .seconds(301)
            #expect(!self.isPaused(breaker.permit(now: later)))
        }
    }
}

struct RetryBudgetTests {
    @Test func retriesAreATenthOfFirstTriesBesideAFewAtOnce() {
        var budget = RetryBudget()
        var retries = 0
        for _ in 0..<1_000 {
            budget.noteFirstTry()
            if budget.takeRetry() { retries += 1 }
        }
        #expect((100...104).contains(retries))
    }
}
