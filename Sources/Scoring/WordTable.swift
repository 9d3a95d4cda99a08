/// A frozen list of words, each with a value, found by their codes (see ``PackedWord``).
struct WordTable<Value: Sendable>: Sendable {
    /// Codes in an open hash table; 0 is an empty place.
    private var codes: [UInt32]
    private var values: [Value?]

    init(_ words: [(code: UInt32, value: Value)]) {
        var size = 16
        while size < words.count * 3 { size *= 2 }
        self.codes = [UInt32](repeating: 0, count: size)
        self.values = [Value?](repeating: nil, count: size)
        for (code, value) in words {
            let place = self.place(of: code)
            self.codes[place] = code
            self.values[place] = value
        }
    }

    /// Takes words with blanks between them, by value; a word that comes twice has the later value.
    init(_ rows: KeyValuePairs<Value, String>, _ others: KeyValuePairs<Value, String> = [:]) {
        let all = Array(rows) + Array(others)
        self.init(
            all.flatMap { value, words in
                words.split(separator: " ").map { (PackedWord.code(Array($0.utf8)[...]), value) }
            }
        )
    }

    /// The value of a word; `nil` if it is not in the list.
    subscript(code: UInt32) -> Value? { self.values[self.place(of: code)] }

    private func place(of code: UInt32) -> Int {
        let mask = self.codes.count - 1
        var place = Int(truncatingIfNeeded: (code &* 0x9E37_79B1) >> 8) & mask
        while self.codes[place] != 0, self.codes[place] != code { place = (place + 1) & mask }
        return place
    }
}

/// A frozen set of words.
struct WordSet: Sendable {
    private let table: WordTable<Bool>

    /// - Parameter words: With blanks between them.
    init(_ words: String) { self.table = WordTable([true: words]) }

    func contains(_ code: UInt32) -> Bool { self.table[code] != nil }
    func contains(_ word: KeyWord) -> Bool { self.table[word.code] != nil }
}
