import Foundation
import Subprocess
import Testing

/// The schemas that lie beside the package; tests that need them are skipped when they are absent.
enum Schemas {
    static let folder = URL(filePath: #filePath)
        .resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/sru/xsd")

    static var areThere: Bool { FileManager.default.fileExists(atPath: Schema.answer1.path) }
}

/// One of the schemas.
enum Schema: String {
    case answer1 = "sru11-loc/srw-types.xsd"
    case answer2 = "sru20-oasis/sruResponse.xsd"
    case scan2 = "sru20-oasis/scan.xsd"
    case explain1 = "sru11-loc/zeerex-2.0.xsd"
    case explain2 = "sru20-oasis/explain.xsd"
    case marcxml = "records/MARC21slim.xsd"

    var path: String { Schemas.folder.appending(path: self.rawValue).path }
}

/// Records an issue for each document that does not validate.
///
/// - Parameters:
///   - documents: the documents by a name that a failure is told with.
///   - schema: the path of the schema.
///   - sourceLocation: where the failure is shown.
/// - Throws: what hinders the validation itself.
func expectValid(
    _ documents: [String: [UInt8]],
    _ schema: String,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    try #require(!documents.isEmpty, "nothing to validate", sourceLocation: sourceLocation)
    try await withTemporaryFolder { folder in
        var files: [String] = []
        for (name, bytes) in documents {
            let file = folder.appending(path: name + ".xml")
            try Data(bytes).write(to: file)
            files.append(file.path)
        }
        let result = try await run(
            .name("xmllint"),
            arguments: Arguments(["--nonet", "--noout", "--schema", schema] + files),
            output: .discarded,
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)", sourceLocation: sourceLocation)
    }
}

/// Gives a folder that is removed afterwards.
func withTemporaryFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lienthong-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
