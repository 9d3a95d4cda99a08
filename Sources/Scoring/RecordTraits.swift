/// What members of one cluster may not disagree about: each value is known or unknown, and unknown agrees with all.
///
/// A cluster whose members are free of conflicts has one value for each trait, so joining two clusters asks this
/// summary instead of every pair of members.
struct RecordTraits: Sendable, Hashable {
    var volume: Volume = .unknown
    /// Years of publication, from and to (equal in a record); 0 is unknown.
    var firstYear: Int16 = 0
    var lastYear: Int16 = 0
    /// The number of the edition; 0 is unknown, which the first may be.
    var edition: Int16 = 0
    /// MARC language code in three bytes; 0 is unknown (also for *mul* and *und*).
    var language: UInt32 = 0
    var carrier: Carrier = .unknown
    var content: Content = .unknown
    var level: Level = .unknown

    enum Carrier: UInt8, Sendable { case unknown, print, online, microform, disc }
    enum Content: UInt8, Sendable {
        case unknown, text, music, map, video, speech, musicSound, image, computer, kit, object
    }
    enum Level: UInt8, Sendable { case unknown, monograph, serial, component }

    /// Two years that lie no further apart than this may be one edition (imprint and copyright dates).
    static let yearTolerance: Int16 = 1

    /// The traits of both together, or `nil` when they contradict each other.
    func merged(with other: RecordTraits) -> RecordTraits? {
        var both = self
        if both.volume.code == 0 {
            both.volume = other.volume
        } else if other.volume.code != 0, other.volume.code != both.volume.code {
            return nil
        }
        if both.firstYear == 0 {
            both.firstYear = other.firstYear
            both.lastYear = other.lastYear
        } else if other.firstYear != 0 {
            both.firstYear = min(both.firstYear, other.firstYear)
            both.lastYear = max(both.lastYear, other.lastYear)
            if both.lastYear - both.firstYear > Self.yearTolerance { return nil }
        }
        if both.edition == 0 {
            both.edition = other.edition
        } else if other.edition != 0, other.edition != both.edition {
            return nil
        }
        if both.language == 0 {
            both.language = other.language
        } else if other.language != 0, other.language != both.language {
            return nil
        }
        if both.carrier == .unknown {
            both.carrier = other.carrier
        } else if other.carrier != .unknown, other.carrier != both.carrier {
            return nil
        }
        if both.content == .unknown {
            both.content = other.content
        } else if other.content != .unknown, other.content != both.content {
            return nil
        }
        if both.level == .unknown {
            both.level = other.level
        } else if other.level != .unknown, other.level != both.level {
            return nil
        }
        return both
    }
}
