import MARC

/// Persons and bodies.
extension MatchKeyReader {
    private static let maximumTokens = 40
    private static let maximumWords = 24

    mutating func readName(_ field: Field) {
        guard self.keys.names.count < Self.maximumTokens, let name = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(name)
        self.addName(self.words)
        guard let authority = field.first(UInt8(ascii: "0")) else { return }
        self.add(StableHash.of(authority.filter { $0 != 0x20 }, domain: 9), kind: .authority)
    }

    private mutating func addName(_ words: [ArraySlice<UInt8>]) {
        var tokens: [NameToken] = []
        for word in words {
            // Years of life, and "and others" at the end.
            if (0x30...0x39).contains(word.first ?? 0) { continue }
            let token = NameToken(word)
            if Self.noise.contains(token.code) { continue }
            tokens.append(token)
            if tokens.count == 6 { break }
        }
        guard !tokens.isEmpty, tokens.contains(where: { !$0.isInitial }) else { return }
        tokens[tokens.count - 1].isLast = true
        self.keys.names += tokens
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
        self.keys.responsibility = Self.sortedSet(self.words.prefix(Self.maximumWords).map { PackedWord($0) })
    }

    private static let noise = codes("et al and others")
}
