/// Who holds which connection of a pool, and who waits: no input, no output, no clock of its own.
///
/// A pool has so many places. A place is taken by a connection that is lent out, one that is being opened by
/// whoever will use it, or one that is idle. Those who find no place wait in line.
struct PoolStateMachine<Connection> {
    typealias ConnectionID = Int
    typealias WaiterID = Int

    /// What somebody gets who asks for a connection.
    enum Grant {
        /// An idle connection to use again.
        case reuse(ConnectionID, Connection)
        /// The right to open a new one.
        case open(ConnectionID)
    }

    enum LeaseAction {
        case grant(Grant)
        /// To make room for a new connection an idle one must go.
        case grantAfterClosing(Grant, Connection)
        case wait(WaiterID)
        case refuseShutDown
    }

    enum ReturnAction {
        case nothing
        /// Somebody who waits gets a connection, or the right to open one.
        case grant(WaiterID, Grant)
        /// The connection is idle: look again after the idle time, unless a look is due already.
        case watchIdle(ConnectionID)
        /// The pool is shut down: the connection must go.
        case close(Connection)
    }

    enum IdleAction {
        case nothing
        case watchAgain(at: ContinuousClock.Instant)
        case close(Connection)
    }

    struct Entry {
        var connection: Connection?
        /// `nil` while lent out or being opened.
        var idleSince: ContinuousClock.Instant?
        var isWatched = false
    }

    private let maximumConnections: Int
    private let idleTime: Duration
    private var entries: [ConnectionID: Entry] = [:]
    /// The connections nobody uses, the one used last at the end.
    private var idle: [ConnectionID] = []
    private var waiters: [WaiterID] = []
    private var lastID = 0
    private(set) var isShutDown = false

    init(maximumConnections: Int, idleTime: Duration) {
        self.maximumConnections = max(1, maximumConnections)
        self.idleTime = idleTime
    }

    var connectionCount: Int { self.entries.count }
    var idleCount: Int { self.idle.count }
    var waiterCount: Int { self.waiters.count }

    /// Somebody asks for a connection.
    ///
    /// - Parameters:
    ///   - mustBeFresh: Whether an idle connection will not do.
    ///   - isUsable: Whether an idle connection still lives; a dead one gives up its place.
    /// - Returns: A grant, or a place in the line.
    mutating func lease(mustBeFresh: Bool = false, isUsable: (Connection) -> Bool = { _ in true }) -> LeaseAction {
        guard !self.isShutDown else { return .refuseShutDown }
        while !mustBeFresh, let id = self.idle.popLast() {
            guard let connection = self.entries[id]?.connection, isUsable(connection) else {
                self.entries[id] = nil
                continue
            }
            self.entries[id]?.idleSince = nil
            return .grant(.reuse(id, connection))
        }
        if self.entries.count < self.maximumConnections { return .grant(.open(self.newEntry())) }
        if let oldest = self.idle.first, let connection = self.entries[oldest]?.connection {
            self.idle.removeFirst()
            self.entries[oldest] = nil
            return .grantAfterClosing(.open(self.newEntry()), connection)
        }
        self.lastID += 1
        self.waiters.append(self.lastID)
        return .wait(self.lastID)
    }

    /// A connection was opened by the one who was granted to.
    mutating func opened(_ id: ConnectionID, _ connection: Connection) {
        self.entries[id]?.connection = connection
    }

    /// A connection comes back sound.
    mutating func giveBack(_ id: ConnectionID, now: ContinuousClock.Instant) -> ReturnAction {
        guard let connection = self.entries[id]?.connection else { return .nothing }
        guard !self.isShutDown else {
            self.entries[id] = nil
            return .close(connection)
        }
        if !self.waiters.isEmpty { return .grant(self.waiters.removeFirst(), .reuse(id, connection)) }
        self.idle.append(id)
        self.entries[id]?.idleSince = now
        guard self.entries[id]?.isWatched == false else { return .nothing }
        self.entries[id]?.isWatched = true
        return .watchIdle(id)
    }

    /// A connection has erred or could not be opened: its place is free.
    mutating func discard(_ id: ConnectionID) -> ReturnAction {
        guard let entry = self.entries.removeValue(forKey: id) else { return .nothing }
        if entry.idleSince != nil { self.idle.removeAll { $0 == id } }
        guard !self.isShutDown, !self.waiters.isEmpty else { return .nothing }
        return .grant(self.waiters.removeFirst(), .open(self.newEntry()))
    }

    /// The target closed a connection: if nobody uses it, it gives up its place.
    mutating func peerClosed(_ id: ConnectionID) {
        guard self.entries[id]?.idleSince != nil else { return }
        self.entries[id] = nil
        self.idle.removeAll { $0 == id }
    }

    /// Somebody stops waiting.
    ///
    /// - Returns: `false` when a grant was on its way already.
    mutating func stopWaiting(_ waiter: WaiterID) -> Bool {
        guard let place = self.waiters.firstIndex(of: waiter) else { return false }
        self.waiters.remove(at: place)
        return true
    }

    /// The time has come to look whether a connection has been idle for too long.
    mutating func lookAtIdle(_ id: ConnectionID, now: ContinuousClock.Instant) -> IdleAction {
        guard let entry = self.entries[id] else { return .nothing }
        guard let idleSince = entry.idleSince else {
            self.entries[id]?.isWatched = false
            return .nothing
        }
        let due = idleSince + self.idleTime
        guard due <= now else { return .watchAgain(at: due) }
        self.entries[id] = nil
        self.idle.removeAll { $0 == id }
        return entry.connection.map { .close($0) } ?? .nothing
    }

    /// Nobody gets a connection any more.
    ///
    /// - Returns: The idle connections, to be closed, and those who wait, to be told.
    mutating func shutDown() -> (close: [Connection], refuse: [WaiterID]) {
        self.isShutDown = true
        let connections = self.idle.compactMap { self.entries.removeValue(forKey: $0)?.connection }
        let waiters = self.waiters
        self.idle = []
        self.waiters = []
        return (connections, waiters)
    }

    private mutating func newEntry() -> ConnectionID {
        self.lastID += 1
        self.entries[self.lastID] = Entry()
        return self.lastID
    }
}

extension PoolStateMachine: Sendable where Connection: Sendable {}
extension PoolStateMachine.Entry: Sendable where Connection: Sendable {}
extension PoolStateMachine.Grant: Sendable where Connection: Sendable {}
