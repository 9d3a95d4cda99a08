/// The form in which a server sends records (Z39.50, appendix REC).
public enum RecordSyntax: Hashable, Sendable, CustomStringConvertible {
    /// MARC 21 and its ancestors in ISO 2709.
    case usmarc
    /// UNIMARC in ISO 2709.
    case unimarc
    /// XML text, most often MARCXML.
    case xml
    /// A bibliographic record with holdings; an ASN.1 structure.
    case opac
    /// Unstructured text.
    case sutrs
    /// Any other syntax.
    case other(OID)

    /// The syntax with a certain object identifier.
    ///
    /// - Parameter oid: The direct reference of an EXTERNAL.
    public init(oid: OID) {
        self = Self.named.first { $0.oid == oid } ?? .other(oid)
    }

    /// The syntax with a certain name as targets' descriptions write it.
    ///
    /// - Parameter name: `usmarc`, `marc21`, `unimarc`, `xml`, `opac`, `sutrs` in any case, or a dotted identifier.
    public init?(name: String) {
        switch name.lowercased() {
        case "usmarc", "marc21", "usmarc/marc21": self = .usmarc
        case "unimarc": self = .unimarc
        case "xml", "marcxml": self = .xml
        case "opac": self = .opac
        case "sutrs": self = .sutrs
        default:
            guard let oid = OID(name) else { return nil }
            self.init(oid: oid)
        }
    }

    /// The object identifier that stands for the syntax on the wire.
    public var oid: OID {
        switch self {
        case .usmarc: Self.usmarcOID
        case .unimarc: Self.unimarcOID
        case .xml: Self.xmlOID
        case .opac: Self.opacOID
        case .sutrs: Self.sutrsOID
        case .other(let oid): oid
        }
    }

    /// The syntax's name, or its dotted identifier.
    public var description: String {
        switch self {
        case .usmarc: "usmarc"
        case .unimarc: "unimarc"
        case .xml: "xml"
        case .opac: "opac"
        case .sutrs: "sutrs"
        case .other(let oid): oid.description
        }
    }

    /// The syntax with a certain object identifier, or `nil` when that is malformed.
    ///
    /// - Parameter contents: The identifier's content octets.
    init?(ber contents: ArraySlice<UInt8>) {
        // Every record names its syntax: no array of numbers is made for those that are known.
        if let known = Self.encoded.first(where: { contents.elementsEqual($0.contents) }) {
            self = known.syntax
        } else {
            guard let oid = OID(ber: contents) else { return nil }
            self.init(oid: oid)
        }
    }

    /// The object identifiers of the named ones as content octets (X.690, 8.19).
    private static let encoded: [(contents: [UInt8], syntax: RecordSyntax)] = [
        ([0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 10], .usmarc),
        ([0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 1], .unimarc),
        ([0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 109, 10], .xml),
        ([0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 102], .opac),
        ([0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 101], .sutrs),
    ]

    private static let named: [RecordSyntax] = [.usmarc, .unimarc, .xml, .opac, .sutrs]
    private static let usmarcOID = OID([1, 2, 840, 10003, 5, 10])
    private static let unimarcOID = OID([1, 2, 840, 10003, 5, 1])
    private static let xmlOID = OID([1, 2, 840, 10003, 5, 109, 10])
    private static let opacOID = OID([1, 2, 840, 10003, 5, 102])
    private static let sutrsOID = OID([1, 2, 840, 10003, 5, 101])
}
