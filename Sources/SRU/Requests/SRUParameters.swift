/// The parameters of a request in their order, decoded.
public struct SRUParameters: Sendable, Hashable {
    /// One parameter.
    public struct Parameter: Sendable, Hashable {
        /// The name, such as `query`.
        public var name: String
        /// The value, decoded.
        public var value: String

        /// A parameter of its parts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All parameters, repeated ones included.
    public var all: [Parameter]

    /// Parameters from pairs of name and value.
    public init(_ pairs: [(String, String)] = []) {
        self.all = pairs.map { Parameter($0.0, $0.1) }
    }

    /// The first value of a parameter, or nil when it is not there.
    public subscript(_ name: String) -> String? {
        self.all.first { $0.name == name }?.value
    }

    /// Adds a parameter at the end.
    public mutating func append(_ name: String, _ value: String) {
        self.all.append(Parameter(name, value))
    }

    /// Decodes the query of a URL or a body of `application/x-www-form-urlencoded`.
    ///
    /// - Parameters:
    ///   - encoded: the text between `?` and the end, or the body; ASCII, though bytes above are taken as UTF-8.
    ///   - maximumParameters: how many parameters are accepted.
    /// - Returns: the parameters; a name without `=` has an empty value, `+` is a space.
    /// - Throws: ``DecodingError`` for `%` without two hexadecimal digits, for what is not UTF-8, and for U+0000.
    public static func decode(
        _ encoded: some Collection<UInt8>,
        maximumParameters: Int = 256
    ) throws(DecodingError) -> SRUParameters {
        var parameters = SRUParameters()
        for part in encoded.split(separator: UInt8(ascii: "&")) {
            guard parameters.all.count < maximumParameters else {
                throw DecodingError(message: "more than \(maximumParameters) parameters")
            }
            if let equals = part.firstIndex(of: UInt8(ascii: "=")) {
                let value = part[part.index(after: equals)...]
                parameters.append(try self.text(part[..<equals]), try self.text(value))
            } else {
                parameters.append(try self.text(part), "")
            }
        }
        return parameters
    }

    /// Decodes the query of a URL or a body of `application/x-www-form-urlencoded`.
    ///
    /// - Parameter encoded: the text between `?` and the end, or the body.
    /// - Returns: the parameters.
    /// - Throws: ``DecodingError`` as the other form.
    public static func decode(_ encoded: String) throws(DecodingError) -> SRUParameters {
        try self.decode(encoded.utf8)
    }

    private static func text(_ encoded: some Collection<UInt8>) throws(DecodingError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var rest = encoded.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else {
                    throw DecodingError(message: "a % is not followed by two hexadecimal digits")
                }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DecodingError(message: "the parameters are not valid UTF-8")
        }
        guard !bytes.contains(0) else { throw DecodingError(message: "the parameters hold a U+0000") }
        return text
    }

    /// The parameters as the query of a URL or a form body: UTF-8, everything but unreserved characters escaped.
    public func encoded() -> String {
        var bytes: [UInt8] = []
        for (index, parameter) in self.all.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            percentEncode(parameter.name, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            percentEncode(parameter.value, into: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Why parameters could not be decoded; the answer to it is HTTP 400.
    public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The fault in one sentence.
        public var message: String

        /// The fault in one sentence.
        public var description: String { self.message }
    }
}

private func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
}

private func percentEncode(_ text: String, into bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
