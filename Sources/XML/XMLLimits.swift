/// How much of a document is accepted before it is refused.
public struct XMLLimits: Sendable, Hashable {
    /// The longest document, in bytes.
    public var maximumBytes = 64 << 20
    /// The deepest nesting of elements; the root has depth 1.
    public var maximumDepth = 64
    /// The most attributes of one element, namespace declarations included.
    public var maximumAttributes = 256
    /// The most namespace declarations in scope at one place.
    public var maximumNamespaces = 512
    /// The longest run of text between two tags, in bytes of UTF-8.
    public var maximumTextBytes = 8 << 20

    /// The limits that fit answers of library servers.
    public init() {}
}
