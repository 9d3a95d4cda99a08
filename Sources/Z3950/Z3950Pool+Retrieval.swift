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
        var retrieval = Retrieval(resultCount: -1, start: start)
        var attempt = Attempt(chunk: chunk)
        while true {
            do throws(Z3950Error) {
                let rest = try await self.retrieveOnce(request, start, count, attempt, retrieval.items.count, deadline)
                guard retrieval.append(rest, count: count) else { return retrieval }
            } catch {
                guard retrieval.resultCount >= 0 || attempt.canFollow(error) else { throw error }
                retrieval.error = error
            }
            guard let error = retrieval.error, attempt.canFollow(error), self.canTryAgain(before: deadline) else {
                guard retrieval.resultCount >= 0 else { throw retrieval.error ?? Z3950Error(.closed) }
                return retrieval
            }
            if attempt.follow(error) {
                guard retrieval.resultCount >= 0 else { throw error }
                retrieval.skip("an answer of this record alone is too large")
                guard retrieval.items.count < min(count, retrieval.resultCount - (start - 1)) else {
                    retrieval.error = nil
                    return retrieval
                }
            }
        }
    }

    private func retrieveOnce(
        _ request: SearchRequest,
        _ start: Int,
        _ count: Int,
        _ attempt: Attempt,
        _ came: Int,
        _ deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Retrieval {
        var request = request
        request.piggyback = min(request.piggyback, attempt.chunk == 1 ? 0 : .max)
        // A target that has just dropped one connection may be about to drop those that others give back.
        let mustBeFresh = attempt.hasLostConnection
        return try await self.withConnection(deadline: deadline, mustBeFresh: mustBeFresh) {
            [request] connection throws(Z3950Error) in
            try await connection.retrieve(
                request,
                start: start + came,
                count: count - came,
                chunk: attempt.chunk,
                deadline: deadline
            )
        }
    }
}

/// How a retrieval is tried, and whether it may be tried once more.
private struct Attempt {
    private let wantedChunk: Int
    private(set) var chunk: Int
    private var hasBegunAgain = false
    private(set) var hasLostConnection = false
    private var giants = 0

    init(chunk: Int) {
        self.wantedChunk = chunk
        self.chunk = chunk
    }

    /// Whether trying again makes sense after an error: once for a lost connection or result set, four times for
    /// answers that are too large, which leaves out two records.
    func canFollow(_ error: Z3950Error) -> Bool {
        error.code == .tooLarge ? self.giants < 4 : error.isMendedByAnotherSearch && !self.hasBegunAgain
    }

    /// Prepares the next try; true when the record at hand must be left out, because it alone is too large.
    mutating func follow(_ error: Z3950Error) -> Bool {
        guard error.code == .tooLarge else {
            self.hasBegunAgain = true
            self.hasLostConnection = error.code == .closed
            return false
        }
        self.giants += 1
        defer { self.chunk = self.chunk == 1 ? self.wantedChunk : 1 }
        return self.chunk == 1
    }
}

extension Retrieval {
    /// Takes over what another search brought; false when it found another number of records.
    fileprivate mutating func append(_ rest: Retrieval, count: Int) -> Bool {
        self.requests += rest.requests
        guard self.resultCount < 0 || rest.resultCount == self.resultCount else { return false }
        self.resultCount = rest.resultCount
        self.append(rest.items, upTo: count, octets: .max)
        self.surplus += rest.surplus
        self.error = rest.error
        return true
    }

    /// Puts a diagnostic in the place of a record.
    fileprivate mutating func skip(_ reason: String) {
        let diagnostic = Bib1Diagnostic(code: APDUDecoder.recordTooLarge, addinfo: reason)
        self.append([.diagnostic(diagnostic)], upTo: .max, octets: .max)
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
