/// Which records share a key: chains of record indexes, the newest first, in two flat arrays.
struct BlockIndex: Sendable {
    private struct Link: Sendable {
        var record: Int32
        var next: Int32
    }

    private var heads: [UInt64: Int32] = [:]
    private var links: [Link] = []

    /// Adds a record to a block; returns another record of the block, if it has one.
    mutating func insert(_ record: Int32, _ block: UInt64) -> Int32? {
        let link = Int32(truncatingIfNeeded: self.links.count)
        let head = self.heads.updateValue(link, forKey: block)
        self.links.append(Link(record: record, next: head ?? -1))
        return head.map { self.links[Int($0)].record }
    }

    /// The records of a block if this record is the one that answers for it (its newest), else nothing.
    func records(ofBlock block: UInt64, ledBy record: Int32) -> [Int32] {
        guard var link = self.heads[block], self.links[Int(link)].record == record else { return [] }
        var found: [Int32] = []
        while link >= 0 {
            found.append(self.links[Int(link)].record)
            link = self.links[Int(link)].next
        }
        return found
    }
}

/// Groups of records that are connected by shared keys; they only grow.
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

    /// Makes one group of two; returns the root that is no longer one.
    mutating func join(_ left: Int32, _ right: Int32) -> Int32? {
        var (larger, smaller) = (self.root(of: left), self.root(of: right))
        guard larger != smaller else { return nil }
        if self.sizes[Int(larger)] < self.sizes[Int(smaller)] { swap(&larger, &smaller) }
        self.parents[Int(smaller)] = larger
        self.sizes[Int(larger)] += self.sizes[Int(smaller)]
        self.next.swapAt(Int(larger), Int(smaller))
        return smaller
    }

    func members(of root: Int32) -> [Int32] {
        var found = [root]
        var record = self.next[Int(root)]
        while record != root {
            found.append(record)
            record = self.next[Int(record)]
        }
        return found
    }
}
