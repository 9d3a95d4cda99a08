import Foundation
import Glibc

extension FileHandle {
    /// Opens a file to write from its beginning, and makes it when there is none.
    ///
    /// What the path names stays what it is: a device or a pipe is written to, never replaced.
    ///
    /// - Throws: `MarcFileError` when it cannot be written.
    static func output(to path: String) throws(MarcFileError) -> FileHandle {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw MarcFileError("the file \"\(path)\" cannot be written") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
