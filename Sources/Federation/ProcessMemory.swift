import CMalloc

/// How the process's memory is handed out: by jemalloc, which is linked in the place of the C library's allocator.
///
/// A gateway takes and frees the records of a thousand result sets in no order. glibc's allocator keeps what lies between
/// those that are left: its memory grew for as long as it was watched (`docs/reliability.md`, "Soak"), and it took a tenth of a
/// search's time to find places in it.
public enum ProcessMemory {
    /// Sets it up; call it first of all.
    ///
    /// Memory that nobody has used for ten seconds goes back to the system from a thread of its own, also while the process
    /// has nothing to do.
    public static func prepare() {
        var isOn = true
        _ = unsafe mallctl("background_thread", nil, nil, &isOn, MemoryLayout<Bool>.size)
    }
}
