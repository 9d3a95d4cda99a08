/// Why a query cannot be put into the words of a Z39.50 target.
public struct RPNError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The SRU diagnostic that says so, such as 16 (index) or 28 (masking).
    public var diagnostic: Int
    /// What was asked for: the content the standard wants in the diagnostic's `details`.
    public var details: String
    /// The reason in one sentence.
    public var message: String

    /// An error of the given diagnostic number.
    public init(diagnostic: Int, details: String, message: String) {
        self.diagnostic = diagnostic
        self.details = details
        self.message = message
    }

    /// The message with its diagnostic number.
    public var description: String {
        "\(self.message) (diagnostic \(self.diagnostic): \(self.details))"
    }
}
