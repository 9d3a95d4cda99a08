import AsyncHTTPClient
import CQL
import MARC
import NIOConcurrencyHelpers
import SRU

/// A library's server that speaks SRU.
struct SRUTarget: Target {
    let id: String
    let name: String
    let timeout: Duration
    let requestsPerSecond: Int?
    let access: SRUAccess
    let httpClient: HTTPClient
    /// The words that questions are put in: those configured, or what the target has let stand of them.
    private let wording: NIOLockedValueBox<SRUWording>
    private let reader: RecordReader
    private let spelling: QuerySpelling

    init(_ configuration: TargetConfiguration, _ access: SRUAccess) {
        self.id = configuration.id
        self.name = configuration.name
        self.timeout = configuration.timeout
        self.requestsPerSecond = configuration.requestsPerSecond
        self.access = access
        self.spelling = configuration.spelling
        // A client of its own, so that no target can take another's connections.
        var settings = SRUClient.configuration(connectTimeout: configuration.connectTimeout)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maximumConnections
        self.httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        self.wording = NIOLockedValueBox(SRUWording(access.endpoint))
        self.reader = RecordReader(
            target: configuration.id,
            format: configuration.format,
            encoding: configuration.recordEncoding
        )
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        do throws(CQLError) {
            let cql = try self.spelling.expanded(query).cql(dialect: self.access.dialect) { self.access.indexNames[$0] }
            return QueryPlan(query, words: .sru(cql))
        } catch {
            throw TargetFailure(.notExpressible, error.message, diagnostic: SRUDiagnostic(error))
        }
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        var answer = TargetAnswer()
        guard case .sru(let query) = plan.words else { return answer }
        var wording = self.wording.withLockedValue { $0 }
        var rewordings = 0
        answer.requests = 0
        var chunk = self.access.chunk
        var position = window.lowerBound
        // A short page is not the end; a page without any record is. Records are kept until they are too many octets.
        while position < window.upperBound, answer.hits.map({ position <= $0 }) ?? true,
            answer.octetCount < Self.maximumOctets
        {
            let wanted = min(chunk, window.upperBound - position)
            answer.requests += 1
            do throws(SRUError) {
                let client = SRUClient(endpoint: wording.endpoint, httpClient: self.httpClient)
                let response = try await client.searchRetrieve(
                    query: query,
                    startRecord: position,
                    maximumRecords: wanted,
                    deadline: deadline
                )
                if let complaint = SRUWording.complaint(in: response), rewordings < Self.maximumRewordings,
                    let next = wording.reworded(after: complaint)
                {
                    rewordings += 1
                    wording = next
                    continue
                }
                answer.hits = response.numberOfRecords ?? answer.hits
                answer.octetCount += response.octetCount
                let records = Array(response.records.prefix(wanted))
                self.reader.read(records, from: position, into: &answer)
                position += records.count
                guard !response.records.isEmpty else { break }
                chunk = max(1, min(chunk, Self.usefulOctets * response.records.count / max(1, response.octetCount)))
            } catch {
                if case .diagnostic(let diagnostic) = error.code, rewordings < Self.maximumRewordings,
                    let next = wording.reworded(after: diagnostic)
                {
                    rewordings += 1
                    wording = next
                    continue
                }
                answer.failure = TargetFailure(error, hasHits: answer.hits != nil)
                break
            }
        }
        if rewordings > 0, answer.failure == nil { self.wording.withLockedValue { [wording] in $0 = wording } }
        if answer.failure == nil, let note = wording.note { answer.addNote(note) }
        let missing = answer.hits.map { min($0, window.upperBound - 1) >= window.lowerBound } ?? false
        if missing, answer.failure == nil, position == window.lowerBound {
            answer.failure = TargetFailure(.shortPresent, "\(answer.hits ?? 0) hits and no record")
        }
        return answer
    }

    /// How often a refused question is asked again in other words.
    private static let maximumRewordings = 2
    /// Octets after which a fetch stops and gives what it has.
    private static let maximumOctets = 4 << 20
    /// Octets that one answer should have at most.
    private static let usefulOctets = 1 << 20

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        do throws(SRUError) {
            let client = SRUClient(endpoint: self.wording.withLockedValue { $0.endpoint }, httpClient: self.httpClient)
            let explain = try await client.explain(deadline: deadline)
            let title = explain.titles.first?.text ?? "no title"
            let schemas = explain.schemas.map(\.name).joined(separator: ", ")
            return "SRU \(explain.version ?? self.access.endpoint.version.rawValue), \"\(title)\"; schemas: \(schemas)"
        } catch {
            throw TargetFailure(error, hasHits: false)
        }
    }

    func shutdown() async {
        try? await self.httpClient.shutdown()
    }
}

extension TargetFailure {
    /// What an SRU target's error is called here.
    init(_ error: SRUError, hasHits: Bool) {
        switch error.code {
        case .dns: self.init(.dns, error.message)
        case .refused: self.init(.refused, error.message)
        case .connectTimeout: self.init(.connectTimeout, error.message)
        case .timeout: self.init(hasHits ? .presentTimeout : .searchTimeout, error.message)
        case .tls: self.init(.tls, error.message)
        case .closed: self.init(.closed, error.message)
        case .http(401, _), .http(403, _): self.init(.authentication, error.message)
        case .http(429, let seconds), .http(503, let seconds):
            self.init(.badResponse, error.message, retryAfter: seconds.map { .seconds(min($0, 86_400)) })
        case .tooLarge where hasHits: self.init(.tooLarge, error.message)
        case .url, .http, .notSRU, .malformed, .tooLarge: self.init(.badResponse, error.message)
        case .diagnostic(let diagnostic):
            self.init(hasHits ? .presentFailed : .diagnostic, error.message, diagnostic: diagnostic)
        case .cancelled: self.init(.cancelled, error.message)
        }
    }
}
