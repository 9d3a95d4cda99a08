import Foundation
import Logging
import Testing

@testable import Gateway

/// Lines of the log, as programs and people read them.
@Suite struct LogTests {
    private static let metadata: Logger.Metadata = [
        "ms": .stringConvertible(12), "said": "bye\r\n{\"level\":\"error\"}\u{2028}", "empty": "",
        "list": .array(["a b", "c"]),
    ]

    @Test func aLineOfJSONIsOneObjectWhateverIsInIt() throws {
        struct Line: Decodable {
            let time: String
            let level: String
            let message: String
            let ms: Int
            let said: String
            let list: [String]
        }
        let text = LineLogHandler.line(.json, "2026-01-01T00:00:00.000Z", .info, "a\nb", Self.metadata)
        #expect(text.hasSuffix("}\n") && text.utf8.count { $0 == 10 } == 1 && !text.utf8.contains(13))
        let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
        #expect(line.message == "a\nb" && line.ms == 12 && line.list == ["a b", "c"])
        #expect(line.said == "bye\r\n{\"level\":\"error\"}\u{2028}")
    }

    @Test func aLineOfTextCannotBeginAnother() {
        let text = LineLogHandler.line(.text, "T", .notice, "hello\r\nthere", Self.metadata)
        #expect(
            text == """
                T notice "hello\\u000d\\nthere" empty="" list=["a b","c"] ms=12 \
                said="bye\\u000d\\n{\\"level\\":\\"error\\"}\u{2028}"

                """
        )
        #expect(
            LineLogHandler.line(.text, "T", .info, "it works", ["url": "http://h:1/a"])
                == "T info it works url=http://h:1/a\n"
        )
    }

    @Test func whoReadsTheLogTooSlowlyHoldsNobodyUp() async throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let line = String(repeating: "x", count: 1_023) + "\n"
        for _ in 0..<10_000 { output.write(line) }
        let reading = Task.detached { try pipe.fileHandleForReading.readToEnd() ?? Data() }
        output.flush()
        output.write("end\n")
        output.flush()
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try await reading.value, as: UTF8.self)
        #expect(text.contains("lines of this log are lost"))
        #expect(text.hasSuffix("end\n"))
    }

    @Test(arguments: [("abc-1.2_Z", true), ("", false), ("a b", false), ("a\r\nX: y", false), ("é", false)])
    func theNameOfARequestIsTakenWhenItIsSane(_ name: String, _ isSane: Bool) {
        #expect(RequestID.accepted(name) == (isSane ? name : nil))
        #expect(RequestID.accepted(String(repeating: "a", count: 65)) == nil)
        #expect(RequestID.new().count == 16 && RequestID.new() != RequestID.new())
    }
}
