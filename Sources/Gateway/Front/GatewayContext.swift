public import Hummingbird

/// What is known about a request beside what it says.
public struct GatewayContext: RequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// The connection on which it came; nil when it came on none of ours.
    let connection: ClientConnection?

    /// A context for a request of the connection that the current task serves.
    public init(source: Source) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.connection = .current
    }
}

extension GatewayContext {
    /// Does a piece of work, and cancels it when the client goes away.
    func whileClientIsPresent<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value {
        guard let connection else { return await operation() }
        return await connection.whilePresent(operation)
    }
}
