/// The records of an answer by their octets, and the answer without them.
///
/// Most answers are MARCXML that stands by itself: each record says its namespace. Such a record needs no tree to be read, and by its
/// octets it can be told whether it came before. What is not of this usual shape stays in the answer.
struct AnswerRecords {
    /// The answer, with nothing in the places of the records that were taken out.
    let envelope: [UInt8]
    /// For each `recordData`, in the order of the document, the record; nil where it was left in its place.
    let records: [[UInt8]?]

    /// Takes the records out; nil when there is nothing to take, or when octets alone do not tell where a record ends.
    init?(_ bytes: [UInt8]) {
        guard Self.isPlain(bytes) else { return nil }
        var records: [[UInt8]?] = []
        let envelope = AnswerRepair.emptyingRecords(of: bytes) { content in
            let record = Self.standingByItself(content).map { Array($0) }
            records.append(record)
            return record != nil
        }
        guard let envelope else { return nil }
        self.envelope = envelope
        self.records = records
    }

    /// Whether a tag is what looks like one: there are no comments, no character data, no instructions, and the text is UTF-8.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        var start = bytes.startIndex
        if bytes.starts(with: "<?xml".utf8) {
            guard let end = bytes.prefix(256).firstIndex(of: UInt8(ascii: ">")) else { return false }
            let declaration = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
            guard !declaration.contains("encoding") || declaration.contains("utf-8") else { return false }
            start = end
        }
        while let open = bytes[start...].firstIndex(of: UInt8(ascii: "<")) {
            start = open + 1
            guard start < bytes.count else { return true }
            if bytes[start] == UInt8(ascii: "!") || bytes[start] == UInt8(ascii: "?") { return false }
        }
        return true
    }

    /// The one element of a content, if it is a MARCXML record that says its namespace.
    private static func standingByItself(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = content.firstIndex(where: { !isBlank($0) }), content[first] == UInt8(ascii: "<"),
            let last = content.lastIndex(where: { !isBlank($0) }),
            let tagEnd = content[first...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let tag = content[(first + 1)..<tagEnd]
        let name = tag.prefix { !isBlank($0) }
        var declaration = Array(" xmlns".utf8)
        if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
            guard name[(colon + 1)...].elementsEqual("record".utf8) else { return nil }
            declaration.append(UInt8(ascii: ":"))
            declaration += name[..<colon]
        } else {
            guard name.elementsEqual("record".utf8) else { return nil }
        }
        declaration += Array("=".utf8)
        let closing = Array("</".utf8) + name + Array(">".utf8)
        guard Array(tag).firstPlace(of: declaration, from: 0) != nil,
            content[...last].suffix(closing.count).elementsEqual(closing)
        else { return nil }
        return content[first...last]
    }
}
