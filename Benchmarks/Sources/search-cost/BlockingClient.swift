import Glibc

/// An HTTP client of one connection that blocks its thread, so that the thread's clock tells its cost.
struct BlockingClient: ~Copyable {
    private let descriptor: Int32
    private let host: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: Int) throws(BlockingClientError) {
        self.host = "127.0.0.1:\(port)"
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        let descriptor = self.descriptor
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else { throw BlockingClientError(message: "cannot connect to port \(port): error \(errno)") }
    }

    deinit { close(self.descriptor) }

    /// Asks for a path and waits for the whole answer.
    ///
    /// - Returns: the body.
    /// - Throws: ``BlockingClientError`` when the status is not 200 or the connection ends.
    mutating func get(_ path: String) throws(BlockingClientError) -> [UInt8] {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: \(self.host)\r\n\r\n".utf8)
        let descriptor = self.descriptor
        let sent = unsafe request.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, 0) }
        guard sent == request.count else { throw BlockingClientError(message: "cannot send") }
        var answer: [UInt8] = []
        var head: (end: Int, length: Int)?
        while true {
            if let head, answer.count >= head.end + head.length {
                return Array(answer[head.end..<(head.end + head.length)])
            }
            let count = unsafe self.buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { throw BlockingClientError(message: "the server closed the connection") }
            answer += self.buffer[..<count]
            if head == nil { head = try Self.head(answer) }
        }
    }

    /// Where the body begins and how long it is, once the head is there.
    private static func head(_ answer: [UInt8]) throws(BlockingClientError) -> (end: Int, length: Int)? {
        let limit = min(answer.count, 4096)
        guard limit >= 4 else { return nil }
        let mark = Array("\r\n\r\n".utf8)
        guard let start = (0...(limit - 4)).first(where: { answer[$0..<($0 + 4)].elementsEqual(mark) }) else {
            return nil
        }
        let lines = String(decoding: answer[..<start], as: UTF8.self).split(separator: "\r\n")
        guard lines.first?.split(separator: " ").dropFirst().first == "200" else {
            throw BlockingClientError(message: "the server answered: \(lines.first ?? "")")
        }
        for line in lines where line.lowercased().hasPrefix("content-length:") {
            if let length = Int(line.split(separator: " ").last ?? "") { return (start + 4, length) }
        }
        throw BlockingClientError(message: "an answer without Content-Length")
    }
}

/// Why a measuring client could not go on.
struct BlockingClientError: Error, CustomStringConvertible {
    var message: String

    var description: String { self.message }
}
