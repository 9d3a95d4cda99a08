/// A name with its namespace resolved; prefixes are not kept.
public struct XMLName: Hashable, Sendable, CustomStringConvertible {
    /// The namespace URI, or the empty string for none.
    public var namespace: String
    /// The name without its prefix.
    public var local: String

    /// Makes a name; without a namespace unless one is given.
    public init(_ local: String, namespace: String = "") {
        self.namespace = namespace
        self.local = local
    }

    /// The name as `{namespace}local`.
    public var description: String {
        self.namespace.isEmpty ? self.local : "{\(self.namespace)}\(self.local)"
    }
}

/// An attribute; namespace declarations are not attributes.
public struct XMLAttribute: Hashable, Sendable {
    /// The name; attributes without a prefix are in no namespace.
    public var name: XMLName
    /// The value, normalised as XML 1.0 section 3.3.3 says.
    public var value: String

    /// Makes an attribute of its parts.
    public init(_ name: XMLName, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What the reader meets next.
public enum XMLEvent: Hashable, Sendable {
    /// A start tag; an empty-element tag is followed by its end event as well.
    case startElement(XMLName, [XMLAttribute])
    /// An end tag.
    case endElement(XMLName)
    /// Text or a CDATA section; one text may come in several pieces.
    case text(String)
}
