import CQL
import Federation
import SRU
import XML

/// Carries out one scan: a clause in, terms out, or the diagnostic that says why not.
struct Scan {
    let federation: Federation
    let database: DatabaseConfiguration

    /// Terms of a list when the request does not say how many.
    static let defaultTerms = 10
    /// The most terms of a list.
    static let maximumTerms = 100

    func outcome(of request: ScanRequest) async -> (response: ScanResponse, targets: [TargetStatus]) {
        var response = ScanResponse(version: request.version)
        var targets: [TargetStatus] = []
        response.echoedRequest = request
        do throws(SRUDiagnostic) {
            response.stylesheet = try Stylesheets.allowed(request.stylesheet, self.federation.configuration.server)
            let (written, clause) = try Self.clause(request)
            response.echoedClause = written
            let list = try await self.terms(request, clause)
            targets = list.targets
            var writer = XMLWriter(reserving: 1024)
            TargetStatusXML.write(list, into: &writer)
            response.extraResponseData = writer.bytes
            if list.allFailed { throw .allFailed(list.targets) }
            response.terms = list.terms
        } catch {
            response.diagnostics = [error]
        }
        return (response, targets)
    }

    /// The one clause that a scan may be; its relation says nothing.
    private static func clause(_ request: ScanRequest) throws(SRUDiagnostic) -> (CQLQuery, ResolvedQuery.Clause) {
        do throws(CQLError) {
            let written = try CQLQuery.parse(request.scanClause)
            let query = try ResolvedQuery(written)
            guard case .clause(let clause) = query.root, query.sortKeys.isEmpty else {
                throw CQLError(diagnostic: 48, details: "boolean", message: "a scan has one clause")
            }
            guard IndexCatalogue.standard.entry(clause.index)?.kind != .special else {
                throw CQLError(diagnostic: 16, details: clause.index.name, message: "this index has no terms")
            }
            return (written, clause)
        } catch {
            throw SRUDiagnostic(error)
        }
    }

    private func terms(
        _ request: ScanRequest,
        _ clause: ResolvedQuery.Clause
    ) async throws(SRUDiagnostic) -> TermList {
        let count = min(request.maximumTerms ?? Self.defaultTerms, Self.maximumTerms)
        guard request.responsePosition <= count + 1 else {
            throw SRUDiagnostic(120, details: String(request.responsePosition))
        }
        guard let term = clause.term.text else { throw SRUDiagnostic(28, details: clause.term.escaped) }
        do throws(FederationError) {
            return try await self.federation.terms(
                database: self.database.name,
                index: clause.index,
                term: term,
                position: request.responsePosition,
                count: count,
                deadline: .now + self.federation.configuration.server.deadline
            )
        } catch {
            throw .databaseDoesNotExist(self.database.name)
        }
    }
}

extension SRUDiagnostic {
    /// One diagnostic for a whole that failed: the targets' own when all say the same.
    static func allFailed(_ targets: [TargetStatus]) -> SRUDiagnostic {
        let diagnostics = Set(targets.map { $0.failure?.diagnostic?.number })
        if diagnostics.count == 1, let diagnostic = targets.first?.failure?.diagnostic { return diagnostic }
        return .temporarilyUnavailable(Self.words(targets))
    }

    /// `hue: refused, qtr: late`: every target that did not answer.
    static func words(_ targets: [TargetStatus]) -> String {
        targets.filter { $0.state != .ok }.map { "\($0.id): \($0.word)" }.joined(separator: ", ")
    }
}
