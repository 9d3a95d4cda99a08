import Federation
import FoundationEssentials
import Glibc

/// What the process takes of the machine, from `/proc` (proc(5)).
struct ProcessUsage: Sendable {
    var residentBytes = 0
    /// What the allocator says of memory.
    var memory = ProcessMemory.sizes
    var openDescriptors = 0
    var processorSeconds = 0.0
    var threads = 0
    /// Seconds since 1970.
    var startTime: Double

    /// When this process began, as near as it matters.
    private static let began = Date().timeIntervalSince1970

    /// Notes the time of start; called early.
    static func begin() { _ = Self.began }

    /// Looks now; reads files.
    static func now() -> ProcessUsage {
        var usage = ProcessUsage(startTime: Self.began)
        let statm = Self.words("/proc/self/statm")
        if statm.count > 1, let pages = Int(statm[1]) {
            usage.residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
        // The name of the program, in parentheses, may hold anything.
        let stat = Self.text("/proc/self/stat").split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        if stat.count > 17, let user = Double(stat[11]), let system = Double(stat[12]) {
            usage.processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
            usage.threads = Int(stat[17]) ?? 0
        }
        usage.openDescriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        return usage
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    private static func words(_ path: String) -> [Substring] { Self.text(path).split(separator: " ") }

    func write(into text: inout MetricsText) {
        text.single("process_cpu_seconds_total", "counter", "Processor time used.", self.processorSeconds)
        text.single("process_resident_memory_bytes", "gauge", "Resident memory.", Double(self.residentBytes))
        text.begin("lienthong_memory_bytes", "gauge", "Memory as the allocator counts it.")
        text.sample("lienthong_memory_bytes", [("state", "allocated")], Double(self.memory.allocated))
        text.sample("lienthong_memory_bytes", [("state", "resident")], Double(self.memory.resident))
        text.single("process_open_fds", "gauge", "Open descriptors.", Double(self.openDescriptors))
        text.single("process_threads", "gauge", "Threads.", Double(self.threads))
        text.single("process_start_time_seconds", "gauge", "Start, in seconds since 1970.", self.startTime)
    }
}
