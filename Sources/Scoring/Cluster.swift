/// Records of one or more targets that describe the same thing.
public struct Cluster: Sendable, Identifiable {
    /// Thirteen letters and digits: a hash of the smallest fingerprint of the members, the same in every process.
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
            ($0.fingerprint, $0.record.target, $0.record.position) < ($1.fingerprint, $1.record.target, $1.record.position)
        }
        self.init(id: Self.id(ofFingerprint: sorted.first?.fingerprint ?? 0), members: sorted.map(\.record))
    }

    init(id: String, members: [SourceRecord]) {
        self.id = id
        self.members = members
    }

    /// The ids of the targets that hold it, each once, in order.
    public var targets: [String] { Set(self.members.map(\.target)).sorted() }

    /// The id of a cluster: 64 bits in base 32 (digits and small letters without i, l, o, u).
    static func id(ofFingerprint fingerprint: UInt64) -> String {
        var hash = StableHash(11)
        hash.combine(fingerprint)
        let number = hash.finish()
        return String(decoding: stride(from: 60, through: 0, by: -5).map { Self.digits[Int(number >> $0 & 31)] }, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
