/// A record as simple Dublin Core, version 1.1.
///
/// The values follow the Library of Congress crosswalk "MARC to Dublin Core" (https://www.loc.gov/marc/marc2dc.html),
/// with these decisions: main entries (1XX) and added entries of authors are creators, other added entries (7XX)
/// contributors; a date without 260 or 264 comes from 008; the extent (300) is a format; identifiers are ISBN as
/// `URN:ISBN:`, ISSN as `URN:ISSN:`, others as they are. Separators of ISBD are taken off.
public struct DublinCore: Hashable, Sendable {
    /// 245 without the statement of responsibility, then variant titles (246).
    public var titles: [String] = []
    /// 100, 110, 111, and of 700, 710, 711 those that are authors.
    public var creators: [String] = []
    /// 700, 710, 711, 720 otherwise.
    public var contributors: [String] = []
    /// 600, 610, 611, 630, 650, 653.
    public var subjects: [String] = []
    /// 500 to 599 without 506, 530, 540, 546 and local 59X.
    public var descriptions: [String] = []
    /// 260 $a and $b, or 264 of publication.
    public var publishers: [String] = []
    /// 260 $c, 264 $c, or 008/07–10.
    public var dates: [String] = []
    /// Leader/06–07 in words of the DCMI Type Vocabulary, small letters; then 655.
    public var types: [String] = []
    /// 300 and 856 $q.
    public var formats: [String] = []
    /// 020 $a, 022 $a, 024 $a, 856 $u.
    public var identifiers: [String] = []
    /// 534 $t, 786.
    public var sources: [String] = []
    /// 008/35–37 and 041 $a: codes of ISO 639-2/B.
    public var languages: [String] = []
    /// 530, 760 to 787, and series (490).
    public var relations: [String] = []
    /// 651, 662, 751, 752.
    public var coverage: [String] = []
    /// 506, 540.
    public var rights: [String] = []

    /// The element names of Dublin Core with their values, in the order of this structure; without those that have none.
    public var elements: [(name: String, values: [String])] {
        let all: [(name: String, values: [String])] = [
            ("title", self.titles), ("creator", self.creators), ("contributor", self.contributors),
            ("subject", self.subjects), ("description", self.descriptions), ("publisher", self.publishers),
            ("date", self.dates), ("type", self.types), ("format", self.formats),
            ("identifier", self.identifiers), ("source", self.sources), ("language", self.languages),
            ("relation", self.relations), ("coverage", self.coverage), ("rights", self.rights),
        ]
        return all.filter { !$0.values.isEmpty }
    }

    /// Makes Dublin Core of a record; a UNIMARC record is brought into MARC 21 first.
    public init(_ record: MARCRecord) {
        let record = record.format == .unimarc ? UNIMARC.marc21(record) : record
        self.readLeader(record)
        for field in record.fields {
            self.read(field, in: record)
        }
        self.finish(record)
    }
}
