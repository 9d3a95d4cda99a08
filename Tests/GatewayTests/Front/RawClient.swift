import NIOCore
import NIOPosix
import Testing

/// A client that sends exactly the octets it is told to, and reads answers of HTTP/1.
struct RawClient {
    /// An answer: status, header fields by their names in lower case, body.
    struct Answer: Sendable {
        var status = 0
        var fields: [(name: String, value: String)] = []
        var body: [UInt8] = []

        var text: String { String(decoding: self.body, as: UTF8.self) }

        subscript(_ name: String) -> String? {
            self.fields.first { $0.name == name.lowercased() }?.value
        }
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffered: [UInt8] = []

    /// Connects to a port, and closes the connection when `body` is done.
    static func connected<Value: Sendable>(
        to port: Int,
        _ body: (inout RawClient) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    /// Sends text as it is.
    func send(_ text: String) async throws {
        try await self.outbound.write(ByteBuffer(string: text))
    }

    /// Ends the sending half of the connection.
    func finish() {
        self.outbound.finish()
    }

    /// Sends a GET of HTTP/1.1 with more header lines, each ended by CRLF.
    func get(_ path: String, _ more: String = "") async throws {
        try await self.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(more)\r\n")
    }

    /// The next answer; fails the test when the connection ends before.
    mutating func answer(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Answer {
        var answer = Answer()
        let head = try await self.read { bytes in
            String(decoding: bytes, as: UTF8.self).firstRange(of: "\r\n\r\n").map { range in
                let head = String(decoding: bytes, as: UTF8.self)[..<range.upperBound]
                return (String(head), head.utf8.count)
            }
        }
        let lines = try #require(head, "the connection ended", sourceLocation: sourceLocation)
            .split(separator: "\r\n")
        answer.status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        answer.fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count == 2 ? String(parts[1].drop { $0 == " " }) : "")
        }
        if answer.status >= 200, let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = try await self.read { $0.count >= length ? (Array($0.prefix(length)), length) : nil } ?? []
        }
        return answer
    }

    /// Waits until the server ends the connection; what comes before is thrown away.
    mutating func waitForClose() async throws {
        do {
            while try await self.inbound.next(isolation: #isolation) != nil {}
        } catch let error as IOError where error.errnoCode == ECONNRESET {
            return
        }
    }

    private mutating func read<Value>(_ parse: ([UInt8]) -> (Value, Int)?) async throws -> Value? {
        while true {
            if let (value, count) = parse(self.buffered) {
                self.buffered.removeFirst(count)
                return value
            }
            guard let more = try await self.inbound.next(isolation: #isolation) else { return nil }
            self.buffered += more.readableBytesView
        }
    }
}
