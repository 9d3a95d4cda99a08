import Federation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SRU

/// The SRU endpoints: `/sru/{database}` chooses the version by the request, `/sru/1.1/{database}` and its like are pinned.
struct SRURoutes {
    let federation: Federation
    let front: Front
    private let cache = RecordCache()
    private let facetCache = FacetCache()

    init(federation: Federation, front: Front) {
        self.federation = federation
        self.front = front
    }

    private static let methods = "GET, HEAD, POST, OPTIONS"

    func add(to router: Router<GatewayContext>) {
        self.add(to: router, at: "sru", version: nil)
        for version in SRUVersion.allCases {
            self.add(to: router, at: RouterPath("sru/\(version.rawValue)"), version: version)
        }
    }

    private func add(to router: Router<GatewayContext>, at path: RouterPath, version: SRUVersion?) {
        let group = router.group(path)
        group.get(":database") { request, context in
            do throws(SRUParameters.DecodingError) {
                let parameters = try SRUParameters.decode(request.uri.query ?? "")
                return await self.answer(SRURequest.parse(parameters, pinned: version), request, context, soap: false)
            } catch {
                return Self.undecodable(error, version)
            }
        }
        group.post(":database") { request, context in
            let body = try await self.body(request)
            let type = request.headers[.contentType]?.lowercased() ?? ""
            guard type.contains("xml") else {
                do throws(SRUParameters.DecodingError) {
                    let parsed = SRURequest.parse(try SRUParameters.decode(body), pinned: version)
                    return await self.answer(parsed, request, context, soap: false)
                } catch {
                    return Self.undecodable(error, version)
                }
            }
            do throws(SOAP.Fault) {
                let parsed = try SRURequest.parse(soap: body, pinned: version)
                return await self.answer(parsed, request, context, soap: true)
            } catch {
                return Self.response(error.serialized(), status: .internalServerError)
            }
        }
        group.on(":database", method: .options) { _, _ in
            Response(status: .noContent, headers: [.allow: Self.methods])
        }
        Self.refuseOtherMethods(group)
    }

    /// Other methods than GET, HEAD, POST and OPTIONS are answered with 405, and not as if the database were not there.
    private static func refuseOtherMethods(_ group: RouterGroup<GatewayContext>) {
        for method in [HTTPRequest.Method.put, .patch, .delete] {
            group.on(":database", method: method) { _, _ in
                Response(status: .methodNotAllowed, headers: [.allow: Self.methods])
            }
        }
    }

    private func body(_ request: Request) async throws -> [UInt8] {
        let limit = self.front.limits.bodyOctets
        do {
            return Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, message: "the body is larger than \(limit) bytes")
        }
    }

    /// A request that is no text at all: HTTP 400, said in the form of an answer to a search.
    private static func undecodable(_ error: SRUParameters.DecodingError, _ version: SRUVersion?) -> Response {
        let diagnostic = SRUDiagnostic(10, details: error.message)
        let response = SearchRetrieveResponse(fatal: diagnostic, version: version ?? .v1_2)
        return Self.response(response.serialized(), status: .badRequest)
    }

    private func answer(
        _ parsed: Result<SRURequest, SRUFault>,
        _ request: Request,
        _ context: GatewayContext,
        soap: Bool
    ) async -> Response {
        let name = context.parameters.get("database") ?? ""
        guard let database = self.federation.configuration.database(name) else {
            return Self.unknownDatabase(name, parsed, known: self.federation.configuration.databases, soap: soap)
        }
        let client = self.front.client(context.connection) { name in
            HTTPField.Name(name).map { request.headers[values: $0] } ?? []
        }
        if let refusal = database.access.refusal(of: client) { return Self.refused(refusal, parsed, soap: soap) }
        guard let type = Self.mediaType(parsed, request, soap: soap) else {
            return Response(status: .notAcceptable)
        }
        let isJSON = type == .json
        let server = self.federation.configuration.server
        let explain = {
            ExplainRecord(
                database,
                federation: self.federation,
                authority: request.head.authority,
                path: request.uri.path
            )
        }
        let bytes: [UInt8]
        switch parsed {
        case .failure(let fault):
            bytes =
                isJSON
                ? JSONAnswer.fault(fault.diagnostic, fault.version)
                : fault.serialized(explain: explain(), soap: soap)
        case .success(.explain(let request)):
            var response = ExplainResponse(version: request.version, record: explain(), echoing: request)
            do throws(SRUDiagnostic) {
                response.stylesheet = try Stylesheets.allowed(request.stylesheet, server)
            } catch {
                response.diagnostics = [error]
            }
            bytes = isJSON ? JSONAnswer.explain(response) : response.serialized(soap: soap)
        case .success(.scan(let request)):
            let scan = Scan(federation: self.federation, database: database)
            let outcome = await context.whileClientIsPresent { await scan.outcome(of: request) }
            bytes =
                isJSON
                ? JSONAnswer.scan(outcome.response, outcome.targets) : outcome.response.serialized(soap: soap)
        case .success(.searchRetrieve(let request)):
            let search = SearchRetrieve(
                federation: self.federation,
                database: database,
                cache: self.cache,
                facetCache: self.facetCache,
                logger: context.logger
            )
            let outcome = await context.whileClientIsPresent { await search.outcome(of: request) }
            bytes = isJSON ? JSONAnswer.search(outcome) : outcome.response.serialized(soap: soap)
        }
        return Self.response(bytes, type: type)
    }

    /// The form of the answer: `httpAccept` before the header `Accept`; SOAP is always XML.
    private static func mediaType(
        _ parsed: Result<SRURequest, SRUFault>,
        _ request: Request,
        soap: Bool
    ) -> MediaType? {
        if soap { return .usual }
        if case .success(let request) = parsed, let asked = request.httpAccept { return MediaType(httpAccept: asked) }
        return MediaType(acceptHeader: request.headers[.accept])
    }

    /// A client that may not use this database is told so, in a form that SRU clients show.
    private static func refused(_ refusal: Refusal, _ parsed: Result<SRURequest, SRUFault>, soap: Bool) -> Response {
        let diagnostic = refusal.diagnostic ?? SRUDiagnostic(3, details: refusal.message)
        let response = SearchRetrieveResponse(fatal: diagnostic, version: Self.version(parsed))
        var answer = Self.response(response.serialized(soap: soap), status: .init(code: refusal.status))
        for (name, value) in refusal.fields {
            if let name = HTTPField.Name(name) { answer.headers.append(HTTPField(name: name, value: value)) }
        }
        return answer
    }

    private static func version(_ parsed: Result<SRURequest, SRUFault>) -> SRUVersion {
        switch parsed {
        case .success(let request): request.version
        case .failure(let fault): fault.version
        }
    }

    /// Diagnostic 235, with HTTP 404 and, in its details, the name that is not known.
    private static func unknownDatabase(
        _ name: String,
        _ parsed: Result<SRURequest, SRUFault>,
        known: [DatabaseConfiguration],
        soap: Bool
    ) -> Response {
        var diagnostic = SRUDiagnostic.databaseDoesNotExist(name)
        diagnostic.message = "Database does not exist; known: \(known.map(\.name).joined(separator: ", "))"
        let response = SearchRetrieveResponse(fatal: diagnostic, version: Self.version(parsed))
        return Self.response(response.serialized(soap: soap), status: .notFound)
    }

    private static func response(
        _ bytes: [UInt8],
        type: MediaType = .usual,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
