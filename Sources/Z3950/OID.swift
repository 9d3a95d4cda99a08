/// A dotted object identifier, such as 1.2.840.10003.5.10.
///
/// Named so as not to hide the standard library's `ObjectIdentifier`.
public struct OID: Hashable, Sendable, CustomStringConvertible {
    /// The arcs, first to last.
    public var components: [Int]

    /// Makes an identifier of its arcs.
    ///
    /// - Parameter components: The arcs, first to last; none negative.
    public init(_ components: [Int]) {
        self.components = components
    }

    /// Reads the dotted form.
    ///
    /// - Parameter dotted: Decimal numbers with dots between.
    public init?(_ dotted: String) {
        var components: [Int] = []
        for part in dotted.split(separator: ".", omittingEmptySubsequences: false) {
            guard let number = Int(part), number >= 0 else { return nil }
            components.append(number)
        }
        guard components.count >= 2 else { return nil }
        self.components = components
    }

    /// The dotted form.
    public var description: String {
        self.components.map(String.init).joined(separator: ".")
    }

    /// Reads the contents of a BER object identifier (X.690, 8.19).
    ///
    /// - Parameter contents: The content octets, without tag and length.
    init?(ber contents: ArraySlice<UInt8>) {
        var components: [Int] = []
        var arc = 0
        var isOpen = false
        for byte in contents {
            guard arc < 1 << 48 else { return nil }
            arc = arc << 7 | Int(byte & 0x7F)
            isOpen = byte & 0x80 != 0
            guard !isOpen else { continue }
            if components.isEmpty {
                let first = min(arc / 40, 2)
                components = [first, arc - first * 40]
            } else {
                components.append(arc)
            }
            guard components.count <= 64 else { return nil }
            arc = 0
        }
        guard !isOpen, !components.isEmpty else { return nil }
        self.components = components
    }
}
