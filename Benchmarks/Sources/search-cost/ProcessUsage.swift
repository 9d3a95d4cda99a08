import FoundationEssentials
import Glibc

/// CPU time that was used, in seconds.
struct CPUTime {
    var user = 0.0
    var system = 0.0

    var total: Double { self.user + self.system }

    /// By all threads of this process so far, without its children.
    static var process: CPUTime { self.used(by: 0) }

    /// By the thread that asks.
    static var thread: CPUTime { self.used(by: 1) }

    /// `RUSAGE_SELF` (0) or `RUSAGE_THREAD` (1), which the module of Glibc does not offer both as numbers.
    private static func used(by who: Int32) -> CPUTime {
        var usage = rusage()
        unsafe getrusage(who, &usage)
        return CPUTime(user: self.seconds(usage.ru_utime), system: self.seconds(usage.ru_stime))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    static func + (left: CPUTime, right: CPUTime) -> CPUTime {
        CPUTime(user: left.user + right.user, system: left.system + right.system)
    }

    static func - (left: CPUTime, right: CPUTime) -> CPUTime {
        CPUTime(user: left.user - right.user, system: left.system - right.system)
    }
}

/// Memory of this process that is in RAM, in MiB, as the kernel counts it.
struct Memory {
    /// Now.
    var resident = 0.0
    /// The most so far.
    var peak = 0.0

    static func current() -> Memory {
        var memory = Memory()
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return memory }
        for line in status.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count > 1, let kibibytes = Double(words[1]) else { continue }
            if words[0] == "VmRSS:" { memory.resident = kibibytes / 1024 }
            if words[0] == "VmHWM:" { memory.peak = kibibytes / 1024 }
        }
        return memory
    }
}
