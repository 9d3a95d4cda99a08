public import CQL

/// An error or warning as SRU says it, after the list `info:srw/diagnostic/1`.
public struct SRUDiagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the URIs of the standard list begin with.
    public static let uriPrefix = "info:srw/diagnostic/1/"

    /// The URI that names the kind of diagnostic.
    public var uri: String
    /// What the standard wants to be told for this kind: a name, a limit, an offset.
    public var details: String?
    /// The kind in words for people.
    public var message: String?

    /// A diagnostic of the standard list.
    ///
    /// - Parameters:
    ///   - number: the number in the list, such as 10 or 66.
    ///   - details: what the standard wants to be told for this number.
    ///   - message: the words; the standard's own when nil.
    public init(_ number: Int, details: String? = nil, message: String? = nil) {
        self.uri = Self.uriPrefix + String(number)
        self.details = details
        self.message = message ?? Self.standardMessages[number]
    }

    /// A diagnostic of any list.
    ///
    /// - Parameters:
    ///   - uri: the URI that names the kind.
    ///   - details: what belongs to it.
    ///   - message: the words.
    public init(uri: String, details: String?, message: String?) {
        self.uri = uri
        self.details = details
        self.message = message
    }

    /// What is wrong with a query.
    ///
    /// - Parameter error: the parser's or resolver's finding, which has the number already.
    public init(_ error: CQLError) {
        self.init(error.diagnostic, details: error.details.isEmpty ? nil : error.details)
    }

    /// The number in the standard list; 0 for diagnostics of other lists.
    public var number: Int {
        if let number = Int(self.uri) { return number }
        guard self.uri.lowercased().hasPrefix("info:srw/diagnostic/") else { return 0 }
        return self.uri.split(separator: "/").last.flatMap { Int($0) } ?? 0
    }

    /// The number, the words and the details in one line.
    public var description: String {
        let words = self.message ?? "diagnostic"
        let kind = self.number > 0 ? "\(self.number) \(words)" : "\(words) (\(self.uri))"
        return self.details.map { "\(kind): \($0)" } ?? kind
    }
}
