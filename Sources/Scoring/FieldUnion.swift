import MARC

/// Puts the fields of a cluster's members together, the best description first, and knows whose each field is.
struct FieldUnion {
    /// A field of the merged record.
    struct Entry {
        var field: Field
        /// The places of the members that say it; none for what was made by merging.
        var origins: [Int]
        /// What it says, once that was needed.
        var words: FieldWords?
    }

    private(set) var entries: [Entry] = []
    /// What members say otherwise where one field stands for all.
    private(set) var variants: [Entry] = []
    /// Places in `entries` of united fields, by what they say with and without marks.
    private var byTone: [UInt64: Int] = [:]
    private var byFold: [UInt64: Int] = [:]
    /// The place in `entries` of the first field of a kind of which one stands for all.
    private var byKind: [Int: Int] = [:]
    private var additions = 0
    /// The last number of a link to a field in another script (880).
    private var lastLink = 0
    private let isAlone: Bool

    /// Fields of other members are taken up to this number.
    private static let maximumAdditions = 400
    private static let maximumVariants = 100

    /// - Parameter isAlone: Whether there is one member only, so that nothing has to be compared.
    init(isAlone: Bool) {
        self.isAlone = isAlone
        self.entries.reserveCapacity(40)
    }

    /// Adds what merging has made.
    mutating func append(_ fields: Fields, origins: [[Int]]) {
        for (field, origins) in zip(fields, origins) { self.entries.append(Entry(field: field, origins: origins)) }
    }

    /// Takes the fields of the member whose description is the best: all but those that the merged record writes anew.
    mutating func take(representative: MARCRecord, at place: Int) {
        let origins = [place]
        for field in representative.fields {
            let number = field.tag.number
            guard !Self.isLocal(number), !(1...5).contains(number) else { continue }
            if !self.isAlone {
                if Self.isUnited(number) {
                    // What the best description says twice stays twice.
                    _ = self.novelty(of: field, at: self.entries.count)
                }
                if let link = Self.link(of: field) { self.lastLink = max(self.lastLink, link.number) }
            }
            self.add(Entry(field: field, origins: origins))
        }
    }

    /// Takes the fields of another member.
    mutating func take(_ record: MARCRecord, at place: Int) {
        for field in record.fields {
            let number = field.tag.number
            if Self.isUnited(number) {
                switch self.novelty(of: field, at: self.entries.count) {
                case .nothing: break
                case .said(let index): self.add(place, to: index)
                case .new where self.additions < Self.maximumAdditions:
                    self.additions += 1
                    self.append(field, of: record, place)
                case .new: break
                }
            } else if Self.isSingle(number) {
                self.compare(field, number, of: record, place)
            }
        }
    }

    /// A field of which one stands for all: the same, more of the same, or a variant.
    private mutating func compare(_ field: Field, _ number: Int, of record: MARCRecord, _ place: Int) {
        let kind = Self.kind(number)
        guard let index = self.byKind[kind] else {
            // A main entry beside added entries would name somebody twice.
            if number < 200, self.entries.contains(where: { (700...720).contains($0.field.tag.number) }) { return }
            self.append(field, of: record, place)
            return
        }
        if self.entries[index].field == field { return self.add(place, to: index) }
        let words = FieldWords(field)
        switch self.words(ofEntry: index).compared(with: words) {
        case .equal: self.add(place, to: index)
        case .containing: break
        case .contained where Self.link(of: self.entries[index].field) == nil && Self.link(of: field) == nil:
            self.entries[index] = Entry(field: field, origins: [place], words: words)
        case .contained, .different: self.addVariant(field, words, place)
        }
    }

    private mutating func words(ofEntry index: Int) -> FieldWords {
        if let words = self.entries[index].words { return words }
        let words = FieldWords(self.entries[index].field)
        self.entries[index].words = words
        return words
    }

    private mutating func addVariant(_ field: Field, _ words: FieldWords, _ place: Int) {
        for index in self.variants.indices where self.variants[index].field.tag == field.tag {
            guard let known = self.variants[index].words, case .equal = known.compared(with: words) else { continue }
            if !self.variants[index].origins.contains(place) { self.variants[index].origins.append(place) }
            return
        }
        guard self.variants.count < Self.maximumVariants else { return }
        self.variants.append(Entry(field: field, origins: [place], words: words))
    }

    private mutating func add(_ place: Int, to index: Int) {
        if !self.entries[index].origins.contains(place) { self.entries[index].origins.append(place) }
    }

    // MARK: - Fields in two scripts

    /// Adds a field and, where it has one, the field 880 that says the same in another script, linked by a new number.
    private mutating func append(_ field: Field, of record: MARCRecord, _ place: Int) {
        guard let link = Self.link(of: field), link.tag == 880, link.number > 0,
            let pair = record.fields("880").first(where: { other in
                Self.link(of: other).map { $0.tag == field.tag.number && $0.number == link.number } ?? false
            })
        else {
            self.add(Entry(field: field, origins: [place]))
            return
        }
        self.lastLink += 1
        for half in [field, pair] { self.add(Entry(field: Self.relinked(half, self.lastLink), origins: [place])) }
    }

    private mutating func add(_ entry: Entry) {
        let number = entry.field.tag.number
        if !self.isAlone, Self.isSingle(number) {
            let kind = Self.kind(number)
            if self.byKind[kind] == nil { self.byKind[kind] = self.entries.count }
        }
        self.entries.append(entry)
    }

    /// Subfield 6 as tag and number: `880-03`.
    private static func link(of field: Field) -> (tag: Int, number: Int)? {
        guard let value = field.first(UInt8(ascii: "6")), value.count >= 6 else { return nil }
        let digits = value.prefix(6).map { (0x30...0x39).contains($0) ? Int($0 - 0x30) : 0 }
        return (digits[0] * 100 + digits[1] * 10 + digits[2], digits[4] * 10 + digits[5])
    }

    private static func relinked(_ field: Field, _ number: Int) -> Field {
        let subfields = field.subfields.map { subfield -> (UInt8, String) in
            guard subfield.code == UInt8(ascii: "6") else { return (subfield.code, subfield.value) }
            return (
                subfield.code, "\(subfield.value.prefix(4))\(number / 10)\(number % 10)\(subfield.value.dropFirst(6))"
            )
        }
        return Field(field.tag, field.indicator1, field.indicator2, subfields)
    }

    // MARK: - Kinds of field

    /// Fields of local meaning (x9x, 9xx), holdings, and what is no MARC 21 tag.
    private static func isLocal(_ number: Int) -> Bool {
        switch number {
        case 0, 39, 490: number != 490
        case 841...855, 857...878, 900...: true
        default: number / 10 % 10 == 9
        }
    }

    /// Identifiers, class numbers, notes about the work (not about a copy), subjects, links.
    private static func isUnited(_ number: Int) -> Bool {
        switch number {
        case 10, 15, 16, 20, 22, 24, 26...28, 30, 35, 50, 60, 74, 80, 82, 84, 86, 88: true
        case 541, 561...563, 583, 584: false
        case 500...589, 600...689, 856: true
        default: false
        }
    }

    /// What one field says for the whole description: main entry, titles, edition, imprint, extent, series.
    private static func isSingle(_ number: Int) -> Bool {
        switch number {
        case 100, 110, 111, 130, 240, 245, 250, 254...256, 260, 264, 300, 310, 490: true
        default: false
        }
    }

    /// Tags that exclude each other have one kind.
    private static func kind(_ number: Int) -> Int {
        switch number {
        case 110, 111, 130: 100
        case 264: 260
        default: number
        }
    }

    // MARK: - What was said before

    private enum Novelty {
        /// It says nothing at all.
        case nothing
        /// An entry says the same.
        case said(Int)
        case new
    }

    /// Whether a united field says something new; if so, it is noted as what an entry says.
    private mutating func novelty(of field: Field, at index: Int) -> Novelty {
        let number = field.tag.number
        // Controlled and free topical keywords say the same with the same words.
        let kind = UInt64(number == 653 ? 650 : number) &* 0x9E37_79B9_7F4A_7C15
        if number == 20, let value = field.first(UInt8(ascii: "a")), let isbn = Normalization.isbn(utf8: value) {
            return self.novelty(tone: isbn ^ kind, fold: nil, at: index)
        }
        var words = WordSequence()
        var address = StableHash(20)
        for subfield in field.subfields where Self.isCompared(subfield.code, in: number) {
            if number == 856 { address.combine(subfield.utf8) }
            words.add(subfield.utf8)
        }
        guard words.count > 0 else { return .nothing }
        if number == 856 { return self.novelty(tone: address.finish(), fold: nil, at: index) }
        return self.novelty(tone: words.hash.tone ^ kind, fold: words.hash.fold ^ kind, at: index)
    }

    private mutating func novelty(tone: UInt64, fold: UInt64?, at index: Int) -> Novelty {
        if let known = self.byTone[tone] { return .said(known) }
        if let fold {
            // Text without diacritics says nothing new beside the same text with them.
            if let known = self.byFold[fold] {
                if tone == fold { return .said(known) }
            } else {
                self.byFold[fold] = index
            }
        }
        self.byTone[tone] = index
        return .new
    }

    private static func isCompared(_ code: UInt8, in number: Int) -> Bool {
        switch number {
        case 856: code == UInt8(ascii: "u")
        case 10...40: code == UInt8(ascii: "a") || code == UInt8(ascii: "z")
        case 50...88: code == UInt8(ascii: "a")
        // Not the source of the term, links, authority numbers.
        default: (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(code)
        }
    }
}
