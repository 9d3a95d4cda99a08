import CMalloc
import Glibc

/// How the process's memory is handed out, glibc's part of it (mallopt(3)).
public enum ProcessMemory {
    /// Sets it up; call it first of all, before there is another thread.
    ///
    /// **One arena for four cores.** Threads that do not get the first arena take their memory from one that grows by a system call
    /// for every few kilobytes, which a search pays for several dozen times. The first one grows by a megabyte.
    ///
    /// **Large blocks go back.** Every block of 256 KiB or more comes from the system by itself, and goes back there when it is
    /// freed. Else glibc takes the first large block that is freed for a sign that more will come: it raises that size, up to
    /// 32 MiB, and what one flood of large answers needed stays with the process in pieces.
    public static func prepare() {
        _ = mallopt(M_ARENA_MAX, CInt(clamping: max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)) / 4)))
        _ = mallopt(M_TOP_PAD, 1 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 8 << 20)
        _ = mallopt(M_MMAP_THRESHOLD, 256 << 10)
    }
}
