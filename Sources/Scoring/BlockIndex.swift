/// Which records share a key: chains of record indexes, the newest first, in two flat arrays.
struct BlockIndex: Sendable {
    private struct Link: Sendable {
        var record: Int32
        var next: Int32
    }

    private struct Head: Sendable {
        var link: Int32
        var count: Int32
    }

    private var heads: [UInt64: Head] = [:]
    private var links: [Link] = []
    /// Whether any block has more than ``maximumCount`` records.
    private(set) var hasLarge = false

    /// A key that more records share than this says too little: records that share no rarer one are not compared.
    static let maximumCount = 64

    /// Adds a record to a block; returns how many it had before.
    mutating func insert(_ record: Int32, _ block: UInt64) -> Int {
        let link = Int32(truncatingIfNeeded: self.links.count)
        var before = Head(link: -1, count: 0)
        // One search in the table for reading and writing.
        func replace(_ head: inout Head) {
            before = head
            head = Head(link: link, count: head.count + 1)
        }
        replace(&self.heads[block, default: before])
        self.links.append(Link(record: record, next: before.link))
        if before.count == Self.maximumCount { self.hasLarge = true }
        return Int(before.count)
    }

    /// Calls `body` for every record of a block, the newest first.
    func forEachRecord(ofBlock block: UInt64, _ body: (Int32) -> Void) {
        var link = self.heads[block]?.link ?? -1
        while link >= 0 {
            body(self.links[Int(link)].record)
            link = self.links[Int(link)].next
        }
    }

    /// Adds the records of a block to an array, the newest first.
    func appendRecords(ofBlock block: UInt64, to records: inout [Int32]) {
        var link = self.heads[block]?.link ?? -1
        while link >= 0 {
            records.append(self.links[Int(link)].record)
            link = self.links[Int(link)].next
        }
    }

    /// Whether a block has more records than are compared with each other.
    func isLarge(_ block: UInt64) -> Bool { (self.heads[block]?.count ?? 0) > Self.maximumCount }
}

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
        var record = self.next[Int(root)]
        while record != root {
            found.append(record)
            record = self.next[Int(record)]
        }
        return found
    }
}
