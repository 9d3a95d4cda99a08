/// How rare words are in titles: a frozen table, so that no result depends on what else has arrived.
struct WordRarity: Sendable {
    static let shared = WordRarity(MatchModel.wordTable)

    /// Code and rarity in an open hash table; 0 is an empty place.
    private var places: [UInt32]
    private let mask: Int

    /// What a word has that the table does not know: it is rare.
    private static let unknown: UInt8 = 80
    private static let number: UInt8 = 40

    /// - Parameter table: Words and rarities in eighths of a nat: "the 12 of 14 …".
    init(_ table: String) {
        let words = table.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A })
        var size = 1_024
        while size < words.count * 2 { size *= 2 }
        self.mask = size - 1
        self.places = [UInt32](repeating: 0, count: size)
        var word: Substring.UTF8View?
        for part in words {
            guard let known = word else {
                word = part
                continue
            }
            let rarity = part.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
            self.insert(PackedWord.code(Array(known)[...]), max(1, min(rarity, 255)))
            word = nil
        }
    }

    private mutating func insert(_ code: UInt32, _ rarity: UInt32) {
        var place = Int(code) & self.mask
        while self.places[place] != 0, self.places[place] >> 8 != code { place = (place + 1) & self.mask }
        self.places[place] = code << 8 | rarity
    }

    /// The rarity of a folded word, above 0, by its code, its first byte and its length in bytes.
    func rarity(code: UInt32, first: UInt8, count: Int) -> UInt8 {
        var place = Int(code) & self.mask
        while self.places[place] != 0 {
            if self.places[place] >> 8 == code { return UInt8(self.places[place] & 0xFF) }
            place = (place + 1) & self.mask
        }
        return count <= 2 || (0x30...0x39).contains(first) ? Self.number : Self.unknown
    }
}
