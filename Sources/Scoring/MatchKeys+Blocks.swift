/// Under which keys a record is sought by others that might be the same.
extension MatchKeys {
    /// A key under which a record is sought.
    struct BlockKey: Sendable {
        /// With the kind of key mixed in.
        var hash: UInt64
        /// Whether all records that share it share the key before that is no refinement, too.
        var isRefinement = false
    }

    /// The keys; two records are compared if they share one of them.
    ///
    /// The rarest words come from the frozen table of ``WordRarity``.
    func blocks(_ level: MatchLevel) -> [BlockKey] {
        var blocks: [BlockKey] = []
        blocks.reserveCapacity(24)
        // A record of hundreds of numbers is a list of others.
        for identifier in self.identifiers.prefix(12)
        where identifier >> 60 < 8 && (identifier >> 60 != 2 || self.material == .serial) {
            blocks.append(Self.block(4, identifier, 0))
        }
        let year =
            level == .manifestation && self.material != .article && !self.dates.isSpan ? UInt64(self.dates.first) : 0
        let numbers = self.traits.parts.numbers
        let parts = numbers.isEmpty ? nil : numbers.reduce(into: StableHash(15)) { $0.combine(UInt64($1)) }.finish()
        for title in level == .work ? self.title.hashes[...] : self.title.hashes.dropLast(self.title.uniformCount) {
            blocks.append(Self.block(5, title, 0))
            // The same with something else, for titles that many records have.
            if year != 0 { blocks.append(Self.block(11, title, year, isRefinement: true)) }
            if self.extent.pages > 0 {
                blocks.append(Self.block(12, title, UInt64(self.extent.pages), isRefinement: true))
            }
            // Volumes of a long series.
            if let parts { blocks.append(Self.block(15, title, parts, isRefinement: true)) }
            if let name = self.names.max(by: { $0.code < $1.code }), year == 0 || self.title.rarity < 160 {
                blocks.append(Self.block(13, title, UInt64(name.code) << 16 | year, isRefinement: true))
            }
        }
        let rarest = self.rarestWords
        if rarest.count > 1 {
            blocks.append(Self.block(6, UInt64(rarest[0]) << 32 | UInt64(rarest[1]), 0))
            if rarest.count > 2 {
                blocks.append(Self.block(6, UInt64(rarest[0]) << 32 | UInt64(rarest[2]), 0))
                blocks.append(Self.block(6, UInt64(rarest[1]) << 32 | UInt64(rarest[2]), 0))
            }
        }
        let prefix = self.title.text.prefix(12)
        if prefix.count == 12 { blocks.append(Self.block(7, StableHash.of(prefix), year)) }
        var start = 0
        var names = 0
        while start < self.names.count, names < 3 {
            let first = start
            while start < self.names.count - 1, !self.names[start].isLast { start += 1 }
            start += 1
            names += 1
            // Any long part may be the surname; two of them, or one with more words of the title.
            let parts = self.names[first..<start].filter { $0.letters == 0 }.prefix(2)
            for token in parts {
                for word in rarest.prefix(names == 1 || parts.count == 1 ? 3 : 1) {
                    blocks.append(Self.block(8, UInt64(token.code) << 32 | UInt64(word), year))
                }
                if self.extent.pages > 0, year != 0 {
                    blocks.append(Self.block(9, UInt64(token.code) << 32 | UInt64(self.extent.pages), year))
                }
                if self.firstPage > 0 {
                    blocks.append(Self.block(10, UInt64(token.code) << 32 | UInt64(self.firstPage), 0))
                }
            }
        }
        return blocks
    }

    /// A hash of all that is compared: records that have it in common are alike to every other.
    var twin: UInt64 {
        var hash = StableHash(14)
        for title in self.title.hashes { hash.combine(title) }
        hash.combine(self.title.full)
        hash.combine(self.title.tone)
        hash.combine(self.title.part)
        for word in self.title.words { hash.combine(UInt64(word.value)) }
        for name in self.names { hash.combine(UInt64(name.code)) }
        for word in self.title.partName + self.responsibility + self.bodies + self.publisher {
            hash.combine(UInt64(word.value))
        }
        for identifier in self.identifiers { hash.combine(identifier) }
        var parts = Hashables(hash: hash)
        parts.combine(self.traits, self.dates, self.edition, self.extent)
        for number in self.seriesParts.numbers + self.hostVolume.numbers { parts.hash.combine(UInt64(number)) }
        for word in self.host { parts.hash.combine(UInt64(word)) }
        parts.hash.combine(UInt64(self.firstPage))
        return parts.hash.finish()
    }

    /// The codes of up to three of the rarest words of the title, ascending.
    private var rarestWords: [UInt32] {
        let sorted = self.title.words.sorted { left, right in
            left.rarity != right.rarity ? left.rarity > right.rarity : left < right
        }
        return sorted.prefix(3).map(\.code).sorted()
    }

    private static func block(_ kind: UInt8, _ first: UInt64, _ second: UInt64, isRefinement: Bool = false) -> BlockKey
    {
        var hash = StableHash(kind)
        hash.combine(first)
        hash.combine(second)
        return BlockKey(hash: hash.finish(), isRefinement: isRefinement)
    }
}

/// Small values on their way into a stable hash.
private struct Hashables {
    var hash: StableHash

    mutating func combine(
        _ traits: RecordTraits,
        _ dates: PublicationDates,
        _ edition: EditionStatement,
        _ extent: Extent
    ) {
        for number in traits.parts.numbers { self.hash.combine(UInt64(number)) }
        for value in [
            Int64(traits.setSize), Int64(traits.language), Int64(traits.carrier.rawValue),
            Int64(traits.content.rawValue), Int64(traits.level.rawValue), Int64(dates.first), Int64(dates.last),
            Int64(dates.other), Int64(edition.number), edition.isRevised ? 1 : 0, Int64(extent.pages),
            Int64(extent.unit.rawValue), Int64(extent.count),
        ] { self.hash.combine(UInt64(bitPattern: value)) }
    }
}
