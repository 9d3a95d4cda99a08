import Federation

/// Counts connections, in all and by client, and says which are too many.
struct ConnectionCounts: Sendable {
    /// What becomes of a new connection.
    enum Standing: Sendable, Hashable {
        /// It is served.
        case welcome
        /// It is told that there are too many, but may still ask how the gateway is.
        case superfluous
        /// It is told that there are too many, and closed.
        case turnedAway
    }

    /// So many connections above a limit are still told why they are not served.
    private static let tolerance = 32

    private(set) var total = 0
    private var byClient: [IPAddress: Int] = [:]

    /// A connection has come.
    ///
    /// - Parameters:
    ///   - client: whose it is; nil when it is not to be counted by client, as for trusted proxies.
    ///   - limits: the bounds.
    /// - Returns: what becomes of it.
    mutating func open(_ client: IPAddress?, limits: ConnectionLimits) -> Standing {
        self.total += 1
        var excess = self.total - limits.connections
        if let client {
            let own = self.byClient[client, default: 0] + 1
            self.byClient[client] = own
            excess = max(excess, own - limits.connectionsPerClient)
        }
        if excess <= 0 { return .welcome }
        return excess <= Self.tolerance ? .superfluous : .turnedAway
    }

    /// A connection that was counted by ``open(_:limits:)`` has gone, whatever its standing was.
    mutating func close(_ client: IPAddress?) {
        self.total -= 1
        guard let client, let own = self.byClient[client] else { return }
        self.byClient[client] = own > 1 ? own - 1 : nil
    }
}
