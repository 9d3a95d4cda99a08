/// What comparing two records has found: the level of each field, and what speaks against them.
struct PairComparison: Sendable {
    var levels = FieldLevels()
    var vetoes: MatchVetoes = []
    /// Whose weights apply.
    var material: MaterialClass
    /// Whether both name one authority record.
    var sharesAuthority = false

    /// Compares two records.
    ///
    /// All fields are compared even if the records conflict when `isComplete` says so, as for an explanation.
    init(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel, isComplete: Bool = false) {
        self.material =
            left.keys.material.rawValue <= right.keys.material.rawValue ? left.keys.material : right.keys.material
        self.vetoes = left.keys.traits.conflicts(with: right.keys.traits, level)
        if self.vetoes.isEmpty || isComplete { self.compare(left, right, level) }
    }

    /// Compares two records whose traits are known not to conflict.
    init(ofCompatible left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        self.material =
            left.keys.material.rawValue <= right.keys.material.rawValue ? left.keys.material : right.keys.material
        self.compare(left, right, level)
    }

    private mutating func compare(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        self.compareNumbers(left, right)
        self.levels[.names] = level == .manifestation ? Self.names(left, right) : Self.creators(left, right)
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

    private var sharesNumber: Bool {
        self.levels[.isbn] >= 2 || self.levels[.otherNumber] == 2 || self.levels[.recordNumber] == 2
    }

    /// Whether title, names, year and publisher agree, so that a number of pages may be a slip.
    private var agreesElsewhere: Bool {
        self.levels[.title] == 9 && self.hasNames && self.levels[.year] == 5 && self.levels[.publisher] == 3
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

    // MARK: - Vetoes that need more than the traits

    private mutating func addVetoes(_ left: KeptKeys, _ right: KeptKeys, _ level: MatchLevel) {
        if self.levels[.titleNumbers] == 1, self.material != .article { self.vetoes.insert(.titleNumber) }
        if self.material == .serial, self.levels[.issn] == 1 { self.vetoes.insert(.host) }
        if self.material == .article, self.levels[.host] == 1, self.levels[.location] == 1,
            left.keys.hostVolume.relation(to: right.keys.hostVolume) == .disjoint, self.levels[.otherNumber] != 2
        {
            self.vetoes.insert(.host)
        }
        guard level == .manifestation, !self.sharesNumber else { return }
        // Pages that differ, or several volumes beside one.
        if self.levels[.extent] == 1 && !self.agreesElsewhere || self.levels[.extent] == 6 {
            self.vetoes.insert(.extent)
        }
    }
}
