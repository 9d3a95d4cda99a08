import CQL
import MARC
import NIOConcurrencyHelpers
import SRU
import Z3950

/// A library's server that speaks Z39.50.
struct Z3950Target: Target {
    let id: String
    let name: String
    let timeout: Duration
    private let access: Z3950Access
    private let pool: Z3950Pool
    private let reader: RecordReader
    /// The attributes that queries are written with: those configured, or what the target has let stand of them.
    private let attributes: NIOLockedValueBox<AttributeMap>
    private let queryEncoding: CharacterEncoding
    private let queryForm: TargetConfiguration.QueryForm

    init(_ configuration: TargetConfiguration, _ access: Z3950Access) {
        self.id = configuration.id
        self.name = configuration.name
        self.timeout = configuration.timeout
        self.access = access
        self.pool = Z3950Pool(
            endpoint: access.endpoint,
            limits: .init(maximumConnections: configuration.maximumConnections)
        )
        self.reader = RecordReader(
            target: configuration.id,
            format: configuration.format,
            encoding: configuration.recordEncoding
        )
        self.attributes = NIOLockedValueBox(access.attributes)
        self.queryEncoding = configuration.queryEncoding
        self.queryForm = configuration.queryForm
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        QueryPlan(query, words: .z3950(try self.rpn(query, self.attributes.withLockedValue { $0 })))
    }

    private func rpn(_ query: ResolvedQuery, _ attributes: AttributeMap) throws(TargetFailure) -> RPN {
        do throws(RPNError) {
            return try RPN(query, map: attributes) { text throws(RPNError) in
                try self.queryForm.encode(text, as: self.queryEncoding)
            }
        } catch {
            let diagnostic = SRUDiagnostic(error.diagnostic, details: error.details)
            throw TargetFailure(.notExpressible, error.message, diagnostic: diagnostic)
        }
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        guard case .z3950(var query) = plan.words else { return TargetAnswer() }
        var attributes = self.attributes.withLockedValue { $0 }
        var note: String?
        for attempt in 0...Self.maximumSimplifications {
            do throws(Z3950Error) {
                var answer = self.answer(try await self.retrieve(query, window, deadline))
                answer.note = note
                if note != nil { self.attributes.withLockedValue { [attributes] in $0 = attributes } }
                return answer
            } catch {
                // Many servers refuse a rich combination of attributes and take a plainer one that means the same.
                guard attempt < Self.maximumSimplifications, let diagnostic = error.diagnostic,
                    let simpler = attributes.simplified(after: diagnostic)
                else { return TargetAnswer(failure: TargetFailure(error)) }
                do throws(TargetFailure) {
                    query = try self.rpn(plan.query, simpler)
                } catch {
                    return TargetAnswer(failure: error)
                }
                attributes = simpler
                note = "answered with simpler attributes, after: \(diagnostic)"
            }
        }
        return TargetAnswer(failure: TargetFailure(.diagnostic, "the target takes none of our attributes"))
    }

    /// How often a refused query is said again in plainer attributes.
    private static let maximumSimplifications = 2

    private func retrieve(
        _ query: RPN,
        _ window: Range<Int>,
        _ deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Retrieval {
        let request = SearchRequest(
            databases: [self.access.database],
            query: query,
            piggyback: self.access.piggyback ? self.access.presentChunk : 0,
            recordSyntax: self.access.syntax,
            elementSetName: self.access.elements
        )
        return try await self.pool.withConnection(deadline: deadline) { connection throws(Z3950Error) in
            try await connection.retrieve(
                request,
                start: window.lowerBound,
                count: window.count,
                chunk: self.access.presentChunk,
                deadline: deadline
            )
        }
    }

    private func answer(_ retrieval: Retrieval) -> TargetAnswer {
        var answer = TargetAnswer(hits: retrieval.resultCount)
        for (offset, item) in retrieval.items.enumerated() {
            answer.add(self.reader.read(item, position: retrieval.start + offset))
        }
        answer.failure = retrieval.error.map { TargetFailure($0) }
        return answer
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String {
        do throws(Z3950Error) {
            return try await self.pool.withConnection(deadline: deadline) { connection throws(Z3950Error) in
                let server = connection.session.initResponse
                let words = [server.implementationName, server.implementationVersion].compactMap { $0 }
                let name = words.isEmpty ? "an unnamed server" : words.joined(separator: " ")
                return "Z39.50 version \(connection.session.version), \(name)"
            }
        } catch {
            throw TargetFailure(error)
        }
    }

    func shutdown() async {
        await self.pool.shutdown()
    }
}

extension TargetFailure {
    /// What a Z39.50 target's error is called here.
    init(_ error: Z3950Error) {
        let message = error.description
        switch error.code {
        case .dns: self.init(.dns, message)
        case .refused: self.init(.refused, message)
        case .connectTimeout: self.init(.connectTimeout, message)
        case .tls: self.init(.tls, message)
        case .initTimeout: self.init(.initTimeout, message)
        case .initRejected: self.init(.authentication, message)
        case .searchTimeout, .requestTimeout: self.init(.searchTimeout, message)
        case .presentTimeout: self.init(.presentTimeout, message)
        case .closed: self.init(.closed, message)
        case .protocolError, .invalidRequest: self.init(.protocolError, message)
        case .diagnostic(let diagnostic):
            let number = diagnostic.sruDiagnostic
            self.init(.diagnostic, message, diagnostic: SRUDiagnostic(number, details: diagnostic.addinfo))
        case .shortPresent: self.init(.shortPresent, message)
        case .cancelled: self.init(.cancelled, message)
        case .poolExhausted: self.init(.busy, message)
        }
    }
}
