import MARC

/// Persons and bodies.
extension MatchKeyReader {
    private static let maximumTokens = 40
    private static let maximumWords = 24

    mutating func readName(_ field: Field) {
        guard self.keys.names.count < Self.maximumTokens else { return }
        // What the person did stands behind the name.
        var isCreator = true
        for subfield in field.subfields {
            switch subfield.code {
            case UInt8(ascii: "0"):
                self.add(StableHash.of(subfield.utf8.filter { $0 != 0x20 }, domain: 9), kind: .authority)
            case UInt8(ascii: "4"), UInt8(ascii: "e"):
                guard field.tag.number != 100 else { continue }
                self.normalize(subfield.utf8)
                isCreator = self.words.contains { Self.creators.contains($0) }
            default: continue
            }
        }
        // Several names in one field, as some exports have them, are several names.
        for subfield in field.subfields where subfield.code == UInt8(ascii: "a") {
            self.normalize(subfield.utf8)
            self.addName(self.words, isCreator: isCreator)
        }
    }

    /// Codes and terms of relation for one who made the work: author, composer, director.
    private static let creators = WordSet(
        "aut cre cmp drt fmk pht art author auteur autor verfasser verfasserin tac gia composer compositeur komponist "
            + "director regisseur realisateur creator"
    )

    private mutating func addName(_ words: [KeyWord], isCreator: Bool) {
        var tokens: [NameToken] = []
        tokens.reserveCapacity(6)
        for word in words {
            // Years of life, and "and others" at the end.
            if word.isNumeric || Self.noise.contains(word) { continue }
            tokens.append(NameToken(word))
            if tokens.count == 6 { break }
        }
        guard !tokens.isEmpty, tokens.contains(where: { !$0.isInitial }) else { return }
        tokens[tokens.count - 1].isLast = true
        self.keys.names.reserveCapacity(10)
        if isCreator {
            self.keys.names.insert(contentsOf: tokens, at: self.keys.creatorTokens)
            self.keys.creatorTokens += tokens.count
        } else {
            self.keys.names += tokens
        }
    }

    mutating func readBody(_ field: Field) {
        guard self.keys.bodies.count < Self.maximumWords else { return }
        for subfield in field.subfields where subfield.code == UInt8(ascii: "a") || subfield.code == UInt8(ascii: "b") {
            self.normalize(subfield.utf8)
            for word in self.words.prefix(12) {
                let packed = PackedWord(word)
                if !self.keys.bodies.contains(packed) { self.keys.bodies.append(packed) }
            }
        }
    }

    /// Keeps the words of a statement of responsibility.
    mutating func readResponsibility(_ utf8: ArraySlice<UInt8>) {
        guard self.keys.responsibility.isEmpty else { return }
        self.normalize(utf8)
        let words = self.words.prefix(Self.maximumWords)
        self.keys.responsibility = Self.sortedSet(words.map { PackedWord($0) })
        self.keys.isAdaptation = words.contains { word in
            Self.adaptations.contains(word) || Self.adaptationStems.contains { word.starts(with: $0) }
        }
    }

    /// "d'après", "nach", "based on", "phỏng theo": the work is made after another.
    private static let adaptations = WordSet(
        "apres nach based phong tratto basado scenario szenario drehbuch retold bearb"
    )
    private static let adaptationStems = ["adapt", "adatt", "nacherzahl", "retold"].map { Array($0.utf8) }

    private static let noise = WordSet("et al and others")
}
