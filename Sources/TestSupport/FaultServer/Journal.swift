/// What a fault server has really been asked and has really done, for whoever checks what became of it.
public actor Journal {
    /// Connections accepted.
    public private(set) var connections = 0
    /// Connections that are open now.
    public private(set) var open = 0
    /// Sessions that asked to be opened, or HTTP requests.
    public private(set) var sessions = 0
    /// Searches by query.
    public private(set) var searches: [String: Int] = [:]
    /// Requests for records by query.
    public private(set) var presents: [String: Int] = [:]
    /// Positions whose records were sent whole and sound, by query.
    public private(set) var sent: [String: Set<Int>] = [:]
    /// When a connection was last closed by the client.
    public private(set) var lastClose: ContinuousClock.Instant?
    /// Whether a password was in any request.
    public private(set) var sawCredentials = false

    private let most: Int
    private var queries: [String] = []

    /// An empty journal.
    ///
    /// - Parameter queries: How many of the last queries it remembers at least; all when it is not given.
    public init(remembering queries: Int = .max) {
        self.most = queries
    }

    /// All requests for a query: searches and requests for records.
    public func requests(_ query: String) -> Int {
        (self.searches[query] ?? 0) + (self.presents[query] ?? 0)
    }

    func noteConnection() -> Int {
        self.connections += 1
        self.open += 1
        return self.connections
    }

    func noteClosed() {
        self.open -= 1
        self.lastClose = .now
    }

    func noteSession() { self.sessions += 1 }

    func noteSearch(_ query: String) {
        if self.searches[query] == nil { self.begin(query) }
        self.searches[query, default: 0] += 1
    }

    private func begin(_ query: String) {
        self.queries.append(query)
        guard self.queries.count / 2 >= self.most else { return }
        for old in self.queries.prefix(self.most) {
            self.searches[old] = nil
            self.presents[old] = nil
            self.sent[old] = nil
        }
        self.queries.removeFirst(self.most)
    }

    func notePresent(_ query: String) { self.presents[query, default: 0] += 1 }
    func noteSent(_ query: String, _ positions: Range<Int>) { self.sent[query, default: []].formUnion(positions) }
    func noteCredentials() { self.sawCredentials = true }
}
