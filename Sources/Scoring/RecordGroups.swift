/// Groups of records that are connected by matching pairs; they only grow.
struct RecordGroups: Sendable {
    private var parents: [Int32] = []
    /// A ring through the members of each group.
    private var next: [Int32] = []
    private var sizes: [Int32] = []

    /// Adds a record, alone in its group.
    mutating func add() {
        let index = Int32(truncatingIfNeeded: self.parents.count)
        self.parents.append(index)
        self.next.append(index)
        self.sizes.append(1)
    }

    mutating func root(of record: Int32) -> Int32 {
        var record = record
        while self.parents[Int(record)] != record {
            self.parents[Int(record)] = self.parents[Int(self.parents[Int(record)])]
            record = self.parents[Int(record)]
        }
        return record
    }

    /// The root, without shortening the way to it for the next time.
    func findRoot(of record: Int32) -> Int32 {
        var record = record
        while self.parents[Int(record)] != record { record = self.parents[Int(record)] }
        return record
    }

    /// Makes one group of two; returns the root that is no longer one, and the one that stays.
    mutating func join(_ left: Int32, _ right: Int32) -> (absorbed: Int32, root: Int32)? {
        var (larger, smaller) = (self.root(of: left), self.root(of: right))
        guard larger != smaller else { return nil }
        if self.sizes[Int(larger)] < self.sizes[Int(smaller)] { swap(&larger, &smaller) }
        self.parents[Int(smaller)] = larger
        self.sizes[Int(larger)] += self.sizes[Int(smaller)]
        self.next.swapAt(Int(larger), Int(smaller))
        return (smaller, larger)
    }

    func members(of root: Int32) -> [Int32] {
        var found = [root]
        found.reserveCapacity(Int(self.sizes[Int(root)]))
        var record = self.next[Int(root)]
        while record != root {
            found.append(record)
            record = self.next[Int(record)]
        }
        return found
    }
}
