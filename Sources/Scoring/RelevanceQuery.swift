/// The words of a query, ready to be sought in records.
struct RelevanceQuery: Sendable {
    /// One word.
    struct Word: Sendable {
        var hash: WordScanner.Word
        /// The fields in which it counts, as bits.
        var fields: UInt8
        /// How rare it is, in nats: of the frozen table, not of what has arrived.
        var rarity: Double

        var isForTitle: Bool { self.fields & RelevanceField.title.bit != 0 }
        var isForAuthor: Bool { self.fields & RelevanceField.author.bit != 0 }
    }

    private(set) var words: [Word] = []
    /// All words that may be the title, in order, as one hash each; 0 if there are none.
    private(set) var title = WordScanner.Word(fold: 0, tone: 0)
    /// Numbers that name a record, as hashes.
    private(set) var identifiers: [UInt64] = []
    /// Whether any word has diacritics: if none has, spellings with and without answer equally well.
    private(set) var hasMarks = false
    /// A bit for each word (by its hash), so that most words of a record need no search.
    private(set) var filter: UInt64 = 0
    /// The fields in which any word counts, as bits: the others say nothing about a record.
    private(set) var fields: UInt8 = 0

    /// So many words are looked at.
    static let maximumWords = 32

    init(_ terms: [Ranking.Term]) {
        var title = WordSequence()
        for term in terms {
            if term.field == .identifier || term.field == .any {
                if let identifier = RecordIdentifier(query: term.text, isNamed: term.field == .identifier) {
                    self.identifiers.append(identifier.hash)
                }
            }
            let fields = Self.fields(of: term.field)
            guard fields != 0 else { continue }
            self.fields |= fields
            let hashes = WordScanner.words(term.text)
            let keys = KeyText(term.text).fold.split(separator: 0x20)
            for (hash, key) in zip(hashes, keys) {
                if fields & RelevanceField.title.bit != 0 { title.add(hash) }
                if hash.fold != hash.tone { self.hasMarks = true }
                guard self.words.count < Self.maximumWords,
                    !self.words.contains(where: { $0.hash == hash && $0.fields == fields })
                else { continue }
                let rarity = Double(PackedWord(key).rarity) / 8
                self.words.append(Word(hash: hash, fields: fields, rarity: rarity))
                self.filter |= 1 << (hash.fold & 63)
            }
        }
        self.title = title.hash
    }

    private static func fields(of field: Ranking.Field) -> UInt8 {
        switch field {
        case .any: RelevanceField.all
        case .title: RelevanceField.titles | RelevanceField.series.bit
        case .series: RelevanceField.series.bit
        case .author: RelevanceField.author.bit
        case .subject: RelevanceField.subject.bit
        case .notes: RelevanceField.note.bit
        case .identifier, .other: 0
        }
    }
}

/// Words in their order, as one hash of each key.
struct WordSequence: Sendable {
    private(set) var count = 0
    private var fold: UInt64 = 0
    private var tone: UInt64 = 0

    mutating func add(_ word: WordScanner.Word) {
        self.count += 1
        self.fold = (self.fold ^ word.fold) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        self.tone = (self.tone ^ word.tone) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    var hash: WordScanner.Word { WordScanner.Word(fold: self.fold, tone: self.tone) }
}

/// A number that names a publication or a record, in a form that can be compared.
struct RecordIdentifier: Sendable, Hashable {
    let hash: UInt64

    /// The identifier that a term of a query is, when it is named one or is a right ISBN or ISSN.
    init?(query text: String, isNamed: Bool) {
        if Normalization.isbn(text) == nil, Normalization.issn(text) == nil, !isNamed { return nil }
        self.init(utf8: text.utf8)
    }

    /// The identifier that a subfield holds: an ISBN as 13 digits, else its letters and digits.
    init?(utf8: some Collection<UInt8>) {
        if let isbn = Normalization.isbn(utf8: utf8) {
            self.hash = isbn
            return
        }
        // "(OCoLC)123": the number alone.
        let number = utf8.drop { $0 == 0x20 }
        let bare = number.first == UInt8(ascii: "(") ? number.drop { $0 != UInt8(ascii: ")") } : number
        var hash = WordScanner.basis
        var count = 0
        for byte in bare.prefix(64) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A: hash = WordScanner.hash(hash, UInt32(byte))
            case 0x61...0x7A: hash = WordScanner.hash(hash, UInt32(byte - 0x20))
            default: continue
            }
            count += 1
        }
        guard count >= 4 else { return nil }
        self.hash = hash
    }
}
