import Testing

@testable import Federation

/// How fast a target is asked: on a clock of the test's own.
struct AdmissionTests {
    private static let start = ContinuousClock.now
    private static let failure = TargetFailure(.refused, "connection refused")

    private static func at(_ seconds: Double) -> ContinuousClock.Instant { Self.start + .seconds(seconds) }

    /// When so many fetches that all come at once may begin, in seconds.
    private func times(_ count: Int, _ admission: inout Admission, deadline: Double = 100) -> [Double] {
        (0..<count).compactMap { _ in
            switch admission.admit(now: Self.start, deadline: Self.at(deadline)) {
            case .ask(_, let time): (time - Self.start) / .seconds(1)
            case .refuse: nil
            }
        }
    }

    @Test func aTargetWithoutALimitIsAskedAtOnce() {
        var admission = Admission(slowAfter: .seconds(5))
        #expect(self.times(100, &admission) == Array(repeating: 0, count: 100))
    }

    @Test func whatIsMoreThanASecondMayBringWaitsForItsTurn() {
        var admission = Admission(slowAfter: .seconds(5), requestsPerSecond: 4)
        let times = self.times(8, &admission)
        #expect(times.prefix(4).allSatisfy { $0 == 0 })
        for (time, expected) in zip(times.dropFirst(4), [0.25, 0.5, 0.75, 1]) { #expect(abs(time - expected) < 0.001) }
    }

    @Test func whoWouldWaitBeyondTheDeadlineIsToldSoAndTakesNothing() {
        var admission = Admission(slowAfter: .seconds(5), requestsPerSecond: 1)
        #expect(self.times(3, &admission, deadline: 0.5) == [0])
        guard case .refuse(let failure) = admission.admit(now: Self.start, deadline: Self.at(0.5)) else {
            Issue.record("asked faster than allowed")
            return
        }
        #expect(failure.code == .busy)
        guard case .ask(_, let time) = admission.admit(now: Self.at(1), deadline: Self.at(1.5)) else {
            Issue.record("not asked although a second has passed")
            return
        }
        #expect(time == Self.at(1))
    }

    @Test func aFetchOfManyRequestsMakesTheNextOneWaitLonger() {
        var admission = Admission(slowAfter: .seconds(5), requestsPerSecond: 2)
        _ = admission.admit(now: Self.start, deadline: Self.at(9))
        var answer = TargetAnswer(hits: 100)
        answer.requests = 6
        admission.note(answer, permit: .ask, took: .seconds(1), now: Self.at(1), chance: 0.5)
        guard case .ask(_, let time) = admission.admit(now: Self.at(1), deadline: Self.at(9)) else {
            Issue.record("not asked")
            return
        }
        // Two at once and two a second: the seventh request may be sent after two and a half seconds.
        #expect(abs((time - Self.start) / .seconds(1) - 2.5) < 0.001)
    }

    @Test func whoWaitedForItsTurnIsTurnedAwayWhenTheTargetHasFailedMeanwhile() {
        var admission = Admission(slowAfter: .seconds(5), requestsPerSecond: 4)
        #expect(self.times(5, &admission).count == 5)
        for _ in 0..<3 {
            admission.note(
                TargetAnswer(failure: Self.failure),
                permit: .ask,
                took: .zero,
                now: Self.at(0.1),
                chance: 0.5
            )
        }
        guard case .refuse(let failure) = admission.confirm(.ask, now: Self.at(0.25)) else {
            Issue.record("asked although it is paused")
            return
        }
        #expect(failure.code == .paused)
    }

    @Test func aTargetThatIsDescribedAnewKeepsWhatIsKnownOfIt() {
        var admission = Admission(slowAfter: .seconds(5))
        for _ in 0..<3 {
            admission.note(TargetAnswer(failure: Self.failure), permit: .ask, took: .zero, now: Self.start, chance: 0.5)
        }
        var other = admission.adopted(slowAfter: .seconds(9), requestsPerSecond: 3)
        guard case .refuse(let failure) = other.admit(now: Self.at(1), deadline: Self.at(9)) else {
            Issue.record("asked although it failed lately")
            return
        }
        #expect(failure.code == .paused)
    }
}
