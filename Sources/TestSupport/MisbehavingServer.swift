import Glibc
import NIOCore
import NIOPosix

/// A TCP server that follows a script, for tests of everything a library's server must not do.
///
/// Each accepted connection runs the script with a ``Peer``; the connection is closed when the script returns.
public struct MisbehavingServer: Sendable {
    private let script: @Sendable (inout Peer) async throws -> Void

    /// Makes a server that is not running yet.
    ///
    /// - Parameter script: What the server does on one connection.
    public init(_ script: @escaping @Sendable (inout Peer) async throws -> Void) {
        self.script = script
    }

    /// Runs the server while `body` runs; all its connections end when `body` returns.
    ///
    /// - Parameter body: Gets the port the server listens on.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or the error of the listening socket.
    public func run<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0) { channel in
                // Wrapped by whoever serves it: an asynchronous channel that nobody took, because the server was being
                // closed, would end the process when it is thrown away.
                channel.eventLoop.makeSucceededFuture(channel)
            }
        let port = server.channel.localAddress?.port ?? 0
        let script = self.script
        // Ended by closing the listening socket: a cancelled loop could leave an accepted channel to nobody.
        let serving = Task {
            try await server.executeThenClose { clients in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await client in clients {
                        group.addTask { try? await Self.serve(client, script) }
                    }
                    group.cancelAll()
                }
            }
        }
        do {
            let result = try await body(port)
            try? await server.channel.close()
            _ = await serving.result
            return result
        } catch {
            try? await server.channel.close()
            _ = await serving.result
            throw error
        }
    }

    /// One connection as the script sees it.
    public struct Peer {
        var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private let channel: any Channel
        private var buffered: [UInt8] = []

        init(
            _ channel: any Channel,
            _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
            _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.channel = channel
            self.inbound = inbound.makeAsyncIterator()
            self.outbound = outbound
        }

        /// Ends the connection at once, as a machine does that was switched off and on: the client sees a reset.
        ///
        /// - Throws: The socket's error.
        public func reset() async throws {
            if let provider = self.channel as? any SocketOptionProvider {
                try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            }
            try await self.channel.close()
        }

        /// Sends bytes as they are.
        ///
        /// - Parameter bytes: What goes out.
        /// - Throws: The socket's error.
        public func send(_ bytes: [UInt8]) async throws {
            try await self.outbound.write(ByteBuffer(bytes: bytes))
        }

        /// Sends bytes one at a time with a pause before each.
        ///
        /// - Parameters:
        ///   - bytes: What goes out.
        ///   - pause: The time before each byte.
        /// - Throws: The socket's error.
        public func dribble(_ bytes: [UInt8], pause: Duration) async throws {
            for byte in bytes {
                try await Task.sleep(for: pause)
                try await self.send([byte])
            }
        }

        /// Reads one whole request: an outer BER element with a definite length.
        ///
        /// - Returns: The element's bytes, or `nil` when the client closed.
        /// - Throws: The socket's error.
        public mutating func receive() async throws -> [UInt8]? {
            while true {
                if let length = MisbehavingServer.elementLength(self.buffered), self.buffered.count >= length {
                    let element = Array(self.buffered.prefix(length))
                    self.buffered.removeFirst(length)
                    return element
                }
                guard let more = try await self.inbound.next(isolation: #isolation) else { return nil }
                self.buffered += more.readableBytesView
            }
        }

        /// Reads the head of a request of HTTP, which has no body.
        ///
        /// - Returns: The head with its empty line, or `nil` when the client closed.
        /// - Throws: The socket's error.
        public mutating func receiveHead() async throws -> String? {
            while true {
                let text = String(decoding: self.buffered, as: UTF8.self)
                if let end = text.firstRange(of: "\r\n\r\n") {
                    let head = String(text[..<end.upperBound])
                    self.buffered.removeFirst(head.utf8.count)
                    return head
                }
                guard let more = try await self.inbound.next(isolation: #isolation) else { return nil }
                self.buffered += more.readableBytesView
            }
        }

        /// Says nothing until the client closes, or the test ends.
        ///
        /// - Throws: The socket's error.
        public mutating func waitForClose() async throws {
            while try await self.inbound.next(isolation: #isolation) != nil {}
        }
    }

    static func serve(
        _ channel: any Channel,
        _ script: @Sendable (inout Peer) async throws -> Void
    ) async throws {
        let client = try await channel.eventLoop.submit {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }.get()
        try await channel.setOption(.autoRead, value: true).get()
        try await client.executeThenClose { inbound, outbound in
            var peer = Peer(client.channel, inbound, outbound)
            try await script(&peer)
        }
    }

    /// The length of the element that starts at an index, header included, once that can be told.
    static func elementLength(_ bytes: [UInt8], from start: Int = 0) -> Int? {
        var index = start + 1
        guard bytes.count > start + 1 else { return nil }
        if bytes[start] & 0x1F == 0x1F {
            while index < bytes.count, bytes[index] & 0x80 != 0 { index += 1 }
            index += 1
        }
        guard index < bytes.count else { return nil }
        let first = Int(bytes[index])
        index += 1
        if first < 0x80 { return index - start + first }
        let octets = first & 0x7F
        guard octets == 0 else {
            guard bytes.count >= index + octets else { return nil }
            return index - start + octets + bytes[index..<(index + octets)].reduce(0) { $0 << 8 | Int($1) }
        }
        while true {
            guard bytes.count >= index + 2 else { return nil }
            if bytes[index] == 0, bytes[index + 1] == 0 { return index - start + 2 }
            guard let inner = self.elementLength(bytes, from: index) else { return nil }
            index += inner
        }
    }
}

/// Runs a scripted server while `body` runs; the same as ``MisbehavingServer/run(_:)`` of a server with that script.
///
/// - Parameters:
///   - script: What the server does on one connection.
///   - body: Gets the port the server listens on.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or the error of the listening socket.
public func withMisbehavingServer<Result: Sendable>(
    _ script: @escaping @Sendable (inout MisbehavingServer.Peer) async throws -> Void,
    _ body: (Int) async throws -> Result
) async throws -> Result {
    try await MisbehavingServer(script).run(body)
}
