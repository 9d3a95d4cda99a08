import Dispatch
import Testing

/// Everything that a library's server can do to a search, over real sockets: one test after another, because they watch
/// the clock.
@Suite(.serialized) struct FaultTests {
    /// Runs a trial that watches the clock; when a promise is broken, again with twice the time, three times at most.
    ///
    /// A machine that is busy with other things makes servers miss their own times. What is wrong in earnest is wrong
    /// at every pace.
    ///
    /// - Parameter trial: Gets the pace, by which its times are multiplied, and returns the broken promises.
    /// - Throws: What the trial throws.
    static func patiently(_ trial: (_ pace: Double) async throws -> [String]) async throws {
        var broken: [String] = []
        for pace in [1.0, 2, 4, 8] {
            broken = try await trial(pace)
            if broken.isEmpty { return }
        }
        for promise in broken { Issue.record("\(promise)") }
    }

    /// Says on the standard output what is still running after so long, should a trial ever hang.
    static func watching<Value>(
        _ name: String,
        after seconds: Double = 120,
        _ trial: () async throws -> Value
    ) async rethrows -> Value {
        let alarm = DispatchWorkItem { print("still running after \(seconds) s: \(name)") }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: alarm)
        defer { alarm.cancel() }
        return try await trial()
    }
}
