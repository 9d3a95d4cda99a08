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
    let requestsPerSecond: Int?
    let access: Z3950Access
    let pool: Z3950Pool
    private let reader: RecordReader
    /// The words that questions are put in: those configured, or what the target has let stand of them.
    private let wording: NIOLockedValueBox<Z3950Wording>
    private let retries: NIOLockedValueBox<RetryBudget>
    let queryEncoding: CharacterEncoding
    let queryForm: TargetConfiguration.QueryForm
    private let spelling: QuerySpelling

    init(_ configuration: TargetConfiguration, _ access: Z3950Access) {
        self.id = configuration.id
        self.name = configuration.name
        self.timeout = configuration.timeout
        self.requestsPerSecond = configuration.requestsPerSecond
        self.access = access
        let retries = NIOLockedValueBox(RetryBudget())
        self.retries = retries
        var endpoint = access.endpoint
        endpoint.connectTimeout = configuration.connectTimeout
        self.pool = Z3950Pool(
            endpoint: endpoint,
            limits: .init(maximumConnections: configuration.maximumConnections),
            mayRetry: { retries.withLockedValue { $0.takeRetry() } }
        )
        self.reader = RecordReader(
            target: configuration.id,
            format: configuration.format,
            encoding: configuration.recordEncoding
        )
        self.wording = NIOLockedValueBox(
            Z3950Wording(attributes: access.attributes, syntax: access.syntax, elements: access.elements)
        )
        self.queryEncoding = configuration.queryEncoding
        self.queryForm = configuration.queryForm
        self.spelling = configuration.spelling
    }

    func plan(_ query: ResolvedQuery) throws(TargetFailure) -> QueryPlan {
        QueryPlan(query, words: .z3950(try self.rpn(query, self.wording.withLockedValue { $0.attributes })))
    }

    private func rpn(_ query: ResolvedQuery, _ attributes: AttributeMap) throws(TargetFailure) -> RPN {
        do throws(RPNError) {
            return try RPN(self.spelling.expanded(query), map: attributes) { text throws(RPNError) in
                try self.queryForm.encode(text, as: self.queryEncoding)
            }
        } catch {
            let diagnostic = SRUDiagnostic(error.diagnostic, details: error.details)
            throw TargetFailure(.notExpressible, error.message, diagnostic: diagnostic)
        }
    }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        guard case .z3950(var query) = plan.words else { return TargetAnswer() }
        self.retries.withLockedValue { $0.noteFirstTry() }
        var wording = self.wording.withLockedValue { $0 }
        var first: TargetAnswer?
        var requests = 0
        for attempt in 0...Self.maximumRewordings {
            var (answer, complaint) = await self.answer(query, wording, window, deadline)
            requests += answer.requests
            answer.requests = requests
            let hasTime = .now < deadline && !Task.isCancelled
            guard let complaint, attempt < Self.maximumRewordings, hasTime,
                let next = wording.reworded(after: complaint, format: self.reader.format)
            else {
                // What the target said to our own words is the better answer when no other words help.
                let isWorse = answer.failure != nil || (answer.records.isEmpty && first?.records.isEmpty == false)
                if isWorse, complaint != nil, let first { return first }
                if complaint == nil, attempt > 0 { self.wording.withLockedValue { [wording] in $0 = wording } }
                if complaint == nil, let note = wording.note { answer.addNote(note) }
                return answer
            }
            first = first ?? answer
            do throws(TargetFailure) {
                query = try self.rpn(plan.query, next.attributes)
            } catch {
                return first ?? TargetAnswer(failure: error)
            }
            wording = next
        }
        return first ?? TargetAnswer()
    }

    /// How often a refused question is asked again in other words.
    private static let maximumRewordings = 2

    /// The answer to a question in certain words, and the diagnostic that other words may mend.
    private func answer(
        _ query: RPN,
        _ wording: Z3950Wording,
        _ window: Range<Int>,
        _ deadline: ContinuousClock.Instant
    ) async -> (TargetAnswer, complaint: Bib1Diagnostic?) {
        let request = SearchRequest(
            databases: [self.access.database],
            query: query,
            piggyback: self.access.piggyback ? self.access.presentChunk : 0,
            recordSyntax: wording.syntax,
            elementSetName: wording.elements
        )
        do throws(Z3950Error) {
            let retrieval = try await self.pool.retrieve(
                request,
                start: window.lowerBound,
                count: window.count,
                chunk: self.access.presentChunk,
                deadline: deadline
            )
            let answer = self.answer(retrieval)
            let isReadable = !answer.records.isEmpty && !Z3950Wording.isPoorer(retrieval, wording)
            return (answer, isReadable ? nil : Z3950Wording.complaint(in: retrieval, wording))
        } catch {
            return (TargetAnswer(failure: TargetFailure(error, hasHits: false)), error.diagnostic)
        }
    }

    private func answer(_ retrieval: Retrieval) -> TargetAnswer {
        var answer = TargetAnswer(hits: retrieval.resultCount)
        answer.octetCount = retrieval.octetCount
        answer.requests = retrieval.requests
        self.reader.read(retrieval.items, from: retrieval.start, into: &answer)
        answer.failure = retrieval.error.map { TargetFailure($0, hasHits: true) }
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
            throw TargetFailure(error, hasHits: false)
        }
    }

    func takeRetryCount() -> Int {
        self.retries.withLockedValue { $0.takeCount() }
    }

    func shutdown() async {
        await self.pool.shutdown()
    }
}

extension TargetFailure {
    /// What a Z39.50 target's error is called here.
    ///
    /// - Parameters:
    ///   - error: the error.
    ///   - hasHits: whether the search itself had succeeded.
    init(_ error: Z3950Error, hasHits: Bool) {
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
            self.init(
                hasHits ? .presentFailed : .diagnostic,
                message,
                diagnostic: SRUDiagnostic(number, details: diagnostic.addinfo)
            )
        case .tooLarge: self.init(hasHits ? .tooLarge : .protocolError, message)
        case .shortPresent: self.init(.shortPresent, message)
        case .cancelled: self.init(.cancelled, message)
        case .poolExhausted: self.init(.busy, message)
        }
    }
}
