/// Which records share a key: a chain of links for each key, the newest record first, in flat arrays.
struct BlockIndex: Sendable {
    struct Link: Sendable {
        var record: Int32
        /// The next link of the block; −1 at its end.
        var next: Int32
        var block: Int32
    }

    private struct Block: Sendable {
        var newest: Int32 = -1
        var count: Int32 = 0
    }

    private var table = KeyTable()
    private var blocks: [Block] = []
    /// The links in the order of insertion: those of one record lie together.
    private(set) var links: [Link] = []

    /// A key that more records share than this says too little: records that share no rarer one are not compared.
    static let maximumCount = 64

    /// Adds a record to the block of a key; returns the link, behind which those that were there follow, and their number.
    mutating func insert(_ record: Int32, _ key: UInt64) -> (link: Int, count: Int) {
        let number = self.table.number(of: key)
        if number == self.blocks.count { self.blocks.append(Block()) }
        let before = self.blocks[number]
        let link = self.links.count
        self.links.append(Link(record: record, next: before.newest, block: Int32(truncatingIfNeeded: number)))
        self.blocks[number] = Block(newest: Int32(truncatingIfNeeded: link), count: before.count + 1)
        return (link, Int(before.count))
    }

    /// Whether a block has more records than are compared with each other.
    func isLarge(_ block: Int32) -> Bool { self.blocks[Int(block)].count > Self.maximumCount }

    /// Whether two records, by the ranges of their links, share a key that few records have.
    func shareSmallBlock(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for place in left {
            let block = self.links[place].block
            if !self.isLarge(block), right.contains(where: { self.links[$0].block == block }) { return true }
        }
        return false
    }
}
