/// Writes JSON (RFC 8259) in UTF-8, append-only.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether the next value or name needs a comma before it.
    private var needsComma = false

    mutating func object(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        self.nested(name, "{", "}", body)
    }

    mutating func array(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        self.nested(name, "[", "]", body)
    }

    /// A string; nothing for nil.
    mutating func string(_ name: String? = nil, _ value: String?) {
        guard let value else { return }
        self.begin(name)
        self.quote(value)
        self.needsComma = true
    }

    /// A whole number; nothing for nil.
    mutating func number(_ name: String? = nil, _ value: Int?) {
        self.raw(name, value.map { Array(String($0).utf8) })
    }

    mutating func bool(_ name: String? = nil, _ value: Bool) {
        self.raw(name, Array((value ? "true" : "false").utf8))
    }

    /// What is JSON already; nothing for nil.
    mutating func raw(_ name: String? = nil, _ value: [UInt8]?) {
        guard let value else { return }
        self.begin(name)
        self.bytes += value
        self.needsComma = true
    }

    private mutating func nested(_ name: String?, _ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        self.begin(name)
        self.bytes += open.utf8
        self.needsComma = false
        body(&self)
        self.bytes += close.utf8
        self.needsComma = true
    }

    private mutating func begin(_ name: String?) {
        if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
        guard let name else { return }
        self.quote(name)
        self.bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): self.bytes += "\\n".utf8
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                self.bytes += "\\u00".utf8
                self.bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }
}
