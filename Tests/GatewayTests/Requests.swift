import AsyncHTTPClient
import MARC
import NIOCore
import NIOHTTP1
import SRU
import XML

/// Ways to ask a gateway, written out here and not taken from the product, so that both can be wrong only separately.
extension RunningGateway {
    /// A search; a request of version 2.0 names neither version nor operation.
    func search(
        _ query: String,
        _ more: KeyValuePairs<String, String> = [:],
        version: SRUVersion = .v1_2,
        by method: SRUEndpoint.Method = .get
    ) async throws -> Answer {
        try await self.ask("searchRetrieve", [("query", query)] + more.map { ($0, $1) }, version, method)
    }

    /// A question for the description of the database.
    func explain(version: SRUVersion = .v1_2, by method: SRUEndpoint.Method = .get) async throws -> Answer {
        try await self.ask("explain", [], version, method)
    }

    private func ask(
        _ operation: String,
        _ parameters: [(String, String)],
        _ version: SRUVersion,
        _ method: SRUEndpoint.Method
    ) async throws -> Answer {
        let introduction = version == .v2_0 ? [] : [("version", version.rawValue), ("operation", operation)]
        switch method {
        case .get:
            return try await self.get("/sru/demo?" + SRUParameters(introduction + parameters).encoded())
        case .post:
            let form = SRUParameters(introduction + parameters).encoded()
            return try await self.post(form, type: "application/x-www-form-urlencoded; charset=UTF-8")
        case .soap:
            let namespace =
                version == .v2_0
                ? "http://docs.oasis-open.org/ns/search-ws/sruRequest" : "http://www.loc.gov/zing/srw/"
            var writer = XMLWriter()
            writer.open("e:Envelope", [("xmlns:e", "http://schemas.xmlsoap.org/soap/envelope/")])
            writer.open("e:Body")
            writer.open("q:\(operation)Request", [("xmlns:q", namespace)])
            writer.element("q:version", version.rawValue)
            for (name, value) in parameters { writer.element("q:\(name)", value) }
            writer.close()
            writer.close()
            writer.close()
            return try await self.post(String(decoding: writer.bytes, as: UTF8.self), type: "text/xml; charset=utf-8")
        }
    }

    /// A GET of a path and query as they are.
    func get(_ path: String) async throws -> Answer {
        try await self.send(HTTPClientRequest(url: "http://127.0.0.1:\(self.port)\(path)"))
    }

    /// A POST of a body as it is.
    func post(_ body: String, type: String, path: String = "/sru/demo") async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(self.port)\(path)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.body = .bytes(ByteBuffer(string: body))
        return try await self.send(request)
    }

    /// Any request.
    func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            contentType: response.headers.first(name: "Content-Type") ?? "",
            bytes: Array(buffer: body)
        )
    }

    /// Every record of a query, page after page as `nextRecordPosition` tells.
    func everything(_ query: String, page: Int = 50) async throws -> [MARCRecord] {
        var records: [MARCRecord] = []
        var position: Int? = 1
        while let start = position {
            let answer = try await self.search(query, ["startRecord": "\(start)", "maximumRecords": "\(page)"])
            records += try answer.records()
            position = try answer.response().nextRecordPosition
        }
        return records
    }
}
