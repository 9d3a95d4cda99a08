import Hummingbird
import Logging

/// Logs every request: method, path, status, time.
///
/// Never the query: what readers search is theirs.
struct RequestLog<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ input: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        var metadata: Logger.Metadata = [
            "http.method": .string(input.method.rawValue), "http.path": .string(input.uri.path),
        ]
        do {
            let response = try await next(input, context)
            metadata["http.status"] = .stringConvertible(response.status.code)
            metadata["duration_ms"] = .stringConvertible((ContinuousClock.now - began).wholeMilliseconds)
            context.logger.info("request", metadata: metadata)
            return response
        } catch {
            metadata["error"] = .string("\(error)")
            context.logger.info("request failed", metadata: metadata)
            throw error
        }
    }
}

extension Duration {
    var wholeMilliseconds: Int {
        Int(self.components.seconds) * 1_000 + Int(self.components.attoseconds / 1_000_000_000_000_000)
    }
}
