/// The outcome of a search and the fetching of its records; nothing that came is lost.
public struct Retrieval: Sendable, Hashable {
    /// Records found, as the target says.
    public var resultCount: Int
    /// The first position asked for, from 1.
    public var start: Int
    /// What came, in its order: item n stands at position `start + n`.
    public var items: [RetrievedItem]
    /// Records the target sent beyond what was asked, and which were dropped.
    public var surplus: Int
    /// Why there are fewer items than were asked for and exist.
    ///
    /// It is `nil` when nothing is missing, and when fetching stopped because the items reached the endpoint's limit
    /// of octets: the rest can be asked for.
    public var error: Z3950Error?
    /// Octets of the items.
    public private(set) var octetCount = 0
    /// Searches and requests for records that it took.
    public var requests = 0

    /// Makes an outcome.
    ///
    /// - Parameters:
    ///   - resultCount: Records found.
    ///   - start: The first position asked for.
    ///   - items: What came.
    ///   - surplus: Records dropped.
    ///   - error: Why items are missing.
    public init(
        resultCount: Int,
        start: Int = 1,
        items: [RetrievedItem] = [],
        surplus: Int = 0,
        error: Z3950Error? = nil
    ) {
        self.resultCount = resultCount
        self.start = start
        self.items = items
        self.surplus = surplus
        self.error = error
        self.octetCount = items.reduce(0) { $0 + $1.octetCount }
    }

    /// Takes over items that came for the next positions, dropping those beyond the number wanted, and those behind
    /// the one that reaches the limit of octets.
    mutating func append(_ more: [RetrievedItem], upTo count: Int, octets limit: Int) {
        for (offset, item) in more.enumerated() {
            guard self.items.count < count else {
                self.surplus += more.count - offset
                return
            }
            guard self.octetCount < limit else { return }
            self.items.append(item)
            self.octetCount += item.octetCount
        }
    }
}

extension RetrievedItem {
    /// Octets of the record; 0 for a diagnostic.
    var octetCount: Int {
        if case .record(let record) = self { record.bytes.count } else { 0 }
    }
}

extension Z3950Connection {
    /// Octets of records that one answer should have at most.
    private static let usefulOctets = 1 << 20

    /// Searches and fetches records, in as few requests as the target allows.
    ///
    /// - Parameters:
    ///   - request: The search; `piggyback` says how many records may come with its answer (none when `start` is not 1).
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
        var search = request
        search.piggyback = start == 1 ? min(request.piggyback, count) : 0
        let response = try await self.search(search, deadline: deadline)
        var retrieval = Retrieval(resultCount: response.resultCount, start: start)
        retrieval.requests = 1
        let wanted = min(count, max(0, response.resultCount - (start - 1)))
        retrieval.append(response.items, upTo: search.piggyback > 0 ? wanted : 0, octets: self.maximumRetrievalBytes)
        await self.present(
            PresentRequest(
                resultSetName: request.resultSetName,
                start: start,
                count: max(1, wanted),
                recordSyntax: request.recordSyntax,
                elementSetName: request.elementSetName
            ),
            until: wanted,
            chunk: chunk,
            deadline: deadline,
            into: &retrieval
        )
        return retrieval
    }

    /// Fetches records of a result set that exists.
    ///
    /// - Parameters:
    ///   - request: The positions wanted.
    ///   - resultCount: Records in the set, as its search said.
    ///   - chunk: The most records asked for at a time.
    ///   - deadline: When everything must be there.
    /// - Returns: The records; when fetching fails half-way, what came so far and the error.
    public func retrieve(
        _ request: PresentRequest,
        resultCount: Int,
        chunk: Int = 20,
        deadline: ContinuousClock.Instant
    ) async -> Retrieval {
        var retrieval = Retrieval(resultCount: resultCount, start: request.start)
        let wanted = min(request.count, max(0, resultCount - (request.start - 1)))
        await self.present(request, until: wanted, chunk: chunk, deadline: deadline, into: &retrieval)
        return retrieval
    }

    /// Asks for records until there are `wanted` of them, or none comes.
    private func present(
        _ request: PresentRequest,
        until wanted: Int,
        chunk: Int,
        deadline: ContinuousClock.Instant,
        into retrieval: inout Retrieval
    ) async {
        var chunk = max(1, chunk)
        while retrieval.items.count < wanted, retrieval.octetCount < self.maximumRetrievalBytes {
            var next = request
            next.start = request.start + retrieval.items.count
            next.count = min(chunk, wanted - retrieval.items.count)
            retrieval.requests += 1
            do throws(Z3950Error) {
                let response = try await self.present(next, deadline: deadline)
                guard !response.items.isEmpty else {
                    retrieval.error = Z3950Error(.shortPresent, "\(retrieval.items.count) of \(wanted) records came")
                    return
                }
                let (items, octets) = (retrieval.items.count, retrieval.octetCount)
                retrieval.append(
                    response.items,
                    upTo: items + next.count,
                    octets: self.maximumRetrievalBytes
                )
                // A target that sends fewer at a time is asked for no more than it sends, and big records in small lots.
                let average = max(1, (retrieval.octetCount - octets) / max(1, retrieval.items.count - items))
                chunk = max(1, min(next.count, response.items.count, Self.usefulOctets / average))
            } catch {
                guard error.isTooMuchAtOnce, next.count > 1 else {
                    retrieval.error = error
                    return
                }
                chunk = next.count / 2
            }
        }
    }
}

extension Z3950Error {
    /// Whether the target would answer if it were asked for fewer records at a time.
    fileprivate var isTooMuchAtOnce: Bool {
        guard let diagnostic else { return false }
        return [16, 217, 242].contains(diagnostic.code)
    }
}
