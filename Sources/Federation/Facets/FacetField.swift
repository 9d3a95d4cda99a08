public import CQL
import MARC

/// What clusters can be counted by.
public enum FacetField: String, Sendable, Hashable, CaseIterable {
    /// Subject headings, without their subdivisions.
    case subject
    /// Names of persons, bodies and conferences.
    case author
    /// Year of publication.
    case date
    /// Language of the text, as a code of MARC.
    case language
    /// Kind of material.
    case type
    /// Library that holds a copy, by its id.
    case library

    /// The index that searches the same thing.
    public var index: Index {
        switch self {
        case .subject: .subject
        case .author: .author
        case .date: .date
        case .language: .language
        case .type: .type
        case .library: .possessingInstitution
        }
    }

    /// The field that an index is counted by; nil when there is none.
    public init?(_ index: Index) {
        guard let field = Self.allCases.first(where: { $0.index == index }) else { return nil }
        self = field
    }

    /// The values of a record, as they are shown; `library` has none here, because targets tell it.
    func values(of record: MARCRecord) -> [String] {
        switch self {
        case .subject: Self.headings(record, ["600", "610", "611", "630", "650", "651", "653"])
        case .author: Self.headings(record, ["100", "110", "111", "700", "710", "711"])
        case .date: Self.year(record).map { [$0] } ?? []
        case .language: Self.language(record)
        case .type: [Self.type(record.leader)]
        case .library: []
        }
    }

    private static func headings(_ record: MARCRecord, _ tags: Set<Tag>) -> [String] {
        record.fields.flatMap { tags.contains($0.tag) ? $0.values("a") : [] }.map(Self.bare).filter { !$0.isEmpty }
    }

    /// A heading without the punctuation that cataloguing rules put at its end.
    private static func bare(_ heading: String) -> String {
        var rest = Substring(heading)
        while let last = rest.last, last.isWhitespace || ",.;:/".contains(last) { rest.removeLast() }
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        return String(rest)
    }

    private static func year(_ record: MARCRecord) -> String? {
        if let fixed = record.first("008")?.value.utf8, fixed.count >= 11 {
            let year = fixed.dropFirst(7).prefix(4)
            if year.allSatisfy({ (0x30...0x39).contains($0) }) { return String(decoding: year, as: UTF8.self) }
        }
        let statements = (record.fields("264") + record.fields("260")).compactMap { $0["c"] }
        return statements.lazy.compactMap { $0.firstMatch(of: /[0-9]{4}/).map { String($0.output) } }.first
    }

    private static func language(_ record: MARCRecord) -> [String] {
        if let fixed = record.first("008")?.value.utf8, fixed.count >= 38 {
            let code = fixed.dropFirst(35).prefix(3)
            if code.allSatisfy({ (0x61...0x7A).contains($0) }) { return [String(decoding: code, as: UTF8.self)] }
        }
        return record.first("041")?.values("a").prefix(1).map { $0.lowercased() } ?? []
    }

    /// Leader 06 and 07 in words.
    private static func type(_ leader: Leader) -> String {
        switch leader[6] {
        case UInt8(ascii: "a"), UInt8(ascii: "t"):
            switch leader[7] {
            case UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "b"): "serial"
            case UInt8(ascii: "a"): "article"
            default: "book"
            }
        case UInt8(ascii: "c"), UInt8(ascii: "d"): "notated music"
        case UInt8(ascii: "e"), UInt8(ascii: "f"): "map"
        case UInt8(ascii: "g"): "video"
        case UInt8(ascii: "i"): "spoken word"
        case UInt8(ascii: "j"): "music recording"
        case UInt8(ascii: "k"): "image"
        case UInt8(ascii: "m"): "computer file"
        case UInt8(ascii: "r"): "object"
        default: "other"
        }
    }
}
