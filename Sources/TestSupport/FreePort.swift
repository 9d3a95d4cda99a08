import Glibc

/// A TCP port of the loopback interface that nothing listens on at the moment.
///
/// The kernel chooses it; another process may take it before the caller does, so whoever starts
/// a server on it should be ready to try again.
///
/// - Returns: A port from the kernel's range for short-lived ports.
/// - Throws: ``PortError`` when no socket can be had.
public func freePort() throws(PortError) -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw PortError(number: errno) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            unsafe bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
        }
    }
    guard bound else { throw PortError(number: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// No free port could be found.
public struct PortError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The system's error number.
    public var number: Int32

    /// The error as a sentence.
    public var description: String { "no free TCP port: system error \(self.number)" }
}
