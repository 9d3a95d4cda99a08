import Foundation
import Subprocess
import Testing

/// The schemas and test data that lie beside the package; tests that need them are skipped when they are absent.
enum SharedFiles {
    static let directory = URL(filePath: #filePath)
        .resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/sru")

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.directory.appending(path: path).path)
    }

    static var haveSchemas: Bool { self.exists("xsd/sru11-loc/srw-types.xsd") }

    /// The rows of a file with one JSON object a line.
    static func rows<Row: Decodable>(_ path: String, as: Row.Type) throws -> [Row] {
        let text = try String(contentsOf: self.directory.appending(path: path), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }
}

/// The schemas that answers are held against.
enum Schema: String {
    case answer1 = "xsd/sru11-loc/srw-types.xsd"
    case zeerex = "xsd/sru11-loc/zeerex-2.0.xsd"
    case answer2 = "xsd/sru20-oasis/sruResponse.xsd"
    case scan2 = "xsd/sru20-oasis/scan.xsd"
    case explain2 = "xsd/sru20-oasis/explain.xsd"
}

/// Records an issue when a document does not validate.
func expectValid(
    _ document: [UInt8],
    _ schema: Schema,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let path = SharedFiles.directory.appending(path: schema.rawValue).path
    let result = try await run(
        .name("xmllint"),
        arguments: ["--nonet", "--noout", "--schema", path, "-"],
        input: .array(document),
        output: .discarded,
        error: .string(limit: 1 << 16)
    )
    let text = String(decoding: document, as: UTF8.self)
    #expect(
        result.terminationStatus.isSuccess,
        "\(result.standardError) in \(text)",
        sourceLocation: sourceLocation
    )
}
