import CQL
import Federation
import SRU

/// What a search may be asked for beside its records; nothing of it comes unasked.
struct SearchExtras: Sendable {
    /// `x-partial-diagnostics=1`: diagnostics for targets without an answer, and in the place of unreadable records.
    let showsDiagnostics: Bool
    /// `x-members=1`: which records each merged record is made of.
    let showsMembers: Bool
    /// `x-analysis=1`: what each target was asked and found.
    let showsAnalysis: Bool
    /// What is counted.
    let facets: FacetRequest

    init(_ request: SearchRetrieveRequest) {
        func isSet(_ name: String) -> Bool {
            request.extraParameters.contains {
                $0.name == name && ["1", "true", "yes"].contains($0.value.lowercased())
            }
        }
        self.showsDiagnostics = isSet("x-partial-diagnostics")
        self.showsMembers = isSet("x-members")
        self.showsAnalysis = isSet("x-analysis")
        self.facets = FacetRequest(request)
    }
}

/// The stylesheets that answers may name.
enum Stylesheets {
    /// The stylesheet that was asked for, when it is allowed.
    ///
    /// - Throws: 110 when there is none at all, 111 for one that is not in the list.
    static func allowed(_ asked: String?, _ server: ServerConfiguration) throws(SRUDiagnostic) -> String? {
        guard let asked else { return nil }
        guard !server.stylesheets.isEmpty else { throw .stylesheetsNotSupported() }
        guard server.stylesheets.contains(asked) else { throw SRUDiagnostic(111, details: asked) }
        return asked
    }
}
