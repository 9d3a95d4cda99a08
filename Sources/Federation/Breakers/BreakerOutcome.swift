/// What one search says about its target's health.
enum BreakerOutcome: Sendable, Hashable {
    /// It works; a diagnostic is an answer too.
    case good
    /// It answered, but so late that hardly anybody was still there.
    case slow(TargetFailure)
    /// It failed.
    case bad(TargetFailure)
    /// What came is not the protocol: the wrong port, or something worse.
    case notTheProtocol(TargetFailure)
    /// It refuses our login.
    case loginRefused(TargetFailure)
    /// It asks for a pause of that length.
    case mustWait(Duration, TargetFailure)
    /// Nothing is known: the search was given up on our side.
    case unknown

    /// The outcome of an answer that took so long.
    init(_ answer: TargetAnswer, took time: Duration, slowAfter: Duration) {
        guard let failure = answer.failure else {
            guard time > slowAfter else {
                self = .good
                return
            }
            self = .slow(TargetFailure(.searchTimeout, "answers took longer than \(slowAfter.milliseconds) ms"))
            return
        }
        if let pause = failure.retryAfter {
            self = .mustWait(pause, failure)
            return
        }
        switch failure.code {
        case .dns, .refused, .connectTimeout, .initTimeout, .searchTimeout, .presentTimeout, .closed, .tls:
            self = .bad(failure)
        case .protocolError, .badResponse: self = .notTheProtocol(failure)
        case .authentication: self = .loginRefused(failure)
        case .diagnostic, .presentFailed, .shortPresent, .tooLarge: self = .good
        case .busy, .cancelled, .notExpressible, .paused: self = .unknown
        }
    }
}
