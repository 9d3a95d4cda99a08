/// What is compared of two records; each comparison has one of the field's levels.
public enum MatchField: UInt8, Sendable, Hashable, CaseIterable {
    /// Titles: 245, and the others that a record gives (130, 240, 246, 740, 880, parallel titles).
    case title
    /// How much an agreement of titles says: the rarity of the words that both have.
    case titleRarity
    /// Tones and other marks, where the letters agree.
    case marks
    /// Subtitles, where the titles agree.
    case subtitle
    /// Numbers in the title: grades, standards, years.
    case titleNumbers
    /// Volume and part numbers.
    case part
    /// Names of parts: 245 $p, and $n without a number.
    case partName
    /// The number in a series.
    case seriesPart
    /// Persons: 100, 700, else the words of 245 $c.
    case names
    /// Corporate bodies and meetings.
    case bodies
    /// Years of publication.
    case year
    /// The edition.
    case edition
    /// Pages or units.
    case extent
    /// Publishers.
    case publisher
    /// The journal or book in which an article stands.
    case host
    /// Volume and pages within the host.
    case location
    /// ISBN.
    case isbn
    /// ISSN.
    case issn
    /// DOI, ISMN, EAN, publisher's number of music or video.
    case otherNumber
    /// Numbers that name a record: LCCN, OCLC.
    case recordNumber
    /// Kind of content, carrier and level, beyond what the vetoes say.
    case format
    /// The language.
    case language
    /// Whether one is made after another work and the other is not.
    case adaptation
    /// Whether all that one record says the other says too, in the same way.
    case whole

    /// The names of the levels, from the second: the first, 0, is "missing" in all of them and weighs nothing.
    public var levels: [String] {
        switch self {
        case .title:
            [
                "different", "little alike", "half alike", "alike", "a slip apart", "contained", "alternate", "equal",
                "equal with subtitle", "contained, with another beginning",
            ]
        case .titleRarity:
            [
                "common words", "usual words", "rare words", "very rare words", "common words, names agree",
                "usual words, names agree", "rare words, names agree", "very rare words, names agree",
            ]
        case .marks: ["conflict", "conflict in a short title", "missing on one side", "equal"]
        case .subtitle: ["different", "half alike", "contained", "equal", "one-sided"]
        case .titleNumbers: ["conflict", "one-sided", "within", "equal"]
        case .part: ["conflict", "overlapping", "one-sided", "within", "equal"]
        case .partName: ["different", "alike", "equal", "one-sided"]
        case .seriesPart: ["different", "within", "equal"]
        case .names:
            [
                "different", "one name-part", "in the statement", "some", "most", "all with initials", "all",
                "not in the statement", "all of few beside many", "statements alike", "three or more",
            ]
        case .bodies: ["different", "alike", "equal"]
        case .year: ["far apart", "apart", "one year apart", "compatible", "equal", "digits swapped", "within a span"]
        case .edition: ["conflict", "one-sided", "same number", "equal"]
        case .extent: ["conflict", "other unit", "within 4 %", "within 1 %", "equal", "several volumes beside one"]
        case .publisher: ["different", "alike", "equal"]
        case .host: ["different", "little alike", "alike", "equal"]
        case .location: ["different pages", "different volume", "one number equal", "pages equal"]
        case .isbn: ["disjoint", "some shared", "all shared"]
        case .issn: ["disjoint", "shared"]
        case .otherNumber: ["disjoint", "shared", "another DOI"]
        case .recordNumber: ["disjoint", "shared"]
        case .format: ["other content", "other carrier", "other level", "equal"]
        case .language: ["different", "equal"]
        case .adaptation: ["of one only", "of one only, no author named"]
        case .whole: ["nothing differs"]
        }
    }
}

/// The level of each field for one pair: four bits each.
struct FieldLevels: Sendable, Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// The level of the field with a number.
    subscript(place place: Int) -> Int {
        let place = UInt64(place)
        return Int((place < 16 ? self.low >> (place * 4) : self.high >> ((place - 16) * 4)) & 15)
    }

    subscript(field: MatchField) -> Int {
        get { self[place: Int(field.rawValue)] }
        set {
            let place = UInt64(field.rawValue)
            let value = UInt64(newValue & 15)
            if place < 16 {
                self.low = self.low & ~(15 << (place * 4)) | value << (place * 4)
            } else {
                self.high = self.high & ~(15 << ((place - 16) * 4)) | value << ((place - 16) * 4)
            }
        }
    }
}

/// The kind of material, for which the weights are learned apart.
public enum MaterialClass: UInt8, Sendable, Hashable, CaseIterable {
    case book, electronicBook, serial, article, score, sound, video, map
}
