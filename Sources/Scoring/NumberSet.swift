/// Up to four small numbers, in order: volumes, parts, numbers in a title.
///
/// 0 is an empty place.
struct NumberSet: Sendable, Hashable {
    private(set) var places = SIMD4<UInt16>()

    /// How two sets stand to each other.
    enum Relation: Sendable {
        /// One of them is empty.
        case unknown
        case disjoint
        /// They share some, and each has others too.
        case overlapping
        /// One lies within the other.
        case within
        case equal
    }

    init() {}

    init(_ numbers: some Sequence<Int>) {
        for number in numbers { self.insert(number) }
    }

    var isEmpty: Bool { self.places[0] == 0 }

    /// Adds a number; large ones are cut to 16 bits, and the fifth and later change the fourth.
    mutating func insert(_ number: Int) {
        var value = UInt16(truncatingIfNeeded: number % 65_521)
        if value == 0 { value = 65_535 }
        for place in 0..<4 {
            if self.places[place] == value { return }
            if self.places[place] == 0 {
                self.places[place] = value
                return
            }
            if self.places[place] > value { swap(&self.places[place], &value) }
        }
        self.places[3] = self.places[3] &* 31 &+ value | 1
    }

    mutating func formUnion(_ other: NumberSet) {
        for place in 0..<4 where other.places[place] != 0 && !self.contains(other.places[place]) {
            self.insert(Int(other.places[place]))
        }
    }

    func contains(_ number: UInt16) -> Bool { number != 0 && any(self.places .== SIMD4(repeating: number)) }

    /// The numbers, ascending.
    var numbers: [Int] { (0..<4).compactMap { self.places[$0] == 0 ? nil : Int(self.places[$0]) } }

    func relation(to other: NumberSet) -> Relation {
        if self.isEmpty || other.isEmpty { return .unknown }
        if self.places == other.places { return .equal }
        var shared = 0
        var mine = 0
        var others = 0
        for place in 0..<4 {
            if self.places[place] != 0 {
                mine += 1
                if other.contains(self.places[place]) { shared += 1 }
            }
            if other.places[place] != 0 { others += 1 }
        }
        if shared == 0 { return .disjoint }
        return shared == mine || shared == others ? .within : .overlapping
    }

    /// The places that both may hold, for the summary of a cluster: the smaller set if one lies within the other.
    func isCompatible(with other: NumberSet) -> Bool { self.relation(to: other) != .disjoint }
}
