import CQL
import MARC
import SRU
import Z3950

extension Z3950Target {
    func terms(
        _ request: TermRequest,
        deadline: ContinuousClock.Instant
    ) async throws(TargetFailure) -> TermWindow {
        let scan = try self.scan(request)
        let response: Z3950.ScanResponse?
        do throws(Z3950Error) {
            response = try await self.pool.withConnection(deadline: deadline) { connection throws(Z3950Error) in
                guard connection.session.initResponse.options.contains(.scan) else { return nil }
                return try await connection.scan(scan, deadline: deadline)
            }
        } catch {
            throw TargetFailure(scan: error)
        }
        guard let response else { throw .scanNotOffered }
        return self.window(response, request)
    }

    private func scan(_ request: TermRequest) throws(TargetFailure) -> Z3950.ScanRequest {
        let attributes = self.access.attributes
        guard let list = attributes.indexes[request.index]?.first else {
            throw TargetFailure(
                .notExpressible,
                "the target has no index \(request.index.name)",
                diagnostic: SRUDiagnostic(16, details: request.index.name)
            )
        }
        do throws(RPNError) {
            return Z3950.ScanRequest(
                databases: [self.access.database],
                attributes: attributes.always + list,
                term: try self.queryForm.encode(request.term, as: self.queryEncoding),
                count: request.before + request.after,
                preferredPosition: request.before + 1
            )
        } catch {
            throw TargetFailure(
                .notExpressible,
                error.message,
                diagnostic: SRUDiagnostic(error.diagnostic, details: error.details)
            )
        }
    }

    private func window(_ response: Z3950.ScanResponse, _ request: TermRequest) -> TermWindow {
        let terms = response.entries.map { entry -> TermWindow.Term? in
            guard case .term(let term) = entry else { return nil }
            let text = self.queryEncoding.decode(term.term[...]).text
            return text.isEmpty ? nil : TermWindow.Term(text, count: term.occurrences)
        }
        let split = max(0, min((response.positionOfTerm ?? 1) - 1, terms.count))
        return TermWindow(
            before: terms[..<split].compactMap { $0 },
            after: terms[split...].compactMap { $0 },
            reachesStart: split < request.before,
            reachesEnd: terms.count - split < request.after && response.status == 0
        )
    }
}

extension TargetFailure {
    /// What an error of a scan is called.
    fileprivate init(scan error: Z3950Error) {
        let message = error.description
        switch error.code {
        case .diagnostic(let diagnostic):
            let number = diagnostic.sruDiagnostic
            self.init(.diagnostic, message, diagnostic: SRUDiagnostic(number, details: diagnostic.addinfo))
        case .dns: self.init(.dns, message)
        case .refused: self.init(.refused, message)
        case .connectTimeout: self.init(.connectTimeout, message)
        case .initTimeout: self.init(.initTimeout, message)
        case .initRejected: self.init(.authentication, message)
        case .searchTimeout, .presentTimeout, .requestTimeout: self.init(.searchTimeout, message)
        case .tls: self.init(.tls, message)
        case .closed: self.init(.closed, message)
        case .cancelled: self.init(.cancelled, message)
        case .poolExhausted: self.init(.busy, message)
        default: self.init(.protocolError, message)
        }
    }
}
