/// Numbers keys in the order in which they come first: an open hash table for keys that are hashes already.
struct KeyTable: Sendable {
    private(set) var keys: [UInt64] = []
    /// The number of a key at the place that its lower bits say, or the next free one; −1 is an empty place.
    private var places: [Int32] = [Int32](repeating: -1, count: 64)

    /// The number of a key, from 0; a new one gets the next.
    mutating func number(of key: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: key) & (self.places.count - 1)
        while self.places[place] >= 0 {
            let number = Int(self.places[place])
            if self.keys[number] == key { return number }
            place = (place + 1) & (self.places.count - 1)
        }
        self.places[place] = Int32(truncatingIfNeeded: self.keys.count)
        self.keys.append(key)
        if self.keys.count * 2 > self.places.count { self.grow() }
        return self.keys.count - 1
    }

    private mutating func grow() {
        let mask = self.places.count * 2 - 1
        self.places = [Int32](repeating: -1, count: mask + 1)
        for (number, key) in self.keys.enumerated() {
            var place = Int(truncatingIfNeeded: key) & mask
            while self.places[place] >= 0 { place = (place + 1) & mask }
            self.places[place] = Int32(truncatingIfNeeded: number)
        }
    }
}
