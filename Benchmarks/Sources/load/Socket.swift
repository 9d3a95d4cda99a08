import Glibc

/// The calls of the system that the generator needs, without their pointers.
enum Socket {
    /// Begins to connect to a port of this machine; nil when there is no descriptor left.
    static func connect(port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    /// Sends all octets; false when that cannot be done at once.
    static func send(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        let sent = unsafe octets.withUnsafeBytes { octets in
            unsafe Glibc.send(descriptor, octets.baseAddress, octets.count, Int32(MSG_NOSIGNAL))
        }
        return sent == octets.count
    }

    /// Reads what is there: nil when the other end has closed or failed, and nothing when nothing is there.
    static func receive(from descriptor: Int32, _ buffer: inout [UInt8]) -> ArraySlice<UInt8>? {
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        if count > 0 { return buffer[..<count] }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }

    /// Raises the number of descriptors as far as may be.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Nanoseconds of the clock that never jumps.
    static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// Waits for sockets, or for a moment in time.
struct Poll {
    private var entries: [pollfd] = []

    /// Waits until something happens on one of the descriptors, or until a moment.
    ///
    /// - Parameters:
    ///   - descriptors: with each, whether its connection is still being made.
    ///   - moment: nanoseconds as in ``Socket/now``.
    /// - Returns: the descriptors to which something has happened.
    mutating func wait(_ descriptors: some Sequence<(Int32, isConnecting: Bool)>, until moment: Int) -> [Int32] {
        self.entries.removeAll(keepingCapacity: true)
        for (descriptor, isConnecting) in descriptors {
            let events = Int16(isConnecting ? POLLOUT : POLLIN)
            self.entries.append(pollfd(fd: descriptor, events: events, revents: 0))
        }
        // A millisecond is the clock's step here: a request may go out that much late, and its time tells it.
        let rest = Int32(max(0, moment - Socket.now + 999_999) / 1_000_000)
        let count = unsafe poll(&self.entries, nfds_t(self.entries.count), rest)
        return count > 0 ? self.entries.filter { $0.revents != 0 }.map(\.fd) : []
    }
}

/// There are not enough descriptors.
struct DescriptorError: Error, CustomStringConvertible {
    let description = "there are not enough descriptors; raise the limit with ulimit -n"
}
