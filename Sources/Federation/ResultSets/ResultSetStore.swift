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
        var lastUse: Use
        var records = 0
        var octets = 0
    }

    /// One use of a result set; later uses have larger numbers.
    private struct Use {
        let name: String
        let number: Int
        let time: ContinuousClock.Instant
    }

    private var entries: [String: Entry] = [:]
    private var names: [ResultSetKey: String] = [:]
    /// The uses in order; only the last one of each result set counts, and what is before `firstUse` is done with.
    private var uses: [Use] = []
    private var firstUse = 0
    private var useCount = 0
    private var records = 0
    private var octets = 0
    /// The bounds; they may change at any time.
    var limits: ResultSetLimits

    init(limits: ResultSetLimits) {
        self.limits = limits
    }

    var count: Int { self.entries.count }

    /// What is kept now.
    var usage: (count: Int, records: Int, octets: Int) { (self.entries.count, self.records, self.octets) }

    /// The result set of that query, and marks it used.
    mutating func find(_ key: ResultSetKey, now: ContinuousClock.Instant) -> ResultSet? {
        self.names[key].flatMap { self.find($0, now: now) }
    }

    /// The result set of that name, and marks it used.
    mutating func find(_ name: String, now: ContinuousClock.Instant) -> ResultSet? {
        guard let entry = self.entries[name], now - entry.lastUse.time < self.limits.timeToLive else { return nil }
        let use = self.use(name, now: now)
        self.entries[name]?.lastUse = use
        return entry.resultSet
    }

    /// The generation of the oldest result set that can still be asked for; nil when there is none.
    func oldestGeneration(now: ContinuousClock.Instant) -> Int? {
        self.entries.values.lazy.filter { now - $0.lastUse.time < self.limits.timeToLive }
            .map(\.resultSet.generation).min()
    }

    mutating func insert(_ resultSet: ResultSet, for key: ResultSetKey, now: ContinuousClock.Instant) {
        if let old = self.names[key] { self.remove(old) }
        let use = self.use(resultSet.id, now: now)
        self.entries[resultSet.id] = Entry(key: key, resultSet: resultSet, lastUse: use)
        self.names[key] = resultSet.id
        self.evict(now: now)
    }

    /// Notes how much a result set holds now, and makes room if that is too much in all.
    mutating func note(records: Int, octets: Int, in name: String, now: ContinuousClock.Instant) {
        if let entry = self.entries[name] {
            self.records += records - entry.records
            self.octets += octets - entry.octets
            self.entries[name]?.records = records
            self.entries[name]?.octets = octets
        }
        self.evict(now: now)
    }

    private mutating func use(_ name: String, now: ContinuousClock.Instant) -> Use {
        if self.uses.count > 64, self.uses.count > 4 * self.entries.count { self.forgetOldUses() }
        self.useCount += 1
        let use = Use(name: name, number: self.useCount, time: now)
        self.uses.append(use)
        return use
    }

    private mutating func forgetOldUses() {
        let entries = self.entries
        self.uses = self.uses[self.firstUse...].filter { entries[$0.name]?.lastUse.number == $0.number }
        self.firstUse = 0
    }

    /// Drops what is past its time, then the least recently used until the bounds hold.
    private mutating func evict(now: ContinuousClock.Instant) {
        while self.firstUse < self.uses.count {
            let use = self.uses[self.firstUse]
            if self.entries[use.name]?.lastUse.number == use.number {
                let isTooMuch =
                    self.entries.count > self.limits.maximum || self.records > self.limits.maximumRecords
                    || self.octets > self.limits.maximumOctets
                // The one used last stays, however big: somebody is reading it.
                guard now - use.time >= self.limits.timeToLive || isTooMuch && self.entries.count > 1 else { return }
                self.remove(use.name)
            }
            self.firstUse += 1
        }
    }

    private mutating func remove(_ name: String) {
        guard let entry = self.entries.removeValue(forKey: name) else { return }
        self.records -= entry.records
        self.octets -= entry.octets
        self.names[entry.key] = nil
    }
}
