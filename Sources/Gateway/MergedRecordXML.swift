import MARC
import Scoring
import XML

/// A merged record with its provenance: which records it is made of, which of them says each field, who holds it.
///
/// `docs/sru.md` describes the schema.
enum MergedRecordXML {
    /// The namespace, which is also the schema's URI.
    static let namespace = "urn:lienthong:merged:1"

    static func write(_ merged: MergedRecord, id: String, into writer: inout XMLWriter) {
        writer.open("mr:record", [("xmlns:mr", Self.namespace), ("id", id)])
        Self.writeMembers(of: merged, into: &writer)
        Self.writeFields(of: merged, into: &writer)
        writer.open("mr:holdings")
        for (target, holding) in merged.holdings { Self.write(holding, target, into: &writer) }
        writer.close()
        writer.close()
    }

    /// `<mr:members>`: one `<mr:member>` a record, numbered from 1.
    static func writeMembers(
        of merged: MergedRecord,
        declaringNamespace: Bool = false,
        into writer: inout XMLWriter
    ) {
        writer.open("mr:members", declaringNamespace ? [("xmlns:mr", Self.namespace)] : [])
        for (place, member) in merged.members.enumerated() {
            var attributes = [("n", String(place + 1)), ("target", member.target)]
            if let number = member.record.controlNumber { attributes.append(("controlNumber", number)) }
            attributes.append(("position", String(member.position)))
            attributes.append(("format", (member.original ?? member.record).format.rawValue))
            if member == merged.representative { attributes.append(("representative", "true")) }
            writer.open("mr:member", attributes)
            for repair in member.repairs {
                var attributes = [("code", repair.code.rawValue)]
                if let tag = repair.tag { attributes.append(("tag", tag.description)) }
                writer.element("mr:repair", repair.note, attributes)
            }
            writer.close()
        }
        writer.close()
    }

    /// The fields as in MARCXML, each with the numbers of the members that say the same in `from`.
    private static func writeFields(of merged: MergedRecord, into writer: inout XMLWriter) {
        writer.open("mr:fields")
        writer.element("mr:leader", merged.record.leader.description)
        for (field, origins) in zip(merged.record.fields, merged.origins) {
            Self.write(field, as: "mr:field", from: origins, into: &writer)
        }
        writer.close()
        guard !merged.variants.isEmpty else { return }
        writer.open("mr:variants")
        for variant in merged.variants {
            Self.write(variant.field, as: "mr:variant", from: variant.origins, into: &writer)
        }
        writer.close()
    }

    private static func write(_ field: Field, as name: String, from origins: [Int], into writer: inout XMLWriter) {
        var attributes = [("tag", field.tag.description)]
        if !field.isControl {
            attributes.append(("ind1", String(Unicode.Scalar(field.indicator1))))
            attributes.append(("ind2", String(Unicode.Scalar(field.indicator2))))
        }
        if !origins.isEmpty {
            attributes.append(("from", origins.map { String($0 + 1) }.joined(separator: " ")))
        }
        guard !field.isControl else { return writer.element(name, field.value, attributes) }
        writer.open(name, attributes)
        for subfield in field.subfields {
            writer.element("mr:subfield", subfield.value, [("code", String(Unicode.Scalar(subfield.code)))])
        }
        writer.close()
    }

    private static func write(_ holding: Holding, _ target: String, into writer: inout XMLWriter) {
        writer.open("mr:holding", [("target", target)])
        // Each number of a range or list, where it has one reading only.
        let numbers = holding.itemNumbers
        let parts =
            [
                ("library", holding.library), ("location", holding.location), ("shelf", holding.shelf),
                ("callNumber", holding.callNumber), ("copies", holding.copies.map(String.init)),
                ("itemNumber", holding.itemNumber),
            ] + (numbers.count > 1 ? numbers.map { ("item", $0) } : []) + [
                ("status", holding.status), ("onLoan", holding.isOnLoan.map { $0 ? "true" : "false" }),
                ("due", holding.due), ("summary", holding.summary), ("link", holding.link), ("note", holding.note),
            ]
        for (name, value) in parts {
            if let value, !value.isEmpty { writer.element("mr:\(name)", value) }
        }
        writer.close()
    }
}
