public import Federation
public import Logging
public import ServiceLifecycle

/// What is counted and kept of targets while they are asked.
public final class Observations: Sendable {
    let metrics = Metrics()
    let history = TargetHistory()

    /// Nothing is known yet.
    public init() {
        ProcessUsage.begin()
    }

    /// Takes in what the federation tells.
    public func note(_ event: FederationEvent) {
        self.metrics.note(event)
        if case .answered(let event) = event { self.history.note(event) }
    }

    /// The service that keeps what is known of targets in a file, over a restart.
    ///
    /// - Parameters:
    ///   - path: the file; it is made when it is not there.
    ///   - logger: where it is told when that fails.
    /// - Returns: the service, to be run beside the gateway and ended after it.
    public func keeper(path: String, logger: Logger) -> any Service {
        HistoryKeeper(history: self.history, path: path, logger: logger)
    }
}
