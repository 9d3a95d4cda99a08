import Foundation

/// Whether a process itself listens on a TCP port, as the kernel sees it.
///
/// - Parameters:
///   - process: The process's number.
///   - port: The port.
/// - Returns: True when one of its sockets listens there; nil when the process has ended.
func isListening(process: Int, port: Int) -> Bool? {
    let folder = "/proc/\(process)/fd"
    // One that has ended has nothing open, not even its standard error.
    guard let descriptors = try? FileManager.default.contentsOfDirectory(atPath: folder), !descriptors.isEmpty else {
        return nil
    }
    let sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeningSockets(table: $0, port: port) }
    return descriptors.contains { descriptor in
        guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)") else {
            return false
        }
        return sockets.contains { link == "socket:[\($0)]" }
    }
}

/// The inodes of sockets that listen on a port, from one of the kernel's tables (proc(5)).
private func listeningSockets(table: String, port: Int) -> [Substring] {
    let text = (try? String(contentsOfFile: table, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
        let words = line.split(separator: " ")
        guard words.count > 9, words[3] == "0A", let place = words[1].lastIndex(of: ":"),
            Int(words[1][words[1].index(after: place)...], radix: 16) == port
        else { return nil }
        return words[9]
    }
}
