extension Z3950Pool {
    /// Searches and fetches records, beginning again once when the target drops the connection or the result set.
    ///
    /// What came before is kept: the second search goes on after the last record, unless it finds another number
    /// of records, for then the positions do not belong together.
    ///
    /// - Parameters:
    ///   - request: The search; `piggyback` says how many records may come with its answer.
    ///   - start: The first position wanted, from 1.
    ///   - count: How many records; 0 asks for the number found only.
    ///   - chunk: The most records asked for at a time.
    ///   - deadline: When everything must be there.
    /// - Returns: The number found and the records; when fetching fails half-way, what came so far and the error.
    /// - Throws: ``Z3950Error`` when the search itself fails.
    public func retrieve(
        _ request: SearchRequest,
        start: Int = 1,
        count: Int,
        chunk: Int = 20,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Retrieval {
        var retrieval: Retrieval
        do throws(Z3950Error) {
            retrieval = try await self.retrieveOnce(request, start, count, chunk, deadline)
        } catch {
            guard error.isMendedByAnotherSearch, deadline > .now, !Task.isCancelled else { throw error }
            return try await self.retrieveOnce(request, start, count, chunk, deadline)
        }
        guard let error = retrieval.error, error.isMendedByAnotherSearch, deadline > .now, !Task.isCancelled else {
            return retrieval
        }
        let came = retrieval.items.count
        do throws(Z3950Error) {
            let rest = try await self.retrieveOnce(request, start + came, count - came, chunk, deadline)
            guard rest.resultCount == retrieval.resultCount else { return retrieval }
            retrieval.items += rest.items
            retrieval.surplus += rest.surplus
            retrieval.error = rest.error
        } catch {
            retrieval.error = error
        }
        return retrieval
    }

    private func retrieveOnce(
        _ request: SearchRequest,
        _ start: Int,
        _ count: Int,
        _ chunk: Int,
        _ deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Retrieval {
        try await self.withConnection(deadline: deadline) { connection throws(Z3950Error) in
            try await connection.retrieve(request, start: start, count: count, chunk: chunk, deadline: deadline)
        }
    }
}

extension Z3950Error {
    /// Whether the same search on another connection may well succeed.
    ///
    /// The connection is gone without a reason, or for lack of activity (Close 7); or the result set is (Bib-1 27, 30).
    fileprivate var isMendedByAnotherSearch: Bool {
        switch self.code {
        case .closed: self.close == nil || self.close?.reason == 7
        case .diagnostic(let diagnostic): [27, 30].contains(diagnostic.code)
        default: false
        }
    }
}
