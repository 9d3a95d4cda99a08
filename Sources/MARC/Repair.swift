/// Something that had to be mended while a record was read.
public struct Repair: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of damage that are mended.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The record length in the leader is not the length of the record.
        case recordLength
        /// The base address of data in the leader does not point behind the directory.
        case baseAddress
        /// The directory has wrong lengths or positions; fields were found by their terminators.
        case directory
        /// A directory entry was dropped, because its tag is not three printable ASCII characters or its field is missing.
        case droppedField
        /// A record or field terminator is missing.
        case terminator
        /// A field has not exactly two indicators.
        case indicators
        /// A data field has text outside of any subfield, or a subfield without a valid code.
        case subfield
        /// Bytes that are no characters in the record's encoding were replaced by U+FFFD.
        case characters
        /// The text is in another encoding than the leader says.
        case encoding
        /// A control character that separates records, fields or subfields stood inside text and was dropped.
        case controlCharacter
        /// The leader has not 24 ASCII characters.
        case leader
    }

    /// What was mended.
    public let code: Code
    /// The tag of the field concerned, when there is one.
    public let tag: Tag?
    /// The byte of the record, from 0, near which the damage is; `nil` in XML.
    public let offset: Int?

    /// Makes a note of a repair.
    public init(_ code: Code, tag: Tag? = nil, offset: Int? = nil) {
        self.code = code
        self.tag = tag
        self.offset = offset
    }

    /// The kind of damage in words.
    public var note: String {
        switch self.code {
        case .recordLength: "the record length in the leader is wrong"
        case .baseAddress: "the base address of data in the leader is wrong"
        case .directory: "the directory is wrong; fields were found by their terminators"
        case .droppedField: "a directory entry without a valid tag or field was dropped"
        case .terminator: "a terminator is missing"
        case .indicators: "a field has not exactly two indicators"
        case .subfield: "text stands outside of the subfields"
        case .characters: "bytes that are no characters were replaced"
        case .encoding: "the text is not in the encoding that the leader says"
        case .controlCharacter: "a separator inside text was dropped"
        case .leader: "the leader has not 24 ASCII characters"
        }
    }

    /// The note and the place.
    public var description: String {
        var text = self.note
        if let tag = self.tag { text += ", field \(tag)" }
        if let offset = self.offset { text += ", byte \(offset)" }
        return text
    }
}
