import Foundation
import Testing

/// Every row of the checklist beside the package has a test that bears its id.
@Suite struct ChecklistCoverageTests {
    private static let checklist = Schemas.folder.deletingLastPathComponent().appending(path: "checklist.md")
    private static var isThere: Bool { FileManager.default.fileExists(atPath: Self.checklist.path) }

    @Test(.enabled(if: isThere, "the checklist is not there")) func everyRowHasATest() throws {
        let text = try String(contentsOf: Self.checklist, encoding: .utf8)
        let rows = Set(text.matches(of: /(?m)^\| ([A-Z][0-9]{2}) \| [MSO] \|/).map { String($0.output.1) })
        #expect(rows.count == 197)
        // X00 is no test of its own: each row's answers are held against the schemas.
        let missing = rows.subtracting(try Self.tested()).subtracting(["X00"])
        #expect(missing.isEmpty, "rows without a test: \(missing.sorted())")
    }

    /// The ids with which titles of tests and of rows begin.
    private static func tested() throws -> Set<String> {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var ids: Set<String> = []
        let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for title in text.matches(of: /"([A-Z][0-9]{2}(, [A-Z][0-9]{2})*)[":]/) {
                for id in title.output.1.split(separator: ", ") { ids.insert(String(id)) }
            }
        }
        return ids
    }
}
