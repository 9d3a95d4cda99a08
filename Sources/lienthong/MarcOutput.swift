import ArgumentParser
import Foundation
import MARC
import XML

/// Where converted records go.
struct MarcOutput {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case iso2709, marcxml, xchange, json, mods, dc, text
    }

    private let handle: FileHandle
    private let format: Format
    private let encoding: CharacterEncoding
    private var buffer: [UInt8] = []

    /// Opens a file to write, or standard output for "-".
    init(_ path: String, _ format: Format, encoding: CharacterEncoding) throws {
        self.handle = path == "-" ? .standardOutput : try .output(to: path)
        self.format = format
        self.encoding = encoding
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        switch format {
        case .marcxml: self.buffer += (declaration + "<collection xmlns=\"\(MARCXML.namespace)\">\n").utf8
        case .xchange: self.buffer += (declaration + "<collection xmlns=\"\(MARCXML.exchangeNamespace)\">\n").utf8
        case .mods: self.buffer += (declaration + "<modsCollection xmlns=\"\(MODS.namespace)\">\n").utf8
        case .dc: self.buffer += (declaration + "<records>\n").utf8
        case .iso2709, .json, .text: break
        }
    }

    /// Writes a record; with a note of where it comes from, what was mended is written too.
    mutating func write(_ record: MARCRecord, note: String? = nil) throws {
        switch self.format {
        case .iso2709: self.buffer += try ISO2709.serialize(record, encoding: self.encoding)
        case .json:
            MARCJSON.write(record, into: &self.buffer)
            self.buffer.append(0x0A)
        case .text:
            let repairs = record.repairs.map { "\n# mended: \($0)" }.joined()
            self.buffer += ((note.map { "# \($0)\(repairs)\n" } ?? "") + "\(record)\n\n").utf8
        case .marcxml, .xchange, .mods, .dc:
            var writer = XMLWriter(reserving: 4_096)
            switch self.format {
            case .marcxml: MARCXML.write(record, into: &writer)
            case .xchange: MARCXML.writeExchange(record, into: &writer)
            case .mods: MODS.write(record, into: &writer)
            default: DublinCore.write(record, into: &writer)
            }
            self.buffer += writer.bytes
            self.buffer.append(0x0A)
        }
        if self.buffer.count > 1 << 18 { try self.flush() }
    }

    /// Writes what has to stand at the end.
    mutating func finish() throws {
        switch self.format {
        case .marcxml, .xchange: self.buffer += "</collection>\n".utf8
        case .mods: self.buffer += "</modsCollection>\n".utf8
        case .dc: self.buffer += "</records>\n".utf8
        case .iso2709, .json, .text: break
        }
        try self.flush()
    }

    private mutating func flush() throws {
        try self.handle.write(contentsOf: Data(self.buffer))
        self.buffer.removeAll(keepingCapacity: true)
    }
}
