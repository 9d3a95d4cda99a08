/// What comparing two records has found: the level of each field, and what speaks against them.
struct PairComparison: Sendable {
    var levels = FieldLevels()
    var vetoes: MatchVetoes = []
    /// Whose weights apply.
    var material: MaterialClass

    /// Compares two records.
    ///
    /// - Parameter isComplete: Whether all fields are wanted even if the records conflict, as for an explanation.
    init(_ left: MatchKeys, _ right: MatchKeys, _ level: MatchLevel, isComplete: Bool = false) {
        self.material = left.material.rawValue <= right.material.rawValue ? left.material : right.material
        self.vetoes = left.traits.conflicts(with: right.traits, level)
        if !self.vetoes.isEmpty, !isComplete { return }
        self.compareNumbers(left, right)
        self.levels[.names] = level == .work ? Self.creators(left, right) : Self.names(left, right)
        self.compareTitles(left.title, right.title, level)
        self.levels[.bodies] = Self.words(left.bodies, right.bodies)
        self.compareDescriptions(left, right, level)
        self.compareHosts(left, right)
        if left.isAdaptation != right.isAdaptation {
            self.levels[.adaptation] = left.creatorTokens == 0 && right.creatorTokens == 0 ? 2 : 1
        }
        if self.isWhole(left, right) { self.levels[.whole] = 1 }
        self.addVetoes(left, right, level)
    }

    // MARK: - Titles

    private mutating func compareTitles(_ left: TitleKeys, _ right: TitleKeys, _ level: MatchLevel) {
        guard let title = left.hashes.first, let other = right.hashes.first else { return }
        var found: Int
        if left.full == right.full {
            found = 9
        } else if title == other {
            found = 8
        } else if Self.shareAlternate(left, right, level) {
            found = 7
        } else {
            found = Self.likeness(left, right, hasNames: self.hasNames)
        }
        // Uniform titles are there to tell works apart.
        if level == .work, found > 4, !left.uniform.isEmpty, !right.uniform.isEmpty,
            !left.uniform.contains(where: right.hashes.contains), !right.uniform.contains(where: left.hashes.contains)
        {
            found = 4
        }
        self.levels[.title] = found
        if found >= 5 {
            let rarity = found == 7 ? max(left.rarity, right.rarity) : min(left.rarity, right.rarity)
            let step = rarity < 100 ? 1 : rarity < 180 ? 2 : rarity < 300 ? 3 : 4
            self.levels[.titleRarity] = self.hasNames ? step + 4 : step
        }
        if title == other {
            if left.tone == right.tone {
                self.levels[.marks] = left.hasMarks ? 4 : 0
            } else if left.hasMarks, right.hasMarks {
                let isShort = left.syllables <= 2
                self.levels[.marks] = isShort ? 2 : 1
                if isShort { self.vetoes.insert(.marks) }
            } else {
                self.levels[.marks] = 3
            }
        }
        if found == 8 {
            if left.subtitle.isEmpty || right.subtitle.isEmpty {
                self.levels[.subtitle] = 5
            } else {
                let overlap = WordOverlap(left.subtitle, right.subtitle)
                self.levels[.subtitle] =
                    overlap.ofBoth >= 85 ? 4 : overlap.ofSmaller >= 90 ? 3 : overlap.ofBoth >= 40 ? 2 : 1
            }
        }
        guard found < 9 else { return }
        switch left.numbers.relation(to: right.numbers) {
        case .unknown: self.levels[.titleNumbers] = left.numbers == right.numbers ? 0 : 2
        case .disjoint, .overlapping: self.levels[.titleNumbers] = 1
        case .within: self.levels[.titleNumbers] = 3
        case .equal: self.levels[.titleNumbers] = 4
        }
    }

    private static func shareAlternate(_ left: TitleKeys, _ right: TitleKeys, _ level: MatchLevel) -> Bool {
        let isWork = level == .work
        let mine = isWork ? left.hashes[...] : left.hashes.dropLast(left.uniformCount)
        let others = isWork ? right.hashes[...] : right.hashes.dropLast(right.uniformCount)
        if mine.count == 1, others.count == 1 { return false }
        return mine.contains(where: others.contains)
    }

    /// Whether the names agree beyond doubt.
    private var hasNames: Bool { self.levels[.names] >= 5 && self.levels[.names] != 8 && self.levels[.names] != 10 }

    /// How alike two titles are that are not equal, from 1 (different) to 6.
    private static func likeness(_ left: TitleKeys, _ right: TitleKeys, hasNames: Bool) -> Int {
        let words = WordOverlap(left.words, right.words)
        var alike = words.ofBoth
        let contained = words.ofSmaller
        let (text, other) = (left.text[...].prefix(64), right.text[...].prefix(64))
        let longer = max(text.count, other.count)
        if contained >= 30 || hasNames, min(text.count, other.count) * 2 >= longer {
            let distance = EditDistance.between(text, other)
            if distance <= max(1, longer / 14), longer >= 6 { return 5 }
            alike = max(alike, 100 - distance * 100 / longer)
        }
        if contained >= 95, words.sharedWords >= 2 { return 6 }
        // Words that only one has may be left out; if both have such words, they say different things.
        let conflict = min(words.first, words.second) - words.shared
        if conflict < 40, alike >= 65 { return 4 }
        return alike >= 60 ? 3 : alike >= 35 ? 2 : 1
    }

    /// Whether both say the same, and neither says what the other does not.
    private func isWhole(_ left: MatchKeys, _ right: MatchKeys) -> Bool {
        guard self.levels[.title] == 9, self.levels[.marks] == 0 || self.levels[.marks] == 4,
            left.names == right.names, left.dates == right.dates, left.edition == right.edition,
            left.extent == right.extent, left.publisher == right.publisher, left.traits.parts == right.traits.parts,
            left.traits.carrier == right.traits.carrier, left.traits.medium == right.traits.medium
        else { return false }
        return left.host == right.host && left.hostVolume == right.hostVolume && left.firstPage == right.firstPage
    }

    // MARK: - Names

    private static func names(_ left: MatchKeys, _ right: MatchKeys) -> Int {
        if left.names.isEmpty || right.names.isEmpty {
            if left.names.isEmpty, right.names.isEmpty {
                guard !left.responsibility.isEmpty, !right.responsibility.isEmpty else { return 0 }
                return WordOverlap(left.responsibility, right.responsibility).ofSmaller >= 60 ? 10 : 0
            }
            let (named, other) = left.names.isEmpty ? (right, left) : (left, right)
            guard !other.responsibility.isEmpty else { return 0 }
            return Self.isNamed(named.names[...], in: other.responsibility) ? 3 : 8
        }
        let found = Self.names(left.names[...], right.names[...])
        guard found <= 2 else { return found }
        let isNamed =
            Self.isNamed(left.names[...], in: right.responsibility)
            || Self.isNamed(right.names[...], in: left.responsibility)
        return isNamed ? 3 : found
    }

    /// Of a work, those who made it count alone: not its translators, illustrators, readers.
    private static func creators(_ left: MatchKeys, _ right: MatchKeys) -> Int {
        let (first, second) = (left.names[..<left.creatorTokens], right.names[..<right.creatorTokens])
        if first.isEmpty, second.isEmpty { return 0 }
        if first.isEmpty || second.isEmpty {
            let (names, other) = first.isEmpty ? (second, left) : (first, right)
            let others = other.names[...]
            if !others.isEmpty, Self.names(names, others) > 3 { return 3 }
            return other.responsibility.isEmpty ? 0 : Self.isNamed(names, in: other.responsibility) ? 3 : 8
        }
        return Self.names(first, second)
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

    private mutating func compareNumbers(_ left: MatchKeys, _ right: MatchKeys) {
        var (mine, others, shared) = (SIMD8<UInt8>(), SIMD8<UInt8>(), SIMD8<UInt8>())
        var place = 0
        var other = 0
        let (first, second) = (left.identifiers, right.identifiers)
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

    private mutating func compareDescriptions(_ left: MatchKeys, _ right: MatchKeys, _ level: MatchLevel) {
        if self.sharesAuthority {
            self.levels[.names] = self.levels[.names] < 6 || self.levels[.names] > 7 ? 6 : self.levels[.names]
        }
        switch left.traits.parts.relation(to: right.traits.parts) {
        case .unknown: self.levels[.part] = left.traits.parts == right.traits.parts ? 0 : 3
        case .disjoint: self.levels[.part] = 1
        case .overlapping: self.levels[.part] = 2
        case .within: self.levels[.part] = 4
        case .equal: self.levels[.part] = 5
        }
        switch left.seriesParts.relation(to: right.seriesParts) {
        case .unknown: break
        case .disjoint: self.levels[.seriesPart] = 1
        case .overlapping, .within: self.levels[.seriesPart] = 2
        case .equal: self.levels[.seriesPart] = 3
        }
        self.levels[.year] = Int(left.dates.agreement(with: right.dates).rawValue)
        self.levels[.edition] = Int(left.edition.agreement(with: right.edition).rawValue)
        self.levels[.extent] = Int(left.extent.agreement(with: right.extent).rawValue)
        self.levels[.publisher] = Self.publishers(left, right)
        let (traits, others) = (left.traits, right.traits)
        if traits.content != .unknown, others.content != .unknown, traits.content != others.content {
            self.levels[.format] = 1
        } else if traits.carrier != .unknown, others.carrier != .unknown {
            self.levels[.format] = traits.carrier == others.carrier ? 4 : 2
        }
        if traits.language != 0, others.language != 0 {
            self.levels[.language] = traits.language == others.language ? 2 : 1
        }
    }

    private static func publishers(_ left: MatchKeys, _ right: MatchKeys) -> Int {
        guard !left.publisher.isEmpty, !right.publisher.isEmpty else { return 0 }
        let found = Self.words(left.publisher, right.publisher)
        if found < 3 {
            let (mine, others) = (left.publisher, right.publisher)
            if mine.count == 1, mine[0].code == right.publisherInitials { return 3 }
            if others.count == 1, others[0].code == left.publisherInitials { return 3 }
        }
        return found
    }

    // MARK: - Hosts

    private mutating func compareHosts(_ left: MatchKeys, _ right: MatchKeys) {
        if !left.host.isEmpty, !right.host.isEmpty {
            let shared = left.host.reduce(0) { $0 + (right.host.contains($1) ? 1 : 0) }
            let smaller = min(left.host.count, right.host.count)
            let larger = max(left.host.count, right.host.count)
            // An acronym says nothing about the words that it stands for.
            if shared == larger {
                self.levels[.host] = 4
            } else if shared * 5 >= smaller * 3 {
                self.levels[.host] = 3
            } else if smaller > 1 {
                self.levels[.host] = shared > 0 ? 2 : 1
            }
        }
        if left.firstPage != 0, right.firstPage != 0 {
            self.levels[.location] = left.firstPage == right.firstPage ? 4 : 1
        }
        guard self.levels[.location] == 0 else { return }
        switch left.hostVolume.relation(to: right.hostVolume) {
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

    private mutating func addVetoes(_ left: MatchKeys, _ right: MatchKeys, _ level: MatchLevel) {
        if self.levels[.titleNumbers] == 1, self.material != .article { self.vetoes.insert(.titleNumber) }
        if self.material == .serial, self.levels[.issn] == 1 { self.vetoes.insert(.host) }
        if self.material == .article, self.levels[.host] == 1, self.levels[.location] == 1,
            left.hostVolume.relation(to: right.hostVolume) == .disjoint, self.levels[.otherNumber] != 2
        {
            self.vetoes.insert(.host)
        }
        if level == .manifestation, self.levels[.extent] == 1, !self.sharesNumber, !self.agreesElsewhere {
            self.vetoes.insert(.extent)
        }
    }
}
