import CQL
import Federation
import SRU

/// What a search may be asked for beside its records; nothing of it comes unasked but surrogates for unreadable records.
struct SearchExtras: Sendable {
    /// `x-partial-diagnostics=1`: a diagnostic beside the records when targets gave no answer.
    let showsDiagnostics: Bool
    /// Not with `x-partial-diagnostics=0`: surrogate diagnostics in the place of unreadable records.
    let showsSurrogates: Bool
    /// `x-members=1`: which records each merged record is made of.
    let showsMembers: Bool
    /// `x-analysis=1`: what each target was asked and found.
    let showsAnalysis: Bool
    /// What is counted.
    let facets: FacetRequest

    init(_ request: SearchRetrieveRequest) {
        func value(_ name: String, isAmong words: Set<String>) -> Bool {
            request.extraParameters.contains { $0.name == name && words.contains($0.value.lowercased()) }
        }
        func isSet(_ name: String) -> Bool { value(name, isAmong: ["1", "true", "yes"]) }
        self.showsDiagnostics = isSet("x-partial-diagnostics")
        self.showsSurrogates = !value("x-partial-diagnostics", isAmong: ["0", "false", "no"])
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
