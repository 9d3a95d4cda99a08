import MARC

/// Titles and parts.
extension MatchKeyReader {
    /// The pieces of a title field: `Title : subtitle = Parallel title / responsibility`.
    private struct Pieces {
        var title: ArraySlice<UInt8>
        var subtitle: ArraySlice<UInt8>?
        var parallel: ArraySlice<UInt8>?
        var responsibility: ArraySlice<UInt8>?

        init(_ utf8: ArraySlice<UInt8>) {
            var rest = utf8
            if let (before, after) = Self.cut(rest, UInt8(ascii: "/")) { (rest, self.responsibility) = (before, after) }
            if let (before, after) = Self.cut(rest, UInt8(ascii: "=")) { (rest, self.parallel) = (before, after) }
            if let (before, after) = Self.cut(rest, UInt8(ascii: ":")) { (rest, self.subtitle) = (before, after) }
            self.title = rest
        }

        /// Cuts at a mark that stands between blanks; a colon needs only the one behind it.
        private static func cut(_ utf8: ArraySlice<UInt8>, _ mark: UInt8) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
            var index = utf8.startIndex + 1
            while index < utf8.endIndex - 1 {
                if utf8[index] == mark, utf8[index + 1] == 0x20,
                    mark == UInt8(ascii: ":") || utf8[index - 1] == 0x20
                {
                    return (utf8[..<index], utf8[(index + 2)...])
                }
                index += 1
            }
            return nil
        }
    }

    mutating func readTitle(_ field: Field) {
        guard !self.hasTitle else { return }
        self.hasTitle = true
        var subtitles: [ArraySlice<UInt8>] = []
        var parts: [ArraySlice<UInt8>] = []
        var partNames: [ArraySlice<UInt8>] = []
        var proper: ArraySlice<UInt8> = []
        var responsibilities: [ArraySlice<UInt8>] = []
        var parallels: [ArraySlice<UInt8>] = []
        for subfield in field.subfields {
            switch subfield.code {
            case UInt8(ascii: "a") where proper.isEmpty:
                let pieces = Pieces(subfield.utf8)
                proper = pieces.title
                if let subtitle = pieces.subtitle { subtitles.append(subtitle) }
                if let parallel = pieces.parallel { parallels.append(parallel) }
                if let text = pieces.responsibility { responsibilities.append(text) }
            case UInt8(ascii: "b"), UInt8(ascii: "p"):
                let pieces = Pieces(subfield.utf8)
                // "$a Title = $b Parallel title".
                if subfield.code == UInt8(ascii: "b"), proper.last(where: { $0 != 0x20 }) == UInt8(ascii: "=") {
                    parallels.append(pieces.title)
                } else {
                    subtitles.append(pieces.title)
                    if let subtitle = pieces.subtitle { subtitles.append(subtitle) }
                    if subfield.code == UInt8(ascii: "p") { partNames.append(subfield.utf8) }
                }
                if let parallel = pieces.parallel { parallels.append(parallel) }
                if let text = pieces.responsibility { responsibilities.append(text) }
            case UInt8(ascii: "n"): parts.append(subfield.utf8)
            case UInt8(ascii: "c"): responsibilities.append(subfield.utf8)
            default: continue
            }
        }
        self.setProperTitle(proper, skipping: field.indicator2)
        for part in parts { self.addPart(part) }
        self.addSubtitles(subtitles)
        for name in partNames { self.addPartName(name) }
        self.finishTitle()
        for parallel in parallels { self.addAlternate(Pieces(parallel).title) }
        for text in responsibilities { self.readResponsibility(text) }
    }

    private mutating func setProperTitle(_ utf8: ArraySlice<UInt8>, skipping indicator: UInt8) {
        let skipped = indicator > 0x30 && indicator <= 0x39 ? Int(indicator - 0x30) : 0
        self.text.keepsTone = true
        self.normalize(Self.dropping(skipped, of: utf8))
        self.text.keepsTone = false
        var words = self.words
        // Where these words stand with their tones.
        var toneWords = self.text.toneWords
        if skipped == 0, self.hasArticle(words) {
            words.removeFirst()
            toneWords.removeFirst()
        }
        for finding in PartNumbers.findings(in: words, title: true).reversed() {
            self.keys.traits.parts.insert(finding.number)
            words.removeSubrange(finding.words)
            if toneWords.count >= finding.words.upperBound { toneWords.removeSubrange(finding.words) }
        }
        var tone = StableHash(1)
        for word in toneWords { tone.combine(self.text.tone.span.extracting(word)) }
        self.keys.title.hasMarks = !words.elementsEqual(toneWords) { self.text.fold[$0.range] == self.text.tone[$1] }
        self.keys.title.tone = tone.finish()
        self.keys.title.syllables = words.count
        self.keys.title.numbers = Self.numbers(in: words)
        self.keys.title.text.reserveCapacity(self.text.fold.count)
        self.keys.title.words.reserveCapacity(words.count)
        for word in words.prefix(48) { self.add(titleWord: word) }
        self.keys.title.properCount = self.keys.title.text.count
    }

    private mutating func add(titleWord word: KeyWord) {
        self.keys.title.text += self.text.fold[word.range]
        let packed = PackedWord(word)
        if !self.keys.title.words.contains(packed) {
            self.keys.title.words.append(packed)
            self.keys.title.rarity += packed.rarity
        }
    }

    private mutating func addPart(_ utf8: ArraySlice<UInt8>) {
        self.normalize(utf8)
        let words = self.words
        let findings = PartNumbers.findings(in: words, title: false)
        if findings.isEmpty {
            let numbers = PartNumbers.numbers(inPartField: words)
            self.keys.traits.parts.formUnion(numbers)
            if numbers.isEmpty { self.addPartName(words) }
        } else {
            for finding in findings { self.keys.traits.parts.insert(finding.number) }
        }
    }

    private mutating func addPartName(_ utf8: ArraySlice<UInt8>) {
        self.normalize(utf8)
        var words = self.words
        for finding in PartNumbers.findings(in: words, title: false).reversed() {
            words.removeSubrange(finding.words)
        }
        self.addPartName(words)
    }

    mutating func addPartName(_ words: [KeyWord]) {
        let packed = words.prefix(16).map { PackedWord($0) }
        if self.keys.title.partName.count < 32 {
            self.keys.title.partName = Self.sortedSet(self.keys.title.partName + packed)
        }
    }

    private mutating func addSubtitles(_ subtitles: [ArraySlice<UInt8>]) {
        for subtitle in subtitles {
            self.normalize(subtitle)
            var words = self.words
            for finding in PartNumbers.findings(in: words, title: false, isSubtitle: true).reversed() {
                self.keys.traits.parts.insert(finding.number)
                words.removeSubrange(finding.words)
            }
            if words.count > 1, self.keys.title.part == 0 {
                let first = self.hasArticle(words) ? 1 : 0
                self.keys.title.part = self.titleHash(words[first...])
            }
            for word in words.prefix(40) where self.keys.title.subtitle.count < 64 {
                self.add(titleWord: word)
                self.keys.title.subtitle.append(PackedWord(word))
            }
            self.keys.title.numbers.formUnion(Self.numbers(in: words))
        }
        self.keys.title.subtitle = Self.sortedSet(self.keys.title.subtitle)
    }

    private mutating func finishTitle() {
        guard !self.keys.title.text.isEmpty else { return }
        let proper = StableHash.of(self.keys.title.proper, domain: 1)
        let isProper = self.keys.title.properCount == self.keys.title.text.count
        let full = isProper ? proper : StableHash.of(self.keys.title.text, domain: 1)
        self.keys.title.full = full
        self.keys.title.hashes.removeAll { $0 == proper || $0 == full }
        if full != proper { self.keys.title.hashes.insert(full, at: 0) }
        self.keys.title.hashes.insert(proper, at: 0)
        self.keys.title.words.sort()
    }

    mutating func readOtherTitle(_ field: Field, isUniform: Bool) {
        guard let title = field.first(UInt8(ascii: "a")) else { return }
        guard isUniform else { return self.addAlternate(title) }
        self.normalize(title)
        // A uniform title is in the language of the original.
        guard let hash = self.alternateHash(isForeign: true), self.uniformTitles.count < 4 else { return }
        self.uniformTitles.append(hash)
    }

    private mutating func addAlternate(_ utf8: ArraySlice<UInt8>) {
        self.normalize(utf8)
        guard let hash = self.alternateHash(), self.keys.title.hashes.count < 8 else { return }
        if !self.keys.title.hashes.contains(hash) { self.keys.title.hashes.append(hash) }
    }

    /// The hash of the text as a title, without its article.
    private func alternateHash(isForeign: Bool = false) -> UInt64? {
        let words = self.words
        guard !words.isEmpty else { return nil }
        return self.titleHash(self.hasArticle(words, isForeign: isForeign) ? words.dropFirst() : words[...])
    }

    /// The hash of words of the text, without the blanks between them.
    private func titleHash(_ words: ArraySlice<KeyWord>) -> UInt64 {
        var hash = StableHash(1)
        for word in words { hash.combine(self.text.fold.span.extracting(word.range)) }
        return hash.finish()
    }

    /// 880: the title in another script.
    mutating func readOtherScript(_ field: Field) {
        guard let link = field.first(UInt8(ascii: "6")), link.starts(with: "245".utf8),
            let title = field.first(UInt8(ascii: "a"))
        else { return }
        self.addAlternate(Pieces(title).title)
    }

    /// Whether the first of several words is an article of the record's language.
    private func hasArticle(_ words: [KeyWord], isForeign: Bool = false) -> Bool {
        // Vietnamese has no articles, and "La", "An", "Lê" begin titles in it.
        guard words.count > 1, isForeign || self.keys.traits.language != 0x76_6965, let first = words.first else {
            return false
        }
        return Self.articles.contains(first)
    }

    private static let articles = WordSet(
        "the a an der die das ein eine le la les l un une il lo gli el los las uno una het een"
    )

    /// The numbers in a title; Roman ones of two letters and more, but for those that are words (vi, xi, mi, di, li).
    private static func numbers(in words: [KeyWord]) -> NumberSet {
        var set = NumberSet()
        for word in words {
            if word.isNumeric {
                let count = word.digitCount
                set.insert(word.number(max(0, count - 9)..<count))
            } else if word.count > 1, word.last == UInt8(ascii: "i") || word.last == UInt8(ascii: "v"),
                !Self.notNumerals.contains(word), let roman = PartNumbers.roman(word)
            {
                set.insert(roman)
            }
        }
        return set
    }

    private static let notNumerals = WordSet("vi xi li")

    static func sortedSet(_ words: consuming [PackedWord]) -> [PackedWord] {
        guard words.count > 1 else { return words }
        var set = words
        set.sort()
        var count = 1
        for place in 1..<set.count where set[place] != set[count - 1] {
            set[count] = set[place]
            count += 1
        }
        set.removeLast(set.count - count)
        return set
    }

    /// The text without its first characters (the non-filing ones).
    private static func dropping(_ characters: Int, of utf8: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard characters > 0 else { return utf8 }
        var left = characters
        for index in utf8.indices where utf8[index] & 0xC0 != 0x80 {
            if left == 0 { return utf8[index...] }
            left -= 1
        }
        return utf8
    }
}
