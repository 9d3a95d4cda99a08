/// What members of one cluster may not disagree about: each value is known or unknown, and unknown agrees with all.
///
/// A cluster whose members are free of conflicts has one summary of these, so joining two clusters asks the summaries
/// instead of every pair of members.
struct RecordTraits: Sendable, Hashable {
    var parts = NumberSet()
    /// The number of volumes of a whole set in one record; 0 when it is none.
    var setSize: Int16 = 0
    /// The years that all members allow: the latest first year and the earliest last year; 0 is unknown.
    var firstYear: Int16 = 0
    var lastYear: Int16 = 0
    /// The number of the edition; 0 is unknown, which the first may be.
    var edition: Int16 = 0
    /// MARC language code in three bytes; 0 is unknown (also for *mul* and *und*).
    var language: UInt32 = 0
    var carrier: Carrier = .unknown
    /// The kind of disc, tape or file.
    var medium: Medium = .unknown
    var content: Content = .unknown
    /// Whether the content comes from 336.
    var hasContentTerm = false
    var level: Level = .unknown
    /// Whether it was described before it was published.
    var isAnnounced = false

    enum Carrier: UInt8, Sendable { case unknown, print, online, microform, disc, tape }
    enum Medium: UInt8, Sendable { case unknown, cd, dvd, bluRay, vinyl, cassette, videocassette, pdf, epub }
    enum Content: UInt8, Sendable { case unknown, text, music, map, video, speech, musicSound, image, object }
    enum Level: UInt8, Sendable { case unknown, monograph, serial, component }

    /// Two years that lie no further apart than this may be one edition (imprint and copyright dates).
    static let yearTolerance: Int16 = 1

    /// The traits of both together, or the conflicts between them.
    func merged(with other: RecordTraits, _ level: MatchLevel) -> RecordTraits? {
        var both = self
        return both.merge(other, level).isEmpty ? both : nil
    }

    /// Takes in the traits of another; what conflicts is told, and stays as it is.
    private mutating func merge(_ other: RecordTraits, _ level: MatchLevel) -> MatchVetoes {
        var vetoes: MatchVetoes = []
        if self.level == .unknown {
            self.level = other.level
        } else if other.level != .unknown, other.level != self.level {
            vetoes.insert(.level)
        }
        if self.parts.isEmpty {
            if self.setSize != 0, !other.parts.isEmpty { vetoes.insert(.part) }
            self.parts = other.parts
        } else if !other.parts.isEmpty {
            if self.parts.isCompatible(with: other.parts) {
                self.parts.formUnion(other.parts)
            } else {
                vetoes.insert(.part)
            }
        } else if other.setSize != 0 {
            vetoes.insert(.part)
        }
        if self.setSize == 0 { self.setSize = other.setSize }
        if self.content == .unknown {
            self.content = other.content
        } else if other.content != .unknown, other.content != self.content {
            vetoes.insert(.content)
        }
        if level == .work { return vetoes }
        if self.language == 0 {
            self.language = other.language
        } else if other.language != 0, other.language != self.language {
            vetoes.insert(.language)
        }
        if self.edition == 0 {
            self.edition = other.edition
        } else if other.edition != 0, other.edition != self.edition {
            vetoes.insert(.edition)
        }
        if level == .expression { return vetoes }
        if self.carrier == .unknown {
            self.carrier = other.carrier
        } else if other.carrier != .unknown, other.carrier != self.carrier {
            vetoes.insert(.carrier)
        }
        if self.medium == .unknown {
            self.medium = other.medium
        } else if other.medium != .unknown, other.medium != self.medium {
            vetoes.insert(.carrier)
        }
        if self.firstYear == 0 {
            self.firstYear = other.firstYear
            self.lastYear = other.lastYear
        } else if other.firstYear != 0 {
            let (first, last) = (max(self.firstYear, other.firstYear), min(self.lastYear, other.lastYear))
            if first - last <= Self.yearTolerance {
                (self.firstYear, self.lastYear) = (first, last)
            } else if self.yearsConflict(with: other) {
                vetoes.insert(.year)
            }
        }
        return vetoes
    }

    /// Whether anything speaks against two records being one: whether ``conflicts(with:_:)`` has any, found more quickly.
    func isInConflict(with other: RecordTraits, _ level: MatchLevel) -> Bool {
        if level == .manifestation, self.yearsConflict(with: other) { return true }
        if self.level != other.level, self.level != .unknown, other.level != .unknown { return true }
        if self.content != other.content, self.content != .unknown, other.content != .unknown { return true }
        if self.parts.isEmpty {
            if self.setSize != 0, !other.parts.isEmpty { return true }
        } else if other.parts.isEmpty {
            if other.setSize != 0 { return true }
        } else if !self.parts.isCompatible(with: other.parts) {
            return true
        }
        if level == .work { return false }
        if self.language != other.language, self.language != 0, other.language != 0 { return true }
        if self.edition != other.edition, self.edition != 0, other.edition != 0 { return true }
        if level == .expression { return false }
        if self.carrier != other.carrier, self.carrier != .unknown, other.carrier != .unknown { return true }
        return self.medium != other.medium && self.medium != .unknown && other.medium != .unknown
    }

    private func yearsConflict(with other: RecordTraits) -> Bool {
        guard self.firstYear != 0, other.firstYear != 0 else { return false }
        let gap = max(self.firstYear, other.firstYear) - min(self.lastYear, other.lastYear)
        guard gap > Self.yearTolerance else { return false }
        return self.firstYear != self.lastYear || other.firstYear != other.lastYear
            || !PublicationDates.areSwapped(self.firstYear, other.firstYear)
    }

    /// What speaks against two records being one.
    func conflicts(with other: RecordTraits, _ level: MatchLevel) -> MatchVetoes {
        var both = self
        return both.merge(other, level)
    }
}

/// Conflicts that keep two records apart, whatever else agrees.
public struct MatchVetoes: OptionSet, Sendable, Hashable, CustomStringConvertible {
    /// The bits.
    public let rawValue: UInt16

    /// Makes a set of vetoes of its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Text, notated music, sound, moving image, map.
    public static let content = MatchVetoes(rawValue: 1)
    /// Print, online, microform, disc; CD or DVD; PDF or EPUB.
    public static let carrier = MatchVetoes(rawValue: 2)
    /// Volume or part numbers without one in common, or a set and one of its volumes.
    public static let part = MatchVetoes(rawValue: 4)
    /// Different numbers in the title.
    public static let titleNumber = MatchVetoes(rawValue: 8)
    /// The number of the edition.
    public static let edition = MatchVetoes(rawValue: 16)
    /// More than a year apart.
    public static let year = MatchVetoes(rawValue: 32)
    /// Pages that differ by more than 4 % and more than 8, or several volumes beside one, without a common number.
    public static let extent = MatchVetoes(rawValue: 64)
    /// The language.
    public static let language = MatchVetoes(rawValue: 128)
    /// Two serials with different ISSN; two articles at different places of one host.
    public static let host = MatchVetoes(rawValue: 256)
    /// A host and a component, a serial and a monograph.
    public static let level = MatchVetoes(rawValue: 512)
    /// Titles of one or two syllables whose marks conflict (*Bão*, *Báo*).
    public static let marks = MatchVetoes(rawValue: 1_024)

    /// Those that rest on coded values: no agreement of others outweighs them.
    static let absolute: MatchVetoes = [.content, .carrier, .part, .edition, .year, .language, .level]

    private static let names: [(MatchVetoes, String)] = [
        (.content, "content"), (.carrier, "carrier"), (.part, "part"), (.titleNumber, "title number"),
        (.edition, "edition"), (.year, "year"), (.extent, "extent"), (.language, "language"), (.host, "host"),
        (.level, "level"), (.marks, "marks"),
    ]

    /// The names of the vetoes, with commas.
    public var description: String {
        Self.names.filter { self.contains($0.0) }.map(\.1).joined(separator: ", ")
    }
}
