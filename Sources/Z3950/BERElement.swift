import SwiftASN1

/// The limits of one APDU's inside.
struct BERLimits: Sendable {
    /// Elements of all depths together; each costs memory while it is read.
    static let maximumElements = 200_000
    /// The largest record taken; a larger one is replaced by a diagnostic in its place.
    static let maximumRecordBytes = 4 << 20
    /// Characters kept of a text that a target sends for people.
    static let maximumTextBytes = 2000

    /// Counts the elements in one pass without recursion.
    ///
    /// - Parameter bytes: One APDU.
    /// - Throws: ``Z3950Error`` of code `protocolError`.
    static func check(_ bytes: ArraySlice<UInt8>) throws(Z3950Error) {
        var index = bytes.startIndex
        var elements = 0
        while index < bytes.endIndex {
            elements += 1
            guard elements <= maximumElements else { throw .malformed("more than \(maximumElements) elements") }
            let room = bytes.endIndex - index
            guard let header = try BERHeader.read(bytes, at: index, limit: room) else {
                throw .malformed("element cut short")
            }
            index += header.octetCount
            if !header.isConstructed { index += header.contentCount ?? 0 }
        }
    }
}

/// Readings of a parsed BER element that fail with a typed error.
extension ASN1Node {
    func isContext(_ number: UInt) -> Bool {
        self.identifier.tagClass == .contextSpecific && self.identifier.tagNumber == number
    }

    func isUniversal(_ number: UInt) -> Bool {
        self.identifier.tagClass == .universal && self.identifier.tagNumber == number
    }

    /// The elements inside.
    var children: ASN1NodeCollection {
        get throws(Z3950Error) {
            guard case .constructed(let children) = self.content else {
                throw .malformed("element \(self.tag) has no elements inside")
            }
            return children
        }
    }

    /// The only element inside an explicit tag.
    var onlyChild: ASN1Node {
        get throws(Z3950Error) {
            var iterator = try self.children.makeIterator()
            guard let child = iterator.next() else { throw .malformed("element \(self.tag) is empty") }
            return child
        }
    }

    /// The content octets; those of a string in pieces joined.
    var octets: ArraySlice<UInt8> {
        get throws(Z3950Error) {
            switch self.content {
            case .primitive(let octets): return octets
            case .constructed(let pieces):
                var joined: [UInt8] = []
                for piece in pieces { joined += try piece.octets }
                return joined[...]
            }
        }
    }

    /// A whole number; one that does not fit is the nearest that does.
    var integer: Int {
        get throws(Z3950Error) {
            guard case .primitive(let octets) = self.content, let first = octets.first else {
                throw .malformed("element \(self.tag) is no number")
            }
            guard octets.count <= 8 else { return first & 0x80 != 0 ? .min : .max }
            return octets.reduce(first & 0x80 != 0 ? -1 : 0) { $0 << 8 | Int($1) }
        }
    }

    var boolean: Bool {
        get throws(Z3950Error) {
            guard case .primitive(let octets) = self.content, let first = octets.first else {
                throw .malformed("element \(self.tag) is neither true nor false")
            }
            return first != 0
        }
    }

    /// A bit string's bits: bit n of the result is the string's bit n.
    var bits: UInt32 {
        get throws(Z3950Error) {
            var bits: UInt32 = 0
            for (index, octet) in try self.octets.dropFirst().prefix(4).enumerated() {
                for bit in 0..<8 where octet & (0x80 >> UInt8(bit)) != 0 {
                    bits |= 1 << UInt32(index * 8 + bit)
                }
            }
            return bits
        }
    }

    /// An object identifier, or `nil` when it is malformed.
    var oid: OID? {
        get throws(Z3950Error) { try OID(ber: self.octets) }
    }

    /// Text for people: UTF-8, or else ISO 8859-1; cut at a limit; control characters made blanks.
    var text: String {
        get throws(Z3950Error) {
            let octets = try self.octets.prefix(BERLimits.maximumTextBytes)
            if octets.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: octets, as: UTF8.self) }
            let text: String
            if let utf8 = String(validating: octets, as: UTF8.self) {
                text = utf8
            } else {
                let isCut = try self.octets.count > octets.count
                let whole = isCut ? Self.withoutCutCharacter(octets) : octets
                text =
                    String(validating: whole, as: UTF8.self)
                    ?? String(String.UnicodeScalarView(octets.map { UnicodeScalar($0) }))
            }
            guard text.unicodeScalars.contains(where: \.isControl) else { return text }
            var clean = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                clean.append(scalar.isControl ? " " : scalar)
            }
            return String(clean)
        }
    }

    private static func withoutCutCharacter(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var octets = octets
        while let last = octets.last, last & 0xC0 == 0x80 { octets.removeLast() }
        if let last = octets.last, last >= 0xC0 { octets.removeLast() }
        return octets
    }

    /// The tag for messages.
    var tag: String {
        let name =
            switch self.identifier.tagClass {
            case .universal: "universal "
            case .application: "application "
            case .contextSpecific: ""
            case .private: "private "
            }
        return "[\(name)\(self.identifier.tagNumber)]"
    }
}

extension Unicode.Scalar {
    /// Whether this is a control character (general category Cc).
    fileprivate var isControl: Bool { self.value < 0x20 || (0x7F...0x9F).contains(self.value) }
}
