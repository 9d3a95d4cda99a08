import MARC

/// What a record is sorted by.
enum SortValue: Comparable, Sendable {
    /// In the order of a Vietnamese dictionary.
    case text([UInt8])
    case year(Int)

    /// `nil` when the record has no such value.
    ///
    /// - Parameters:
    ///   - field: What is compared.
    ///   - record: The record.
    ///   - keys: Its keys, where somebody has them already.
    init?(_ field: Ranking.SortKey.Field, of record: MARCRecord, _ keys: MatchKeys? = nil) {
        switch field {
        case .title:
            guard let title = record.first("245"), let value = title["a"] else { return nil }
            let skipped = (0x31...0x39).contains(title.indicator2) ? Int(title.indicator2 - 0x30) : 0
            self.init(text: [String(value.dropFirst(skipped))] + title.values(anyOf: "bnp"))
        case .author:
            let tags: [Tag] = ["100", "110", "111", "700", "710", "711"]
            guard let name = tags.lazy.compactMap({ record.first($0)?["a"] }).first else { return nil }
            self.init(text: [name])
        case .date:
            guard let year = (keys ?? MatchKeys(record)).year else { return nil }
            self = .year(year)
        }
    }

    private init?(text parts: [String]) {
        let key = VietnameseOrder.key(parts.joined(separator: " "))
        guard !key.isEmpty else { return nil }
        self = .text(key)
    }

    static func < (left: SortValue, right: SortValue) -> Bool {
        switch (left, right) {
        case (.year(let first), .year(let second)): return first < second
        case (.text(let first), .text(let second)): return first.lexicographicallyPrecedes(second)
        case (.year, .text): return true
        case (.text, .year): return false
        }
    }
}
