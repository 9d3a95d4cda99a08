/// Why a query was refused, as the SRU diagnostic that says so.
public struct CQLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of the diagnostic in `info:srw/diagnostic/1/`, such as 10 or 16.
    public var diagnostic: Int
    /// The content the standard wants in the diagnostic's `details`: a name, a limit or an offset.
    public var details: String
    /// Where in the query the error is, in Unicode scalars from 0; `nil` when the error has no single place.
    public var offset: Int?
    /// The error in one sentence, for people.
    public var message: String

    /// An error of the given diagnostic number.
    public init(diagnostic: Int, details: String, offset: Int? = nil, message: String) {
        self.diagnostic = diagnostic
        self.details = details
        self.offset = offset
        self.message = message
    }

    /// The message with its place and diagnostic number.
    public var description: String {
        let place = self.offset.map { " at character \($0)" } ?? ""
        return "\(self.message)\(place) (diagnostic \(self.diagnostic): \(self.details))"
    }
}
