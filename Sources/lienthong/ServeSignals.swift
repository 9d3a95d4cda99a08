import Gateway
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// What signals do to a gateway that serves: SIGHUP reloads; SIGTERM and SIGINT end it in good order, and at once when
/// they come again.
struct ServeSignals: Sendable {
    let operations: Operations
    let services: ServiceGroup
    /// How long new connections are still taken when the end has been announced.
    let drain: @Sendable () -> Duration
    /// How long the requests in flight may take then.
    let patience: @Sendable () -> Duration
    let logger: Logger

    /// Obeys signals until the task is cancelled.
    func obey(_ signals: UnixSignalsSequence) async {
        await withDiscardingTaskGroup { group in
            var isEnding = false
            for await signal in signals {
                if signal == .sighup {
                    group.addTask { _ = try? await self.operations.reloader?.reload(because: "SIGHUP") }
                } else if isEnding {
                    self.logger.warning("ended at once by a second signal", metadata: ["signal": "\(signal)"])
                    LogOutput.standardError.flush()
                    exit(1)
                } else {
                    isEnding = true
                    self.logger.notice("shutting down", metadata: ["signal": "\(signal)"])
                    group.addTask { await self.end() }
                }
            }
            group.cancelAll()
        }
    }

    private func end() async {
        self.operations.startDraining()
        try? await Task.sleep(for: self.drain())
        await self.services.triggerGracefulShutdown()
        let patience = self.patience()
        guard (try? await Task.sleep(for: patience)) != nil else { return }
        self.logger.error("ended although requests were not answered", metadata: ["after": "\(patience)"])
        LogOutput.standardError.flush()
        exit(1)
    }
}
