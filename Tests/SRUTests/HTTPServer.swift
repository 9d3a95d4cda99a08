import Foundation
import NIOCore
import NIOPosix

/// Serves raw bytes over TCP: what the script answers to each HTTP request, however wrong.
///
/// - Parameters:
///   - script: gets the request as text; the bytes it returns are sent and the connection is closed, or it stays open
///     and silent when there are none.
///   - body: gets the port.
/// - Returns: what the body returns.
/// - Throws: what the body throws.
func withRawHTTPServer<Value: Sendable>(
    _ script: @escaping @Sendable (String) -> [UInt8]?,
    _ body: (Int) async throws -> Value
) async throws -> Value {
    let server = try await listen(script)
    do {
        let value = try await body(server.localAddress?.port ?? 0)
        try await server.close()
        return value
    } catch {
        try? await server.close()
        throw error
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

/// Listens below the ports that the system hands out, so that a program started by another test, which was told
/// such a port a moment ago, does not lose it.
private func listen(_ script: @escaping @Sendable (String) -> [UInt8]?) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(RawAnswerHandler(script))
            }
        }
    for _ in 0..<50 {
        if let server = try? await bootstrap.bind(host: "127.0.0.1", port: .random(in: 20_000..<32_000)).get() {
            return server
        }
    }
    return try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
}

private final class RawAnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: @Sendable (String) -> [UInt8]?
    private var request: [UInt8] = []

    init(_ script: @escaping @Sendable (String) -> [UInt8]?) {
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.request += self.unwrapInboundIn(data).readableBytesView
        let text = String(decoding: self.request, as: UTF8.self)
        guard self.isWhole(text), let answer = self.script(text) else { return }
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func isWhole(_ text: String) -> Bool {
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let length = text.lowercased().range(of: "content-length: ").flatMap { range in
            Int(text[range.upperBound...].prefix { $0.isNumber })
        }
        return text[end.upperBound...].utf8.count >= length ?? 0
    }
}

/// An HTTP answer whose end is the end of the connection.
func httpAnswer(_ body: [UInt8], status: String = "200 OK", headers: String = "") -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Type: text/xml\r\nConnection: close\r\n\(headers)\r\n".utf8) + body
}
