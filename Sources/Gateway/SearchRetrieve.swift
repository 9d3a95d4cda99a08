import CQL
import Federation
import Logging
import SRU
import Scoring
import XML

/// Carries out one searchRetrieve: query in, page out, or the diagnostic that says why not.
struct SearchRetrieve {
    let federation: Federation
    let database: DatabaseConfiguration
    let logger: Logger

    func response(to request: SearchRetrieveRequest) async -> SearchRetrieveResponse {
        var response = SearchRetrieveResponse(version: request.version)
        response.echoedRequest = request
        do throws(SRUDiagnostic) {
            let schema = try Self.schema(request)
            let (written, query) = try Self.query(request)
            response.echoedQuery = written
            let page = try await self.page(request, query)
            self.log(page)
            try self.fill(&response, request, page, schema)
        } catch {
            response.diagnostics = [error]
        }
        return response
    }

    // MARK: The request

    private static func schema(_ request: SearchRetrieveRequest) throws(SRUDiagnostic) -> RecordSchema {
        guard let schema = RecordSchema(named: request.recordSchema) else {
            throw .unknownSchema(request.recordSchema ?? "")
        }
        return schema
    }

    private static func query(
        _ request: SearchRetrieveRequest
    ) throws(SRUDiagnostic) -> (CQLQuery, ResolvedQuery) {
        do throws(CQLError) {
            let written = try CQLQuery.parse(request.query)
            return (written, try ResolvedQuery(written))
        } catch {
            throw SRUDiagnostic(error)
        }
    }

    /// Sorting is not offered yet, and saying so beats an order that is not the one asked for.
    private static func refuseSorting(
        _ request: SearchRetrieveRequest,
        _ query: ResolvedQuery
    ) throws(SRUDiagnostic) {
        if !query.sortKeys.isEmpty || !(request.sortKeys ?? "").isEmpty { throw SRUDiagnostic(80) }
    }

    private func page(
        _ request: SearchRetrieveRequest,
        _ query: ResolvedQuery
    ) async throws(SRUDiagnostic) -> Page {
        try Self.refuseSorting(request, query)
        let server = self.federation.configuration.server
        let count = min(request.maximumRecords ?? server.defaultRecords, server.maximumRecords)
        let deadline = ContinuousClock.now + server.deadline
        do throws(FederationError) {
            if let id = try Self.resultSetID(query) {
                return try await self.federation.page(
                    resultSet: id,
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

    /// The result set that `cql.resultSetId = "…"` names, when that is the whole query.
    private static func resultSetID(_ query: ResolvedQuery) throws(FederationError) -> String? {
        guard case .clause(let clause) = query.root, clause.index == .resultSetId else { return nil }
        guard let text = clause.term.text else { throw .noResultSet(clause.term.escaped) }
        return text
    }

    // MARK: The answer

    private func fill(
        _ response: inout SearchRetrieveResponse,
        _ request: SearchRetrieveRequest,
        _ page: Page,
        _ schema: RecordSchema
    ) throws(SRUDiagnostic) {
        var writer = XMLWriter(reserving: 1024)
        TargetStatusXML.write(page, into: &writer)
        response.extraResponseData = writer.bytes
        if page.allFailed { throw Self.allFailed(page) }
        if page.clusters.isEmpty, page.start > max(page.announced, 1) {
            throw .firstRecordPositionOutOfRange(String(page.start))
        }
        response.numberOfRecords = page.numberOfRecords
        response.records = page.clusters.enumerated().map { offset, cluster in
            ResponseRecord(
                schema: schema.identifier,
                data: .xml(schema.write(self.merged(cluster))),
                position: page.start + offset
            )
        }
        response.nextRecordPosition = SearchRetrieveResponse.nextRecordPosition(
            startRecord: page.start,
            returned: page.clusters.count,
            numberOfRecords: page.numberOfRecords
        )
        if request.version == .v2_0 { response.resultCountPrecision = page.precision }
        if request.resultSetTTL != nil {
            response.resultSetId = page.resultSetID
            let kept = Int(self.federation.configuration.server.resultSets.timeToLive.components.seconds)
            response.resultSetIdleTime = kept
        }
    }

    private func merged(_ cluster: Cluster) -> MergedRecord {
        MergedRecord(cluster)
    }

    /// One diagnostic for the whole: the targets' own when all say the same, else "temporarily unavailable".
    private static func allFailed(_ page: Page) -> SRUDiagnostic {
        let diagnostics = Set(page.targets.map { $0.failure?.diagnostic?.number })
        if diagnostics.count == 1, let diagnostic = page.targets.first?.failure?.diagnostic {
            return diagnostic
        }
        return .temporarilyUnavailable(
            page.targets.map { "\($0.id): \($0.failure?.code.rawValue ?? $0.state.rawValue)" }.joined(separator: ", ")
        )
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
