public import MARC

/// One record made of all members of a cluster, in MARC 21.
///
/// The description is that of the best member; identifiers, subjects, notes and links of the others are added where
/// they say something new; a field of the description gives way only to one that says all of it and more; local fields give
/// way to one 852 for each holding of each member, with the target in the local subfield 9. Nothing is destroyed: what members
/// say otherwise is in ``variants``, and the members are still there.
public struct MergedRecord: Sendable {
    /// A field with the members that say it.
    public struct SourcedField: Sendable {
        /// The field.
        public let field: Field
        /// The places in ``MergedRecord/members``, from 0, of the members that say it; the text is that of the first.
        public let origins: [Int]
    }

    /// The merged record: 001 is the cluster's id, 003 `lienthong`, 035 names the members as `(target)control number`.
    public let record: MARCRecord
    /// For each field of ``record``, the places in ``members``, from 0, of the members that say it; none for what merging has
    /// made.
    public let origins: [[Int]]
    /// What members say otherwise of main entry, title, edition, imprint, extent and series.
    public let variants: [SourcedField]
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
        let members = cluster.members
        let places = RepresentativeOrder.places(members)
        let leader = places.first.map { members[$0].record.leader } ?? Leader.book(.marc21)
        var union = FieldUnion(isAlone: members.count == 1)
        var own = MARCRecord(leader: leader, format: .marc21)
        own.append("001", cluster.id)
        own.append("003", "lienthong")
        if let changed = members.compactMap({ $0.record.first("005")?.value }).max() { own.append("005", changed) }
        var origins = [[Int]](repeating: [], count: own.fields.count)
        for (place, member) in members.enumerated() {
            guard let number = member.record.controlNumber else { continue }
            own.append("035", 0x20, 0x20, [(UInt8(ascii: "a"), "(\(member.target))\(number)")])
            origins.append([place])
        }
        union.append(own.fields, origins: origins)
        for (rank, place) in places.enumerated() {
            if rank == 0 {
                union.take(representative: members[place].record, at: place)
            } else {
                union.take(members[place].record, at: place)
            }
        }
        let holdings = Self.holdings(of: members)
        var copies = MARCRecord(leader: leader, format: .marc21)
        for (place, holding) in holdings {
            let target = members[place].target
            var named = holding
            named.library = libraryName(target, holding.library) ?? holding.library ?? target
            copies.append("852", 0x20, 0x20, named.subfields852 + [(UInt8(ascii: "9"), target)])
        }
        union.append(copies.fields, origins: holdings.map { [$0.place] })
        let tags = union.entries.map(\.field.tag)
        let order = tags.indices.sorted { tags[$0] < tags[$1] }
        self.record = MARCRecord(
            leader: leader.normalized(for: .marc21),
            format: .marc21,
            fields: order.map { union.entries[$0].field }
        )
        self.origins = order.map { union.entries[$0].origins }
        self.variants = union.variants.map { SourcedField(field: $0.field, origins: $0.origins) }
        self.holdings = holdings.map { (members[$0.place].target, $0.holding) }
        self.members = members
        self.representative = places.first.map { members[$0] }
    }

    /// The holdings by target, each with the place of its member.
    private static func holdings(of members: [SourceRecord]) -> [(place: Int, holding: Holding)] {
        let sorted = members.indices.sorted { left, right in
            let (first, second) = (members[left].target, members[right].target)
            return first == second ? left < right : first < second
        }
        return sorted.flatMap { place -> [(place: Int, holding: Holding)] in
            let member = members[place]
            var found = member.holdings ?? Holding.holdings(of: member.record)
            if found.isEmpty, let original = member.original { found = Holding.holdings(of: original) }
            if found.isEmpty { found = [Holding()] }
            return found.map { (place, $0) }
        }
    }
}
