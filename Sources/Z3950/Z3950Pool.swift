import NIOConcurrencyHelpers
public import NIOCore

/// The connections to one target: so many at most, opened when needed, used again while sound.
///
/// Whoever asks first is served first, and gives up at a deadline of its own. A connection that erred, or that the
/// target closed meanwhile, is dropped; one that nobody used for a while is closed.
public final class Z3950Pool: Sendable {
    /// The bounds of a pool.
    public struct Limits: Sendable, Hashable {
        /// Connections at one time.
        public var maximumConnections: Int
        /// The time after which an unused connection is closed.
        public var idleTime: Duration

        /// Makes bounds.
        ///
        /// - Parameters:
        ///   - maximumConnections: Connections at one time.
        ///   - idleTime: The time after which an unused connection is closed.
        public init(maximumConnections: Int = 4, idleTime: Duration = .seconds(50)) {
            self.maximumConnections = maximumConnections
            self.idleTime = idleTime
        }
    }

    /// How the pool stands at one moment.
    public struct Usage: Sendable, Hashable {
        /// Connections that exist or are being opened.
        public var connections: Int
        /// Those of them that nobody uses.
        public var idle: Int
        /// Callers who wait for one.
        public var waiting: Int
    }

    private typealias Machine = PoolStateMachine<Z3950Connection>

    private struct State: Sendable {
        var machine: Machine
        var waiters: [Int: EventLoopPromise<Machine.Grant>] = [:]
    }

    private struct Lease: Sendable {
        let id: Int
        let connection: Z3950Connection
        let isReused: Bool
    }

    private let connector: Z3950Connector
    private let limits: Limits
    private let state: NIOLockedValueBox<State>
    private let mayRetry: @Sendable () -> Bool

    /// Makes a pool; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - endpoint: The target.
    ///   - limits: The pool's bounds.
    ///   - group: The event loops the connections live on; those shared by the process when it is `nil`.
    ///   - mayRetry: Asked before anything is tried a second time; says whether the target can bear it.
    public init(
        endpoint: Z3950Endpoint,
        limits: Limits = Limits(),
        group: (any EventLoopGroup)? = nil,
        mayRetry: @escaping @Sendable () -> Bool = { true }
    ) {
        self.connector = Z3950Connector(endpoint: endpoint, group: group)
        self.limits = limits
        self.mayRetry = mayRetry
        self.state = NIOLockedValueBox(
            State(
                machine: PoolStateMachine(maximumConnections: limits.maximumConnections, idleTime: limits.idleTime)
            )
        )
    }

    /// The target.
    public var endpoint: Z3950Endpoint { self.connector.endpoint }

    /// How the pool stands.
    public var usage: Usage {
        self.state.withLockedValue { state in
            Usage(
                connections: state.machine.connectionCount,
                idle: state.machine.idleCount,
                waiting: state.machine.waiterCount
            )
        }
    }

    /// Lends a connection to `body`.
    ///
    /// When a connection that was used before turns out to be closed by the target before it answered anything,
    /// `body` runs once more with a new one, within the same deadline; so `body` must bear to be begun twice.
    ///
    /// - Parameters:
    ///   - deadline: When waiting for a connection, and opening one, must be over.
    ///   - mustBeFresh: Whether it has to be a new one.
    ///   - body: Uses the connection, which it must not keep. Diagnostics do no harm to it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; ``Z3950Error`` of code `poolExhausted` when no connection became free, `closed`
    ///   after ``shutdown()``, or as ``Z3950Connector/connect(deadline:)``.
    public func withConnection<Result>(
        deadline: ContinuousClock.Instant,
        mustBeFresh: Bool = false,
        _ body: (Z3950Connection) async throws(Z3950Error) -> Result
    ) async throws(Z3950Error) -> Result {
        let lease = try await self.lease(deadline: deadline, mustBeFresh: mustBeFresh)
        let (requestsBefore, answersBefore) = (lease.connection.requests, lease.connection.answers)
        do throws(Z3950Error) {
            let result = try await body(lease.connection)
            self.giveBack(lease)
            return result
        } catch {
            self.giveBack(lease)
            let isStale = lease.isReused && error.code == .closed && lease.connection.answers == answersBefore
            // Of what was never sent the target knows nothing, so sending it is not sending it again.
            let wasSent = lease.connection.requests > requestsBefore
            guard isStale, wasSent ? self.canTryAgain(before: deadline) : self.canGoOn(before: deadline) else {
                throw error
            }
        }
        let fresh = try await self.lease(deadline: deadline, mustBeFresh: true)
        defer { self.giveBack(fresh) }
        return try await body(fresh.connection)
    }

    /// Closes what is idle, refuses those who wait, and closes what is lent out when it comes back.
    public func shutdown() async {
        let (connections, waiters) = self.state.withLockedValue { state in
            let (close, refuse) = state.machine.shutDown()
            return (close, refuse.compactMap { state.waiters.removeValue(forKey: $0) })
        }
        for waiter in waiters { waiter.fail(Self.shutDownError) }
        for connection in connections { connection.startClosing() }
        for connection in connections { await connection.close() }
    }

    private static let shutDownError = Z3950Error(.closed, "the pool is shut down")

    private func lease(
        deadline: ContinuousClock.Instant,
        mustBeFresh: Bool
    ) async throws(Z3950Error) -> Lease {
        if Task.isCancelled { throw Z3950Error(.cancelled) }
        let promise = self.connector.group.any().makePromise(of: Machine.Grant.self)
        let action = self.state.withLockedValue { state in
            let action = state.machine.lease(mustBeFresh: mustBeFresh, isUsable: \.isUsable)
            if case .wait(let waiter) = action { state.waiters[waiter] = promise }
            return action
        }
        let grant: Machine.Grant
        switch action {
        case .grant(let given):
            promise.succeed(given)
            grant = given
        case .grantAfterClosing(let given, let old):
            old.startClosing()
            promise.succeed(given)
            grant = given
        case .wait(let waiter):
            grant = try await promise.value(before: deadline) { reason in self.stopWaiting(waiter, reason) }
        case .refuseShutDown:
            promise.fail(Self.shutDownError)
            throw Self.shutDownError
        }
        switch grant {
        case .reuse(let id, let connection):
            return Lease(id: id, connection: connection, isReused: true)
        case .open(let id):
            do throws(Z3950Error) {
                let connection = try await self.connector.connect(deadline: deadline)
                self.state.withLockedValue { $0.machine.opened(id, connection) }
                connection.channel.closeFuture.whenComplete { [weak self] _ in
                    self?.state.withLockedValue { $0.machine.peerClosed(id) }
                }
                return Lease(id: id, connection: connection, isReused: false)
            } catch {
                self.finish { $0.discard(id) }
                throw error
            }
        }
    }

    /// Whether something that failed may be tried once more.
    func canTryAgain(before deadline: ContinuousClock.Instant) -> Bool {
        self.canGoOn(before: deadline) && self.mayRetry()
    }

    private func canGoOn(before deadline: ContinuousClock.Instant) -> Bool {
        !Task.isCancelled && deadline.remaining > .zero
    }

    private func giveBack(_ lease: Lease) {
        if lease.connection.isReusable {
            self.finish { $0.giveBack(lease.id, now: .now) }
        } else {
            lease.connection.startClosing()
            self.finish { $0.discard(lease.id) }
        }
    }

    /// Changes the machine and does what it says.
    private func finish(_ change: (inout Machine) -> Machine.ReturnAction) {
        let (action, waiter) = self.state.withLockedValue { state in
            let action = change(&state.machine)
            guard case .grant(let waiter, _) = action else {
                return (action, nil as EventLoopPromise<Machine.Grant>?)
            }
            return (action, state.waiters.removeValue(forKey: waiter))
        }
        switch action {
        case .nothing: break
        case .grant(_, let grant): waiter?.succeed(grant)
        case .watchIdle(let id): self.watch(id, after: .now + self.limits.idleTime)
        case .close(let connection): connection.startClosing()
        }
    }

    private func stopWaiting(_ waiter: Int, _ reason: GivingUp) {
        let promise = self.state.withLockedValue { state in
            state.machine.stopWaiting(waiter) ? state.waiters.removeValue(forKey: waiter) : nil
        }
        switch reason {
        case .cancelled: promise?.fail(Z3950Error(.cancelled))
        case .deadline: promise?.fail(Z3950Error(.poolExhausted))
        }
    }

    private func watch(_ id: Int, after time: ContinuousClock.Instant) {
        _ = self.connector.group.any().scheduleTask(in: time.remaining) { [weak self] in self?.lookAtIdle(id) }
    }

    private func lookAtIdle(_ id: Int) {
        switch self.state.withLockedValue({ $0.machine.lookAtIdle(id, now: .now) }) {
        case .nothing: break
        case .watchAgain(let time): self.watch(id, after: time)
        case .close(let connection): connection.startClosing()
        }
    }
}
