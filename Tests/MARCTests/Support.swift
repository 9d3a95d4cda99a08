import FoundationEssentials
import Glibc
import MARC
@_spi(_Unicode) import Swift

/// A program that serves as an oracle.
struct Tool: Sendable {
    let path: String

    static let marcdump = Tool(path: "/usr/bin/yaz-marcdump")
    static let xmllint = Tool(path: "/usr/bin/xmllint")
    static let python = Tool(path: "/usr/bin/python3")

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: self.path) }

    /// Runs the program on a file of some bytes, whose name takes the place of the argument `@`.
    func run(_ arguments: [String], on bytes: [UInt8]) throws -> (output: [UInt8], status: Int32) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("input")
        let output = folder.appendingPathComponent("output")
        try Data(bytes).write(to: input)
        let status = try self.spawn(arguments.map { $0 == "@" ? input.path : $0 }, output: output.path)
        return (Array(try Data(contentsOf: output)), status)
    }

    /// Runs the program to its end, its output in a file, its errors nowhere; returns what `waitpid` tells.
    func spawn(_ arguments: [String], output: String) throws -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = unsafe ([self.path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var process: pid_t = 0
        let failure = unsafe posix_spawn(&process, self.path, &actions, nil, &words, environ)
        guard failure == 0 else { throw ToolError(number: failure) }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw ToolError(number: errno) }
        }
        return status
    }
}

struct ToolError: Error {
    var number: Int32
}

func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("marc-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// The files beside the package that tests use when they are there.
enum Shared {
    static let folder: URL = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared")

    static let marcSchema = Self.folder.appendingPathComponent("sru/xsd/records/MARC21slim.xsd")
    static let hasMARCSchema = FileManager.default.fileExists(atPath: Self.marcSchema.path)
}

/// The catalogues of the seven simulated libraries.
enum Catalogues {
    private static let demo = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("demo")
    static let isAvailable = Tool.python.isInstalled
    /// The demonstration's own converter from TCVN3, which has a table of its own.
    static let tcvn3Converter = Self.demo.appendingPathComponent("tcvn3-to-utf8")

    /// File contents by library; generated once.
    static let files: [String: [UInt8]] = {
        guard Self.isAvailable, let folder = try? temporaryFolder() else { return [:] }
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = ["-B", Self.demo.appendingPathComponent("generate").path, "--out", folder.path]
        _ = try? Tool.python.spawn(arguments, output: "/dev/null")
        var files: [String: [UInt8]] = [:]
        for name in Self.readings.map(\.name) {
            if let data = try? Data(contentsOf: folder.appendingPathComponent(name + ".mrc")) {
                files[name] = Array(data)
            }
        }
        return files
    }()

    /// How each library's file is to be read.
    static let readings: [(name: String, format: MARCFormat, encoding: CharacterEncoding)] = [
        ("nlv", .marc21, .automatic), ("tha", .marc21, .automatic), ("nan", .marc21, .automatic),
        ("hti", .marc21, .tcvn3), ("qbi", .marc21, .automatic), ("qtr", .unimarc, .automatic),
        ("hue", .marc21, .automatic),
    ]

    static func records(_ name: String) throws -> [MARCRecord] {
        guard let reading = Self.readings.first(where: { $0.name == name }) else { return [] }
        return try ISO2709.split((Self.files[name] ?? [])[...]).map {
            try ISO2709.parse($0, format: reading.format, encoding: reading.encoding)
        }
    }
}

/// Builds ISO 2709 from raw bytes, right or wrong as told.
struct RawRecord {
    var leader = Array("00000nam a2200000 a 4500".utf8)
    var fields: [(tag: String, bytes: [UInt8])] = []

    mutating func add(_ tag: String, _ text: String) {
        self.fields.append((tag, Array(text.replacing("|", with: "\u{1F}").utf8)))
    }

    mutating func add(_ tag: String, bytes: [UInt8]) {
        self.fields.append((tag, bytes.map { $0 == 0x7C ? 0x1F : $0 }))
    }

    func bytes() -> [UInt8] {
        var directory: [UInt8] = []
        var data: [UInt8] = []
        for (tag, bytes) in self.fields {
            directory += Array((tag + pad(bytes.count + 1, 4) + pad(data.count, 5)).utf8)
            data += bytes + [0x1E]
        }
        directory.append(0x1E)
        var leader = self.leader
        leader.replaceSubrange(0..<5, with: Array(pad(24 + directory.count + data.count + 1, 5).utf8))
        leader.replaceSubrange(12..<17, with: Array(pad(24 + directory.count, 5).utf8))
        return leader + directory + data + [0x1D]
    }
}

func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The letters of Vietnamese with their marks, both cases.
let vietnameseLetters: [Character] = {
    let vowels = "aăâeêioôơuưy"
    let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]
    var letters: [Character] = ["đ", "Đ"]
    for vowel in vowels {
        for tone in tones {
            for text in [String(vowel) + tone, String(vowel).uppercased() + tone] {
                letters.append(Character(text.composed))
            }
        }
    }
    return letters
}()

/// A record of a book with much in it.
func sampleRecord() -> MARCRecord {
    var record = MARCRecord(leader: .book(.marc21), format: .marc21)
    record.append("001", "vtls000012345")
    record.append("008", "150420s2015    vm a          000 0 vie d")
    record.append("020", " ", " ", [("a", "978-604-2-03456-1"), ("c", "85000đ")])
    record.append("041", "1", " ", [("a", "vie"), ("h", "fre")])
    record.append("100", "1", " ", [("a", "Nguyễn, Du,"), ("d", "1765-1820.")])
    record.append("245", "1", "0", [("a", "Truyện Kiều :"), ("b", "truyện thơ /"), ("c", "Nguyễn Du")])
    record.append("260", " ", " ", [("a", "Hà Nội :"), ("b", "Văn học,"), ("c", "2015.")])
    record.append("300", " ", " ", [("a", "247 tr. :"), ("b", "minh họa ;"), ("c", "21 cm")])
    record.append("500", " ", " ", [("a", "In lần thứ 3 <có sửa chữa & bổ sung>")])
    record.append("650", " ", "7", [("a", "Văn học cận đại"), ("x", "Thơ"), ("2", "Bộ TKTVQG")])
    record.append("651", " ", "4", [("a", "Việt Nam")])
    record.append("700", "1", " ", [("a", "Đào, Duy Anh"), ("e", "chú giải")])
    record.append("852", "8", " ", [("a", "TVQG"), ("b", "Kho đọc"), ("h", "895.922"), ("j", "VV.01"), ("j", "VV.02")])
    return record
}

extension String {
    /// The text in form C, by the standard library.
    var composed: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self._nfc)
        return String(view)
    }

    /// The text in form D, by the standard library.
    var decomposed: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self._nfd)
        return String(view)
    }
}

func write(_ bytes: [UInt8], to file: URL) throws {
    try Data(bytes).write(to: file)
}

func contents(of file: URL) throws -> [UInt8] {
    Array(try Data(contentsOf: file))
}
