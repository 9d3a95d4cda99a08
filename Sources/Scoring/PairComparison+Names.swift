/// Persons and bodies of two records.
extension PairComparison {
    static func names(_ left: KeptKeys, _ right: KeptKeys) -> Int {
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
    static func creators(_ left: KeptKeys, _ right: KeptKeys) -> Int {
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

    static func words(_ left: [PackedWord], _ right: [PackedWord]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        let overlap = WordOverlap(left, right).ofSmaller
        return overlap >= 90 ? 3 : overlap >= 40 ? 2 : 1
    }
}
