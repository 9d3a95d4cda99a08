import CMalloc

/// How the process's memory is handed out, glibc's part of it (mallopt(3)).
public enum ProcessMemory {
    /// Has every block of 256 KiB or more come from the system by itself, and go back there when it is freed.
    ///
    /// Else glibc takes the first large block that is freed for a sign that more will come: it raises that size, up to
    /// 32 MiB, and what one flood of large answers needed stays with the process in pieces. Call it once, early.
    public static func returnLargeBlocks() {
        _ = mallopt(M_MMAP_THRESHOLD, 256 << 10)
    }
}
