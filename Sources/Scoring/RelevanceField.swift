import MARC

/// The parts of a record in which the words of a query are sought, with what a word counts there.
enum RelevanceField: Int, CaseIterable {
    case title
    /// Other titles: uniform, parallel, abbreviated, in another script.
    case alternate
    case author
    case subject
    case series
    /// Notes, contents, abstracts; publishers.
    case note

    /// What a word in the field counts.
    var weight: Double { Self.weights[self.rawValue] }
    /// The length of the field in words that is neither long nor short; frozen, as everything here.
    var usualLength: Double { Self.usualLengths[self.rawValue] }
    /// How much a longer field makes its words count less.
    var lengthEffect: Double { Self.lengthEffects[self.rawValue] }
    /// The bit of the field in a set.
    var bit: UInt8 { 1 << self.rawValue }

    private static let weights = [5, 3, 3, 2, 1, 0.5]
    private static let usualLengths: [Double] = [7, 6, 8, 8, 5, 20]
    private static let lengthEffects = [0.5, 0.4, 0.3, 0.4, 0.4, 0.6]

    static let all: UInt8 = 0b11_1111
    static let titles: UInt8 = RelevanceField.title.bit | RelevanceField.alternate.bit
}

extension RelevanceField {
    /// The field in which a subfield of MARC 21 stands; `nil` for what is no text that readers search.
    ///
    /// - Parameters:
    ///   - tag: The tag as a number; of a field 880, that of the field which it repeats in another script.
    ///   - code: The code of the subfield.
    init?(tag: Int, code: UInt8) {
        guard code >= UInt8(ascii: "a"), code <= UInt8(ascii: "z") else { return nil }
        switch tag {
        case 245:
            switch code {
            case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "n"), UInt8(ascii: "p"): self = .title
            case UInt8(ascii: "c"): self = .author
            default: return nil
            }
        case 130, 210, 222, 240...247, 730, 740:
            guard [UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "n"), UInt8(ascii: "p")].contains(code) else {
                return nil
            }
            self = .alternate
        case 100, 110, 111, 700, 710, 711, 720:
            if code == UInt8(ascii: "t") {
                self = .alternate
            } else if code <= UInt8(ascii: "c") || code == UInt8(ascii: "q") {
                self = .author
            } else {
                return nil
            }
        case 600...662: self = .subject
        case 440, 490, 800, 810, 811, 830:
            guard code <= UInt8(ascii: "t"), code != UInt8(ascii: "i") else { return nil }
            self = .series
        case 260, 264:
            guard code == UInt8(ascii: "b") else { return nil }
            self = .note
        case 541, 561...563, 583, 584: return nil
        case 500...589: self = .note
        default: return nil
        }
    }
}
