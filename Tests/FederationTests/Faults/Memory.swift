import Foundation

/// How much memory the process holds.
enum Memory {
    /// Resident memory in MiB.
    static func resident() -> Int { Int(self.kilobytes() / 1_024) }

    /// Resident memory in KiB (proc(5)).
    static func kilobytes() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) * 4
    }

    /// The most that was held while somebody watched.
    actor Peak {
        private(set) var megabytes = 0

        func watch() async {
            while !Task.isCancelled {
                self.megabytes = max(self.megabytes, Memory.resident())
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
