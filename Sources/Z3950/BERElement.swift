/// One element of BER (X.690, 8.1) inside of an APDU that ``BERLimits/check(_:)`` has found sound.
///
/// It is read where it stands: nothing is copied, and what is inside is looked at when somebody asks for it.
struct BERElement {
    private let apdu: ArraySlice<UInt8>
    private let header: BERHeader
    private let start: Int
    private let contentEnd: Int
    /// The index behind the element.
    fileprivate let end: Int

    /// The element that stands at a place; `nil` when none that is whole does.
    ///
    /// - Parameters:
    ///   - apdu: The whole APDU.
    ///   - start: Where the element begins.
    init?(_ apdu: ArraySlice<UInt8>, at start: Int) {
        guard let header = try? BERHeader.read(apdu, at: start, limit: apdu.endIndex - start) else { return nil }
        self.apdu = apdu
        self.header = header
        self.start = start
        let contentStart = start + header.octetCount
        guard let contentCount = header.contentCount else {
            guard let mark = Self.endOfContents(apdu, from: contentStart) else { return nil }
            self.contentEnd = mark
            self.end = mark + 2
            return
        }
        self.contentEnd = contentStart + contentCount
        self.end = self.contentEnd
        guard self.end <= apdu.endIndex else { return nil }
    }

    /// Where the mark stands that ends contents of indefinite length.
    private static func endOfContents(_ apdu: ArraySlice<UInt8>, from start: Int) -> Int? {
        var place = start
        var open = 1
        while let header = try? BERHeader.read(apdu, at: place, limit: apdu.endIndex - place) {
            if header.isEndOfContents { open -= 1 }
            if open == 0 { return place }
            if header.contentCount == nil { open += 1 }
            place += header.octetCount + (header.contentCount ?? 0)
        }
        return nil
    }

    var isConstructed: Bool { self.header.isConstructed }

    /// Tag, length and contents, with the mark that ends them where there is one.
    var encodedBytes: ArraySlice<UInt8> { self.apdu[self.start..<self.end] }

    /// The contents as they stand there.
    private var contents: ArraySlice<UInt8> { self.apdu[(self.start + self.header.octetCount)..<self.contentEnd] }

    /// The number of a context-specific tag; `nil` for any other.
    var contextNumber: Int? { self.header.identifier & 0xC0 == 0x80 ? self.header.tagNumber : nil }

    func isContext(_ number: Int) -> Bool { self.contextNumber == number }

    func isUniversal(_ number: Int) -> Bool {
        self.header.identifier & 0xC0 == 0 && self.header.tagNumber == number
    }

    /// The elements inside.
    var children: Children {
        get throws(Z3950Error) {
            guard self.isConstructed else { throw .malformed("element \(self.tag) has no elements inside") }
            return Children(apdu: self.apdu, place: self.start + self.header.octetCount, end: self.contentEnd)
        }
    }

    /// The elements inside of another, one after the other.
    struct Children: Sequence, IteratorProtocol {
        fileprivate let apdu: ArraySlice<UInt8>
        fileprivate var place: Int
        fileprivate let end: Int

        mutating func next() -> BERElement? {
            guard self.place < self.end, let element = BERElement(self.apdu, at: self.place) else { return nil }
            self.place = element.end
            return element
        }
    }

    /// The only element inside an explicit tag.
    var onlyChild: BERElement {
        get throws(Z3950Error) {
            var children = try self.children
            guard let child = children.next() else { throw .malformed("element \(self.tag) is empty") }
            return child
        }
    }

    /// The tag for messages.
    var tag: String {
        let name = ["universal ", "application ", "", "private "][Int(self.header.identifier >> 6)]
        return "[\(name)\(self.header.tagNumber)]"
    }
}

/// What an element's contents mean.
extension BERElement {
    /// The content octets; those of a string in pieces joined.
    var octets: ArraySlice<UInt8> {
        get throws(Z3950Error) {
            guard self.isConstructed else { return self.contents }
            var joined: [UInt8] = []
            for piece in try self.children { joined += try piece.octets }
            return joined[...]
        }
    }

    /// A whole number; one that does not fit is the nearest that does.
    var integer: Int {
        get throws(Z3950Error) {
            let octets = self.contents
            guard !self.isConstructed, let first = octets.first else {
                throw .malformed("element \(self.tag) is no number")
            }
            guard octets.count <= 8 else { return first & 0x80 != 0 ? .min : .max }
            return octets.reduce(first & 0x80 != 0 ? -1 : 0) { $0 << 8 | Int($1) }
        }
    }

    var boolean: Bool {
        get throws(Z3950Error) {
            guard !self.isConstructed, let first = self.contents.first else {
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
}

extension Unicode.Scalar {
    /// Whether this is a control character (general category Cc).
    fileprivate var isControl: Bool { self.value < 0x20 || (0x7F...0x9F).contains(self.value) }
}
