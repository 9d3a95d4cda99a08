import ArgumentParser
import Foundation
import MARC
import XML

/// A file of records, read record by record.
struct MarcFile {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case iso2709, marcxml, xchange, json, mods, dc
    }

    /// One record, or why there is none.
    struct Item {
        /// From 1.
        var number: Int
        /// The place of its first byte in the file.
        var offset: Int
        /// The bytes, as they stand in the file.
        var bytes: ArraySlice<UInt8>
        var result: Result<MARCRecord, MARCError>

        /// An error with its place in the file.
        func message(_ error: MARCError) -> String {
            let place = error.offset.map { "byte \(self.offset + $0)" } ?? "byte \(self.offset)"
            let field = error.tag.map { ", field \($0)" } ?? ""
            return "record \(self.number), \(place)\(field): \(error.message)"
        }
    }

    private enum Splitter {
        case iso2709(ISO2709.Splitter)
        case xml(MARCXML.Splitter)
        case json(MARCJSON.Splitter)
    }

    /// The records seen so far, readable or not.
    private(set) var count = 0
    private(set) var refused = 0
    /// Records with bytes that are no characters.
    private var strange = 0
    /// After so many pieces without a single record the file is given up.
    private static let maximumRefusedAtFirst = 20
    private let handle: FileHandle
    private let size: Int
    private let limit: Int
    private let tags: MARCFormat?
    private var encoding: CharacterEncoding
    private var splitter: Splitter
    private var isAtEnd = false
    /// Pieces read ahead to find out the character set.
    private var ahead: [ISO2709.Splitter.Piece] = []
    private var read = 0
    private var progress = Progress()
    private static let chunk = 1 << 18

    /// Opens a file; `encoding` nil means to find it out.
    init(_ path: String, format: Format?, tags: MARCFormat?, encoding: CharacterEncoding?, limit: Int?) throws {
        if path == "-" {
            self.handle = .standardInput
            self.size = 0
        } else {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
                throw MarcFileError("there is no file \"\(path)\"")
            }
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            guard !isFolder, let handle = FileHandle(forReadingAtPath: path) else {
                throw MarcFileError("\"\(path)\" \(isFolder ? "is a folder" : "cannot be read")")
            }
            self.handle = handle
            self.size = (attributes[.size] as? Int) ?? 0
        }
        self.limit = limit ?? .max
        self.tags = tags
        self.encoding = encoding ?? .automatic
        let first = try self.handle.read(upToCount: Self.chunk).map { Array($0) } ?? []
        self.read = first.count
        switch format ?? Self.guess(first) {
        case .iso2709: self.splitter = .iso2709(ISO2709.Splitter())
        case .json: self.splitter = .json(MARCJSON.Splitter())
        default: self.splitter = .xml(MARCXML.Splitter())
        }
        self.take(first)
        if encoding == nil { try self.detect() }
    }

    /// The format of a file by its beginning.
    static func guess(_ path: String) throws -> Format {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ValidationError("the file \"\(path)\" cannot be read")
        }
        return Self.guess(try handle.read(upToCount: 1_024).map { Array($0) } ?? [])
    }

    /// The format by the first character that is no white space.
    private static func guess(_ bytes: [UInt8]) -> Format {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        switch bytes[start...].first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): return .marcxml
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
        default: return .iso2709
        }
    }

    private mutating func detect() throws {
        var detector = EncodingDetector(format: self.tags ?? .marc21)
        while self.ahead.count < 500, let piece = try self.piece() {
            self.ahead.append(piece)
            detector.add(piece.bytes)
        }
        self.ahead.reverse()
        // Of these each record tells by itself, and may differ from the others.
        guard let verdict = detector.verdict, ![.utf8, .marc8, .iso5426].contains(verdict.encoding) else { return }
        self.encoding = verdict.encoding
        let share = Int(verdict.agreement * 100)
        StandardError.print(
            "character set: \(verdict.encoding.rawValue) (\(verdict.records) records, \(share) % agree)"
        )
    }

    /// What to do about characters that could not be read, at the end.
    private mutating func advise() {
        self.progress.end()
        if self.strange > 0, self.encoding == .automatic {
            StandardError.print(
                "\(self.strange) records have bytes that are no characters: is --from-charset missing? "
                    + "From \(EncodingDetector.minimumRecords) records on the character set is found out."
            )
        }
        self.strange = 0
    }

    /// The next record; `nil` at the end.
    mutating func next() throws -> Item? {
        var piece = self.count < self.limit ? self.ahead.popLast() : nil
        if piece == nil, self.count < self.limit { piece = try self.piece() }
        guard let piece else {
            self.advise()
            return nil
        }
        guard self.refused < Self.maximumRefusedAtFirst || self.refused < self.count else {
            throw MarcFileError(
                "none of the first \(self.count) pieces of the file is a record: it is in another format than \(self.name) "
                    + "(--from names one), or no file of records"
            )
        }
        self.count += 1
        self.progress.show(self.count, self.size == 0 ? nil : Double(piece.offset) / Double(self.size))
        let result: Result<MARCRecord, MARCError>
        do throws(MARCError) {
            let record = try self.record(piece.bytes)
            if record.repairs.contains(where: { $0.code == .characters }) { self.strange += 1 }
            result = .success(record)
        } catch {
            self.refused += 1
            // Offsets count from the piece, whose bytes are a slice of their own.
            result = .failure(error)
        }
        return Item(number: self.count, offset: piece.offset, bytes: piece.bytes, result: result)
    }

    /// Reads the bytes of one record as those of the file are read.
    func record(_ bytes: ArraySlice<UInt8>) throws(MARCError) -> MARCRecord {
        switch self.splitter {
        case .iso2709:
            return try ISO2709.parse(bytes, format: self.tags ?? .marc21, encoding: self.encoding)
        case .json:
            guard let record = try MARCJSON.parse(Array(bytes), format: self.tags).first else {
                throw MARCError(.notARecord, "there is no record")
            }
            return record.corrected(from: self.encoding)
        case .xml:
            if let record = MARCXML.parseWithoutTree(Array(bytes), format: self.tags) {
                return record.corrected(from: self.encoding)
            }
            let element: XMLElement
            do throws(XMLError) {
                element = try XMLElement.parse(Array(bytes))
            } catch {
                throw MARCError(.xml, error.description)
            }
            return try RecordXML.parse(element, format: self.tags).corrected(from: self.encoding)
        }
    }

    /// The kind of file, for people.
    private var name: String {
        switch self.splitter {
        case .iso2709: "iso2709"
        case .xml: "XML"
        case .json: "json"
        }
    }

    private mutating func piece() throws -> ISO2709.Splitter.Piece? {
        while true {
            if let piece = self.divided() { return piece }
            guard !self.isAtEnd else { return nil }
            let bytes = try self.handle.read(upToCount: Self.chunk) ?? Data()
            self.read += bytes.count
            self.take(Array(bytes))
            if bytes.isEmpty {
                self.isAtEnd = true
                if case .iso2709(var splitter) = self.splitter {
                    splitter.finish()
                    self.splitter = .iso2709(splitter)
                }
            }
        }
    }

    private mutating func divided() -> ISO2709.Splitter.Piece? {
        switch self.splitter {
        case .iso2709(var splitter):
            self.splitter = .json(MARCJSON.Splitter())
            defer { self.splitter = .iso2709(splitter) }
            return splitter.next()
        case .xml(var splitter):
            self.splitter = .json(MARCJSON.Splitter())
            defer { self.splitter = .xml(splitter) }
            return splitter.next()
        case .json(var splitter):
            self.splitter = .json(MARCJSON.Splitter())
            defer { self.splitter = .json(splitter) }
            return splitter.next()
        }
    }

    private mutating func take(_ bytes: [UInt8]) {
        switch self.splitter {
        case .iso2709(var splitter):
            splitter.append(bytes)
            self.splitter = .iso2709(splitter)
        case .xml(var splitter):
            splitter.append(bytes)
            self.splitter = .xml(splitter)
        case .json(var splitter):
            splitter.append(bytes)
            self.splitter = .json(splitter)
        }
    }
}

/// A file that cannot be read or written, or holds no records.
struct MarcFileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A line on standard error now and then, when reading takes long.
private struct Progress {
    private var next = ContinuousClock.now + .seconds(3)
    private var hasShown = false
    private let isTerminal = isatty(2) == 1

    mutating func show(_ count: Int, _ share: Double?) {
        guard count % 256 == 0, ContinuousClock.now >= self.next else { return }
        self.next = ContinuousClock.now + .seconds(self.isTerminal ? 1 : 30)
        self.hasShown = true
        let percent = share.map { ", \(Int($0 * 100)) %" } ?? ""
        let line = "\(count) records\(percent)"
        FileHandle.standardError.write(Data((self.isTerminal ? "\r\(line)  " : "\(line)\n").utf8))
    }

    func end() {
        if self.hasShown, self.isTerminal { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
