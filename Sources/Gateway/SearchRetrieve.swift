import CQL
import Federation
import Logging
import SRU
import Scoring
import XML

/// What a search gives: the answer, and what else is told of it in other forms than XML.
struct SearchOutcome: Sendable {
    var response: SearchRetrieveResponse
    var targets: [TargetStatus] = []
    var precision: ResultCountPrecision?
}

/// Carries out one searchRetrieve: query in, page out, or the diagnostic that says why not.
struct SearchRetrieve {
    let federation: Federation
    let database: DatabaseConfiguration
    let cache: RecordCache
    let facetCache: FacetCache
    let logger: Logger

    func outcome(of request: SearchRetrieveRequest) async -> SearchOutcome {
        var outcome = SearchOutcome(response: SearchRetrieveResponse(version: request.version))
        outcome.response.echoedRequest = request
        let deadline = ContinuousClock.now + self.federation.configuration.server.deadline
        do throws(SRUDiagnostic) {
            outcome.response.stylesheet = try Stylesheets.allowed(
                request.stylesheet,
                self.federation.configuration.server
            )
            let schema = try Self.schema(request)
            let (written, query) = try Self.query(request)
            outcome.response.echoedQuery = written
            let page = try await self.page(request, query, deadline)
            self.log(page)
            outcome.targets = page.targets
            outcome.precision = page.precision
            let extras = SearchExtras(request)
            let details = await self.details(page, extras, query)
            let counted = await self.countsOfTargets(page, extras, details, deadline)
            try self.fill(&outcome.response, request, page, schema, extras, details, counted)
        } catch {
            outcome.response.diagnostics = [error]
        }
        return outcome
    }

    // MARK: The request

    private static func schema(_ request: SearchRetrieveRequest) throws(SRUDiagnostic) -> RecordSchema {
        guard let schema = RecordSchema(named: request.recordSchema) else {
            throw .unknownSchema(request.recordSchema ?? "")
        }
        return schema
    }

    /// The query as written, if it is CQL, and as meant, with the sort keys of the request.
    private static func query(
        _ request: SearchRetrieveRequest
    ) throws(SRUDiagnostic) -> (CQLQuery?, ResolvedQuery) {
        var written: CQLQuery?
        var query: ResolvedQuery
        do throws(CQLError) {
            if request.queryType == "searchTerms" {
                query = try ResolvedQuery(words: request.query)
            } else {
                let parsed = try CQLQuery.parse(request.query)
                written = parsed
                query = try ResolvedQuery(parsed)
            }
        } catch {
            throw SRUDiagnostic(error)
        }
        query.sortKeys = try SortKeys.keys(request, query)
        return (written, query)
    }

    private func page(
        _ request: SearchRetrieveRequest,
        _ query: ResolvedQuery,
        _ deadline: ContinuousClock.Instant
    ) async throws(SRUDiagnostic) -> Page {
        let server = self.federation.configuration.server
        let count = min(request.maximumRecords ?? server.defaultRecords, server.maximumRecords)
        let combination = ResultSetCombination(federation: self.federation, database: self.database.name)
        let stored = try ResultSetCombination.wholeQuery(query)
        let query = stored == nil ? try await combination.written(query) : query
        do throws(FederationError) {
            if let stored {
                _ = try await self.federation.query(ofResultSet: stored, database: self.database.name)
                return try await self.federation.page(
                    resultSet: stored,
                    start: request.startRecord,
                    count: count,
                    deadline: deadline
                )
            }
            return try await self.federation.search(
                database: self.database.name,
                query: query,
                start: request.startRecord,
                count: count,
                deadline: deadline
            )
        } catch {
            switch error {
            case .noDatabase(let name): throw .databaseDoesNotExist(name)
            case .noResultSet(let id): throw .resultSetDoesNotExist(id)
            }
        }
    }

    /// What is to be known beside the page, when anything is.
    private func details(_ page: Page, _ extras: SearchExtras, _ query: ResolvedQuery) async -> ResultSetDetails? {
        let needsClusters = !extras.facets.fields.isEmpty
        let isSorted = !query.sortKeys.isEmpty || ((try? ResultSetCombination.wholeQuery(query)) ?? nil) != nil
        let hasUnreadable = extras.showsSurrogates && page.targets.contains { $0.unreadable > 0 }
        guard needsClusters || isSorted || hasUnreadable || extras.showsAnalysis else { return nil }
        return await self.federation.details(ofResultSet: page.resultSetID, includingClusters: needsClusters)
    }

    /// What targets count themselves, when facets of each target are wanted.
    private func countsOfTargets(
        _ page: Page,
        _ extras: SearchExtras,
        _ details: ResultSetDetails?,
        _ deadline: ContinuousClock.Instant
    ) async -> [String: TargetFacets] {
        let counting = self.federation.configuration.targets(of: self.database).filter(\.facets)
        guard extras.facets.isByTarget, !counting.isEmpty, let details, !extras.facets.fieldsOfTargets.isEmpty else {
            return [:]
        }
        let (fields, reach) = (extras.facets.fieldsOfTargets, extras.facets.reach)
        return await self.facetCache.targetFacets(
            resultSet: page.resultSetID,
            fields: fields,
            limit: reach,
            targets: counting.count
        ) {
            await self.federation.facets(
                database: self.database.name,
                query: details.query,
                by: fields,
                limit: reach,
                deadline: deadline
            )
        }
    }

    // MARK: The answer

    private func fill(
        _ response: inout SearchRetrieveResponse,
        _ request: SearchRetrieveRequest,
        _ page: Page,
        _ schema: RecordSchema,
        _ extras: SearchExtras,
        _ details: ResultSetDetails?,
        _ counted: [String: TargetFacets]
    ) throws(SRUDiagnostic) {
        var writer = XMLWriter(reserving: 1024)
        TargetStatusXML.write(page, isPartlySorted: details?.isPartlySorted, into: &writer)
        response.extraResponseData = writer.bytes
        if page.allFailed { throw .allFailed(page.targets) }
        let unreadable = extras.showsSurrogates ? details?.unreadable ?? [] : []
        let number = page.numberOfRecords + unreadable.count
        let count = request.maximumRecords ?? self.federation.configuration.server.defaultRecords
        if page.clusters.isEmpty, page.start > max(page.announced + unreadable.count, 1) {
            throw .firstRecordPositionOutOfRange(String(page.start))
        }
        response.numberOfRecords = number
        response.records = page.clusters.enumerated().map { offset, cluster in
            let key = RecordCache.Key(
                resultSet: page.resultSetID,
                cluster: cluster.id,
                members: cluster.members.count,
                schema: schema
            )
            return ResponseRecord(
                schema: schema.identifier,
                data: .xml(self.cache.record(key) { schema.write(cluster) }),
                position: page.start + offset,
                extraRecordData: extras.showsMembers ? Self.members(of: cluster, page.relevances[offset]) : nil
            )
        }
        if !unreadable.isEmpty { self.addSurrogates(&response, request, page, unreadable) }
        response.nextRecordPosition = SearchRetrieveResponse.nextRecordPosition(
            startRecord: page.start,
            returned: response.records.count,
            numberOfRecords: number
        )
        if response.records.isEmpty, count > 0, page.start <= number,
            page.targets.contains(where: { $0.state == .late })
        {
            // Nothing at this position yet, and a library that still fetches: the same position is asked for again.
            response.nextRecordPosition = page.start
        }
        if request.version == .v2_0 { response.resultCountPrecision = page.precision }
        if let wanted = request.resultSetTTL, wanted > 0 {
            response.resultSetId = page.resultSetID
            let kept = Int(self.federation.configuration.server.resultSets.timeToLive.components.seconds)
            response.resultSetIdleTime = kept
        }
        self.addAnalyses(&response, request, page, extras, details, counted)
        if extras.showsDiagnostics, page.targets.contains(where: { $0.state != .ok }) {
            response.diagnostics = [.validPartialResults(SRUDiagnostic.words(page.targets))]
        }
    }

    /// Diagnostics stand for the records that nobody could read, behind all that could be read.
    private func addSurrogates(
        _ response: inout SearchRetrieveResponse,
        _ request: SearchRetrieveRequest,
        _ page: Page,
        _ unreadable: [ResultSetDetails.Unreadable]
    ) {
        let server = self.federation.configuration.server
        let count = min(request.maximumRecords ?? server.defaultRecords, server.maximumRecords)
        let first = page.numberOfRecords + 1
        for (offset, place) in unreadable.enumerated() {
            let position = first + offset
            guard position == page.start + response.records.count, response.records.count < count else { continue }
            let details = "\(place.target) \(place.record.position): \(place.record.reason)"
            response.records.append(
                ResponseRecord(surrogate: .recordTemporarilyUnavailable(details), position: position)
            )
        }
    }

    private func addAnalyses(
        _ response: inout SearchRetrieveResponse,
        _ request: SearchRetrieveRequest,
        _ page: Page,
        _ extras: SearchExtras,
        _ details: ResultSetDetails?,
        _ counted: [String: TargetFacets]
    ) {
        if !extras.facets.fields.isEmpty, let details {
            response.facetedResults = extras.facets.results(
                { details.clusters },
                targets: page.targets,
                resultSet: page.resultSetID,
                own: counted,
                cache: self.facetCache
            )
        }
        if extras.showsAnalysis {
            let plans = details.map { self.federation.plans(database: self.database.name, query: $0.query) } ?? []
            let words = Dictionary(plans.map { ($0.id, $0.plan) }, uniquingKeysWith: { first, _ in first })
            response.searchResultAnalysis = SearchResultAnalysis(
                dataSources: page.targets.compactMap { target in
                    target.hits.map { .init(label: target.name, subquery: words[target.id] ?? "", count: $0) }
                }
            )
        }
        guard request.version.isVersion1 else { return }
        response.extraResponseData? += response.facetedResults?.serialized() ?? []
        response.extraResponseData? += response.searchResultAnalysis?.serialized() ?? []
    }

    private static func members(of cluster: Cluster, _ relevance: Relevance) -> [UInt8] {
        var writer = XMLWriter(reserving: 512)
        MergedRecordXML.writeMembers(of: MergedRecord(cluster), declaringNamespace: true, into: &writer)
        RelevanceXML.write(relevance, into: &writer)
        return writer.bytes
    }

    private func log(_ page: Page) {
        self.logger.debug(
            "search",
            metadata: [
                "search.database": .string(self.database.name),
                "search.hits": .stringConvertible(page.numberOfRecords),
                "search.targets": .array(
                    page.targets.map { target in
                        .dictionary([
                            "target.id": .string(target.id),
                            "target.status": .string(target.word),
                            "target.hits": .string(target.hits.map(String.init) ?? "-"),
                            "target.fetched": .stringConvertible(target.fetched),
                            "duration_ms": .string(target.milliseconds.map(String.init) ?? "-"),
                        ])
                    }
                ),
            ]
        )
    }
}
