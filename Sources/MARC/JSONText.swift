/// A value of JSON (RFC 8259), as far as records need it.
indirect enum JSONValue {
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    /// A number, `true`, `false` or `null`.
    case other
}

/// A member of an object of JSON.
struct JSONMember {
    var name: String
    var value: JSONValue
}

/// Reads JSON from bytes, with limits; nothing behind the value is read.
struct JSONReader {
    private let bytes: [UInt8]
    /// The index of the next byte.
    private(set) var index: Int
    private static let maximumDepth = 32

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        self.index = start
    }

    /// Whether nothing but white space, commas and closing brackets of an outer array follow.
    mutating func skipBetweenRecords() -> Bool {
        while let byte = self.peek, [0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5B, 0x5D, 0x1E].contains(byte) { self.index += 1 }
        return self.peek == nil
    }

    private var peek: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }

    private func error(_ reason: String) -> MARCError {
        MARCError(.notARecord, "JSON: \(reason)", offset: self.index)
    }

    private mutating func skipSpace() {
        while let byte = self.peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { self.index += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(MARCError) {
        self.skipSpace()
        guard self.peek == byte else { throw self.error("expected \"\(Character(Unicode.Scalar(byte)))\"") }
        self.index += 1
    }

    mutating func value(depth: Int = 0) throws(MARCError) -> JSONValue {
        guard depth <= JSONReader.maximumDepth else { throw self.error("nested too deep") }
        self.skipSpace()
        switch self.peek {
        case 0x7B: return .object(try self.object(depth))
        case 0x5B: return .array(try self.array(depth))
        case 0x22: return .string(try self.string())
        case .none: throw self.error("the end comes too early")
        default:
            let start = self.index
            while let byte = self.peek,
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || [0x2B, 0x2D, 0x2E].contains(byte)
            {
                self.index += 1
            }
            guard self.index > start else { throw self.error("no value") }
            return .other
        }
    }

    private mutating func object(_ depth: Int) throws(MARCError) -> [JSONMember] {
        var members: [JSONMember] = []
        try self.expect(0x7B)
        self.skipSpace()
        if self.peek == 0x7D {
            self.index += 1
            return members
        }
        while true {
            self.skipSpace()
            let name = try self.string()
            try self.expect(0x3A)
            members.append(JSONMember(name: name, value: try self.value(depth: depth + 1)))
            self.skipSpace()
            if self.peek == 0x7D {
                self.index += 1
                return members
            }
            try self.expect(0x2C)
        }
    }

    private mutating func array(_ depth: Int) throws(MARCError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try self.expect(0x5B)
        self.skipSpace()
        if self.peek == 0x5D {
            self.index += 1
            return elements
        }
        while true {
            elements.append(try self.value(depth: depth + 1))
            self.skipSpace()
            if self.peek == 0x5D {
                self.index += 1
                return elements
            }
            try self.expect(0x2C)
        }
    }

    private mutating func string() throws(MARCError) -> String {
        guard self.peek == 0x22 else { throw self.error("expected a string") }
        self.index += 1
        var text: [UInt8] = []
        while let byte = self.peek {
            self.index += 1
            switch byte {
            case 0x22: return String(decoding: text, as: UTF8.self)
            case 0x5C: try self.escape(&text)
            case 0..<0x20: throw self.error("a control character in a string")
            default: text.append(byte)
            }
        }
        throw self.error("a string without end")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(MARCError) {
        guard let byte = self.peek else { throw self.error("a string without end") }
        self.index += 1
        switch byte {
        case 0x22, 0x2F, 0x5C: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            var unit = try self.hexadecimal()
            if unit & 0xFC00 == 0xD800, self.peek == 0x5C, self.index + 1 < self.bytes.count,
                self.bytes[self.index + 1] == 0x75
            {
                let place = self.index
                self.index += 2
                let low = try self.hexadecimal()
                if low & 0xFC00 == 0xDC00 {
                    unit = 0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF
                } else {
                    self.index = place
                }
            }
            appendScalar(unit, to: &text)
        default: throw self.error("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(MARCError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.peek else { throw self.error("a string without end") }
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: throw self.error("no hexadecimal digit")
            }
            self.index += 1
        }
        return value
    }
}

/// Appends a string of JSON with its quotes.
func appendJSON(_ utf8: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in utf8 {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: bytes += [0x5C, 0x6E]
        case 0x0D: bytes += [0x5C, 0x72]
        case 0x09: bytes += [0x5C, 0x74]
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
        default: bytes.append(byte)
        }
    }
    bytes.append(0x22)
}
