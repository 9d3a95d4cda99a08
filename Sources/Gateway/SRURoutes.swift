import Federation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SRU

/// The SRU endpoints: `/sru/{database}` chooses the version by the request, `/sru/1.1/{database}` and its like are pinned.
struct SRURoutes {
    let federation: Federation

    /// The largest body of a POST.
    static let maximumBody = 1 << 20

    func add(to router: Router<BasicRequestContext>) {
        self.add(to: router, at: "sru", version: nil)
        for version in SRUVersion.allCases {
            self.add(to: router, at: RouterPath("sru/\(version.rawValue)"), version: version)
        }
    }

    private func add(to router: Router<BasicRequestContext>, at path: RouterPath, version: SRUVersion?) {
        let group = router.group(path)
        group.get(":database") { request, context in
            let parameters: SRUParameters
            do {
                parameters = try SRUParameters.decode(request.uri.query ?? "")
            } catch {
                throw HTTPError(.badRequest, message: "\(error)")
            }
            return try await self.answer(SRURequest.parse(parameters, pinned: version), request, context, soap: false)
        }
        group.post(":database") { request, context in
            let body = try await Self.body(request)
            let type = request.headers[.contentType]?.lowercased() ?? ""
            guard type.contains("xml") else {
                let parameters: SRUParameters
                do {
                    parameters = try SRUParameters.decode(body)
                } catch {
                    throw HTTPError(.badRequest, message: "\(error)")
                }
                return try await self.answer(
                    SRURequest.parse(parameters, pinned: version),
                    request,
                    context,
                    soap: false
                )
            }
            do throws(SOAP.Fault) {
                let parsed = try SRURequest.parse(soap: body, pinned: version)
                return try await self.answer(parsed, request, context, soap: true)
            } catch {
                return Self.response(error.serialized(), status: .internalServerError)
            }
        }
        Self.refuseOtherMethods(group)
    }

    /// Other methods than GET, HEAD and POST are answered with 405, and not as if the database were not there.
    private static func refuseOtherMethods(_ group: RouterGroup<BasicRequestContext>) {
        for method in [HTTPRequest.Method.put, .patch, .delete] {
            group.on(":database", method: method) { _, _ in
                Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD, POST"])
            }
        }
    }

    private static func body(_ request: Request) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.body.collect(upTo: Self.maximumBody))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, message: "the body is larger than \(Self.maximumBody) bytes")
        }
    }

    private func answer(
        _ parsed: Result<SRURequest, SRUFault>,
        _ request: Request,
        _ context: BasicRequestContext,
        soap: Bool
    ) async throws(SOAP.Fault) -> Response {
        let name = context.parameters.get("database") ?? ""
        guard let database = self.federation.configuration.database(name) else {
            return Self.unknownDatabase(name, parsed, known: self.federation.configuration.databases, soap: soap)
        }
        let explain = {
            ExplainRecord(
                database,
                server: self.federation.configuration.server,
                authority: request.head.authority,
                path: request.uri.path
            )
        }
        switch parsed {
        case .failure(let fault):
            return Self.response(fault.serialized(explain: explain(), soap: soap))
        case .success(.explain(let request)):
            let response = ExplainResponse(version: request.version, record: explain(), echoing: request)
            return Self.response(response.serialized(soap: soap))
        case .success(.scan(let request)):
            let fault = SRUFault(.unsupportedOperation("scan"), version: request.version, operation: .scan)
            return Self.response(fault.serialized(explain: explain(), soap: soap))
        case .success(.searchRetrieve(let request)):
            let searchRetrieve = SearchRetrieve(federation: self.federation, database: database, logger: context.logger)
            return Self.response(await searchRetrieve.response(to: request).serialized(soap: soap))
        }
    }

    /// Diagnostic 235, with HTTP 404 and, in its details, the name that is not known.
    private static func unknownDatabase(
        _ name: String,
        _ parsed: Result<SRURequest, SRUFault>,
        known: [DatabaseConfiguration],
        soap: Bool
    ) -> Response {
        let version: SRUVersion
        switch parsed {
        case .success(let request): version = request.version
        case .failure(let fault): version = fault.version
        }
        var diagnostic = SRUDiagnostic.databaseDoesNotExist(name)
        diagnostic.message = "Database does not exist; known: \(known.map(\.name).joined(separator: ", "))"
        let response = SearchRetrieveResponse(fatal: diagnostic, version: version)
        return Self.response(response.serialized(soap: soap), status: .notFound)
    }

    private static func response(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/xml; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
