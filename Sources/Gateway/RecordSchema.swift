import MARC
import Scoring
import XML

/// A format in which the gateway gives out records.
enum RecordSchema: String, CaseIterable, Sendable {
    case marcxml
    case dc
    case mods
    case unimarcxml
    case merged
    case sources

    /// The URI that stands in the answer and in explain.
    var identifier: String {
        switch self {
        case .marcxml: "info:srw/schema/1/marcxml-v1.1"
        case .dc: "info:srw/schema/1/dc-v1.1"
        case .mods: MODS.schema
        case .unimarcxml: MARCXML.exchangeNamespace
        case .merged: MergedRecordXML.namespace
        case .sources: SourceRecordsXML.namespace
        }
    }

    /// The title for people.
    var title: String {
        switch self {
        case .marcxml: "MARCXML (MARC 21)"
        case .dc: "Dublin Core"
        case .mods: "MODS"
        case .unimarcxml: "UNIMARC in MarcXchange"
        case .merged: "Merged record with its members, holdings and the origin of every field"
        case .sources: "The libraries' own records of which the merged record is made"
        }
    }

    /// Other names that clients send, in lower case.
    var aliases: [String] {
        switch self {
        case .marcxml: ["marc21-xml", "marc21", "marcxml-v1.1", "http://www.loc.gov/marc21/slim"]
        case .dc:
            ["oai_dc", "dublincore", "simpledc", "http://purl.org/dc/elements/1.1/", "info:srw/schema/1/dc-schema"]
        case .mods:
            ["http://www.loc.gov/mods/v3"] + (0...8).flatMap { ["info:srw/schema/1/mods-v3.\($0)", "mods-v3.\($0)"] }
        case .unimarcxml: ["unimarc", "unimarcxchange", "marcxchange"]
        case .merged, .sources: []
        }
    }

    /// The schema of a name or URI, whatever its case; without one, MARCXML, as most clients expect.
    init?(named name: String?) {
        guard let name = name?.lowercased(), !name.isEmpty else {
            self = .marcxml
            return
        }
        let match = Self.allCases.first { schema in
            schema.rawValue == name || schema.identifier.lowercased() == name || schema.aliases.contains(name)
        }
        guard let match else { return nil }
        self = match
    }

    /// A cluster as XML.
    func write(_ cluster: Cluster) -> [UInt8] {
        var writer = XMLWriter(reserving: 4096)
        switch self {
        case .marcxml: MARCXML.write(MergedRecord(cluster).record, into: &writer)
        case .dc: Self.dublinCore(MergedRecord(cluster)).write(into: &writer)
        case .mods: MODS.write(MergedRecord(cluster).record, into: &writer)
        case .unimarcxml: MARCXML.writeExchange(UNIMARC.unimarc(MergedRecord(cluster).record), into: &writer)
        case .merged: MergedRecordXML.write(MergedRecord(cluster), id: cluster.id, into: &writer)
        case .sources: SourceRecordsXML.write(cluster, into: &writer)
        }
        return writer.bytes
    }

    /// Dublin Core, with each copy as a source: Dublin Core has no element for holdings.
    private static func dublinCore(_ merged: MergedRecord) -> DublinCore {
        var record = DublinCore(merged.record)
        record.sources += merged.holdings.map { target, holding in
            let copies = holding.copies.map { "(\($0))" }
            let parts = [
                holding.library ?? target, holding.location, holding.shelf, holding.callNumber, copies,
                holding.itemNumber,
                holding.link,
            ]
            return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
        }
        return record
    }
}
