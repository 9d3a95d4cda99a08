import Glibc

/// An IP address; IPv4 stands in IPv6's form for it, `::ffff:a.b.c.d`, so that one comparison serves both.
///
/// It has no description on purpose: addresses of readers belong in no log.
public struct IPAddress: Sendable, Hashable {
    let bits: UInt128

    /// The 16 octets of an IPv6 address as one number.
    public init(bits: UInt128) {
        self.bits = bits
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else, names and zones included.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        var version4 = in_addr()
        if unsafe inet_pton(AF_INET, text, &version4) == 1 {
            self.bits = Self.mapped | UInt128(UInt32(bigEndian: version4.s_addr))
            return
        }
        var version6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &version6) == 1 else { return nil }
        self.bits = unsafe withUnsafeBytes(of: &version6) { octets in
            unsafe octets.reduce(0) { ($0 << 8) | UInt128($1) }
        }
    }

    /// Whether this is an IPv4 address.
    public var isVersion4: Bool { (self.bits >> 32) == (Self.mapped >> 32) }

    /// What one client is likely to have: an IPv4 address, or the 64-bit network of an IPv6 address.
    public var clientNetwork: IPAddress {
        self.isVersion4 ? self : IPAddress(bits: (self.bits >> 64) << 64)
    }

    static let mapped: UInt128 = 0xffff << 32
}

/// A range of IP addresses in the form of RFC 4632 and RFC 4291: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct IPNetwork: Sendable, Hashable {
    private let first: UInt128
    private let mask: UInt128

    /// Reads a network; bits behind the prefix are ignored.
    ///
    /// - Parameter text: an address, perhaps followed by `/` and the length of the prefix.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        let width = address.isVersion4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let given = Int(parts[1]), given <= width else {
                return nil
            }
            length = given
        }
        let prefix = length + 128 - width
        self.mask = prefix == 0 ? 0 : UInt128.max << UInt128(128 - prefix)
        self.first = address.bits & self.mask
    }

    /// Whether the address is in the network.
    public func contains(_ address: IPAddress) -> Bool {
        address.bits & self.mask == self.first
    }
}
