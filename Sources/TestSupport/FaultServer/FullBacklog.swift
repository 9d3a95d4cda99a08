import Glibc

/// A listening socket whose queue of connections is full, so that the kernel drops every further attempt: what a client
/// sees of a firewall that swallows packets, or of a server that accepts nobody.
///
/// - Parameter body: Gets the port.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or ``PortError`` when there is no socket to be had.
public func withFullBacklog<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw PortError(number: errno) }
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            unsafe bind(listener, generic, length) == 0 && listen(listener, 0) == 0
                && getsockname(listener, generic, &length) == 0
        }
    }
    guard bound else { throw PortError(number: errno) }
    var clients: [Int32] = []
    defer { for client in clients { close(client) } }
    // A queue of length zero holds one; a few more make sure.
    for _ in 0..<4 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard client >= 0 else { throw PortError(number: errno) }
        clients.append(client)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(client, generic, length)
            }
        }
    }
    try await Task.sleep(for: .milliseconds(20))
    return try await body(Int(UInt16(bigEndian: address.sin_port)))
}
