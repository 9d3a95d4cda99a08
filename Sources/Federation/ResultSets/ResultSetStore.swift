/// What a result set belongs to.
struct ResultSetKey: Sendable, Hashable {
    let database: String
    /// The canonical text of the query, its sort keys included.
    let query: String
}

/// The result sets that are kept: found by query or by name, dropped when unused or when there are too many.
struct ResultSetStore {
    private struct Entry {
        let key: ResultSetKey
        let resultSet: ResultSet
        var lastUse: ContinuousClock.Instant
        var records = 0
    }

    private var entries: [String: Entry] = [:]
    private var names: [ResultSetKey: String] = [:]
    private let limits: ResultSetLimits

    init(limits: ResultSetLimits) {
        self.limits = limits
    }

    var count: Int { self.entries.count }

    /// The result set of that query, and marks it used.
    mutating func find(_ key: ResultSetKey, now: ContinuousClock.Instant) -> ResultSet? {
        self.names[key].flatMap { self.find($0, now: now) }
    }

    /// The result set of that name, and marks it used.
    mutating func find(_ name: String, now: ContinuousClock.Instant) -> ResultSet? {
        guard let entry = self.entries[name], now - entry.lastUse < self.limits.timeToLive else { return nil }
        self.entries[name]?.lastUse = now
        return entry.resultSet
    }

    mutating func insert(_ resultSet: ResultSet, for key: ResultSetKey, now: ContinuousClock.Instant) {
        if let old = self.names[key] { self.entries[old] = nil }
        self.entries[resultSet.id] = Entry(key: key, resultSet: resultSet, lastUse: now)
        self.names[key] = resultSet.id
        self.evict(now: now)
    }

    /// Notes how many records a result set holds now, and makes room if that is too many in all.
    mutating func note(records: Int, in name: String, now: ContinuousClock.Instant) {
        self.entries[name]?.records = records
        self.evict(now: now)
    }

    /// Drops what is past its time, then the least recently used until the bounds hold.
    private mutating func evict(now: ContinuousClock.Instant) {
        for (name, entry) in self.entries where now - entry.lastUse >= self.limits.timeToLive {
            self.remove(name)
        }
        var records = self.entries.values.reduce(0) { $0 + $1.records }
        guard self.entries.count > self.limits.maximum || records > self.limits.maximumRecords else { return }
        for (name, entry) in self.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            // The one used last stays, however big: somebody is reading it.
            guard self.entries.count > 1,
                self.entries.count > self.limits.maximum || records > self.limits.maximumRecords
            else { return }
            records -= entry.records
            self.remove(name)
        }
    }

    private mutating func remove(_ name: String) {
        guard let entry = self.entries.removeValue(forKey: name) else { return }
        self.names[entry.key] = nil
    }
}
