import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Z3950

@Suite(.timeLimit(.minutes(1))) struct HostResolverTests {
    private let loop = MultiThreadedEventLoopGroup.singleton.any()

    @Test func aNumericAddressAsksNobody() async throws {
        let resolver = HostResolver(threads: 1) { _, _ in [] }
        let addresses = try await resolver.addresses(host: "::1", port: 210, deadline: .now, on: self.loop)
        #expect(addresses.first?.ipAddress == "::1")
    }

    @Test func aResolverThatHangsIsLeftAtTheDeadline() async throws {
        let gate = DispatchGate()
        defer { gate.open() }
        let resolver = HostResolver(threads: 2) { _, _ in
            gate.wait()
            return []
        }
        let error = await #expect(throws: Z3950Error.self) {
            try await resolver.addresses(host: "slow", port: 1, deadline: .now + .milliseconds(50), on: self.loop)
        }
        #expect(error?.code == .dns)
    }

    @Test func manyWhoAskForOneHostAskOnce() async throws {
        let asked = Counter()
        let resolver = HostResolver(threads: 4) { _, port in
            asked.increment()
            return [try? SocketAddress(ipAddress: "192.0.2.1", port: port)].compactMap(\.self)
        }
        let loop = self.loop
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<50 {
                group.addTask {
                    let found = try await resolver.addresses(host: "h", port: 2, deadline: .now + .seconds(5), on: loop)
                    #expect(found.first?.port == 2)
                }
            }
        }
        #expect(asked.value == 1)
    }
}

/// Holds threads until it is opened.
final class DispatchGate: Sendable {
    private let isOpen = Atomic(false)

    func open() { self.isOpen.store(true, ordering: .releasing) }

    func wait() {
        while !self.isOpen.load(ordering: .acquiring) { pauseThread() }
    }
}
