public import CQL

extension Federation {
    /// Lists the terms of an index around one, over all targets of a database at once.
    ///
    /// - Parameters:
    ///   - name: the database's name in `targets.yml`.
    ///   - index: the index.
    ///   - term: the term around which they stand.
    ///   - position: where that term stands in the list, from 0 (before the first) to `count` + 1 (behind the last).
    ///   - count: how many terms at most.
    ///   - deadline: when the answer is due, whatever is missing.
    /// - Returns: the terms with what is known about every target.
    /// - Throws: `FederationError` for an unknown database.
    public nonisolated func terms(
        database name: String,
        index: Index,
        term: String,
        position: Int,
        count: Int,
        deadline: ContinuousClock.Instant
    ) async throws(FederationError) -> TermList {
        guard let database = self.configuration.database(name) else { throw .noDatabase(name) }
        let before = min(max(0, position - 1), count)
        let after = count - before
        // One more than is shown, so that it is known whether the list goes on, and the start may be left out.
        let request = TermRequest(index: index, term: term, before: before + 1, after: after + 2)
        let targets = self.configuration.targets(of: database).compactMap { self.targets[$0.id] }
        let answers = await withTaskGroup(of: (Int, Result<TermWindow, TargetFailure>, Duration).self) { group in
            for (place, target) in targets.enumerated() {
                group.addTask {
                    let began = ContinuousClock.now
                    do throws(TargetFailure) {
                        let window = try await target.terms(request, deadline: min(deadline, began + target.timeout))
                        return (place, .success(window), ContinuousClock.now - began)
                    } catch {
                        return (place, .failure(error), ContinuousClock.now - began)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }
        }
        let windows = answers.compactMap { try? $0.1.get() }
        var merge = TermMerge(term: term, listCount: windows.count)
        for window in windows { merge.add(window) }
        let statuses = answers.map { place, answer, elapsed in
            TargetStatus(id: targets[place].id, name: targets[place].name, terms: answer, elapsed: elapsed)
        }
        return TermList(
            terms: merge.terms(before: before, after: after, skipsStart: position == 0),
            targets: statuses
        )
    }

    /// Whether any target of a database can be asked for an index.
    public nonisolated func isSearchable(_ index: Index, in database: DatabaseConfiguration) -> Bool {
        if index == .resultSetId { return true }
        let clause = ResolvedQuery.Clause(index: index, relation: .equal, term: Term(text: "1"))
        let query = ResolvedQuery(root: .clause(clause))
        return self.configuration.targets(of: database).contains { description in
            (try? self.targets[description.id]?.plan(query)) != nil
        }
    }
}

extension TargetStatus {
    init(id: String, name: String, terms: Result<TermWindow, TargetFailure>, elapsed: Duration) {
        var count: Int?
        var failure: TargetFailure?
        switch terms {
        case .success(let window): count = window.before.count + window.after.count
        case .failure(let error): failure = error
        }
        self.init(
            id: id,
            name: name,
            state: failure == nil ? .ok : .failed,
            hits: nil,
            fetched: count ?? 0,
            unreadable: 0,
            mended: 0,
            milliseconds: elapsed.milliseconds,
            failure: failure,
            note: nil
        )
    }
}
