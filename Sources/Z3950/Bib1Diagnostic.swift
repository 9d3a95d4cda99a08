/// A diagnostic as a target sends it: a number of the Bib-1 set and what the target adds.
///
/// See Z39.50, appendix ERR, and the maintenance agency's later additions.
public struct Bib1Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number in the Bib-1 set.
    public var code: Int
    /// What the target adds: the attribute, database or term it means, or free text.
    public var addinfo: String

    /// Makes a diagnostic.
    ///
    /// - Parameters:
    ///   - code: The number in the Bib-1 set.
    ///   - addinfo: What the target adds.
    public init(code: Int, addinfo: String = "") {
        self.code = code
        self.addinfo = addinfo
    }

    /// What the number means, in English; a neutral phrase for a number nobody knows.
    public var message: String {
        Self.table[self.code]?.message ?? "diagnostic of an unknown number"
    }

    /// The number of the SRU diagnostic that says the same; 1 (general error) when there is none.
    public var sruDiagnostic: Int {
        Self.table[self.code]?.sru ?? 1
    }

    /// Number, meaning and addition in one line.
    public var description: String {
        let head = "Bib-1 diagnostic \(self.code) (\(self.message))"
        return self.addinfo.isEmpty ? head : "\(head): \(self.addinfo)"
    }

    private static let table: [Int: Row] = Dictionary(uniqueKeysWithValues: rows.map { ($0.code, $0) })

    struct Row: Sendable {
        let code: Int
        let sru: Int
        let message: String

        init(_ code: Int, _ sru: Int, _ message: String) {
            self.code = code
            self.sru = sru
            self.message = message
        }
    }
}
