/// The three-character tag of a MARC field, such as `245` or `852`.
///
/// Any three ASCII characters are allowed, since local systems use letters too (`FMT`, `CAT`).
public struct Tag: Hashable, Sendable, Comparable {
    /// The three characters, most significant first, in the low 24 bits.
    @usableFromInline
    let packed: UInt32

    @inlinable
    init(packed: UInt32) {
        self.packed = packed
    }

    /// Makes a tag from three bytes; `nil` when one of them is no printable ASCII character or a blank.
    @inlinable
    public init?(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        guard (0x21...0x7E).contains(first), (0x21...0x7E).contains(second), (0x21...0x7E).contains(third) else {
            return nil
        }
        self.packed = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
    }

    /// Makes a tag from a string; `nil` unless it is three printable ASCII characters.
    public init?(_ string: some StringProtocol) {
        let bytes = Array(string.utf8)
        guard bytes.count == 3 else { return nil }
        self.init(bytes[0], bytes[1], bytes[2])
    }

    /// The characters of the tag, as ASCII bytes.
    public var bytes: (UInt8, UInt8, UInt8) {
        (UInt8(self.packed >> 16 & 0xFF), UInt8(self.packed >> 8 & 0xFF), UInt8(self.packed & 0xFF))
    }

    /// Whether fields of this tag are control fields: `00X`, without indicators and subfields.
    @inlinable
    public var isControl: Bool { self.packed >> 8 == 0x3030 }

    /// Orders tags as ASCII text.
    @inlinable
    public static func < (left: Tag, right: Tag) -> Bool {
        left.packed < right.packed
    }
}

extension Tag: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Makes a tag from a literal of three ASCII characters; a wrong literal becomes the tag `???`.
    @inlinable
    public init(stringLiteral value: StaticString) {
        var tag: Tag?
        if value.hasPointerRepresentation, value.utf8CodeUnitCount == 3 {
            // The pointer is to a literal of three bytes, which lives for ever.
            let bytes = unsafe value.utf8Start
            tag = unsafe Tag(bytes[0], bytes[1], bytes[2])
        }
        self.packed = tag?.packed ?? 0x3F_3F3F
    }

    /// The tag as text.
    public var description: String {
        let (first, second, third) = self.bytes
        return String(decoding: [first, second, third], as: UTF8.self)
    }
}
