public import XML

/// Makes an element of what a server sent, forgiving what can be forgiven.
enum AnswerReader {
    /// Reads an answer and takes it out of its SOAP envelope.
    static func element(_ bytes: [UInt8], limits: XMLLimits) throws(SRUError) -> XMLElement {
        let document = self.withoutBlankStart(bytes)
        guard let first = document.first else { throw SRUError(.notSRU, "the answer is empty") }
        if self.isWebPage(document) { throw self.webPage(document) }
        guard first == UInt8(ascii: "<") else {
            let start = String(decoding: document.prefix(80), as: UTF8.self)
            throw SRUError(.notSRU, "the answer is not XML: \(start)")
        }
        return try self.content(try self.root(document, limits: limits))
    }

    private static func root(_ document: [UInt8], limits: XMLLimits) throws(SRUError) -> XMLElement {
        let fault: XMLError
        do {
            return try XMLElement.parse(document, limits: limits)
        } catch {
            fault = error
        }
        switch fault.code {
        case .tooLarge:
            throw SRUError(.tooLarge, "the answer is too large: \(fault)")
        case .malformed:
            if let repaired = AnswerRepair.element(document, limits: limits) { return repaired }
        default:
            break
        }
        throw SRUError(.malformed, "the answer cannot be read: \(fault)")
    }

    /// Byte order mark, blanks and empty lines before the document, which no XML parser accepts.
    private static func withoutBlankStart(_ bytes: [UInt8]) -> [UInt8] {
        let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes.first, marks.contains(first) else { return bytes }
        return Array(bytes.drop { marks.contains($0) })
    }

    private static func isWebPage(_ document: [UInt8]) -> Bool {
        let start = String(decoding: document.prefix(1024), as: UTF8.self).lowercased()
        return start.contains("<!doctype html") || start.contains("<html")
    }

    private static func webPage(_ document: [UInt8]) -> SRUError {
        let text = String(decoding: document.prefix(16_384), as: UTF8.self)
        guard let title = Self.title(of: text) else { return SRUError(.notSRU, "the answer is a web page, not SRU") }
        return SRUError(.notSRU, "the answer is a web page, not SRU: \(title)")
    }

    private static func title(of page: String) -> String? {
        let lower = Array(page.lowercased().utf8)
        guard let open = lower.firstPlace(of: "<title", from: 0),
            let start = lower[open...].firstIndex(of: UInt8(ascii: ">")),
            let end = lower.firstPlace(of: "</title", from: start)
        else { return nil }
        // Lower case keeps the number of bytes for ASCII only; a title is cut at a safe place in other cases.
        let bytes = Array(page.utf8)
        guard bytes.count == lower.count, start + 1 <= end else { return nil }
        let title = String(decoding: bytes[(start + 1)..<end].prefix(200), as: UTF8.self).trimmed
        return title.isEmpty ? nil : title
    }

    private static func content(_ root: XMLElement) throws(SRUError) -> XMLElement {
        guard root.name.local == "Envelope" else { return root }
        guard let body = SOAP.body(of: root) else { throw SRUError(.notSRU, "the SOAP envelope is empty") }
        guard body.name.local != "Fault" else {
            let words = (body.first("faultstring") ?? body.first("Reason"))?.text.trimmed ?? "no reason given"
            let diagnostic = SRUDiagnostic.generalSystemError("SOAP fault: \(words)")
            throw SRUError(.diagnostic(diagnostic), "the server answers with a SOAP fault: \(words)")
        }
        return body
    }
}

extension XMLLimits {
    /// The limits for answers of servers: those for all documents, but as deep as the parser goes, because servers
    /// echo queries as XML, and each boolean nests two elements.
    public static var sruAnswer: XMLLimits {
        var limits = XMLLimits()
        limits.maximumDepth = 250
        return limits
    }
}

extension [UInt8] {
    /// The first place of an ASCII word at or behind a start.
    func firstPlace(of word: StaticString, from start: Int) -> Int? {
        self.firstPlace(of: word.withUTF8Buffer { unsafe Array($0) }, from: start)
    }

    /// The first place of a row of bytes at or behind a start.
    func firstPlace(of wanted: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first else { return nil }
        var place = start
        while let hit = self[place...].firstIndex(of: first) {
            if self[hit...].starts(with: wanted) { return hit }
            place = hit + 1
        }
        return nil
    }
}
