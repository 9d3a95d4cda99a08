/// The versions of the protocol that are spoken here.
public enum SRUVersion: String, Sendable, Hashable, Comparable, CaseIterable {
    /// SRU 1.1 (Library of Congress, 2004).
    case v1_1 = "1.1"
    /// SRU 1.2 (Library of Congress, 2007).
    case v1_2 = "1.2"
    /// SRU 2.0 (OASIS, 2013).
    case v2_0 = "2.0"

    /// Orders versions by age.
    public static func < (left: SRUVersion, right: SRUVersion) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Whether this is a version of the Library of Congress, 1.1 or 1.2.
    public var isVersion1: Bool { self != .v2_0 }

    /// The namespace of search and explain answers.
    public var responseNamespace: String {
        self.isVersion1 ? "http://www.loc.gov/zing/srw/" : "http://docs.oasis-open.org/ns/search-ws/sruResponse"
    }

    /// The namespace of scan answers, which have one of their own in 2.0.
    public var scanNamespace: String {
        self.isVersion1 ? "http://www.loc.gov/zing/srw/" : "http://docs.oasis-open.org/ns/search-ws/scan"
    }

    /// The namespace of requests in a SOAP envelope.
    public var requestNamespace: String {
        self.isVersion1 ? "http://www.loc.gov/zing/srw/" : "http://docs.oasis-open.org/ns/search-ws/sruRequest"
    }

    /// The namespace of diagnostics.
    public var diagnosticNamespace: String {
        self.isVersion1
            ? "http://www.loc.gov/zing/srw/diagnostic/" : "http://docs.oasis-open.org/ns/search-ws/diagnostic"
    }

    /// The namespace of queries as XML.
    public var xcqlNamespace: String {
        self.isVersion1 ? "http://www.loc.gov/zing/cql/xcql/" : "http://docs.oasis-open.org/ns/search-ws/xcql"
    }
}
