import NIOCore
import NIOPosix

/// Serves raw bytes over TCP: what the script answers to each HTTP request, however wrong.
///
/// - Parameters:
///   - script: gets the request's head as text; the bytes it returns are sent and the connection is closed, or it
///     stays open and silent when there are none.
///   - body: gets the port.
/// - Returns: what the body returns.
/// - Throws: what the body throws.
func withRawHTTPServer<Value: Sendable>(
    _ script: @escaping @Sendable (String) -> [UInt8]?,
    _ body: (Int) async throws -> Value
) async throws -> Value {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    let port = server.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await server.executeThenClose { clients in
                try await withThrowingDiscardingTaskGroup { connections in
                    for try await client in clients {
                        connections.addTask { try? await answer(client, script) }
                    }
                }
            }
        }
        let value = try await body(port)
        group.cancelAll()
        return value
    }
}

/// Serves the same raw bytes, or silence, to every request.
func withRawHTTPServer<Value: Sendable>(
    answering bytes: [UInt8]?,
    _ body: (Int) async throws -> Value
) async throws -> Value {
    let script: @Sendable (String) -> [UInt8]? = { _ in bytes }
    return try await withRawHTTPServer(script, body)
}

private func answer(
    _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
    _ script: @Sendable (String) -> [UInt8]?
) async throws {
    try await client.executeThenClose { inbound, outbound in
        var request = ""
        var parts = inbound.makeAsyncIterator()
        while !request.contains("\r\n\r\n") {
            guard let part = try await parts.next() else { return }
            request += String(buffer: part)
        }
        guard let bytes = script(request) else {
            while try await parts.next() != nil {}
            return
        }
        try await outbound.write(ByteBuffer(bytes: bytes))
    }
}

/// An HTTP answer whose end is the end of the connection.
func httpAnswer(_ body: [UInt8], status: String = "200 OK", headers: String = "") -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Type: text/xml\r\nConnection: close\r\n\(headers)\r\n".utf8) + body
}
