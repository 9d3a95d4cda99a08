import MARC
import Scoring
import XML

/// The records of which a merged record is made, each as its library sent it; `docs/sru.md` describes the schema.
enum SourceRecordsXML {
    /// The namespace, which is also the schema's URI.
    static let namespace = "urn:lienthong:sources:1"

    /// `<sr:sources>` with one `<sr:source>` a member, numbered as in the schema `merged`.
    static func write(_ cluster: Cluster, into writer: inout XMLWriter) {
        writer.open("sr:sources", [("xmlns:sr", Self.namespace), ("id", cluster.id)])
        for (place, member) in cluster.members.enumerated() {
            let record = member.original ?? member.record
            var attributes = [("n", String(place + 1)), ("target", member.target)]
            if let number = member.record.controlNumber { attributes.append(("controlNumber", number)) }
            attributes.append(("position", String(member.position)))
            writer.open("sr:source", attributes)
            switch record.format {
            case .marc21: MARCXML.write(record, into: &writer)
            case .unimarc: MARCXML.writeExchange(record, into: &writer)
            }
            writer.close()
        }
        writer.close()
    }
}
