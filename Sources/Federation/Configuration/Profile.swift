import CQL
import MARC
import Z3950

/// Defaults for the targets of one kind of server; what a target's own entry says comes first.
///
/// The facts about each kind of server, with their evidence, stand in `docs/targets.md`.
struct Profile {
    var syntax = "usmarc"
    var elements: String? = "F"
    var format = MARCFormat.marc21
    var recordEncoding = CharacterEncoding.automatic
    var queryEncoding = CharacterEncoding.utf8
    var piggyback = true
    var presentChunk = 50
    var version = "1.1"
    var schema: String? = "marcxml"
    var chunk = 50
    var exactRelation = "exact"
    var maximumConnections = 4
    var order = ResultOrder.unknown
    var attributes = AttributeMap.generic
    /// Bib-1 attributes where they differ from `attributes`.
    var z3950Indexes: [Index: String] = [:]
    /// Whether an SRU server of this kind knows the catalogue's own names (`dc.title` …).
    var hasStandardNames = true
    /// The server's names where they are others.
    var sruIndexes: [Index: String] = [:]

    static let all: [String: Profile] = [
        "generic": Profile(),
        "zebra": Profile(version: "1.2", chunk: 100, exactRelation: "==", attributes: .zebra),
        "koha": Profile(
            recordEncoding: .utf8,
            version: "1.1",
            attributes: .zebra,
            z3950Indexes: [.dewey: "1=16", .lcc: "1=16"]
        ),
        "loc": Profile(version: "1.1", maximumConnections: 1, z3950Indexes: [.personalName: "1=1003"]),
        "dnb": Profile(
            recordEncoding: .utf8,
            version: "1.1",
            schema: "MARC21-xml",
            chunk: 100,
            exactRelation: "=",
            maximumConnections: 1,
            hasStandardNames: false,
            sruIndexes: [
                .any: "WOE", .title: "tit", .author: "per", .isbn: "num", .issn: "num", .subject: "sw",
                .publisher: "vlg", .date: "jhr", .recordIdentifier: "idn", .identifier: "num",
            ]
        ),
        "k10plus": Profile(
            recordEncoding: .utf8,
            version: "1.1",
            chunk: 100,
            exactRelation: "=",
            maximumConnections: 1,
            hasStandardNames: false,
            sruIndexes: [
                .any: "pica.all", .title: "pica.tit", .author: "pica.per", .isbn: "pica.isb",
                .issn: "pica.iss", .subject: "pica.sw", .date: "pica.jah", .recordIdentifier: "pica.ppn",
                .identifier: "pica.num",
            ]
        ),
        "bnf": Profile(
            format: .unimarc,
            recordEncoding: .utf8,
            version: "1.2",
            schema: "unimarcXchange",
            chunk: 100,
            exactRelation: "all",
            maximumConnections: 1,
            hasStandardNames: false,
            sruIndexes: [
                .any: "bib.anywhere", .title: "bib.title", .author: "bib.author", .isbn: "bib.isbn",
                .issn: "bib.issn", .subject: "bib.subject", .publisher: "bib.publisher", .date: "bib.date",
                .recordIdentifier: "bib.persistentid",
            ]
        ),
        "alma": Profile(
            recordEncoding: .utf8,
            version: "1.2",
            exactRelation: "==",
            hasStandardNames: false,
            sruIndexes: [
                .any: "alma.all_for_ui", .title: "alma.title", .author: "alma.creator", .isbn: "alma.isbn",
                .issn: "alma.issn", .subject: "alma.subjects", .recordIdentifier: "alma.mms_id",
                .date: "alma.main_pub_date", .publisher: "alma.publisher",
            ]
        ),
    ]
}
