/// Titles of two records.
extension PairComparison {
    mutating func compareTitles(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        guard let title = left.keys.title.hashes.first, let other = right.keys.title.hashes.first else { return }
        var found: Int
        if left.keys.title.full == right.keys.title.full {
            found = 9
        } else if title == other {
            found = 8
        } else if Self.shareAlternate(left, right, level) {
            found = 7
        } else {
            found = Self.likeness(left, right, hasNames: self.hasNames)
        }
        // Uniform titles are there to tell works apart: where both records have one, they decide.
        if level != .manifestation, found > 4, !left.keys.title.uniform.isEmpty, !right.keys.title.uniform.isEmpty,
            !left.keys.title.uniform.contains(where: right.keys.title.uniform.contains)
        {
            found = 4
        }
        self.levels[.title] = found
        if found >= 5 {
            let rarity =
                found == 7
                ? max(left.keys.title.rarity, right.keys.title.rarity)
                : min(left.keys.title.rarity, right.keys.title.rarity)
            let step = rarity < 100 ? 1 : rarity < 180 ? 2 : rarity < 300 ? 3 : 4
            self.levels[.titleRarity] = self.hasNames ? step + 4 : step
        }
        if title == other {
            if left.keys.title.tone == right.keys.title.tone {
                self.levels[.marks] = left.keys.title.hasMarks ? 4 : 0
            } else if left.keys.title.hasMarks, right.keys.title.hasMarks {
                let isShort = left.keys.title.syllables <= 2
                self.levels[.marks] = isShort ? 2 : 1
                if isShort { self.vetoes.insert(.marks) }
            } else {
                self.levels[.marks] = 3
            }
        }
        if found == 8 {
            if left.keys.title.subtitle.isEmpty || right.keys.title.subtitle.isEmpty {
                self.levels[.subtitle] = 5
            } else {
                let overlap = WordOverlap(left.keys.title.subtitle, right.keys.title.subtitle)
                self.levels[.subtitle] =
                    overlap.ofBoth >= 85 ? 4 : overlap.ofSmaller >= 90 ? 3 : overlap.ofBoth >= 40 ? 2 : 1
            }
        }
        guard found != 9 else { return }
        self.levels[.partName] = Self.partNames(left.keys.title, right.keys.title)
        switch left.keys.title.numbers.relation(to: right.keys.title.numbers) {
        case .unknown: self.levels[.titleNumbers] = left.keys.title.numbers == right.keys.title.numbers ? 0 : 2
        case .disjoint, .overlapping: self.levels[.titleNumbers] = 1
        case .within: self.levels[.titleNumbers] = 3
        case .equal: self.levels[.titleNumbers] = 4
        }
    }

    /// Names of parts that differ are different parts; where one record has none, it may have it in the title.
    private static func partNames(_ left: TitleKeys, _ right: TitleKeys) -> Int {
        if left.partName.isEmpty, right.partName.isEmpty { return 0 }
        if left.partName.isEmpty || right.partName.isEmpty {
            let (named, other) = left.partName.isEmpty ? (right, left) : (left, right)
            return named.partName.allSatisfy(other.words.contains) ? 3 : 4
        }
        let overlap = WordOverlap(left.partName, right.partName)
        return overlap.ofBoth >= 80 ? 3 : overlap.ofSmaller >= 60 ? 2 : 1
    }

    private static func shareAlternate(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) -> Bool {
        let isWork = level == .work
        let mine = isWork ? left.keys.title.hashes[...] : left.keys.title.hashes.dropLast(left.keys.title.uniformCount)
        let others =
            isWork ? right.keys.title.hashes[...] : right.keys.title.hashes.dropLast(right.keys.title.uniformCount)
        // "Complete works : The lake" beside "The lake".
        if left.keys.title.part == others.first || right.keys.title.part == mine.first { return true }
        if mine.count == 1, others.count == 1 { return false }
        return mine.contains(where: others.contains)
    }

    /// Whether the names agree beyond doubt.
    var hasNames: Bool { self.levels[.names] >= 5 && self.levels[.names] != 8 && self.levels[.names] != 10 }

    /// How alike two titles are that are not equal: 1 (different) to 6, or 10.
    private static func likeness(_ left: KeptKeys, _ right: KeptKeys, hasNames: Bool) -> Int {
        let words = WordOverlap(left.keys.title.words, right.keys.title.words)
        var alike = words.ofBoth
        let contained = words.ofSmaller
        let (text, other) = (left.keys.title.text[...].prefix(64), right.keys.title.text[...].prefix(64))
        let longer = max(text.count, other.count)
        if contained >= 30 || hasNames, min(text.count, other.count) * 2 >= longer {
            let distance = EditDistance.between(text, other)
            if distance <= max(1, longer / 14), longer >= 6 { return 5 }
            alike = max(alike, 100 - distance * 100 / longer)
        }
        if contained >= 95, words.sharedWords >= 2 {
            // Citations have authors in the title: what else is there decides.
            if left.keys.material == .article, Self.hasOnlyNamesBeside(left, right) { return 5 }
            return Self.beginAlike(text, other) ? 6 : 10
        }
        // Words that only one has may be left out; if both have such words, they say different things.
        let conflict = min(words.first, words.second) - words.shared
        if conflict < 40, alike >= 65 { return 4 }
        return alike >= 60 ? 3 : alike >= 35 ? 2 : 1
    }

    /// Whether one text begins as the other, but for its last letters: more is said behind it, not before it.
    private static func beginAlike(_ text: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
        let count = min(text.count, other.count)
        let beginning = count - count / 8
        return text.prefix(beginning).elementsEqual(other.prefix(beginning))
    }

    /// Whether the words that only one title has are all names of persons in one of the records.
    private static func hasOnlyNamesBeside(_ left: KeptKeys, _ right: KeptKeys) -> Bool {
        func isName(_ word: PackedWord) -> Bool {
            word.rarity <= 12 || word.code < 0x100
                || left.keys.names.contains { $0.code == word.code }
                || right.keys.names.contains { $0.code == word.code }
        }
        let (mine, others) = (left.keys.title.words, right.keys.title.words)
        return mine.allSatisfy { others.contains($0) || isName($0) }
            && others.allSatisfy { mine.contains($0) || isName($0) }
    }
}
