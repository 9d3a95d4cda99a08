public import MARC

/// One record made of all members of a cluster, in MARC 21.
///
/// The description is that of the best member; identifiers, subjects, notes and links of the others are added where
/// they say something new; local fields give way to one 852 for each holding of each member, with the target in the local
/// subfield 9. Nothing is destroyed: the
/// members are still there.
public struct MergedRecord: Sendable {
    /// The merged record: 001 is the cluster's id, 003 `lienthong`, 035 names the members as `(target)control number`.
    public let record: MARCRecord
    /// What the libraries hold, by target; a member that says nothing about holdings counts as one.
    public let holdings: [(target: String, holding: Holding)]
    /// The members of the cluster in canonical order.
    public let members: [SourceRecord]
    /// The member whose description it is.
    public let representative: SourceRecord?

    /// Merges the members of a cluster.
    ///
    /// - Parameters:
    ///   - cluster: The cluster.
    ///   - libraryName: The name to give in 852 $a for a target and the library that its record names, if it names one;
    ///     `nil` keeps what the record says or, failing that, the target's id.
    public init(_ cluster: Cluster, libraryName: (_ target: String, _ library: String?) -> String? = { _, _ in nil }) {
        let ordered = RepresentativeOrder.sorted(cluster.members)
        self.members = cluster.members
        self.representative = ordered.first
        self.holdings = Self.holdings(of: cluster.members)
        let leader = ordered.first?.record.leader ?? Leader.book(.marc21)
        var record = MARCRecord(leader: leader.normalized(for: .marc21), format: .marc21)
        record.append("001", cluster.id)
        record.append("003", "lienthong")
        if let changed = cluster.members.compactMap({ $0.record.first("005")?.value }).max() {
            record.append("005", changed)
        }
        for member in cluster.members {
            guard let number = member.record.controlNumber else { continue }
            record.append("035", 0x20, 0x20, [(UInt8(ascii: "a"), "(\(member.target))\(number)")])
        }
        var union = FieldUnion()
        for (place, member) in ordered.enumerated() {
            for field in member.record.fields where union.take(field, fromRepresentative: place == 0) {
                record.append(field)
            }
        }
        for (target, holding) in self.holdings {
            var named = holding
            named.library = libraryName(target, holding.library) ?? holding.library ?? target
            record.append("852", 0x20, 0x20, named.subfields852 + [(UInt8(ascii: "9"), target)])
        }
        record.sortFields()
        self.record = record
    }

    private static func holdings(of members: [SourceRecord]) -> [(target: String, holding: Holding)] {
        let sorted = members.enumerated().sorted { ($0.element.target, $0.offset) < ($1.element.target, $1.offset) }
        return sorted.flatMap { _, member -> [(target: String, holding: Holding)] in
            var found = member.holdings ?? Holding.holdings(of: member.record)
            if found.isEmpty, let original = member.original { found = Holding.holdings(of: original) }
            if found.isEmpty { found = [Holding()] }
            return found.map { (member.target, $0) }
        }
    }
}
