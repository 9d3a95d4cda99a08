import MARC

/// Reads out of records what speaks for them as answers to one query; each record is read once, when it arrives.
///
/// What is found is some bytes a record (``evidenceSize``): for each word of the query and each field, how often the word
/// stands there in any spelling and as typed, weakened by the field's length; then what is there as a whole.
struct RelevanceReader: Sendable {
    /// What a record is as a whole, in the last byte of its evidence.
    enum Match {
        /// The query's words for the title are the whole title, in any spelling or as typed.
        static let title: UInt8 = 1
        static let titleAsTyped: UInt8 = 2
        /// The query is the whole title and names from the record, in any spelling or as typed.
        static let titleAndAuthor: UInt8 = 4
        static let titleAndAuthorAsTyped: UInt8 = 8
        /// The record has a number that was sought.
        static let identifier: UInt8 = 16
    }

    let query: RelevanceQuery
    /// How many bytes are kept of a record.
    let evidenceSize: Int

    /// How often each word of the query stands in each field, in halves: in any spelling, then as typed.
    private var counts: [UInt16]
    private var lengths = [Int](repeating: 0, count: RelevanceField.allCases.count)
    private var titles = Titles()
    /// Which words of the query stand in the title proper or in names, as bits.
    private var inTitle: UInt32 = 0
    private var inTitleAsTyped: UInt32 = 0
    private var inNames: UInt32 = 0
    private var inNamesAsTyped: UInt32 = 0
    private var matches: UInt8 = 0

    static let fieldCount = RelevanceField.allCases.count
    /// The evidence of a word that stands once in a field of the usual length.
    static let unit = 32.0

    /// The title field while it is read.
    private struct Titles {
        /// The title proper; the title with subtitle and parts; the other title at hand.
        var proper = WordSequence()
        var whole = WordSequence()
        var other = WordSequence()
        /// How many words of the title proper the query has.
        var sought = 0
        var soughtAsTyped = 0
    }

    init(_ query: RelevanceQuery) {
        self.query = query
        self.counts = [UInt16](repeating: 0, count: query.words.count * Self.fieldCount * 2)
        self.evidenceSize = self.counts.count + 1
    }

    /// Adds the evidence of a record to an array.
    mutating func append(_ record: MARCRecord, to evidence: inout [UInt8]) {
        guard !self.query.words.isEmpty || !self.query.identifiers.isEmpty else { return evidence.append(0) }
        self.read(record)
        self.finishTitle()
        for word in self.query.words.indices {
            for field in RelevanceField.allCases {
                let place = (word * Self.fieldCount + field.rawValue) * 2
                let length = Double(self.lengths[field.rawValue])
                let effect = 1 - field.lengthEffect + field.lengthEffect * length / field.usualLength
                evidence.append(Self.quantity(self.counts[place], effect))
                evidence.append(Self.quantity(self.counts[place + 1], effect))
            }
        }
        evidence.append(self.matches)
    }

    private static func quantity(_ halves: UInt16, _ effect: Double) -> UInt8 {
        halves == 0 ? 0 : UInt8(max(1, min(255, (Double(halves) / 2 * Self.unit / effect).rounded())))
    }

    private mutating func read(_ record: MARCRecord) {
        for index in self.counts.indices { self.counts[index] = 0 }
        for index in self.lengths.indices { self.lengths[index] = 0 }
        self.titles = Titles()
        (self.inTitle, self.inTitleAsTyped, self.inNames, self.inNamesAsTyped) = (0, 0, 0, 0)
        self.matches = 0
        var tag = 0
        record.forEachSubfield { fieldTag, _, isFirst, code, text in
            if isFirst { tag = fieldTag.number }
            if tag == 880, code == UInt8(ascii: "6") {
                // The same field in another script; a title in it is another title.
                let linked = Self.number(text)
                tag = linked == 245 ? 246 : linked
                return
            }
            if let field = RelevanceField(tag: tag, code: code), self.query.fields & field.bit != 0 {
                self.read(text, field, isProper: tag == 245 && code == UInt8(ascii: "a"))
            }
            if !self.query.identifiers.isEmpty { self.readIdentifier(text, tag, code) }
        }
    }

    private mutating func read(_ text: borrowing Span<UInt8>, _ field: RelevanceField, isProper: Bool) {
        var titles = self.titles
        titles.other = WordSequence()
        WordScanner.forEachWord(in: text) { word in
            self.lengths[field.rawValue] += 1
            switch field {
            case .title:
                titles.whole.add(word)
                if isProper { titles.proper.add(word) }
            case .alternate: titles.other.add(word)
            default: break
            }
            guard self.query.filter >> (word.fold & 63) & 1 != 0 else { return }
            let (isSought, isAsTyped) = self.note(word, field, isProper: isProper)
            if isProper, isSought { titles.sought += 1 }
            if isProper, isAsTyped { titles.soughtAsTyped += 1 }
        }
        if field == .alternate { self.note(title: titles.other) }
        self.titles = titles
    }

    /// Counts a word of the record; whether the query has it for the title, and spelt so.
    private mutating func note(
        _ word: WordScanner.Word,
        _ field: RelevanceField,
        isProper: Bool
    ) -> (isSought: Bool, isAsTyped: Bool) {
        var (isSought, isAsTyped) = (false, false)
        for (place, sought) in self.query.words.enumerated()
        where sought.hash.fold == word.fold && sought.fields & field.bit != 0 {
            let isExact = !self.query.hasMarks || sought.hash.tone == word.tone
            let count = (place * Self.fieldCount + field.rawValue) * 2
            self.counts[count] = min(self.counts[count] + 2, 1_000)
            // A word without marks may be the same, written without them.
            self.counts[count + 1] = min(self.counts[count + 1] + (isExact ? 2 : word.fold == word.tone ? 1 : 0), 1_000)
            let bit: UInt32 = 1 << place
            if isProper {
                isSought = true
                self.inTitle |= bit
                if isExact {
                    isAsTyped = true
                    self.inTitleAsTyped |= bit
                }
            } else if field == .author {
                self.inNames |= bit
                if isExact { self.inNamesAsTyped |= bit }
            }
        }
        return (isSought, isAsTyped)
    }

    // MARK: - What is there as a whole

    private mutating func note(title: WordSequence) {
        guard title.count > 0, title.hash.fold == self.query.title.fold else { return }
        self.matches |= Match.title
        if !self.query.hasMarks || title.hash.tone == self.query.title.tone { self.matches |= Match.titleAsTyped }
    }

    private mutating func finishTitle() {
        self.note(title: self.titles.proper)
        self.note(title: self.titles.whole)
        let count = self.titles.proper.count
        guard count > 0, self.titles.sought == count, self.isTitleAndAuthor(self.inTitle, self.inNames) else { return }
        self.matches |= Match.titleAndAuthor
        if self.titles.soughtAsTyped == count, self.isTitleAndAuthor(self.inTitleAsTyped, self.inNamesAsTyped) {
            self.matches |= Match.titleAndAuthorAsTyped
        }
    }

    /// Whether every word is in the title or, if it may be a name, among the names, and some only there.
    private func isTitleAndAuthor(_ inTitle: UInt32, _ inNames: UInt32) -> Bool {
        var hasName = false
        for (place, word) in self.query.words.enumerated() where word.isForTitle || word.isForAuthor {
            let bit: UInt32 = 1 << place
            if word.isForTitle, inTitle & bit != 0 { continue }
            guard word.isForAuthor, inNames & bit != 0 else { return false }
            hasName = true
        }
        return hasName
    }

    private mutating func readIdentifier(_ text: borrowing Span<UInt8>, _ tag: Int, _ code: UInt8) {
        switch (tag, code) {
        case (1, _), (10, UInt8(ascii: "a")), (20...28, UInt8(ascii: "a")), (20, UInt8(ascii: "z")),
            (35, UInt8(ascii: "a")):
            guard text.count <= 64, let identifier = RecordIdentifier(utf8: Array(copying: text)) else { return }
            if self.query.identifiers.contains(identifier.hash) { self.matches |= Match.identifier }
        default: return
        }
    }

    /// The three digits that a text begins with; 0 if it begins otherwise.
    private static func number(_ text: borrowing Span<UInt8>) -> Int {
        guard text.count >= 3 else { return 0 }
        var number = 0
        for place in 0..<3 {
            guard (0x30...0x39).contains(text[place]) else { return 0 }
            number = number * 10 + Int(text[place] - 0x30)
        }
        return number
    }
}
