/// How one field of UNIMARC becomes one field of MARC 21; a row of the table in ``UNIMARC``.
///
/// A row is: source tag, target tag, indicators, subfields. An indicator is a character, `#` for a blank, `=` for that of
/// the source, `d` for the function that 264 tells by its second indicator. A subfield is `code`, and then, each if needed,
/// `+text` (punctuation put at the end of the subfield before it; `_` is a blank), `*text` (all subfields with that code
/// become one, joined by the text), `>code` (its code in MARC 21).
struct UNIMARCRule: Sendable {
    struct Part: Sendable {
        var source: UInt8
        var target: UInt8
        var before: String?
        var joiner: String?
    }

    var source: Tag
    var target: Tag
    var indicators: (UInt8, UInt8)
    var parts: [Part]

    /// Reads a row; `nil` when it is no row.
    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count > 3, let source = Tag(words[0]), let target = Tag(words[1]) else { return nil }
        let indicators = Array(words[2].utf8)
        guard indicators.count == 2 else { return nil }
        self.source = source
        self.target = target
        self.indicators = (indicators[0], indicators[1])
        self.parts = words[3...].compactMap { UNIMARCRule.part($0) }
    }

    private static func part(_ word: some StringProtocol) -> Part? {
        let characters = Array(word.utf8)
        guard let source = characters.first else { return nil }
        var part = Part(source: source, target: source)
        var rest = characters[1...]
        if rest.count >= 2, rest[rest.endIndex - 2] == 0x3E, let target = rest.last {
            part.target = target
            rest = rest.dropLast(2)
        }
        let text = String(decoding: rest.dropFirst().map { $0 == 0x5F ? 0x20 : $0 }, as: UTF8.self)
        if rest.first == 0x2B { part.before = text }
        if rest.first == 0x2A { part.joiner = text }
        return part
    }

    /// Adds the field in MARC 21 to a record, unless nothing of it is in the table.
    func append(_ source: Field, to record: inout MARCRecord) {
        var subfields: [(UInt8, String)] = []
        for subfield in source.subfields {
            guard let part = self.parts.first(where: { $0.source == subfield.code }) else { continue }
            let value = subfield.withoutSortMarks
            guard !value.isEmpty else { continue }
            let last = subfields.count - 1
            if let joiner = part.joiner, last >= 0, subfields[last].0 == part.target {
                subfields[last].1 += joiner + value
                continue
            }
            if let before = part.before, last >= 0, !ISBDPunctuation.isClosed(subfields[last].1) {
                subfields[last].1 += before
            }
            if last >= 0, subfields[last].0 == part.target, part.before != nil {
                subfields[last].1 += " " + value
            } else {
                subfields.append((part.target, value))
            }
        }
        guard !subfields.isEmpty else { return }
        var second = self.indicator(self.indicators.1, source.indicator2)
        // A heading that names its thesaurus in $2.
        if self.indicators.1 == 0x34, subfields.contains(where: { $0.0 == 0x32 }), self.target >= "600",
            self.target < "700"
        {
            second = 0x37
        }
        record.append(self.target, self.indicator(self.indicators.0, source.indicator1), second, subfields)
    }

    private func indicator(_ rule: UInt8, _ source: UInt8) -> UInt8 {
        switch rule {
        case 0x23: return 0x20
        case 0x3D: return source
        case 0x64:
            // 214: publication, production, distribution, manufacture, copyright; 264 swaps the first two.
            switch source {
            case 0x30, 0x20: return 0x31
            case 0x31: return 0x30
            default: return (0x32...0x34).contains(source) ? source : 0x31
            }
        default: return rule
        }
    }
}

/// Text without the control characters around parts that are not sorted (U+0098, U+009C and, as written by some
/// systems, U+0088, U+0089).
func withoutSortMarks(_ text: String) -> String {
    // All of them begin with this byte in UTF-8.
    guard text.utf8.contains(0xC2) else { return text }
    let marks: Set<Unicode.Scalar> = ["\u{88}", "\u{89}", "\u{98}", "\u{9C}"]
    guard text.unicodeScalars.contains(where: { marks.contains($0) }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !marks.contains($0) }))
}

extension Subfield {
    /// The text without such marks and without white space around it.
    var withoutSortMarks: String {
        self.utf8.contains(0xC2) ? MARC.withoutSortMarks(self.value).trimmed : self.trimmed
    }
}
