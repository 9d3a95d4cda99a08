import MARC

/// Reads match keys out of records; keeps its buffers from one record to the next.
struct MatchKeyReader {
    private var text = KeyText()
    private var keys = MatchKeys()
    private var publisherYear: Int16 = 0

    mutating func keys(of record: MARCRecord) -> MatchKeys {
        self.keys = MatchKeys()
        self.publisherYear = 0
        self.keys.traits.setKind(leader: record.leader)
        for field in record.fields {
            switch field.tag.number {
            case 7: self.keys.traits.readPhysicalDescription(field)
            case 8: self.keys.traits.readFixedField(field)
            case 20: self.readISBN(field)
            case 41: self.keys.traits.readLanguage(field)
            case 100, 110, 111, 700, 710, 711: self.readName(field)
            case 245: self.readTitle(field)
            case 246, 740: self.readAlternateTitle(field)
            case 250: self.readEdition(field)
            case 260, 264: self.readImprint(field)
            case 300: self.readExtent(field)
            case 338: self.keys.traits.readCarrier(field)
            case 490: self.readSeries(field)
            default: continue
            }
        }
        if self.keys.traits.firstYear == 0 {
            self.keys.traits.firstYear = self.publisherYear
            self.keys.traits.lastYear = self.publisherYear
        }
        self.keys.makeBlocks()
        return self.keys
    }

    private mutating func readISBN(_ field: Field) {
        guard let value = field.first(UInt8(ascii: "a")), let isbn = Normalization.isbn(utf8: value) else { return }
        if self.keys.isbns.count < 16, !self.keys.isbns.contains(isbn) { self.keys.isbns.append(isbn) }
    }

    // MARK: - Text

    private mutating func readTitle(_ field: Field) {
        guard self.keys.toneTitle == 0 else { return }
        var title: ArraySlice<UInt8> = []
        var part: ArraySlice<UInt8> = []
        for subfield in field.subfields {
            switch subfield.code {
            case UInt8(ascii: "a"): if title.isEmpty { title = subfield.utf8 }
            case UInt8(ascii: "p"): if part.isEmpty { part = subfield.utf8 }
            case UInt8(ascii: "b"):
                self.normalize(subfield.utf8)
                let words = self.words
                for word in words { self.keys.subtitleWords.insert(word) }
                self.keys.subtitleNumbers = Self.numbers(in: words) ?? self.keys.subtitleNumbers
            case UInt8(ascii: "n"):
                self.normalize(subfield.utf8)
                let volume = Volume(numberWords: self.words)
                if volume.isKnown, !self.keys.traits.volume.isKnown { self.keys.traits.volume = volume }
            default: continue
            }
        }
        let skipped = field.indicator2 > 0x30 && field.indicator2 <= 0x39 ? Int(field.indicator2 - 0x30) : 0
        self.text.removeAll()
        self.text.append(Self.dropping(skipped, of: title))
        self.text.finish()
        var words = self.text.fold.split(separator: 0x20)
        var toneCount = self.text.tone.count
        let end = Volume.atEnd(ofTitle: words)
        if end.words > 0 {
            if !self.keys.traits.volume.isKnown { self.keys.traits.volume = end.volume }
            words.removeLast(end.words)
            let toneWords = self.text.tone.split(separator: 0x20).dropLast(end.words)
            toneCount = toneWords.last?.endIndex ?? 0
        }
        guard let last = words.last else { return }
        self.keys.titleWords = WordSet(words)
        self.keys.titleNumbers = Self.numbers(in: words) ?? 0
        self.keys.titleSyllables = words.count
        var fold = StableHash(1)
        var tone = StableHash(1)
        fold.combine(self.text.fold[..<last.endIndex])
        tone.combine(self.text.tone[..<toneCount])
        self.keys.hasDiacritics = self.text.fold[..<last.endIndex] != self.text.tone[..<toneCount]
        if !part.isEmpty {
            self.normalize(part)
            fold.combine(self.text.fold)
            tone.combine(self.text.tone)
        }
        let folded = fold.finish()
        self.keys.titles.removeAll { $0 == folded }
        self.keys.titles.insert(folded, at: 0)
        self.keys.toneTitle = tone.finish()
    }

    private mutating func readAlternateTitle(_ field: Field) {
        guard let title = field.first(UInt8(ascii: "a")), self.keys.titles.count < 8 else { return }
        self.normalize(title)
        guard !self.text.isEmpty else { return }
        let hash = StableHash.of(self.text.fold, domain: 1)
        if !self.keys.titles.contains(hash) { self.keys.titles.append(hash) }
    }

    private mutating func readName(_ field: Field) {
        guard self.keys.names.count < 16 else { return }
        self.text.removeAll()
        for subfield in field.subfields where subfield.code == UInt8(ascii: "a") || subfield.code == UInt8(ascii: "b") {
            self.text.append(subfield.utf8)
            self.text.append(CollectionOfOne(UInt8(0x20)))
        }
        self.text.finish()
        // A sum does not depend on the order of the words.
        var sum: UInt64 = 0
        for word in self.words where !word.contains(where: { (0x30...0x39).contains($0) }) {
            sum &+= StableHash.of(word, domain: 2)
        }
        if sum != 0, !self.keys.names.contains(sum) { self.keys.names.append(sum) }
    }

    /// The number of the edition; a printing is no edition.
    ///
    /// Understands "Tái bản lần thứ 3", "2nd ed.", "3. Aufl."; passes over "In lần thứ 2", "5th printing".
    private mutating func readEdition(_ field: Field) {
        guard self.keys.traits.edition == 0, let edition = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(edition)
        let words = self.words
        guard let first = words.first, !words.contains(where: Self.printingWords.contains), first != Self.printed else {
            return
        }
        for word in words {
            let digits = word.prefix { (0x30...0x39).contains($0) }
            guard (1...2).contains(digits.count) else { continue }
            self.keys.traits.edition = digits.reduce(0) { $0 * 10 + Int16($1 - 0x30) }
            return
        }
    }

    private mutating func readImprint(_ field: Field) {
        // 264: only publication and the unspecified; not production, distribution, manufacture, copyright.
        if field.tag.number == 264, field.indicator2 != UInt8(ascii: "1"), field.indicator2 != 0x20 { return }
        for subfield in field.subfields {
            if subfield.code == UInt8(ascii: "c") {
                if self.publisherYear == 0, let year = RecordTraits.firstYear(in: subfield.utf8) {
                    self.publisherYear = year
                }
            } else if subfield.code == UInt8(ascii: "b"), self.keys.publisherWords.isEmpty {
                self.normalize(subfield.utf8)
                for word in self.words where !Self.publisherNoise.contains(word) {
                    self.keys.publisherWords.insert(word)
                }
            }
        }
    }

    private mutating func readExtent(_ field: Field) {
        guard self.keys.pages == 0, let extent = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(extent)
        let words = self.words
        let set = Volume(extentWords: words)
        if set.isKnown {
            if !self.keys.traits.volume.isKnown { self.keys.traits.volume = set }
            return
        }
        for word in words {
            let digits = word.prefix { (0x30...0x39).contains($0) }
            guard (1...5).contains(digits.count) else { continue }
            self.keys.pages = max(self.keys.pages, digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        // "1 v." says nothing.
        if self.keys.pages == 1 { self.keys.pages = 0 }
    }

    private mutating func readSeries(_ field: Field) {
        guard self.keys.seriesWords.isEmpty, let series = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(series)
        self.keys.seriesWords = WordSet(self.words)
    }

    // MARK: - Helpers on words and bytes

    private mutating func normalize(_ utf8: ArraySlice<UInt8>) {
        self.text.removeAll()
        self.text.append(utf8)
        self.text.finish()
    }

    private var words: [ArraySlice<UInt8>] { self.text.fold.split(separator: 0x20) }

    private static let printed = ArraySlice("in".utf8)
    private static let printingWords: Set<ArraySlice<UInt8>> = Set(
        ["printing", "printed", "print", "impression", "nachdr", "nachdruck", "druck", "tirage", "reimpr", "ristampa"]
            .map { ArraySlice($0.utf8) }
    )

    private static let publisherNoise: Set<ArraySlice<UInt8>> = Set(
        ["nxb", "nha", "xuat", "ban", "k", "s", "n", "verlag", "press", "publishers", "publishing", "co", "inc", "ltd"]
            .map { ArraySlice($0.utf8) }
    )

    /// A hash of the words that are or hold numbers, in order; `nil` if there are none.
    private static func numbers(in words: [ArraySlice<UInt8>]) -> UInt64? {
        var hash = StableHash(3)
        var found = false
        for word in words where word.contains(where: { (0x30...0x39).contains($0) }) || Volume.roman(word) != nil {
            hash.combine(word)
            hash.separate()
            found = true
        }
        return found ? hash.finish() : nil
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
