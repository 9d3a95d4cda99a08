/// Why a record could not be read or written, and where.
public struct MARCError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; what programs compare.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case truncated, tooLarge, notARecord, directory, xml, characterNotEncodable, fieldTooLong, recordTooLong
        }

        private let kind: Kind

        /// There are fewer bytes than a leader needs.
        public static let truncated = Code(kind: .truncated)
        /// The record is larger than the limit that the caller has set.
        public static let tooLarge = Code(kind: .tooLarge)
        /// The input has not the structure of a record at all.
        public static let notARecord = Code(kind: .notARecord)
        /// The directory and the fields of an ISO 2709 record contradict each other beyond repair.
        public static let directory = Code(kind: .directory)
        /// The input is not well-formed XML, or breaks a limit of the reader.
        public static let xml = Code(kind: .xml)
        /// A character does not exist in the target encoding.
        public static let characterNotEncodable = Code(kind: .characterNotEncodable)
        /// A field is longer than the 9,999 bytes that ISO 2709 can express.
        public static let fieldTooLong = Code(kind: .fieldTooLong)
        /// The record is longer than the 99,999 bytes that ISO 2709 can express.
        public static let recordTooLong = Code(kind: .recordTooLong)

        /// The name of the code.
        public var description: String { self.kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// A sentence for people, in English.
    public let message: String
    /// The byte of the input where it was found, from 0; `nil` when there is no such place.
    public let offset: Int?
    /// The tag of the field concerned, when there is one.
    public let tag: Tag?

    /// Makes an error from its parts.
    public init(_ code: Code, _ message: String, offset: Int? = nil, tag: Tag? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
        self.tag = tag
    }

    /// The code, the sentence and the place.
    public var description: String {
        var text = "\(self.code): \(self.message)"
        if let tag = self.tag { text += ", field \(tag)" }
        if let offset = self.offset { text += ", byte \(offset)" }
        return text
    }
}
