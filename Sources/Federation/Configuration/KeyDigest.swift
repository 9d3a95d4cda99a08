import Crypto

/// What is kept of an API key: its SHA-256, so that neither a log, nor a dump of the configuration, nor memory tells the key.
public struct KeyDigest: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let octets: [UInt8]

    /// The digest of a key in plain text.
    public init(ofKey key: some StringProtocol) {
        self.octets = Array(SHA256.hash(data: Array(key.utf8)))
    }

    /// Reads the 64 hexadecimal digits that `sha256sum` prints; nil for anything else.
    public init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.octets = stride(from: 0, to: 64, by: 2).map { (digits[$0] << 4) | digits[$0 + 1] }
    }

    /// Whether two digests are the same, in a time that does not depend on where they differ.
    public func matches(_ other: KeyDigest) -> Bool {
        zip(self.octets, other.octets).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// That it is there, not what it is.
    public var description: String { "(a key)" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
