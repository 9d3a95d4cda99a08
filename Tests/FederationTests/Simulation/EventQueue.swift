/// What is going to happen, in the order of time; what happens at the same time does so in the order in which it was put in.
struct EventQueue<Event> {
    private struct Entry {
        let time: Duration
        let number: Int
        let event: Event

        func comes(before other: Entry) -> Bool {
            (self.time, self.number) < (other.time, other.number)
        }
    }

    /// A binary heap.
    private var entries: [Entry] = []
    private var count = 0

    mutating func add(_ event: Event, at time: Duration) {
        self.count += 1
        self.entries.append(Entry(time: time, number: self.count, event: event))
        var child = self.entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.entries[child].comes(before: self.entries[parent]) else { return }
            self.entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func next() -> (time: Duration, event: Event)? {
        guard let first = self.entries.first, let last = self.entries.popLast() else { return nil }
        guard !self.entries.isEmpty else { return (first.time, first.event) }
        self.entries[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < self.entries.count else { break }
            if child + 1 < self.entries.count, self.entries[child + 1].comes(before: self.entries[child]) { child += 1 }
            guard self.entries[child].comes(before: self.entries[parent]) else { break }
            self.entries.swapAt(child, parent)
            parent = child
        }
        return (first.time, first.event)
    }
}
