import CMalloc

/// How the process's memory is handed out: by jemalloc, which is linked in the place of the C library's allocator.
///
/// A gateway takes and frees the records of a thousand result sets in no order. glibc's allocator keeps what lies between
/// those that are left: its memory grew for as long as it was watched (`docs/reliability.md`, "Soak"), and it took a tenth of a
/// search's time to find places in it.
public enum ProcessMemory {
    /// What the allocator says of the memory that it hands out, in octets.
    public struct Sizes: Sendable, Hashable {
        /// What is in use.
        public var allocated: Int
        /// All pages that may be resident for it: those in use, those that wait to be given back, and its own books.
        ///
        /// What the system counts comes near to this from below, page by page as they are touched for the first time.
        public var resident: Int
    }

    /// Sets it up; call it first of all.
    ///
    /// Memory that nobody has used for ten seconds goes back to the system from a thread of its own, also while the process
    /// has nothing to do.
    public static func prepare() {
        var isOn = true
        _ = unsafe mallctl("background_thread", nil, nil, &isOn, MemoryLayout<Bool>.size)
    }

    /// The sizes now (jemalloc(3), `stats.allocated` and `stats.resident`).
    public static var sizes: Sizes {
        // Its numbers are those of the last change of epoch.
        var epoch: UInt64 = 1
        _ = unsafe mallctl("epoch", nil, nil, &epoch, MemoryLayout<UInt64>.size)
        return Sizes(allocated: Self.number("stats.allocated"), resident: Self.number("stats.resident"))
    }

    private static func number(_ name: String) -> Int {
        var number = 0
        var size = MemoryLayout<Int>.size
        _ = unsafe mallctl(name, &number, &size, nil, 0)
        return number
    }
}
