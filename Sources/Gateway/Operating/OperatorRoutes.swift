import Federation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

/// The addresses for operators and their programs: `/healthz`, `/readyz`, `/metrics`, `/status`, `/admin/reload`.
struct OperatorRoutes {
    let federation: Federation
    let operations: Operations

    func add(to router: Router<some RequestContext>) {
        router.get("healthz") { _, _ in Self.text("ok\n") }
        router.get("readyz") { [operations] _, _ in
            operations.isDraining ? Self.text("shutting down\n", status: .serviceUnavailable) : Self.text("ready\n")
        }
        router.get("metrics") { [federation, operations] _, _ in
            let usage = try await NIOThreadPool.singleton.runIfActive { ProcessUsage.now() }
            let text = operations.metrics.text(
                federation.health,
                await federation.resultSetUsage,
                operations.front.figures,
                usage,
                version: GatewayApplication.version
            )
            var response = Self.text(text)
            response.headers[.contentType] = MetricsText.contentType
            return response
        }
        self.addStatus(to: router)
        guard let reloader = self.operations.reloader else { return }
        router.post("admin/reload") { [federation] request, _ in
            if let refusal = Self.refusal(request, federation.configuration.server.operating.adminToken) {
                return refusal
            }
            do throws(Reloader.Refusal) {
                return Self.text("\(try await reloader.reload(because: "POST /admin/reload"))\n")
            } catch {
                return Self.text("\(error)\n", status: .badRequest)
            }
        }
    }

    private func addStatus(to router: Router<some RequestContext>) {
        router.get("status.json") { _, _ in try await Self.json(self.report()) }
        router.get("status.css") { _, _ in
            var response = Self.text(StatusPage.style)
            response.headers[.contentType] = "text/css; charset=utf-8"
            response.headers[.cacheControl] = "max-age=3600"
            return response
        }
        router.get("status") { request, _ in
            let report = try await self.report()
            if MediaType(acceptHeader: request.headers[.accept]) == .json { return Self.json(report) }
            let words: StatusWords =
                switch request.uri.queryParameters["lang"] {
                case "vi": .vietnamese
                case "en": .english
                default: .preferred(request.headers[.acceptLanguage])
                }
            var response = Self.text(StatusPage(report: report, words: words).html)
            response.headers[.contentType] = "text/html; charset=utf-8"
            response.headers[.contentLanguage] = words.language
            response.headers[.vary] = "Accept, Accept-Language"
            response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'self'; base-uri 'none'"
            return response
        }
    }

    private func report() async throws -> StatusReport {
        let usage = try await NIOThreadPool.singleton.runIfActive { ProcessUsage.now() }
        return StatusReport(self.federation, self.operations, usage, resultSets: await self.federation.resultSetUsage)
    }

    private static func json(_ report: StatusReport) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: report.json))
        )
    }

    /// The answer to who may not administer; nil for who may.
    private static func refusal(_ request: Request, _ token: Secret?) -> Response? {
        guard let token else {
            return Self.text("no server.adminToken is configured; send the process SIGHUP\n", status: .forbidden)
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer", token.matches(words[1]) else {
            var response = Self.text("send the token as Authorization: Bearer …\n", status: .unauthorized)
            response.headers[.wwwAuthenticate] = "Bearer realm=\"lienthong\""
            return response
        }
        return nil
    }

    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
