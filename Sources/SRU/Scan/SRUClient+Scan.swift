extension SRUClient {
    /// Lists the terms of an index around one.
    ///
    /// - Parameters:
    ///   - clause: index and term as one clause of CQL, in the words of this server.
    ///   - responsePosition: where the term shall stand in the answer, from 0 (before the first).
    ///   - maximumTerms: the most terms wanted, at least 1.
    ///   - deadline: when to give up, connecting included.
    /// - Returns: the answer, which may hold fewer terms.
    /// - Throws: ``SRUError``; its code is `diagnostic` when the server sends diagnostics and no terms.
    public func scan(
        clause: String,
        responsePosition: Int,
        maximumTerms: Int,
        deadline: ContinuousClock.Instant
    ) async throws(SRUError) -> ScanResponse {
        var parameters = self.endpoint.operation(.scan)
        parameters.append("scanClause", clause)
        parameters.append("responsePosition", String(responsePosition))
        parameters.append("maximumTerms", String(maximumTerms))
        let answer = try await self.answer(to: self.endpoint.message(.scan, parameters), deadline: deadline)
        let response = try answer.read { bytes throws(SRUError) in try ScanResponse.parse(bytes) }
        if response.terms.isEmpty, let diagnostic = response.diagnostics.first {
            throw SRUError(.diagnostic(diagnostic), "the server answers: \(diagnostic)")
        }
        return response
    }
}
