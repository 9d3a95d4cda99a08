/// How sure it is that two records describe one thing, in tenths of natural-log odds.
///
/// The weights are the start weights of the field-by-field model, in small: a field that is missing on one side says
/// nothing, agreement adds, disagreement subtracts, and ``RecordTraits`` veto.
extension MatchKeys {
    /// Records match when their strength reaches this.
    public static let threshold = 20

    /// Whether two records could stand in one cluster: no volume, year, language, carrier or kind speaks against it.
    public func conflicts(with other: MatchKeys) -> Bool { self.traits.merged(with: other.traits) == nil }

    /// The strength with which two records belong together, or `nil` when they cannot.
    ///
    /// They match when it reaches ``threshold``; below that, and below zero, it still counts when whole clusters are compared.
    public func strength(with other: MatchKeys) -> Int? {
        guard !self.conflicts(with: other), let title = self.titleStrength(other), let year = self.yearStrength(other)
        else { return nil }
        return title + year + self.isbnStrength(other) + self.volumeStrength(other) + self.nameStrength(other)
            + self.pagesStrength(other) + self.textStrength(other)
    }

    private func titleStrength(_ other: MatchKeys) -> Int? {
        guard let title = self.titles.first, let otherTitle = other.titles.first else { return nil }
        if title == otherTitle {
            if self.toneTitle == other.toneTitle { return 25 }
            if !self.hasDiacritics || !other.hasDiacritics { return 20 }
            // Conflicting diacritics: in a short title they make another title (Bão, Báo).
            return self.titleSyllables <= 2 ? nil : 15
        }
        if self.titles.contains(otherTitle) || other.titles.contains(title) { return 15 }
        guard self.titleNumbers == other.titleNumbers else { return nil }
        let overlap = self.titleWords.overlap(other.titleWords)
        return overlap >= 60 ? 0 : overlap >= 30 ? -20 : nil
    }

    private func isbnStrength(_ other: MatchKeys) -> Int {
        if self.isbns.isEmpty || other.isbns.isEmpty { return 0 }
        return self.sharesISBN(with: other) ? 45 : -35
    }

    /// Another year is another edition, but for a year more or less under one ISBN.
    private func yearStrength(_ other: MatchKeys) -> Int? {
        if self.traits.firstYear == 0 || other.traits.firstYear == 0 { return -5 }
        if self.traits.firstYear == other.traits.firstYear { return 10 }
        return self.sharesISBN(with: other) ? -20 : nil
    }

    private func sharesISBN(with other: MatchKeys) -> Bool { self.isbns.contains(where: other.isbns.contains) }

    private func volumeStrength(_ other: MatchKeys) -> Int {
        if self.traits.volume == other.traits.volume { return self.traits.volume.isKnown ? 10 : 0 }
        return -15
    }

    private func nameStrength(_ other: MatchKeys) -> Int {
        if self.names.isEmpty || other.names.isEmpty { return 0 }
        return self.names.contains(where: other.names.contains) ? 10 : -15
    }

    private func pagesStrength(_ other: MatchKeys) -> Int {
        if self.pages == 0 || other.pages == 0 { return 0 }
        let difference = abs(self.pages - other.pages)
        if difference == 0 { return 15 }
        return difference <= 8 || difference * 25 <= max(self.pages, other.pages) ? 5 : -20
    }

    /// Publisher, subtitle, series.
    private func textStrength(_ other: MatchKeys) -> Int {
        var sum = 0
        if !self.publisherWords.isEmpty, !other.publisherWords.isEmpty {
            sum += self.publisherWords.contains(orIsWithin: other.publisherWords) ? 8 : -20
        }
        if !self.subtitleWords.isEmpty, !other.subtitleWords.isEmpty {
            if self.subtitleNumbers != other.subtitleNumbers {
                sum -= 40
            } else {
                sum += self.subtitleWords.overlap(other.subtitleWords) >= 60 ? 8 : -30
            }
        }
        if !self.seriesWords.isEmpty, !other.seriesWords.isEmpty {
            sum += self.seriesWords.overlap(other.seriesWords) >= 60 ? 3 : -20
        }
        return sum
    }
}

extension MatchKeys {
    /// Fills ``blocks`` from the other keys.
    mutating func makeBlocks() {
        for isbn in self.isbns { self.blocks.append(Self.block(4, isbn, 0)) }
        for title in self.titles {
            if self.traits.firstYear != 0 { self.blocks.append(Self.block(5, title, UInt64(self.traits.firstYear))) }
            if self.pages != 0 { self.blocks.append(Self.block(6, title, UInt64(self.pages))) }
        }
        guard self.pages != 0, self.traits.firstYear != 0 else { return }
        for name in self.names {
            self.blocks.append(Self.block(7, name, UInt64(self.pages) << 16 | UInt64(self.traits.firstYear)))
        }
    }

    private static func block(_ kind: UInt8, _ first: UInt64, _ second: UInt64) -> UInt64 {
        var hash = StableHash(kind)
        hash.combine(first)
        hash.combine(second)
        return hash.finish()
    }
}
