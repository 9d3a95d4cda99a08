import CQL
import SRU

extension SRUTarget {
    func terms(
        _ request: TermRequest,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TermWindow {
        let clause = ResolvedQuery.Clause(index: request.index, relation: .equal, term: Term(text: request.term))
        let plan = try self.plan(ResolvedQuery(root: .clause(clause)))
        guard case .sru(let words) = plan.words else { throw .scanNotOffered }
        do throws(SRUError) {
            let response = try await SRUClient(endpoint: self.access.endpoint, httpClient: self.httpClient).scan(
                clause: words,
                responsePosition: request.before + 1,
                maximumTerms: request.before + request.after,
                deadline: deadline
            )
            return Self.window(response, request)
        } catch {
            if case .diagnostic(let diagnostic) = error.code, diagnostic.number == 4 { throw .scanNotOffered }
            throw TargetFailure(error, hasHits: false)
        }
    }

    /// The answer does not say where the term stands; it stands where terms are no longer smaller.
    private static func window(_ response: SRU.ScanResponse, _ request: TermRequest) -> TermWindow {
        let start = TermMerge.key(request.term)
        let terms = response.terms.map { TermWindow.Term($0.value, count: $0.numberOfRecords) }
        let split = terms.firstIndex { !TermMerge.key($0.text).lexicographicallyPrecedes(start) } ?? terms.endIndex
        let first = response.terms.first?.whereInList
        let last = response.terms.last?.whereInList
        return TermWindow(
            before: Array(terms[..<split]),
            after: Array(terms[split...]),
            reachesStart: first == .first || first == .only || split < request.before,
            reachesEnd: last == .last || last == .only || terms.count - split < request.after
        )
    }
}
