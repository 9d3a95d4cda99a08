import SRU

/// The words in which an SRU target is asked, and the other ones to try when it refuses them.
struct SRUWording: Sendable {
    /// The database with the schema, version and parameters in use.
    private(set) var endpoint: SRUEndpoint
    /// What differs from the configuration, for people; nil when nothing does.
    private(set) var note: String?
    private var refusedSchemas: Set<String?> = []
    private var refusedVersions: Set<SRUVersion> = []

    init(_ endpoint: SRUEndpoint) {
        self.endpoint = endpoint
    }

    /// The names that servers have for MARCXML, the usual ones first; nil asks for what the server likes best.
    private static let schemas: [String?] = [
        "marcxml", "MARC21-xml", "info:srw/schema/1/marcxml-v1.1", "marc21", nil,
    ]

    /// Other words to try after a diagnostic; nil when there are none.
    func reworded(after diagnostic: SRUDiagnostic) -> SRUWording? {
        var next = self
        switch diagnostic.number {
        case 66, 67:
            next.refusedSchemas.insert(self.endpoint.recordSchema)
            guard let schema = Self.schemas.first(where: { !next.refusedSchemas.contains($0) }) else { return nil }
            next.endpoint.recordSchema = schema
            next.note = "answered in the schema \(schema ?? "of its choice"), after: \(diagnostic)"
        case 5:
            next.refusedVersions.insert(self.endpoint.version)
            // The details name the highest version that the server speaks.
            let named = diagnostic.details.flatMap { SRUVersion(rawValue: $0) }
            let candidates = [named].compactMap(\.self) + [.v1_2, .v1_1, .v2_0]
            guard let version = candidates.first(where: { !next.refusedVersions.contains($0) }) else { return nil }
            next.endpoint.version = version
            next.note = "answered in version \(version.rawValue), after: \(diagnostic)"
        case 8:
            let refused = diagnostic.details.flatMap { details in Self.dispensable.first { details.contains($0) } }
            guard let name = refused, !self.endpoint.omittedParameters.contains(name) else { return nil }
            next.endpoint.omittedParameters.insert(name)
            next.note = "answered without the parameter \(name), after: \(diagnostic)"
        default:
            return nil
        }
        return next
    }

    /// Parameters that a search can do without.
    private static let dispensable = ["recordSchema", "recordPacking", "recordXMLEscaping"]

    /// What a server has against our words, when it says so in the place of every record.
    static func complaint(in response: SearchRetrieveResponse) -> SRUDiagnostic? {
        guard let first = response.records.first, case .diagnostic(let complaint) = first.data,
            [66, 67].contains(complaint.number)
        else { return nil }
        let isEverywhere = response.records.allSatisfy { record in
            if case .diagnostic(let diagnostic) = record.data { diagnostic.number == complaint.number } else { false }
        }
        return isEverywhere ? complaint : nil
    }
}
