import AsyncHTTPClient
import SRU
import Testing
import XML

/// One behaviour that every SRU server of the gateway's kind must or should have.
struct ChecklistRow: Sendable, CustomTestStringConvertible {
    /// Letter and number: E explain, V version, S search, P transport, C CQL, N scan, D diagnostics, F federation, K clients.
    let id: String
    let behaviour: String
    let check: @Sendable (Checklist) async throws -> Void

    init(_ id: String, _ behaviour: String, _ check: @escaping @Sendable (Checklist) async throws -> Void) {
        self.id = id
        self.behaviour = behaviour
        self.check = check
    }

    var testDescription: String { "\(self.id) \(self.behaviour)" }

    /// Does what the row says, then holds every answer of it against the schema of its version (row X00).
    func run(on gateway: RunningGateway) async throws {
        let list = Checklist(gateway: gateway)
        try await self.check(list)
        try await list.expectValidAnswers()
    }
}

/// Asks a gateway, and keeps what it answered.
struct Checklist: Sendable {
    /// A query with more than a hundred hits.
    static let many = "dc.title = \"lịch sử\""
    /// A query with a few hits.
    static let title = "dc.title = \"truyện kiều\""
    /// A query with no hits.
    static let zero = "dc.title = zzqqxxnohit"

    let gateway: RunningGateway
    private let answers = Answers()

    private actor Answers {
        private(set) var all: [Answer] = []
        func append(_ answer: Answer) { self.all.append(answer) }
    }

    /// A search by GET; a request of version 2.0 names neither version nor operation.
    func search(
        _ query: String,
        _ more: KeyValuePairs<String, String> = [:],
        version: SRUVersion = .v1_2,
        database: String = "demo"
    ) async throws -> Answer {
        let introduction =
            version == .v2_0 ? [] : [("operation", "searchRetrieve"), ("version", version.rawValue)]
        return try await self.get(introduction + [("query", query)] + more.map { ($0, $1) }, database: database)
    }

    /// A scan by GET.
    func scan(
        _ clause: String,
        _ more: KeyValuePairs<String, String> = [:],
        version: SRUVersion = .v1_2,
        database: String = "demo"
    ) async throws -> Answer {
        let introduction = version == .v2_0 ? [] : [("operation", "scan"), ("version", version.rawValue)]
        return try await self.get(introduction + [("scanClause", clause)] + more.map { ($0, $1) }, database: database)
    }

    /// A GET with parameters.
    func get(_ parameters: [(String, String)], database: String = "demo") async throws -> Answer {
        try await self.keep(await self.gateway.get("/sru/\(database)?" + SRUParameters(parameters).encoded()))
    }

    /// A GET with parameters.
    func get(_ parameters: KeyValuePairs<String, String>) async throws -> Answer {
        try await self.get(parameters.map { ($0, $1) })
    }

    /// A GET of a path and query as they are.
    func get(path: String) async throws -> Answer {
        try await self.keep(await self.gateway.get(path))
    }

    /// A POST of a body.
    func post(_ body: String, type: String = "application/x-www-form-urlencoded") async throws -> Answer {
        try await self.keep(await self.gateway.post(body, type: type))
    }

    /// Any request.
    func send(_ request: HTTPClientRequest) async throws -> Answer {
        try await self.keep(await self.gateway.send(request))
    }

    /// The number of hits of a query.
    func count(_ query: String, database: String = "demo") async throws -> Int {
        let answer = try await self.search(query, ["maximumRecords": "0"], database: database)
        #expect(try answer.diagnostics().isEmpty, "\(query)")
        return try #require(try answer.response().numberOfRecords)
    }

    /// The description of the database, of version 1.2.
    func explain() async throws -> XMLElement {
        try await self.get(["operation": "explain", "version": "1.2"]).explainRecord()
    }

    private func keep(_ answer: Answer) async throws -> Answer {
        await self.answers.append(answer)
        return answer
    }

    /// Row X00: every answer follows the schema of its version.
    func expectValidAnswers() async throws {
        guard Schemas.areThere else { return }
        var documents: [Schema: [String: [UInt8]]] = [:]
        for (number, answer) in await self.answers.all.enumerated() where answer.contentType.contains("xml") {
            guard !answer.bytes.isEmpty else { continue }
            let root = try answer.element()
            let bytes = try XMLElement.parse(answer.bytes).name.local == "Envelope" ? root.serialized() : answer.bytes
            let schema: Schema
            switch (root.name.local, root.name.namespace) {
            case ("Fault", _): continue
            case (_, SRUVersion.v1_2.responseNamespace): schema = .answer1
            case ("scanResponse", _): schema = .scan2
            default: schema = .answer2
            }
            documents[schema, default: [:]]["answer-\(number)"] = bytes
        }
        for (schema, answers) in documents { try await expectValid(answers, schema.path) }
    }
}

extension Answer {
    var root: XMLElement { get throws { try self.element() } }

    /// The text of a child of the answer's element.
    func text(_ local: String) throws -> String? { try self.element().first(local)?.text }

    /// The `explain` element of an answer to explain.
    func explainRecord() throws -> XMLElement {
        try #require(try self.element().first("record")?.first("recordData")?.elements.first)
    }

    /// The `record` elements of the answer.
    var recordElements: [XMLElement] {
        get throws { try self.element().first("records")?.elements ?? [] }
    }

    /// Expects one fatal diagnostic among those allowed, and nothing else.
    func expectDiagnostic(
        _ allowed: Set<Int>,
        details: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let response = try self.response()
        #expect(self.status == 200, sourceLocation: sourceLocation)
        #expect(response.diagnostics.count == 1, "\(self.text)", sourceLocation: sourceLocation)
        let diagnostic = response.diagnostics.first
        #expect(allowed.contains(diagnostic?.number ?? 0), "\(self.text)", sourceLocation: sourceLocation)
        if let details { #expect(diagnostic?.details == details, sourceLocation: sourceLocation) }
        #expect(try self.element().first("records") == nil, sourceLocation: sourceLocation)
        if try self.element().name.local == "searchRetrieveResponse" {
            #expect(response.numberOfRecords == 0, sourceLocation: sourceLocation)
        }
    }

    /// Expects an answer without diagnostics.
    func expectNoDiagnostics(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(self.status == 200, sourceLocation: sourceLocation)
        #expect(try self.element().first("diagnostics") == nil, "\(self.text)", sourceLocation: sourceLocation)
    }
}
