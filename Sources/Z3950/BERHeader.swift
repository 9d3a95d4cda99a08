/// Tag and length at the start of a BER element (X.690, 8.1.2 and 8.1.3).
struct BERHeader: Sendable {
    /// The first octet of the tag.
    var identifier: UInt8
    /// The tag's number.
    var tagNumber: Int
    /// The octets of tag and length together.
    var octetCount: Int
    /// The octets of the contents; `nil` when only a mark ends them.
    var contentCount: Int?

    var isConstructed: Bool { self.identifier & 0x20 != 0 }

    /// Whether this is the mark that ends contents of indefinite length.
    var isEndOfContents: Bool { self.identifier == 0 && self.contentCount == 0 && self.octetCount == 2 }

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - bytes: What came so far.
    ///   - start: Where the header starts.
    ///   - limit: The largest contents taken; more is refused as soon as that can be told.
    /// - Returns: The header, or `nil` while octets of it are missing.
    /// - Throws: ``Z3950Error`` of code `protocolError` when no header can start so.
    static func read<Bytes: RandomAccessCollection<UInt8>>(
        _ bytes: Bytes,
        at start: Bytes.Index,
        limit: Int
    ) throws(Z3950Error) -> BERHeader? where Bytes.Index == Int {
        var index = start
        guard index < bytes.endIndex else { return nil }
        let identifier = bytes[index]
        index += 1
        var tagNumber = Int(identifier & 0x1F)
        if tagNumber == 0x1F {
            tagNumber = 0
            while index < bytes.endIndex, bytes[index] & 0x80 != 0, index - start < 6 {
                tagNumber = tagNumber << 7 | Int(bytes[index] & 0x7F)
                index += 1
            }
            guard index < bytes.endIndex else { return nil }
            guard bytes[index] & 0x80 == 0 else { throw .malformed("tag too long") }
            tagNumber = tagNumber << 7 | Int(bytes[index])
            index += 1
        }
        func header(_ contentCount: Int?) -> BERHeader {
            BERHeader(
                identifier: identifier,
                tagNumber: tagNumber,
                octetCount: index - start,
                contentCount: contentCount
            )
        }
        guard index < bytes.endIndex else { return nil }
        let first = bytes[index]
        index += 1
        guard first & 0x80 != 0 else {
            guard first <= limit else { throw Self.tooLong }
            return header(Int(first))
        }
        let octets = Int(first & 0x7F)
        if octets == 0 {
            guard identifier & 0x20 != 0 else { throw .malformed("contents of indefinite length without elements") }
            return header(nil)
        }
        guard octets <= 8 else { throw .malformed("length written in \(octets) octets") }
        var length = 0
        for place in 0..<octets {
            let isThere = index + place < bytes.endIndex
            length = length << 8 | (isThere ? Int(bytes[index + place]) : 0)
            guard length <= limit else { throw Self.tooLong }
        }
        index += octets
        guard index <= bytes.endIndex else { return nil }
        return header(length)
    }

    private static var tooLong: Z3950Error { .malformed("element longer than allowed") }
}
