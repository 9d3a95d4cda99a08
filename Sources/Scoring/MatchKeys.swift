public import MARC

/// Everything that matching needs to know about one record; made once, when the record arrives.
public struct MatchKeys: Sendable {
    var title = TitleKeys()
    /// Persons: tokens of some names, one after another; first those who made the work.
    var names: [NameToken] = []
    var creatorTokens = 0
    /// Whether the statement of responsibility says that it was made after another work.
    var isAdaptation = false
    /// Words of the statement of responsibility, sorted; kept when there are few names.
    var responsibility: [PackedWord] = []
    var bodies: [PackedWord] = []
    var publisher: [PackedWord] = []
    /// The first letters of the publisher's words: what an acronym on the other side would be.
    var publisherInitials: UInt32 = 0
    var dates = PublicationDates()
    var edition = EditionStatement()
    var extent = Extent()
    /// Whether it describes several volumes in one record.
    var isMultipart = false
    var seriesParts = NumberSet()
    /// Words of the host's title by their first letters, sorted.
    var host: [UInt32] = []
    /// In the host: volume and issue; first and last page.
    var hostVolume = NumberSet()
    var firstPage: Int32 = 0
    var lastPage: Int32 = 0
    /// Standard numbers and authority numbers, sorted, the kind in the upper four bits.
    var identifiers: [UInt64] = []
    var traits = RecordTraits()
    var material: MaterialClass = .book

    /// Reads the keys of a record in MARC 21.
    public init(_ record: MARCRecord) {
        var reader = MatchKeyReader()
        self = reader.keys(of: record)
    }

    init() {}
}

/// Keys on the heap, so that comparing two records copies neither.
final class KeptKeys: Sendable {
    let keys: MatchKeys

    init(_ keys: MatchKeys) { self.keys = keys }
}

/// Titles of a record in the forms in which they are compared.
struct TitleKeys: Sendable {
    /// Hashes of folded titles: the title proper, with subtitle, then alternates.
    var hashes: [UInt64] = []
    /// Hash of the title proper with subtitle; `hashes[0]` when there is none.
    var full: UInt64 = 0
    /// Hash of the first subtitle or name of a part, which another record may have for the title; 0 when there is none.
    var part: UInt64 = 0
    /// Hash of the title proper with tones; the same as without if it has no marks.
    var tone: UInt64 = 0
    var hasMarks = false
    /// The folded title proper, then the subtitle, without blanks: words are written in one or two ("data base").
    var text: [UInt8] = []
    var properCount = 0
    var syllables = 0
    /// The words of title proper and subtitle, sorted.
    var words: [PackedWord] = []
    /// The words of the names of parts, sorted.
    var partName: [PackedWord] = []
    /// The words of the subtitle, sorted.
    var subtitle: [PackedWord] = []
    /// The sum of rarities of the title proper.
    var rarity = 0
    var numbers = NumberSet()
    /// How many of ``hashes`` are uniform titles (130, 240); these come last.
    var uniformCount = 0

    var proper: ArraySlice<UInt8> { self.text[..<self.properCount] }
    var uniform: ArraySlice<UInt64> { self.hashes.suffix(self.uniformCount) }
}

extension MatchKeys {
    /// The year of publication; `nil` if it is unknown.
    public var year: Int? { self.dates.isKnown ? Int(self.dates.first) : nil }

    /// The numbers of the volume or part that the record describes; empty if none is said.
    public var parts: [Int] { self.traits.parts.numbers }

    /// The number of volumes if the record describes a whole set; 0 if it does not say so.
    public var setSize: Int { Int(self.traits.setSize) }

    /// The number of the edition; `nil` if it is unknown.
    public var editionNumber: Int? { self.edition.number == 0 ? nil : Int(self.edition.number) }

    /// The pages; `nil` if they are unknown.
    public var pages: Int? { self.extent.pages == 0 ? nil : Int(self.extent.pages) }
}
