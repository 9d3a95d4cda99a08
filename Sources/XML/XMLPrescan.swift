/// Refuses what must not reach libxml2 at all: document type declarations, and tags so large that its
/// duplicate check, which is quadratic in the number of attributes, would run for minutes.
///
/// The scan only needs to be right for documents that are well-formed; others are refused by the parser.
/// It reads ASCII-compatible encodings, so that UTF-16 and UTF-32 documents are refused here too.
enum XMLPrescan {
    static func check(_ bytes: [UInt8], _ limits: XMLLimits) throws(XMLError) {
        guard bytes.count <= limits.maximumBytes else {
            throw XMLError(.tooLarge, "document of \(bytes.count) bytes, at most \(limits.maximumBytes) are read")
        }
        try self.checkEncoding(bytes)
        var scanner = Scanner(bytes: bytes, limits: limits)
        try scanner.run()
    }

    private static func checkEncoding(_ bytes: [UInt8]) throws(XMLError) {
        let head = bytes.prefix(4)
        guard head.contains(0) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) else {
            try self.checkDeclaredEncoding(bytes)
            return
        }
        throw XMLError(.unsupportedEncoding, "only ASCII-compatible encodings are read", line: 1)
    }

    /// Accepts the encodings whose ASCII bytes always mean ASCII.
    private static func checkDeclaredEncoding(_ bytes: [UInt8]) throws(XMLError) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes[start...].starts(with: Array("<?xml".utf8)) else { return }
        let window = bytes[start...].prefix(256)
        let declaration = String(decoding: window.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let range = declaration.firstRange(of: "encoding") else { return }
        let rest = declaration[range.upperBound...].drop { $0 == "=" || $0.isWhitespace }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return }
        let name = rest.dropFirst().prefix { $0 != quote }.lowercased()
        let known = [
            "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "iso8859-", "latin", "windows-125", "cp125", "koi8-",
        ]
        guard known.contains(where: { name.hasPrefix($0) }) else {
            throw XMLError(.unsupportedEncoding, "encoding \(name.prefix(40)) is not read", line: 1)
        }
    }
}

extension String {
    /// The first place of an ASCII word; the standard library has this only in Foundation and Regex.
    fileprivate func firstRange(of word: String) -> Range<String.Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(word) {
                return start..<self.index(start, offsetBy: word.count)
            }
            start = self.index(after: start)
        }
        return nil
    }
}

private struct Scanner {
    let bytes: [UInt8]
    let limits: XMLLimits
    var position = 0

    mutating func run() throws(XMLError) {
        while let open = self.find(UInt8(ascii: "<"), from: self.position) {
            self.position = open + 1
            guard self.position < self.bytes.count else { return }
            switch self.bytes[self.position] {
            case UInt8(ascii: "!"):
                try self.markup()
            case UInt8(ascii: "?"):
                self.skip(past: "?>")
            case UInt8(ascii: "/"):
                self.position += 1
            default:
                try self.startTag()
            }
        }
    }

    private mutating func markup() throws(XMLError) {
        if self.bytes[self.position...].starts(with: "!--".utf8) {
            self.position += 3
            self.skip(past: "-->")
        } else if self.bytes[self.position...].starts(with: "![CDATA[".utf8) {
            self.position += 8
            self.skip(past: "]]>")
        } else {
            throw XMLError(.documentType, "document type declarations are not accepted", line: self.line)
        }
    }

    private mutating func startTag() throws(XMLError) {
        var attributes = 0
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            switch byte {
            case UInt8(ascii: ">"):
                return
            case UInt8(ascii: "="):
                attributes += 1
                guard attributes <= self.limits.maximumAttributes else {
                    let most = self.limits.maximumAttributes
                    throw XMLError(.tooManyAttributes, "more than \(most) attributes in one tag", line: self.line)
                }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard let end = self.find(byte, from: self.position) else {
                    self.position = self.bytes.count
                    return
                }
                self.position = end + 1
            default:
                break
            }
        }
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        unsafe self.bytes.withUnsafeBufferPointer { buffer in
            var index = start
            while index < buffer.count {
                if unsafe buffer[index] == byte { return index }
                index += 1
            }
            return nil
        }
    }

    /// Moves behind the next occurrence of a mark, or to the end.
    private mutating func skip(past mark: StaticString) {
        let wanted = mark.withUTF8Buffer { unsafe Array($0) }
        while let hit = self.find(wanted[0], from: self.position) {
            self.position = hit + 1
            if self.bytes[hit...].starts(with: wanted) {
                self.position = hit + wanted.count
                return
            }
        }
        self.position = self.bytes.count
    }

    private var line: Int {
        self.bytes[..<self.position].count { $0 == UInt8(ascii: "\n") } + 1
    }
}
