public import MARC

/// Everything that matching needs to know about one record; made once, when the record arrives.
///
/// Two records are compared if they share one of ``blocks``, and match by ``strength(with:)``.
public struct MatchKeys: Sendable {
    /// Hashes of valid ISBNs (020 $a), as 13 digits.
    var isbns: [UInt64] = []
    /// Hashes of folded titles without volume numbers: 245 $a$p first, then 246 and 740.
    var titles: [UInt64] = []
    /// Hash of the title proper with tones; equal to the folded one if the title has no diacritics at all.
    var toneTitle: UInt64 = 0
    var hasDiacritics = false
    var titleSyllables = 0
    var titleWords = WordSet()
    /// Hash of the numbers in the title, in order; 0 if it has none.
    var titleNumbers: UInt64 = 0
    var subtitleWords = WordSet()
    var subtitleNumbers: UInt64 = 0
    /// Hashes of name keys: 1xx, 7xx.
    var names: [UInt64] = []
    var publisherWords = WordSet()
    var seriesWords = WordSet()
    /// Pages by 300 $a; 0 is unknown.
    var pages = 0
    var traits = RecordTraits()
    /// Hashes under which records are sought that might be the same.
    var blocks: [UInt64] = []

    /// Reads the keys of a record in MARC 21.
    public init(_ record: MARCRecord) {
        var reader = MatchKeyReader()
        self = reader.keys(of: record)
    }

    init() {}
}

extension MatchKeys {
    /// The year of publication; `nil` if it is unknown.
    public var year: Int? { self.traits.firstYear == 0 ? nil : Int(self.traits.firstYear) }

    /// The volume that the record describes.
    public var volume: Volume { self.traits.volume }
}
