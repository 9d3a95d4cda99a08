public import XML

/// Mends answers that are not well-formed: characters that XML does not have, bytes that are not UTF-8, bare
/// ampersands; and when one record is broken beyond that, empties its place so that the others are kept.
enum AnswerRepair {
    static func element(_ bytes: [UInt8], limits: XMLLimits) -> XMLElement? {
        let cleaned = self.cleaned(bytes)
        if let element = try? XMLElement.parse(cleaned, limits: limits) { return element }
        guard let confined = self.withoutBrokenRecords(cleaned, limits: limits) else { return nil }
        return try? XMLElement.parse(confined, limits: limits)
    }

    /// The document with only characters and references that XML has.
    static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 256)
        var index = 0
        var isCharacterData = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "&") where !isCharacterData:
                index = self.appendReference(bytes, index, to: &result)
            case 0..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D:
                index += 1
            case 0x80...:
                index = self.appendCharacter(bytes, index, to: &result)
            default:
                if byte == UInt8(ascii: "<"), bytes[index...].starts(with: "<![CDATA[".utf8) { isCharacterData = true }
                if byte == UInt8(ascii: "]"), bytes[index...].starts(with: "]]>".utf8) { isCharacterData = false }
                result.append(byte)
                index += 1
            }
        }
        return result
    }

    /// Keeps a reference that XML knows, leaves out one to a character that XML lacks, and escapes a bare ampersand.
    private static func appendReference(_ bytes: [UInt8], _ index: Int, to result: inout [UInt8]) -> Int {
        let window = bytes[(index + 1)...].prefix(12)
        if let end = window.firstIndex(of: UInt8(ascii: ";")) {
            let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            if ["amp", "lt", "gt", "quot", "apos"].contains(name) {
                result += bytes[index...end]
                return end + 1
            }
            let number =
                name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16)
                : name.hasPrefix("#") ? UInt32(name.dropFirst(1)) : nil
            if let number {
                if let scalar = Unicode.Scalar(number), scalar.isXML { result += bytes[index...end] }
                return end + 1
            }
        }
        result += "&amp;".utf8
        return index + 1
    }

    /// Copies one character; a byte that is no UTF-8 is taken for Windows-1252, which most of such bytes are.
    private static func appendCharacter(_ bytes: [UInt8], _ index: Int, to result: inout [UInt8]) -> Int {
        let byte = bytes[index]
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        let end = min(index + length, bytes.count)
        if let text = String(validating: bytes[index..<end], as: UTF8.self), text.unicodeScalars.count == 1 {
            if text.unicodeScalars.allSatisfy(\.isXML) { result += bytes[index..<end] }
            return end
        }
        let scalar = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : UInt32(byte)
        result += String(Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")).utf8
        return index + 1
    }

    /// The document with the content of every `recordData` that is not well-formed left out; nil when there is none.
    static func withoutBrokenRecords(_ bytes: [UInt8], limits: XMLLimits) -> [UInt8]? {
        self.emptyingRecords(of: bytes) { content in
            (try? XMLElement.parse(Array("<r>".utf8) + content + Array("</r>".utf8), limits: limits)) == nil
        }
    }

    /// The document with the content of every `recordData` that is larger than a limit left out; nil when there is none.
    static func withoutGiantRecords(_ bytes: [UInt8], maximumRecordBytes: Int) -> [UInt8]? {
        self.emptyingRecords(of: bytes) { $0.count > maximumRecordBytes }
    }

    /// The document with nothing in the places of some records, which are asked about in order; nil when that is none.
    static func emptyingRecords(
        of bytes: [UInt8],
        where mustGo: (ArraySlice<UInt8>) -> Bool
    ) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var place = 0
        var found = false
        while let name = bytes.firstPlace(of: "recordData", from: place) {
            place = name + 1
            // A prefix longer than this is none; looking further back would take long on hostile input.
            guard let open = bytes[max(0, name - 64)..<name].lastIndex(of: UInt8(ascii: "<")),
                bytes[(open + 1)..<name].allSatisfy({ $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") })
            else { continue }
            guard let start = bytes[name...].firstIndex(of: UInt8(ascii: ">")) else { break }
            guard bytes[start - 1] != UInt8(ascii: "/") else {
                place = start
                continue
            }
            let closing = Array("</".utf8) + bytes[(open + 1)..<name] + Array("recordData".utf8)
            guard let end = bytes.firstPlace(of: closing, from: start) else { break }
            if mustGo(bytes[(start + 1)..<end]) {
                found = true
                result += bytes[copied...start]
                copied = end
            }
            place = end + closing.count
        }
        guard found else { return nil }
        return result + bytes[copied...]
    }
}

extension XMLElement {
    /// Reads a record, in which what servers get wrong is mended: characters that XML does not have, bytes that are not UTF-8,
    /// bare ampersands.
    ///
    /// - Parameters:
    ///   - bytes: the record.
    ///   - limits: what is accepted.
    /// - Returns: its element.
    /// - Throws: ``XMLError`` when it is not well-formed even then.
    public static func parse(
        mending bytes: [UInt8],
        limits: XMLLimits = .sruAnswer
    ) throws(XMLError) -> XMLElement {
        do {
            return try self.parse(bytes, limits: limits)
        } catch {
            guard error.code == .malformed, let mended = AnswerRepair.element(bytes, limits: limits) else {
                throw error
            }
            return mended
        }
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 has this character.
    fileprivate var isXML: Bool {
        switch self.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// Windows-1252 from 0x80 to 0x9F; undefined places are U+FFFD.
private let windows1252: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
]
