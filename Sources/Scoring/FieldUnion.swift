import MARC

/// Decides which fields of a cluster's members go into the merged record.
struct FieldUnion {
    private var toneKeys: Set<UInt64> = []
    private var foldKeys: Set<UInt64> = []
    private var count = 0
    private var text = KeyText()

    /// Fields of other members are taken up to this number.
    private static let maximumAdditions = 400

    /// Whether a field is kept, of the best member or of another.
    mutating func take(_ field: Field, fromRepresentative: Bool) -> Bool {
        fromRepresentative ? self.takeFromRepresentative(field) : self.takeFromOther(field)
    }

    /// Whether a field of the best member is kept; all are, but for those that the merged record writes anew.
    private mutating func takeFromRepresentative(_ field: Field) -> Bool {
        let number = field.tag.number
        guard !Self.isLocal(number), !(1...5).contains(number) else { return false }
        if Self.isUnited(number) { _ = self.isNew(field) }
        return true
    }

    /// Whether a field of another member is kept: it must be of a kind that is united, and say something new.
    private mutating func takeFromOther(_ field: Field) -> Bool {
        guard Self.isUnited(field.tag.number), self.count < Self.maximumAdditions, self.isNew(field) else {
            return false
        }
        self.count += 1
        return true
    }

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

    /// Notes what a field says; whether that was not said before.
    private mutating func isNew(_ field: Field) -> Bool {
        let number = field.tag.number
        var tone = StableHash(20)
        var fold = StableHash(20)
        // Controlled and free topical keywords say the same with the same words.
        let kind = UInt64(number == 653 ? 650 : number)
        tone.combine(kind)
        fold.combine(kind)
        if number == 20, let value = field.first(UInt8(ascii: "a")), let isbn = Normalization.isbn(utf8: value) {
            tone.combine(isbn)
            return self.toneKeys.insert(tone.finish()).inserted
        }
        self.text.removeAll()
        for subfield in field.subfields where Self.isCompared(subfield.code, in: number) {
            if number == 856 { tone.combine(subfield.utf8) }
            self.text.append(subfield.utf8)
            self.text.append(CollectionOfOne(UInt8(0x20)))
        }
        self.text.finish()
        guard !self.text.isEmpty else { return false }
        if number != 856 { tone.combine(self.text.tone) }
        fold.combine(self.text.fold)
        let hasDiacritics = self.text.tone != self.text.fold
        let isNewInTone = self.toneKeys.insert(tone.finish()).inserted
        let isNewInFold = self.foldKeys.insert(fold.finish()).inserted
        // Text without diacritics says nothing new beside the same text with them.
        return number == 856 || hasDiacritics ? isNewInTone : isNewInTone && isNewInFold
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
