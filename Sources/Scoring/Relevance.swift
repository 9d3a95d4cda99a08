import MARC

/// The words of a query in both keys.
struct RelevanceQuery: Sendable {
    struct Term: Sendable {
        var field: Ranking.Field
        var tone: [ArraySlice<UInt8>]
        var fold: [ArraySlice<UInt8>]
    }

    var terms: [Term] = []
    /// All words that may be the title, in order.
    var titleTone: [UInt8] = []
    var titleFold: [UInt8] = []

    init(_ terms: [Ranking.Term]) {
        var title = KeyText()
        for term in terms {
            let text = KeyText(term.text)
            guard !text.isEmpty else { continue }
            self.terms.append(
                Term(field: term.field, tone: text.tone.split(separator: 0x20), fold: text.fold.split(separator: 0x20))
            )
            guard term.field == .any || term.field == .title else { continue }
            title.append(term.text.utf8)
            title.append(CollectionOfOne(UInt8(0x20)))
        }
        title.finish()
        self.titleTone = title.tone
        self.titleFold = title.fold
    }

    /// Whether the words have diacritics: if none has, spellings with and without answer equally well.
    var hasDiacritics: Bool { self.terms.contains { $0.tone != $0.fold } }
}

/// Says how well a record answers the words of a query.
struct RelevanceReader {
    private let query: RelevanceQuery
    private let hasDiacritics: Bool
    private var title = KeyText()
    private var wholeTitle = KeyText()
    private var names = KeyText()
    private var others = KeyText()

    init(_ query: RelevanceQuery) {
        self.query = query
        self.hasDiacritics = query.hasDiacritics
    }

    /// Twice the level of the answer, and one more if the tones are as typed: exact title 5, title 4, title and names 3,
    /// names 2, elsewhere 1.
    mutating func relevance(of record: MARCRecord) -> Int {
        guard !self.query.terms.isEmpty else { return 0 }
        self.read(record)
        for level in stride(from: 5, through: 1, by: -1) {
            if level == 1 { self.readOthers(record) }
            let folded = self.answers(level, \.fold, \.fold, \.titleFold)
            guard folded else { continue }
            let exact = !self.hasDiacritics || self.answers(level, \.tone, \.tone, \.titleTone)
            return level * 2 + (exact ? 1 : 0)
        }
        return 0
    }

    private func answers(
        _ level: Int,
        _ text: KeyPath<KeyText, [UInt8]>,
        _ words: KeyPath<RelevanceQuery.Term, [ArraySlice<UInt8>]>,
        _ title: KeyPath<RelevanceQuery, [UInt8]>
    ) -> Bool {
        let titleWords = self.wholeTitle[keyPath: text]
        let nameWords = self.names[keyPath: text]
        if level == 5 {
            let sought = self.query[keyPath: title]
            guard !sought.isEmpty, sought == self.title[keyPath: text] || sought == titleWords else { return false }
            return self.query.terms.allSatisfy { term in
                term.field != .author || Self.holds(nameWords, term[keyPath: words])
            }
        }
        return self.query.terms.allSatisfy { term in
            let sought = term[keyPath: words]
            switch (level, term.field) {
            case (2..., .other): return true
            case (2..., .author): return Self.holds(nameWords, sought)
            case (4, _), (2..., .title): return Self.holds(titleWords, sought)
            case (3, _): return sought.allSatisfy { Self.holds(titleWords, [$0]) || Self.holds(nameWords, [$0]) }
            case (2, _): return Self.holds(nameWords, sought)
            default:
                let others = self.others[keyPath: text]
                return sought.allSatisfy {
                    Self.holds(titleWords, [$0]) || Self.holds(nameWords, [$0]) || Self.holds(others, [$0])
                }
            }
        }
    }

    /// Whether a text has all of some words.
    private static func holds(_ text: [UInt8], _ words: [ArraySlice<UInt8>]) -> Bool {
        words.allSatisfy { word in
            var start = 0
            while start + word.count <= text.count {
                var end = start
                while end < text.count, text[end] != 0x20 { end += 1 }
                if end - start == word.count, text[start..<end] == word { return true }
                start = end + 1
            }
            return false
        }
    }

    private mutating func read(_ record: MARCRecord) {
        self.title.removeAll()
        self.wholeTitle.removeAll()
        self.names.removeAll()
        for field in record.fields {
            switch field.tag.number {
            case 245:
                for subfield in field.subfields {
                    switch subfield.code {
                    case UInt8(ascii: "a"):
                        self.title.append(subfield.utf8)
                        Self.add(subfield.utf8, to: &self.wholeTitle)
                    case UInt8(ascii: "b"), UInt8(ascii: "n"), UInt8(ascii: "p"):
                        Self.add(subfield.utf8, to: &self.wholeTitle)
                    case UInt8(ascii: "c"):
                        Self.add(subfield.utf8, to: &self.names)
                    default: continue
                    }
                }
            case 100, 110, 111, 700, 710, 711:
                for subfield in field.subfields where subfield.code <= UInt8(ascii: "c") {
                    Self.add(subfield.utf8, to: &self.names)
                }
            default: continue
            }
        }
        self.title.finish()
        self.wholeTitle.finish()
        self.names.finish()
    }

    private mutating func readOthers(_ record: MARCRecord) {
        self.others.removeAll()
        for field in record.fields {
            switch field.tag.number {
            case 20...24, 130, 210...243, 246...490, 500...689, 730...830:
                for subfield in field.subfields { Self.add(subfield.utf8, to: &self.others) }
            default: continue
            }
        }
        self.others.finish()
    }

    private static func add(_ utf8: ArraySlice<UInt8>, to text: inout KeyText) {
        text.append(utf8)
        text.append(CollectionOfOne(UInt8(0x20)))
    }
}
