import Federation
import NIOConcurrencyHelpers
import SRU

/// What is told of one request when it is answered.
///
/// Who answers it writes into it; the log and the metrics read it.
final class RequestReport: Sendable {
    /// The report on the request that the current task answers.
    @TaskLocal static var current: RequestReport?

    /// How a request went.
    enum Outcome: String, Sendable {
        /// Every target answered.
        case complete
        /// Some did not.
        case partial
        /// None did.
        case failed
        /// The request was at fault, or was not taken.
        case rejected
    }

    struct Content: Sendable {
        /// `searchRetrieve`, `scan` or `explain`; nil for what is no request to a database.
        var operation: String?
        var database: String?
        var outcome: Outcome?
        var hits: Int?
        var targets: [TargetStatus] = []
        /// What was searched, if the operator wants to know.
        var query: String?

        /// Takes in how a request to targets went.
        mutating func tell(_ operation: String, _ targets: [TargetStatus], _ diagnostics: [SRUDiagnostic]) {
            self.operation = operation
            self.targets = targets
            self.outcome = Outcome(targets, diagnostics: diagnostics)
        }
    }

    /// Names the request in the log and in its answer.
    let id: String
    private let content = NIOLockedValueBox(Content())

    init(id: String) {
        self.id = id
    }

    /// What is known by now.
    var known: Content { self.content.withLockedValue { $0 } }

    /// Writes into the report on the current request, if there is one.
    static func write(_ change: (inout Content) -> Void) {
        self.current?.content.withLockedValue { change(&$0) }
    }
}

extension RequestReport.Outcome {
    /// How a request to targets went.
    init(_ targets: [TargetStatus], diagnostics: [SRUDiagnostic]) {
        let hasFatal = diagnostics.contains { $0.number != SRUDiagnostic.validPartialResults("").number }
        let failed = targets.filter { $0.state != .ok }.count
        if hasFatal {
            self = failed == targets.count && failed > 0 ? .failed : .rejected
        } else {
            self = failed == 0 ? .complete : .partial
        }
    }
}
