import CQL

extension AttributeMap {
    /// The map to try next when a target has refused the attributes of this one.
    ///
    /// Only what does not change the meaning is left out or replaced: a use attribute by the next best of the catalogue,
    /// the default position, structure and truncation by nothing, one syntax of masks by another. What a target cannot do
    /// at all is struck out, so that ``RPN`` refuses the query with the diagnostic for the reader.
    ///
    /// - Parameter diagnostic: What the target answered.
    /// - Returns: A map that differs from this one; `nil` when there is nothing simpler to try.
    public func simplified(after diagnostic: Bib1Diagnostic) -> AttributeMap? {
        let value = Int(diagnostic.addinfo.filter(\.isNumber))
        var map = self
        switch diagnostic.code {
        case 114, 115:
            guard let value else {
                return nil
            }
            map.strikeOut(use: value)
        case 113:
            map.always = []
            map.anywhere = []
            map.untruncated = []
            if map == self {
                map.leaveOutStructure()
            }
        case 117:
            map.relations[.equal] = []
            if let value, value != 3 {
                map.relations = map.relations.filter { !$0.value.contains(Bib1Attribute(type: 2, value: value)) }
            }
        case 118, 123:
            map.leaveOutStructure()
        case 119:
            map.anywhere = []
            map.strikeOut(position: value)
        case 120:
            map.untruncated = []
            map.strikeOut(truncation: value)
        case 122:
            map.always.removeAll { $0.type == 6 }
            if map == self {
                map.exact = nil
            }
        case 129, 131, 132, 201:
            map.hasProximity = false
        default:
            return nil
        }
        return map == self ? nil : map
    }

    /// Takes a use attribute away from every index, and gives those that had no other the next best.
    private mutating func strikeOut(use: Int) {
        let refused = Bib1Attribute(type: 1, value: use)
        for (index, alternatives) in self.indexes where alternatives.contains(where: { $0.contains(refused) }) {
            let kept = alternatives.filter { !$0.contains(refused) }
            if !kept.isEmpty {
                self.indexes[index] = kept
                continue
            }
            let ladder = (IndexCatalogue.standard.entry(index)?.fallbackAttributes ?? [])
                .compactMap { try? Self.attributes($0) }
            // The refused one may itself be a step of the ladder: go on below it.
            let start = ladder.firstIndex { $0.contains(refused) }.map { $0 + 1 } ?? 0
            self.indexes[index] = ladder.dropFirst(start).first.map { [$0] }
        }
    }

    private mutating func leaveOutStructure() {
        self.always.removeAll { $0.type == 4 }
        self.word = []
        self.listWord = []
        self.phrase = self.phrase.map { _ in [] }
        self.exact?.removeAll { $0.type == 4 }
        self.orderedDate = []
    }

    private mutating func strikeOut(position: Int?) {
        func isRefused(_ attributes: [Bib1Attribute]?) -> Bool {
            attributes?.contains { $0.type == 3 && (position == nil || $0.value == position.map { .number($0) }) }
                ?? false
        }
        self.first = isRefused(self.first) ? nil : self.first
        self.last = isRefused(self.last) ? nil : self.last
        self.firstAndLast = isRefused(self.firstAndLast) ? nil : self.firstAndLast
    }

    private mutating func strikeOut(truncation: Int?) {
        func isRefused(_ attributes: [Bib1Attribute]?) -> Bool {
            attributes?.contains { $0.type == 5 && $0.value == truncation.map { .number($0) } } ?? false
        }
        self.rightTruncated = isRefused(self.rightTruncated) ? nil : self.rightTruncated
        self.leftTruncated = isRefused(self.leftTruncated) ? nil : self.leftTruncated
        self.bothTruncated = isRefused(self.bothTruncated) ? nil : self.bothTruncated
        switch self.masks {
        case .z3958 where truncation == 104:
            self.masks = .regularExpression
        case .regularExpression where truncation == 102:
            self.masks = nil
        default:
            break
        }
    }
}
