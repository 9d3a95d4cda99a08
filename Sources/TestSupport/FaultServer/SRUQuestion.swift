/// A request of SRU as a fault server understands it.
struct SRUQuestion: Sendable {
    let path: String
    var query = ""
    var start = 1
    var count = 0
    var schema: String?
    var version: String?
    var parameters: Set<String> = []
    let hasCredentials: Bool

    /// Whether it is a search, and not a request for the description.
    var isSearch: Bool { self.parameters.contains("query") }

    init(_ head: String) {
        let target = head.split(separator: " ").dropFirst().first.map(String.init) ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1)
        self.path = parts.first.map(String.init) ?? "/"
        self.hasCredentials = head.lowercased().contains("\r\nauthorization:")
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let name = String(sides[0])
            let value = Self.decoded(sides[1])
            self.parameters.insert(name)
            switch name {
            // The tests ask for one word that begins with q.
            case "query": self.query = value.firstMatch(of: /q[0-9]+/).map { String($0.output) } ?? value
            case "startRecord": self.start = max(1, Int(value) ?? 1)
            case "maximumRecords": self.count = max(0, Int(value) ?? 0)
            case "recordSchema": self.schema = value
            case "version": self.version = value
            default: break
            }
        }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Answers of SRU 1.1, and of HTTP around them.
enum SRUAnswer {
    static func http(_ body: String, status: String = "200 OK", headers: String = "") -> [UInt8] {
        Self.http(Array(body.utf8), status: status, headers: headers)
    }

    static func http(_ body: [UInt8], status: String = "200 OK", headers: String = "") -> [UInt8] {
        Array("HTTP/1.1 \(status)\r\nContent-Type: text/xml\r\nContent-Length: \(body.count)\r\n\(headers)\r\n".utf8)
            + body
    }

    static func search(hits: String?, records: [String], schema: String = "marcxml", extra: String = "") -> String {
        let number = hits.map { "<numberOfRecords>\($0)</numberOfRecords>" } ?? ""
        let list = records.map {
            "<record><recordSchema>\(schema)</recordSchema><recordPacking>xml</recordPacking><recordData>\($0)"
                + "</recordData></record>"
        }.joined()
        return "<searchRetrieveResponse xmlns=\"http://www.loc.gov/zing/srw/\"><version>1.1</version>\(number)"
            + (records.isEmpty ? "" : "<records>\(list)</records>") + extra + "</searchRetrieveResponse>"
    }

    static func diagnostic(_ number: Int, _ details: String) -> String {
        """
        <diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/"><uri>info:srw/diagnostic/1/\(number)</uri>\
        <details>\(details)</details></diagnostic>
        """
    }

    static func refusal(_ number: Int, _ details: String) -> [UInt8] {
        Self.http(
            Self.search(hits: "0", records: [], extra: "<diagnostics>\(Self.diagnostic(number, details))</diagnostics>")
        )
    }
}
