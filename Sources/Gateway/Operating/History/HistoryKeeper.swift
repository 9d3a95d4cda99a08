import FoundationEssentials
import GRDB
import Logging
import NIOPosix
import ServiceLifecycle

/// Saves the history now and then, and when the process ends.
///
/// When that fails it is logged once and tried again each time;
/// meanwhile everything is in memory, and no search notices.
actor HistoryKeeper: Service {
    private let history: TargetHistory
    private let path: String
    private let logger: Logger
    private var file: HistoryFile?
    private var isFailing = false

    private static let interval = Duration.seconds(10)

    init(history: TargetHistory, path: String, logger: Logger) {
        self.history = history
        self.path = path
        self.logger = logger
    }

    func run() async throws {
        do {
            self.history.restore(try await self.opened().load())
        } catch {
            self.fail("cannot be read", error)
        }
        await cancelWhenGracefulShutdown { await self.saveNowAndThen() }
        await self.save()
    }

    private func saveNowAndThen() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await self.save() }
    }

    func save() async {
        let changes = self.history.takeChanges()
        guard !changes.places.isEmpty else { return }
        do {
            try await self.opened().save(changes, now: TargetHistory.now)
            if self.isFailing {
                self.logger.notice("the history is saved again", metadata: ["file": .string(self.path)])
            }
            self.isFailing = false
        } catch {
            self.history.putBack(changes)
            self.fail("cannot be saved; it goes on in memory", error)
        }
    }

    /// The file, opened when it is not; a damaged one is put aside.
    private func opened() async throws -> HistoryFile {
        if let file { return file }
        let path = self.path
        let file: HistoryFile
        do {
            file = try await NIOThreadPool.singleton.runIfActive { try HistoryFile(path: path) }
        } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) {
            let aside = "\(path).damaged-\(TargetHistory.now)"
            file = try await NIOThreadPool.singleton.runIfActive {
                try FileManager.default.moveItem(atPath: path, toPath: aside)
                return try HistoryFile(path: path)
            }
            self.logger.error("the history is damaged and begins anew", metadata: ["aside": .string(aside)])
        }
        self.file = file
        return file
    }

    private func fail(_ what: String, _ error: any Error) {
        self.file = nil
        guard !self.isFailing else { return }
        self.isFailing = true
        self.logger.error(
            "the history \(what)",
            metadata: ["file": .string(self.path), "error": .string("\(error)")]
        )
    }
}
