import Federation
import NIOConcurrencyHelpers
import NIOCore

/// The connection on which a request came: whose it is, and whether the client is still there.
final class ClientConnection: Sendable {
    /// The connection whose requests the current task answers.
    @TaskLocal static var current: ClientConnection?

    private struct State {
        var hasLeft = false
        var departures: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    /// The address at the other end; nil for other sockets than IP.
    let peer: IPAddress?
    private let state = NIOLockedValueBox(State())

    init(peer: IPAddress?) {
        self.peer = peer
    }

    /// The client has closed the connection, or its sending half, which no client does that waits for an answer.
    func leave() {
        let departures = self.state.withLockedValue { state in
            state.hasLeft = true
            defer { state.departures = [:] }
            return Array(state.departures.values)
        }
        for depart in departures { depart() }
    }

    /// Does a piece of work, and cancels it when the client goes away.
    func whilePresent<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await operation() }
        let number = self.state.withLockedValue { state -> Int? in
            guard !state.hasLeft else { return nil }
            state.next += 1
            state.departures[state.next] = { task.cancel() }
            return state.next
        }
        if number == nil { task.cancel() }
        defer {
            if let number { self.state.withLockedValue { _ = $0.departures.removeValue(forKey: number) } }
        }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

extension IPAddress {
    /// The address of a socket; nil for a socket of the file system.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        // Link-local addresses of version 6 come with their interface's name.
        self.init(text.prefix { $0 != "%" })
    }
}
