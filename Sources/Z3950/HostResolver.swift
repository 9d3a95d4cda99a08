import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Finds the addresses of hosts without holding up anybody else.
///
/// Questions to the system's resolver block, so they run on threads of their own, one question for a host
/// at a time. Addresses are good for a minute; after that they still serve when the resolver fails.
final class HostResolver: Sendable {
    static let shared = HostResolver(threads: 16)

    private struct Key: Hashable {
        let host: String
        let port: Int
    }

    private struct Entry {
        var addresses: [SocketAddress] = []
        var freshUntil: ContinuousClock.Instant?
        var waiters: [Int: EventLoopPromise<[SocketAddress]>] = [:]
        var isAsking = false
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var lastWaiter = 0
    }

    private let threads: NIOThreadPool
    private let state = NIOLockedValueBox(State())
    private let lookUp: @Sendable (String, Int) -> [SocketAddress]

    init(threads: Int, lookUp: @escaping @Sendable (String, Int) -> [SocketAddress] = HostResolver.systemAddresses) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
        self.lookUp = lookUp
    }

    /// The addresses of a host, in the system's order of preference.
    ///
    /// - Parameters:
    ///   - host: A name or a numeric address.
    ///   - port: The port put into the addresses.
    ///   - deadline: When the caller gives up; the last known addresses are returned then, if there are any.
    ///   - eventLoop: Where the caller's timer runs.
    /// - Returns: One address or more.
    /// - Throws: ``Z3950Error`` of code `dns` or `cancelled`.
    func addresses(
        host: String,
        port: Int,
        deadline: ContinuousClock.Instant,
        on eventLoop: any EventLoop
    ) async throws(Z3950Error) -> [SocketAddress] {
        if let numeric = try? SocketAddress(ipAddress: host, port: port) { return [numeric] }
        let key = Key(host: host, port: port)
        let promise = eventLoop.makePromise(of: [SocketAddress].self)
        let (waiter, mustAsk) = self.state.withLockedValue { state -> (Int, Bool) in
            state.lastWaiter += 1
            var entry = state.entries[key, default: Entry()]
            if let freshUntil = entry.freshUntil, freshUntil > .now {
                promise.succeed(entry.addresses)
                return (state.lastWaiter, false)
            }
            entry.waiters[state.lastWaiter] = promise
            let mustAsk = !entry.isAsking
            entry.isAsking = true
            state.entries[key] = entry
            return (state.lastWaiter, mustAsk)
        }
        if mustAsk { self.ask(key) }
        return try await promise.value(before: deadline) { reason in
            self.giveUp(key, waiter, reason)
        }
    }

    private func ask(_ key: Key) {
        self.threads.submit { _ in
            let found = self.lookUp(key.host, key.port)
            let (waiters, addresses) = self.state.withLockedValue { state in
                var entry = state.entries[key, default: Entry()]
                if !found.isEmpty {
                    entry.addresses = found
                    entry.freshUntil = .now + .seconds(60)
                }
                let waiters = entry.waiters
                entry.waiters = [:]
                entry.isAsking = false
                state.entries[key] = entry
                return (waiters, entry.addresses)
            }
            for waiter in waiters.values {
                if addresses.isEmpty {
                    waiter.fail(Z3950Error(.dns, key.host))
                } else {
                    waiter.succeed(addresses)
                }
            }
        }
    }

    private func giveUp(_ key: Key, _ waiter: Int, _ reason: GivingUp) {
        let (promise, known) = self.state.withLockedValue { state in
            (state.entries[key]?.waiters.removeValue(forKey: waiter), state.entries[key]?.addresses ?? [])
        }
        switch reason {
        case .cancelled: promise?.fail(Z3950Error(.cancelled))
        case .deadline where known.isEmpty: promise?.fail(Z3950Error(.dns, "\(key.host): no answer in time"))
        case .deadline: promise?.succeed(known)
        }
    }

    private static func systemAddresses(host: String, port: Int) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let info = unsafe next {
            unsafe next = info.pointee.ai_next
            guard let raw = unsafe info.pointee.ai_addr else { continue }
            switch unsafe info.pointee.ai_family {
            case AF_INET:
                let address = unsafe UnsafeRawPointer(raw).loadUnaligned(as: sockaddr_in.self)
                addresses.append(SocketAddress(address, host: host))
            case AF_INET6:
                let address = unsafe UnsafeRawPointer(raw).loadUnaligned(as: sockaddr_in6.self)
                addresses.append(SocketAddress(address, host: host))
            default: break
            }
        }
        return addresses
    }
}

/// Why somebody who waits stops waiting.
enum GivingUp: Sendable {
    case deadline
    case cancelled
}

extension EventLoopPromise where Value: Sendable {
    /// Waits for the promise to be kept, or for a deadline, or for the task's cancellation.
    ///
    /// - Parameters:
    ///   - deadline: When to stop waiting.
    ///   - giveUp: Called when waiting stops early; it fails the promise, unless that is kept already.
    /// - Returns: The promised value.
    /// - Throws: ``Z3950Error``, as the promise fails.
    func value(
        before deadline: ContinuousClock.Instant,
        giveUp: @escaping @Sendable (GivingUp) -> Void
    ) async throws(Z3950Error) -> Value {
        let timer = self.futureResult.eventLoop.scheduleTask(in: deadline.remaining) { giveUp(.deadline) }
        defer { timer.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await self.futureResult.get()
            } onCancel: {
                giveUp(.cancelled)
            }
        } catch {
            throw Z3950Error(transport: error)
        }
    }
}
