/// The two families of MARC whose tags and codes this module knows.
public enum MARCFormat: String, Sendable, Hashable, CaseIterable {
    /// MARC 21 Format for Bibliographic Data (Library of Congress).
    case marc21
    /// UNIMARC Bibliographic Format (IFLA).
    case unimarc
}
