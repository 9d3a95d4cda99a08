import AsyncHTTPClient
import CQL
import MARC
import SRU

/// A library's server that speaks SRU.
struct SRUTarget: Target {
    let id: String
    let name: String
    let timeout: Duration
    private let access: SRUAccess
    private let httpClient: HTTPClient
    private let client: SRUClient
    private let reader: RecordReader

    init(_ configuration: TargetConfiguration, _ access: SRUAccess) {
        self.id = configuration.id
        self.name = configuration.name
        self.timeout = configuration.timeout
        self.access = access
        // A client of its own, so that no target can take another's connections.
        var settings = SRUClient.configuration()
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maximumConnections
        self.httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        self.client = SRUClient(endpoint: access.endpoint, httpClient: self.httpClient)
        self.reader = RecordReader(
            target: configuration.id,
            format: configuration.format,
            encoding: configuration.recordEncoding
        )
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        do throws(CQLError) {
            let cql = try query.cql(dialect: self.access.dialect) { self.access.indexNames[$0] }
            return QueryPlan(query, words: .sru(cql))
        } catch {
            throw TargetFailure(.notExpressible, error.message, diagnostic: SRUDiagnostic(error))
        }
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        var answer = TargetAnswer()
        guard case .sru(let query) = plan.words else { return answer }
        var position = window.lowerBound
        // A short page is not the end; a page without any record is.
        while position < window.upperBound, answer.hits.map({ position <= $0 }) ?? true {
            let wanted = min(self.access.chunk, window.upperBound - position)
            do throws(SRUError) {
                let response = try await self.client.searchRetrieve(
                    query: query,
                    startRecord: position,
                    maximumRecords: wanted,
                    deadline: deadline
                )
                answer.hits = response.numberOfRecords ?? answer.hits
                for record in response.records.prefix(wanted) {
                    answer.add(self.reader.read(record, position: position))
                    position += 1
                }
                guard !response.records.isEmpty else { break }
            } catch {
                answer.failure = TargetFailure(error, hasHits: answer.hits != nil)
                break
            }
        }
        let missing = answer.hits.map { min($0, window.upperBound - 1) >= window.lowerBound } ?? false
        if missing, answer.failure == nil, position == window.lowerBound {
            answer.failure = TargetFailure(.shortPresent, "\(answer.hits ?? 0) hits and no record")
        }
        return answer
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        do throws(SRUError) {
            let explain = try await self.client.explain(deadline: deadline)
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
        case .url, .http, .notSRU, .malformed, .tooLarge: self.init(.badResponse, error.message)
        case .diagnostic(let diagnostic): self.init(.diagnostic, error.message, diagnostic: diagnostic)
        case .cancelled: self.init(.cancelled, error.message)
        }
    }
}
