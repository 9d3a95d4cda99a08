/// Why a document could not be read, with the place.
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The bytes are not well-formed XML 1.0, or end too early.
        case malformed
        /// The document has a document type declaration, which is never accepted.
        case documentType
        /// The document, or one text or tag in it, is longer than the limit.
        case tooLarge
        /// Elements are nested deeper than the limit.
        case tooDeep
        /// An element has more attributes or namespace declarations than the limit.
        case tooManyAttributes
        /// The document is written in an encoding that is not read here.
        case unsupportedEncoding
    }

    /// What kind of refusal it is.
    public var code: Code
    /// What was found, in a few words.
    public var message: String
    /// The line of the document, from 1; 0 when it is not known.
    public var line: Int

    /// Makes an error of its parts.
    public init(_ code: Code, _ message: String, line: Int = 0) {
        self.code = code
        self.message = message
        self.line = line
    }

    /// The message with its line.
    public var description: String {
        self.line > 0 ? "line \(self.line): \(self.message)" : self.message
    }
}
