/// The character encodings in which records arrive and in which queries and records can be sent.
public enum CharacterEncoding: String, Sendable, Hashable, CaseIterable {
    /// Found out per record while reading; UTF-8 for writing.
    case automatic
    /// Unicode, written in normalisation form C.
    case utf8 = "utf-8"
    /// MARC-8: ASCII and ANSEL, and other sets by escape sequences (MARC 21 Specifications, Character Sets).
    case marc8 = "marc-8"
    /// TCVN3, the "ABC" fonts of Vietnam: one byte a letter, no accented capitals.
    case tcvn3
    /// ISO 8859-1, Latin alphabet No. 1.
    case iso88591 = "iso-8859-1"
    /// ISO 5426, extended Latin for bibliographic use, the customary set of UNIMARC.
    case iso5426 = "iso-5426"
}

/// Text that was decoded, and how much of it could not be.
public struct DecodedText: Sendable, Hashable {
    /// The text in normalisation form C.
    public var text: String
    /// The number of places where U+FFFD stands for bytes that are no characters; 0 when nothing was damaged.
    public var replacements: Int

    /// Makes decoded text.
    public init(text: String, replacements: Int = 0) {
        self.text = text
        self.replacements = replacements
    }
}
