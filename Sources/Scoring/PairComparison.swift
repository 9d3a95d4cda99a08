/// What comparing two records has found: the level of each field, and what speaks against them.
struct PairComparison: Sendable {
    var levels = FieldLevels()
    var vetoes: MatchVetoes = []
    /// Whose weights apply.
    var material: MaterialClass

    /// Compares two records.
    ///
    /// All fields are compared even if the records conflict when `isComplete` says so, as for an explanation.
    init(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel, isComplete: Bool = false) {
        self.material =
            left.keys.material.rawValue <= right.keys.material.rawValue ? left.keys.material : right.keys.material
        self.vetoes = left.keys.traits.conflicts(with: right.keys.traits, level)
        if !self.vetoes.isEmpty, !isComplete { return }
        self.compareNumbers(left, right)
        self.levels[.names] = level == .work ? Self.creators(left, right) : Self.names(left, right)
        self.compareTitles(left, right, level)
        self.levels[.bodies] = Self.words(left.keys.bodies, right.keys.bodies)
        self.compareDescriptions(left, right, level)
        self.compareHosts(left, right)
        if left.keys.isAdaptation != right.keys.isAdaptation {
            self.levels[.adaptation] = left.keys.creatorTokens == 0 && right.keys.creatorTokens == 0 ? 2 : 1
        }
        if self.isWhole(left, right) { self.levels[.whole] = 1 }
        self.addVetoes(left, right, level)
    }

    // MARK: - Titles

    private mutating func compareTitles(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
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
        // Uniform titles are there to tell works apart.
        if level == .work, found > 4, !left.keys.title.uniform.isEmpty, !right.keys.title.uniform.isEmpty,
            !left.keys.title.uniform.contains(where: right.keys.title.hashes.contains),
            !right.keys.title.uniform.contains(where: left.keys.title.hashes.contains)
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
        guard found < 9 else { return }
        switch left.keys.title.numbers.relation(to: right.keys.title.numbers) {
        case .unknown: self.levels[.titleNumbers] = left.keys.title.numbers == right.keys.title.numbers ? 0 : 2
        case .disjoint, .overlapping: self.levels[.titleNumbers] = 1
        case .within: self.levels[.titleNumbers] = 3
        case .equal: self.levels[.titleNumbers] = 4
        }
    }

    private static func shareAlternate(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) -> Bool {
        let isWork = level == .work
        let mine = isWork ? left.keys.title.hashes[...] : left.keys.title.hashes.dropLast(left.keys.title.uniformCount)
        let others =
            isWork ? right.keys.title.hashes[...] : right.keys.title.hashes.dropLast(right.keys.title.uniformCount)
        if mine.count == 1, others.count == 1 { return false }
        return mine.contains(where: others.contains)
    }

    /// Whether the names agree beyond doubt.
    private var hasNames: Bool { self.levels[.names] >= 5 && self.levels[.names] != 8 && self.levels[.names] != 10 }

    /// How alike two titles are that are not equal, from 1 (different) to 6.
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
            return 6
        }
        // Words that only one has may be left out; if both have such words, they say different things.
        let conflict = min(words.first, words.second) - words.shared
        if conflict < 40, alike >= 65 { return 4 }
        return alike >= 60 ? 3 : alike >= 35 ? 2 : 1
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

    /// Whether both say the same, and neither says what the other does not.
    private func isWhole(_ left: KeptKeys, _ right: KeptKeys) -> Bool {
        guard self.levels[.title] == 9, self.levels[.marks] == 0 || self.levels[.marks] == 4,
            left.keys.names == right.keys.names, left.keys.dates == right.keys.dates,
            left.keys.edition == right.keys.edition,
            left.keys.extent == right.keys.extent, left.keys.publisher == right.keys.publisher,
            left.keys.traits.parts == right.keys.traits.parts,
            left.keys.traits.carrier == right.keys.traits.carrier, left.keys.traits.medium == right.keys.traits.medium
        else { return false }
        return left.keys.host == right.keys.host && left.keys.hostVolume == right.keys.hostVolume
            && left.keys.firstPage == right.keys.firstPage
    }

    // MARK: - Names

    private static func names(_ left: KeptKeys, _ right: KeptKeys) -> Int {
        if left.keys.names.isEmpty || right.keys.names.isEmpty {
            if left.keys.names.isEmpty, right.keys.names.isEmpty {
                guard !left.keys.responsibility.isEmpty, !right.keys.responsibility.isEmpty else { return 0 }
                return WordOverlap(left.keys.responsibility, right.keys.responsibility).ofSmaller >= 60 ? 10 : 0
            }
            let (named, other) = left.keys.names.isEmpty ? (right, left) : (left, right)
            guard !other.keys.responsibility.isEmpty else { return 0 }
            return Self.isNamed(named.keys.names[...], in: other.keys.responsibility) ? 3 : 8
        }
        let found = Self.names(left.keys.names[...], right.keys.names[...])
        // A team of authors names an article; the staff of a film or an anthology is that of its other editions too.
        if found == 11, left.keys.material != .article { return 7 }
        guard found <= 2 else { return found }
        let isNamed =
            Self.isNamed(left.keys.names[...], in: right.keys.responsibility)
            || Self.isNamed(right.keys.names[...], in: left.keys.responsibility)
        return isNamed ? 3 : found
    }

    /// Of a work, those who made it count alone: not its translators, illustrators, readers.
    private static func creators(_ left: KeptKeys, _ right: KeptKeys) -> Int {
        let (first, second) = (
            left.keys.names[..<left.keys.creatorTokens], right.keys.names[..<right.keys.creatorTokens]
        )
        if first.isEmpty, second.isEmpty { return 0 }
        if first.isEmpty || second.isEmpty {
            let (names, other) = first.isEmpty ? (second, left) : (first, right)
            let others = other.keys.names[...]
            if !others.isEmpty, Self.names(names, others) > 3 { return 3 }
            return other.keys.responsibility.isEmpty ? 0 : Self.isNamed(names, in: other.keys.responsibility) ? 3 : 8
        }
        let found = Self.names(first, second)
        return found == 11 ? 7 : found
    }

    private static func names(_ first: ArraySlice<NameToken>, _ second: ArraySlice<NameToken>) -> Int {
        var matched = 0
        var equal = 0
        var partial = 0
        var firstCount = 0
        var secondCount = 0
        var start = first.startIndex
        while start < first.endIndex {
            let end = Self.end(of: start, in: first)
            firstCount += 1
            var best = NameAgreement.none
            var otherStart = second.startIndex
            secondCount = 0
            while otherStart < second.endIndex {
                let otherEnd = Self.end(of: otherStart, in: second)
                secondCount += 1
                if best < .equal { best = max(best, NameAgreement(first[start..<end], second[otherStart..<otherEnd])) }
                otherStart = otherEnd
            }
            switch best {
            case .equal:
                equal += 1
                matched += 1
            case .compatible: matched += 1
            case .partial: partial += 1
            case .none: break
            }
            start = end
        }
        let smaller = min(firstCount, secondCount)
        if matched >= 3, matched * 3 >= smaller * 2 { return 11 }
        if matched >= smaller {
            if max(firstCount, secondCount) >= smaller * 3 + 1 { return 9 }
            return equal >= smaller ? 7 : 6
        }
        if matched * 2 >= smaller { return 5 }
        return matched > 0 ? 4 : partial > 0 ? 2 : 1
    }

    private static func end(of start: Int, in tokens: ArraySlice<NameToken>) -> Int {
        var end = start
        while end < tokens.endIndex, !tokens[end].isLast { end += 1 }
        return min(end + 1, tokens.endIndex)
    }

    /// Whether all words of one of the names stand in a statement of responsibility.
    private static func isNamed(_ names: ArraySlice<NameToken>, in words: [PackedWord]) -> Bool {
        guard !words.isEmpty else { return false }
        var start = names.startIndex
        while start < names.endIndex {
            let end = Self.end(of: start, in: names)
            let name = names[start..<end]
            if name.allSatisfy({ token in token.isInitial || words.contains { $0.code == token.code } }) { return true }
            start = end
        }
        return false
    }

    private static func words(_ left: [PackedWord], _ right: [PackedWord]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        let overlap = WordOverlap(left, right).ofSmaller
        return overlap >= 90 ? 3 : overlap >= 40 ? 2 : 1
    }

    // MARK: - Numbers

    private mutating func compareNumbers(_ left: KeptKeys, _ right: KeptKeys) {
        var (mine, others, shared) = (SIMD8<UInt8>(), SIMD8<UInt8>(), SIMD8<UInt8>())
        var place = 0
        var other = 0
        let (first, second) = (left.keys.identifiers, right.keys.identifiers)
        while place < first.count || other < second.count {
            if other == second.count || place < first.count && first[place] < second[other] {
                mine[Int(first[place] >> 60) & 7] &+= 1
                place += 1
            } else if place == first.count || second[other] < first[place] {
                others[Int(second[other] >> 60) & 7] &+= 1
                other += 1
            } else {
                let kind = Int(first[place] >> 60)
                if kind < 8 {
                    mine[kind] &+= 1
                    others[kind] &+= 1
                    shared[kind] &+= 1
                } else {
                    self.sharesAuthority = true
                }
                place += 1
                other += 1
            }
        }
        if mine[1] > 0, others[1] > 0 {
            self.levels[.isbn] = shared[1] == 0 ? 1 : shared[1] == min(mine[1], others[1]) ? 3 : 2
        }
        if mine[2] > 0, others[2] > 0 { self.levels[.issn] = shared[2] == 0 ? 1 : 2 }
        if mine[3] > 0, others[3] > 0 { self.levels[.otherNumber] = shared[3] == 0 ? 1 : 2 }
        if mine[4] > 0, others[4] > 0 { self.levels[.recordNumber] = shared[4] == 0 ? 0 : 2 }
    }

    private var sharesAuthority = false

    private var sharesNumber: Bool {
        self.levels[.isbn] >= 2 || self.levels[.otherNumber] == 2 || self.levels[.recordNumber] == 2
    }

    // MARK: - Description

    private mutating func compareDescriptions(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        if self.sharesAuthority {
            self.levels[.names] =
                self.levels[.names] < 6 || (8...10).contains(self.levels[.names]) ? 6 : self.levels[.names]
        }
        switch left.keys.traits.parts.relation(to: right.keys.traits.parts) {
        case .unknown: self.levels[.part] = left.keys.traits.parts == right.keys.traits.parts ? 0 : 3
        case .disjoint: self.levels[.part] = 1
        case .overlapping: self.levels[.part] = 2
        case .within: self.levels[.part] = 4
        case .equal: self.levels[.part] = 5
        }
        switch left.keys.seriesParts.relation(to: right.keys.seriesParts) {
        case .unknown: break
        case .disjoint: self.levels[.seriesPart] = 1
        case .overlapping, .within: self.levels[.seriesPart] = 2
        case .equal: self.levels[.seriesPart] = 3
        }
        self.levels[.year] = Int(left.keys.dates.agreement(with: right.keys.dates).rawValue)
        self.levels[.edition] = Int(left.keys.edition.agreement(with: right.keys.edition).rawValue)
        self.levels[.extent] = Int(left.keys.extent.agreement(with: right.keys.extent).rawValue)
        self.levels[.publisher] = Self.publishers(left, right)
        let (traits, others) = (left.keys.traits, right.keys.traits)
        if traits.content != .unknown, others.content != .unknown, traits.content != others.content {
            self.levels[.format] = 1
        } else if traits.carrier != .unknown, others.carrier != .unknown {
            self.levels[.format] = traits.carrier == others.carrier ? 4 : 2
        }
        if traits.language != 0, others.language != 0 {
            self.levels[.language] = traits.language == others.language ? 2 : 1
        }
    }

    private static func publishers(_ left: KeptKeys, _ right: KeptKeys) -> Int {
        guard !left.keys.publisher.isEmpty, !right.keys.publisher.isEmpty else { return 0 }
        let found = Self.words(left.keys.publisher, right.keys.publisher)
        if found < 3 {
            let (mine, others) = (left.keys.publisher, right.keys.publisher)
            if mine.count == 1, mine[0].code == right.keys.publisherInitials { return 3 }
            if others.count == 1, others[0].code == left.keys.publisherInitials { return 3 }
        }
        return found
    }

    // MARK: - Hosts

    private mutating func compareHosts(_ left: KeptKeys, _ right: KeptKeys) {
        if !left.keys.host.isEmpty, !right.keys.host.isEmpty {
            let shared = left.keys.host.reduce(0) { $0 + (right.keys.host.contains($1) ? 1 : 0) }
            let smaller = min(left.keys.host.count, right.keys.host.count)
            let larger = max(left.keys.host.count, right.keys.host.count)
            // An acronym says nothing about the words that it stands for.
            if shared == larger {
                self.levels[.host] = 4
            } else if shared * 5 >= smaller * 3 {
                self.levels[.host] = 3
            } else if smaller > 1 {
                self.levels[.host] = shared > 0 ? 2 : 1
            }
        }
        if left.keys.firstPage != 0, right.keys.firstPage != 0 {
            self.levels[.location] = left.keys.firstPage == right.keys.firstPage ? 4 : 1
        }
        guard self.levels[.location] == 0 else { return }
        switch left.keys.hostVolume.relation(to: right.keys.hostVolume) {
        case .unknown: break
        case .disjoint: self.levels[.location] = 2
        case .overlapping, .within, .equal: self.levels[.location] = 3
        }
    }

    /// Whether title, names, year and publisher agree, so that a number of pages may be a slip.
    private var agreesElsewhere: Bool {
        self.levels[.title] == 9 && self.hasNames && self.levels[.year] == 5 && self.levels[.publisher] == 3
    }

    // MARK: - Vetoes that need more than the traits

    private mutating func addVetoes(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        if self.levels[.titleNumbers] == 1, self.material != .article { self.vetoes.insert(.titleNumber) }
        if self.material == .serial, self.levels[.issn] == 1 { self.vetoes.insert(.host) }
        if self.material == .article, self.levels[.host] == 1, self.levels[.location] == 1,
            left.keys.hostVolume.relation(to: right.keys.hostVolume) == .disjoint, self.levels[.otherNumber] != 2
        {
            self.vetoes.insert(.host)
        }
        if level == .manifestation, self.levels[.extent] == 1, !self.sharesNumber, !self.agreesElsewhere {
            self.vetoes.insert(.extent)
        }
    }
}
