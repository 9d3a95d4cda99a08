import FoundationEssentials
import MARC
import Testing

/// The sample files of Debian's packages, read as YAZ reads them: `idzebra-2.0-examples` and `libmarc-perl`, where installed.
@Suite(.enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"))
struct SampleFileTests {
    private static let zebra = "/usr/share/doc/idzebra-2.0/examples"
    private static func there(_ paths: [String]) -> [String] {
        paths.filter { FileManager.default.fileExists(atPath: $0) }
    }

    static let marc = Self.there([
        "\(Self.zebra)/marc21/sample-marc.gz", "/usr/share/doc/libmarc-perl/examples/microlif.001",
        "/usr/share/doc/libmarc-perl/examples/specials.001",
    ])
    static let xml = Self.there(
        ["2.xml.gz", "clasmrc.xml.gz", "namemrc.xml.gz", "opera-43.xml.gz", "sandburg-1.xml", "subjmrc.xml.gz"]
            .map { "\(Self.zebra)/marcxml/collection-\($0)" }
    )

    /// The contents of a file, unpacked.
    private func bytes(of path: String) throws -> [UInt8] {
        guard path.hasSuffix(".gz") else { return try contents(of: URL(fileURLWithPath: path)) }
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let unpacked = folder.appendingPathComponent("unpacked")
        _ = try Tool(path: "/usr/bin/gzip").spawn(["-dc", path], output: unpacked.path)
        return try contents(of: unpacked)
    }

    private func readByYAZ(_ file: [UInt8], _ encoding: String) throws -> [MARCRecord] {
        let arguments = ["-i", "marc", "-o", "marcxml", "-f", encoding, "-t", "utf-8", "@"]
        return try MARCXML.parseCollection(try Tool.marcdump.run(arguments, on: file).output, format: .marc21)
    }

    @Test(arguments: Self.marc) func samplesInISO2709AreReadAsYAZReadsThem(_ path: String) throws {
        let file = try self.bytes(of: path)
        let ours = try ISO2709.split(file[...]).map { try ISO2709.parse($0, format: .marc21) }
        let theirs = try self.readByYAZ(file, "marc8")
        #expect(ours.count == theirs.count && ours.count > 10)
        for (our, their) in zip(ours, theirs) { #expect(our.fields.elementsEqual(their.fields), "\(our)\n\(their)") }
    }

    @Test(arguments: Self.xml, ["utf-8", "marc8"])
    func samplesInMARCXMLAreTheSameInISO2709AsYAZWritesIt(_ path: String, _ encoding: String) throws {
        let file = try self.bytes(of: path)
        let records = try MARCXML.parseCollection(file, format: .marc21)
        let position9 = encoding == "utf-8" ? "9=97" : "9=32"
        let written = try Tool.marcdump.run(
            ["-i", "marcxml", "-o", "marc", "-f", "utf-8", "-t", encoding, "-l", position9, "@"],
            on: file
        ).output
        let ours = try ISO2709.split(written[...]).map { try ISO2709.parse($0, format: .marc21) }
        #expect(!records.isEmpty && ours.count == records.count)
        for (our, record) in zip(ours, records) {
            // YAZ writes nothing for letters whose mark it has no place for in MARC-8 (ā): then only its own reading tells.
            #expect(encoding == "marc8" || our.fields.elementsEqual(record.fields), "\(our)\n\(record)")
            #expect(our.repairs.isEmpty)
        }
        let theirs = try self.readByYAZ(written, encoding)
        #expect(ours.map { Array($0.fields) } == theirs.map { Array($0.fields) })
    }
}
