public import Federation
public import Logging

/// What operators see of a gateway and do to it.
public final class Operations: Sendable {
    /// Reloads the configuration; nil when it cannot be read again.
    public let reloader: Reloader?
    let observations: Observations
    /// What stands between sockets and searches.
    let front: Front

    var metrics: Metrics { self.observations.metrics }

    /// What an operator has of a gateway.
    ///
    /// - Parameters:
    ///   - federation: what is searched.
    ///   - observations: what the federation tells of targets; it was made with their `note`.
    ///   - load: reads the configuration anew and checks it; may block.
    ///   - logger: where reloads are told.
    public init(
        federation: Federation,
        observations: Observations = Observations(),
        load: (@Sendable () throws -> Configuration)? = nil,
        logger: Logger
    ) {
        let front = Front(federation.configuration.server, logger: logger)
        self.front = front
        self.observations = observations
        self.reloader = load.map { Reloader(federation: federation, front: front, load: $0, logger: logger) }
    }

    /// Whether the process is about to end: `/readyz` says 503, and connections end with their next answer.
    public var isDraining: Bool { self.front.isDraining }

    /// Tells everybody who asks that the process is about to end.
    public func startDraining() {
        self.front.startDraining()
    }
}
