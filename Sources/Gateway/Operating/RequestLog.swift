import Federation
import HTTPTypes
import Hummingbird
import Logging

/// Names every request, counts it, and logs it: one line for the request, and one for each target that failed.
///
/// Never who asked; and what was searched only when the operator wants it, for that is the reader's.
struct RequestLog<Context: RequestContext>: RouterMiddleware {
    let operations: Operations

    func handle(
        _ input: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let report = RequestReport(id: RequestID.accepted(input.headers.requestID) ?? RequestID.new())
        var context = context
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request"] = .string(report.id)
        var response: Response
        do {
            response = try await RequestReport.$current.withValue(report) { try await next(input, context) }
        } catch let error as any HTTPResponseError {
            response = try error.response(from: input, context: context)
        }
        response.headers.requestID = report.id
        let elapsed = ContinuousClock.now - began
        let content = report.known
        let outcome = content.outcome ?? (response.status.code < 400 ? .complete : .rejected)
        if content.operation != nil || input.uri.path.hasPrefix("/sru/") {
            self.operations.metrics.requests.add(1, content.operation ?? "unknown", outcome.rawValue)
            self.operations.metrics.requestDuration.add(elapsed)
        }
        self.tell(input, response, content, outcome, elapsed, context.logger)
        return response
    }

    private func tell(
        _ request: Request,
        _ response: Response,
        _ content: RequestReport.Content,
        _ outcome: RequestReport.Outcome,
        _ elapsed: Duration,
        _ logger: Logger
    ) {
        // Those who look every second are told of only to who wants everything.
        let isLook = ["/healthz", "/readyz", "/metrics"].contains(request.uri.path)
        let level = isLook ? Logger.Level.debug : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": .string(request.method.rawValue), "path": .string(request.uri.path),
            "status": .stringConvertible(response.status.code), "ms": .stringConvertible(elapsed.milliseconds),
        ]
        if let operation = content.operation {
            metadata["operation"] = .string(operation)
            metadata["outcome"] = .string(outcome.rawValue)
        }
        if let database = content.database { metadata["database"] = .string(database) }
        if let hits = content.hits { metadata["hits"] = .stringConvertible(hits) }
        if let query = content.query { metadata["query"] = .string(query) }
        let failed = content.targets.filter { $0.state != .ok }
        if !failed.isEmpty { metadata["failed"] = .string(failed.map { "\($0.id):\($0.word)" }.joined(separator: ",")) }
        logger.log(level: level, "request", metadata: metadata)
        // A target that is left alone has its lines from when it failed.
        for target in failed where target.failure?.code != .paused {
            var metadata: Logger.Metadata = ["target": .string(target.id), "outcome": .string(target.word)]
            if let milliseconds = target.milliseconds { metadata["ms"] = .stringConvertible(milliseconds) }
            // What the history has is without the words of queries.
            let record = self.operations.observations.history.record(target.id)
            if record.failure == target.word, let said = record.said { metadata["said"] = .string(said) }
            logger.notice("target failed", metadata: metadata)
        }
    }
}

/// The name of a request: the client's, if it gave one that can stand in a log, or a new one.
enum RequestID {
    static func new() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func accepted(_ name: String?) -> String? {
        guard let name, (1...64).contains(name.utf8.count) else { return nil }
        let isSane = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isSane ? name : nil
    }
}

extension HTTPFields {
    /// The value of `X-Request-Id`.
    var requestID: String? {
        get { HTTPField.Name("X-Request-Id").flatMap { self[$0] } }
        set {
            if let name = HTTPField.Name("X-Request-Id") { self[name] = newValue }
        }
    }
}
