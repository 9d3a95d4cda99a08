import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Reads files of the folder `shared` that lies beside the package; tests that need it are skipped where it is absent.
enum SharedFiles {
    static let root: String = {
        // …/Tests/ScoringTests/SharedFiles.swift → …/../shared, with symbolic links resolved.
        var path = resolved(#filePath).split(separator: "/").dropLast(4)
        path.append("shared")
        return "/" + path.joined(separator: "/")
    }()

    static func exists(_ path: String) -> Bool { unsafe access(root + "/" + path, R_OK) == 0 }

    static func read(_ path: String) -> [UInt8]? { readFile(root + "/" + path) }

    static func readFile(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { return content }
            content += buffer[..<count]
        }
    }

    static func lines(_ path: String) -> [[Substring]] {
        guard let bytes = read(path) else { return [] }
        return table(bytes)
    }

    static func table(_ bytes: [UInt8]) -> [[Substring]] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    private static func resolved(_ path: StaticString) -> String {
        let text = path.description
        guard let real = unsafe realpath(text, nil) else { return text }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
