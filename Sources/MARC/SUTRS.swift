/// Text without structure (SUTRS), which some Z39.50 servers send when they have nothing better.
public enum SUTRS {
    /// Makes a record of text, so that it can be shown: the title is the line called so, or the first line; the other
    /// lines are notes (500), each with its caption if it has one.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - encoding: Its encoding.
    /// - Returns: The record, in MARC 21.
    /// - Throws: ``MARCError/Code/notARecord`` when there is no text.
    public static func parse(
        _ bytes: ArraySlice<UInt8>,
        encoding: CharacterEncoding = .automatic
    ) throws(MARCError) -> MARCRecord {
        let lines = encoding.decode(bytes).text.split { $0.isNewline }.compactMap(\.trimmedOrNil).prefix(500)
        guard let first = lines.first else {
            throw MARCError(.notARecord, "the text is empty", offset: bytes.startIndex)
        }
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        let titled = lines.firstIndex { line in
            ["title:", "nhan đề:", "tên sách:", "titre:", "titel:"].contains { line.lowercased().hasPrefix($0) }
        }
        let title = titled.map { lines[$0].drop { $0 != ":" }.dropFirst().trimmed } ?? first
        record.append("245", "0", "0", [("a", title.isEmpty ? first : title)])
        for (place, line) in lines.enumerated() where place != titled ?? 0 {
            record.append("500", " ", " ", [("a", line)])
        }
        return record
    }
}
