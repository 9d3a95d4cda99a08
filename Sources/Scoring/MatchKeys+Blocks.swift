/// Under which keys a record is sought by others that might be the same.
extension MatchKeys {
    /// A key under which a record is sought.
    struct BlockKey: Sendable {
        /// With the kind of key mixed in, of which the last bit tells something.
        let hash: UInt64

        init(hash: UInt64, isRefinement: Bool) { self.hash = hash & ~1 | (isRefinement ? 1 : 0) }

        /// Whether all records that share it share the key before that is no refinement, too.
        var isRefinement: Bool { self.hash & 1 != 0 }
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
        let parts = self.traits.parts.isEmpty ? nil : self.partsHash
        let name = year == 0 || self.title.rarity < 160 ? self.names.max { $0.code < $1.code } : nil
        for title in level == .work ? self.title.hashes[...] : self.title.hashes.dropLast(self.title.uniformCount) {
            blocks.append(Self.block(5, title, 0))
            // The same with something else, for titles that many records have.
            if year != 0 { blocks.append(Self.block(11, title, year, isRefinement: true)) }
            if self.extent.pages > 0 {
                blocks.append(Self.block(12, title, UInt64(self.extent.pages), isRefinement: true))
            }
            // Volumes of a long series.
            if let parts { blocks.append(Self.block(15, title, parts, isRefinement: true)) }
            if let name {
                blocks.append(Self.block(13, title, UInt64(name.code) << 16 | year, isRefinement: true))
            }
        }
        let rarest = self.rarestWords
        if rarest.count > 1 {
            func pair(_ first: Int, _ second: Int) -> BlockKey {
                Self.block(6, UInt64(rarest[first].code) << 32 | UInt64(rarest[second].code), 0)
            }
            blocks.append(pair(0, 1))
            if rarest.count > 2 {
                blocks.append(pair(0, 2))
                blocks.append(pair(1, 2))
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
            let parts = self.names[first..<start].lazy.filter { $0.letters == 0 }.prefix(2)
            let isClear = names == 1 || parts.dropFirst().isEmpty
            for token in parts {
                for word in rarest.prefix(isClear ? 3 : 1) {
                    blocks.append(Self.block(8, UInt64(token.code) << 32 | UInt64(word.code), year))
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
        hash.combine(self.title.words)
        for name in self.names { hash.combine(UInt64(name.code)) }
        hash.combine(self.title.partName)
        hash.combine(self.responsibility)
        hash.combine(self.bodies)
        hash.combine(self.publisher)
        for identifier in self.identifiers { hash.combine(identifier) }
        hash.combine(self.traits)
        hash.combine(self.dates)
        hash.combine(signed: self.edition.number)
        hash.combine(self.edition.isRevised ? 1 as UInt64 : 0)
        hash.combine(signed: self.extent.pages)
        hash.combine(UInt64(self.extent.unit.rawValue))
        hash.combine(signed: self.extent.count)
        hash.combine(self.seriesParts)
        hash.combine(self.hostVolume)
        for word in self.host { hash.combine(UInt64(word)) }
        hash.combine(UInt64(self.firstPage))
        return hash.finish()
    }

    private var partsHash: UInt64 {
        var hash = StableHash(15)
        hash.combine(self.traits.parts)
        return hash.finish()
    }

    /// Up to three of the rarest words of the title, by their codes, ascending.
    private var rarestWords: [PackedWord] {
        var rarest: [PackedWord] = []
        rarest.reserveCapacity(4)
        for word in self.title.words {
            let place = rarest.firstIndex { word.rarity != $0.rarity ? word.rarity > $0.rarity : word < $0 }
            guard place != nil || rarest.count < 3 else { continue }
            rarest.insert(word, at: place ?? rarest.count)
            if rarest.count > 3 { rarest.removeLast() }
        }
        rarest.sort { $0.code < $1.code }
        return rarest
    }

    private static func block(_ kind: UInt8, _ first: UInt64, _ second: UInt64, isRefinement: Bool = false) -> BlockKey
    {
        var hash = StableHash(kind)
        hash.combine(first)
        hash.combine(second)
        return BlockKey(hash: hash.finish(), isRefinement: isRefinement)
    }
}

extension StableHash {
    fileprivate mutating func combine(_ words: [PackedWord]) {
        for word in words { self.combine(UInt64(word.value)) }
    }

    fileprivate mutating func combine(_ set: NumberSet) {
        for place in 0..<4 where set.places[place] != 0 { self.combine(UInt64(set.places[place])) }
    }

    fileprivate mutating func combine(signed number: some SignedInteger & FixedWidthInteger) {
        self.combine(UInt64(bitPattern: Int64(number)))
    }

    fileprivate mutating func combine(_ traits: RecordTraits) {
        self.combine(traits.parts)
        self.combine(signed: traits.setSize)
        self.combine(UInt64(traits.language))
        self.combine(UInt64(traits.carrier.rawValue) << 8 | UInt64(traits.medium.rawValue))
        self.combine(UInt64(traits.content.rawValue))
        self.combine(UInt64(traits.level.rawValue) << 1 | (traits.isAnnounced ? 1 : 0))
    }

    fileprivate mutating func combine(_ dates: PublicationDates) {
        self.combine(signed: dates.first)
        self.combine(signed: dates.last)
        self.combine(signed: dates.other)
    }
}
