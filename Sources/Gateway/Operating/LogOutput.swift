import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// Standard error as a place for log lines: whoever logs never waits for it.
///
/// When whoever reads it is too slow, lines are lost, and a line says how many.
public final class LogOutput: Sendable {
    /// The one of this process.
    public static let standardError = LogOutput(descriptor: 2)

    private struct State {
        var pending: [UInt8] = []
        var lost = 0
    }

    private static let maximumBytes = 4 << 20
    private let descriptor: Int32
    private let state = NIOLockedValueBox(State())
    private let queue = DispatchQueue(label: "log")

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes a line.
    public func write(_ line: String) {
        let isFirst = self.state.withLockedValue { state -> Bool in
            guard state.pending.count + line.utf8.count <= Self.maximumBytes else {
                state.lost += 1
                return false
            }
            defer { state.pending += line.utf8 }
            return state.pending.isEmpty
        }
        if isFirst { self.queue.async { self.drain() } }
    }

    /// Waits until all lines are written; for the end of the process.
    public func flush() {
        self.queue.sync { self.drain() }
    }

    private func drain() {
        let bytes = self.state.withLockedValue { state -> [UInt8] in
            defer { state = State() }
            guard state.lost > 0 else { return state.pending }
            return state.pending + "\(state.lost) lines of this log are lost: nobody reads them fast enough\n".utf8
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(self.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
