/// Records of one or more targets that describe the same thing.
public struct Cluster: Sendable, Identifiable {
    /// Thirteen letters and digits: the smallest fingerprint of the members, the same in every process.
    ///
    /// A cluster that has been frozen keeps the id that it had then.
    public let id: String
    /// The members in canonical order (by fingerprint), never empty.
    public let members: [SourceRecord]

    /// Makes a cluster of members whose id is made from the smallest of their fingerprints.
    ///
    /// - Parameter members: At least one record, in any order.
    public init(_ members: [SourceRecord]) {
        let sorted = members.map { (fingerprint: $0.fingerprint, record: $0) }.sorted {
            ($0.fingerprint, $0.record.target, $0.record.position) < (
                $1.fingerprint, $1.record.target, $1.record.position
            )
        }
        self.init(id: Self.id(ofFingerprint: sorted.first?.fingerprint ?? 0), members: sorted.map(\.record))
    }

    /// Makes a cluster that is known by an id.
    ///
    /// - Parameters:
    ///   - id: The id.
    ///   - members: At least one record, in canonical order.
    public init(id: String, members: [SourceRecord]) {
        self.id = id
        self.members = members
    }

    /// The ids of the targets that hold it, each once, in order.
    public var targets: [String] { Set(self.members.map(\.target)).sorted() }

    /// The id of a cluster: its smallest fingerprint in base 32 (digits and small letters without i, l, o, u).
    static func id(ofFingerprint fingerprint: UInt64) -> String {
        let places = stride(from: 60, through: 0, by: -5)
        return String(decoding: places.map { Self.digits[Int(fingerprint >> $0 & 31)] }, as: UTF8.self)
    }

    /// The fingerprint that an id says; `nil` when it is none.
    static func fingerprint(ofID id: String) -> UInt64? {
        guard id.utf8.count == 13 else { return nil }
        var fingerprint: UInt64 = 0
        for digit in id.utf8 {
            guard let value = Self.digits.firstIndex(of: digit) else { return nil }
            fingerprint = fingerprint << 5 | UInt64(value)
        }
        return fingerprint
    }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
