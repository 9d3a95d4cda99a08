import MARC

/// The order in which the members of a cluster are asked for their fields: the best description first.
///
/// Well-formed text comes before text without its diacritics or in capitals, then the fuller record, then the canonical order.
enum RepresentativeOrder {
    static func sorted(_ members: [SourceRecord]) -> [SourceRecord] {
        self.places(members).map { members[$0] }
    }

    /// The places of the members, the best description first.
    static func places(_ members: [SourceRecord]) -> [Int] {
        guard members.count > 1 else { return Array(members.indices) }
        let ranks = members.map { Rank($0.record) }
        return members.indices.sorted { ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$1] < ranks[$0] }
    }

    /// How good a description a record is; larger is better.
    struct Rank: Comparable, Sendable {
        /// How well the title is written: 3 with diacritics, 2 with these in capitals, 1 without any, 0 damaged or missing.
        ///
        /// A title of a language without diacritics has 1 in every member, and nothing is decided by it.
        private var form = 0
        /// Points for what a full description has.
        private var fullness = 0

        init(_ record: MARCRecord) {
            // Encoding level: blank is full; 5, 7, 8 and u … are partial, minimal, prepublication, unknown.
            switch record.leader[17] {
            case 0x20: self.fullness += 6
            case UInt8(ascii: "1")...UInt8(ascii: "4"): self.fullness += 4
            default: break
            }
            self.fullness -= min(record.repairs.count, 4)
            var title = TitleForm()
            var number = 0
            var parts = 0
            var hasAuthority = false
            record.forEachSubfield { tag, _, isFirst, code, text in
                if isFirst {
                    self.fullness += Self.points(number, parts, hasAuthority)
                    number = tag.number
                    parts = 0
                    hasAuthority = false
                }
                parts += 1
                if code == UInt8(ascii: "0") { hasAuthority = true }
                if number == 245, code == UInt8(ascii: "a") || code == UInt8(ascii: "b") { title.read(text) }
            }
            self.fullness += Self.points(number, parts, hasAuthority)
            self.form = title.form
        }

        private static func points(_ number: Int, _ parts: Int, _ hasAuthority: Bool) -> Int {
            switch number {
            case 8, 20, 22: 3
            case 41, 80, 82, 84: 1
            case 100...199, 245, 250, 260, 264, 300, 490: 2 + min(parts, 4)
            case 240, 246, 336...338, 500...589, 700...799, 856, 880: 2
            case 600...689: hasAuthority ? 3 : 2
            default: 0
            }
        }

        static func < (left: Rank, right: Rank) -> Bool {
            (left.form, left.fullness) < (right.form, right.fullness)
        }
    }

    /// How a title is written.
    private struct TitleForm {
        private var isThere = false
        private var isDamaged = false
        private var hasMarks = false
        private var hasSmallLetters = false

        var form: Int {
            guard self.isThere, !self.isDamaged else { return 0 }
            return self.hasMarks ? (self.hasSmallLetters ? 3 : 2) : 1
        }

        mutating func read(_ text: borrowing Span<UInt8>) {
            self.isThere = true
            var index = 0
            while index < text.count {
                let byte = text[index]
                let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                defer { index += length }
                if byte < 0x80 {
                    if (0x61...0x7A).contains(byte) { self.hasSmallLetters = true }
                    continue
                }
                guard index + length <= text.count, !self.hasMarks || !self.hasSmallLetters || length == 3 else {
                    continue
                }
                var scalar = UInt32(byte) & (0x7F >> UInt32(length))
                for place in index + 1..<index + length { scalar = scalar << 6 | UInt32(text[place] & 0x3F) }
                guard let properties = Unicode.Scalar(scalar)?.properties else { continue }
                if scalar == 0xFFFD { self.isDamaged = true }
                if scalar >= 0xC0, properties.isAlphabetic { self.hasMarks = true }
                if properties.isLowercase { self.hasSmallLetters = true }
            }
        }
    }
}
