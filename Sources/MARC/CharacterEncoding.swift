/// The character encodings in which records arrive and in which queries and records can be sent.
///
/// `docs/records.md` says of each what it is and where its table comes from.
public enum CharacterEncoding: String, Sendable, Hashable, CaseIterable {
    /// Found out per record while reading; UTF-8 for writing.
    case automatic
    /// Unicode, written in normalisation form C.
    case utf8 = "utf-8"
    /// MARC-8: ASCII and ANSEL, and other sets by escape sequences (MARC 21 Specifications, Character Sets).
    case marc8 = "marc-8"
    /// TCVN3, the "ABC" fonts of Vietnam: one byte a letter, no accented capitals.
    case tcvn3
    /// VNI, the "VNI" fonts of Vietnam: a letter of ASCII and a byte for its marks.
    case vni
    /// VISCII (RFC 1456): one byte a letter, all capitals; unfit for ISO 2709, where it takes bytes for separators.
    case viscii
    /// VIQR (RFC 1456): ASCII, marks as punctuation behind the letter.
    case viqr
    /// Windows-1258: some letters composed, tones as marks behind the letter.
    case windows1258 = "windows-1258"
    /// Windows-1252, Western Europe.
    case windows1252 = "windows-1252"
    /// ISO 8859-1, Latin alphabet No. 1.
    case iso88591 = "iso-8859-1"
    /// ISO 5426, extended Latin for bibliographic use, the customary set of UNIMARC.
    case iso5426 = "iso-5426"
    /// ISO 5428, Greek for bibliographic use.
    case iso5428 = "iso-5428"
    /// UTF-8 that was taken for Windows-1252 and written as UTF-8 again: `Viá»‡t`.
    case utf8Twice = "utf-8-twice"
    /// TCVN3 that was taken for Windows-1252 and written as UTF-8: `ViÖt`.
    case tcvn3AsUTF8 = "tcvn3-as-utf-8"
    /// VNI that was taken for Windows-1252 and written as UTF-8: `Vieät`.
    case vniAsUTF8 = "vni-as-utf-8"

    /// The encoding whose bytes were taken for Windows-1252; `nil` for an encoding that is what it is.
    var mistaken: CharacterEncoding? {
        switch self {
        case .utf8Twice: .utf8
        case .tcvn3AsUTF8: .tcvn3
        case .vniAsUTF8: .vni
        default: nil
        }
    }
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
