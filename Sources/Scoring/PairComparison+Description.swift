/// Numbers, imprints, extents and hosts of two records.
extension PairComparison {
    mutating func compareNumbers(_ left: KeptKeys, _ right: KeptKeys) {
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
        if mine[5] > 0, others[5] > 0 {
            if shared[5] > 0 {
                self.levels[.otherNumber] = 2
            } else if Self.haveRegistrantInCommon(first, second) {
                self.levels[.otherNumber] = 3
            }
        }
        if mine[4] > 0, others[4] > 0 { self.levels[.recordNumber] = shared[4] == 0 ? 0 : 2 }
    }

    /// Whether one registrant gave both a DOI; each of its DOIs names another thing.
    private static func haveRegistrantInCommon(_ first: [UInt64], _ second: [UInt64]) -> Bool {
        func registrants(_ numbers: [UInt64]) -> [UInt64] { numbers.filter { $0 >> 60 == 5 }.map { $0 >> 40 } }
        let others = registrants(second)
        return registrants(first).contains(where: others.contains)
    }

    mutating func compareDescriptions(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
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
        // How many pages a book is going to have is an estimate.
        if self.levels[.extent] == 1, left.keys.traits.isAnnounced || right.keys.traits.isAnnounced {
            self.levels[.extent] = 0
        }
        if left.keys.isMultipart != right.keys.isMultipart, max(left.keys.extent.pages, right.keys.extent.pages) > 0 {
            self.levels[.extent] = 6
        }
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

    mutating func compareHosts(_ left: KeptKeys, _ right: KeptKeys) {
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
}
