public import Federation
import Logging
import NIOConcurrencyHelpers
import NIOPosix

/// Reads the configuration anew and lets it hold: the whole of it, or nothing.
public struct Reloader: Sendable {
    /// Why the configuration of before still holds.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        /// What is wrong, one mistake a line with its place in the file.
        public let description: String
    }

    private let federation: Federation
    private let front: Front
    private let load: @Sendable () throws -> Configuration
    private let logger: Logger
    /// One reload at a time, so that the file read last is the one that holds.
    private let lock = NIOLock()

    init(
        federation: Federation,
        front: Front,
        load: @escaping @Sendable () throws -> Configuration,
        logger: Logger
    ) {
        self.federation = federation
        self.front = front
        self.load = load
        self.logger = logger
    }

    /// Reads the file and replaces the configuration, if the file has no mistake.
    ///
    /// - Parameter cause: who wanted it, for the log.
    /// - Returns: what is different now.
    /// - Throws: `Refusal` when the file has mistakes; nothing is different then.
    public func reload(because cause: String) async throws(Refusal) -> ConfigurationChanges {
        do {
            let changes = try await NIOThreadPool.singleton.runIfActive {
                try self.lock.withLock {
                    let configuration = try self.load()
                    self.front.update(configuration.server)
                    return self.federation.reload(configuration)
                }
            }
            self.tell(changes, cause)
            return changes
        } catch {
            self.logger.error(
                "configuration refused, the one before still holds",
                metadata: ["cause": .string(cause), "error": .string("\(error)")]
            )
            throw Refusal(description: "\(error)")
        }
    }

    private func tell(_ changes: ConfigurationChanges, _ cause: String) {
        let lines = changes.description.split(separator: "\n").map { Logger.MetadataValue.string(String($0)) }
        self.logger.notice("configuration reloaded", metadata: ["cause": .string(cause), "changes": .array(lines)])
        if !changes.needRestart.isEmpty {
            self.logger.warning(
                "these settings take effect when the process is started again",
                metadata: ["settings": .string(changes.needRestart.joined(separator: ", "))]
            )
        }
    }
}
