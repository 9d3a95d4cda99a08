public import NIOCore

/// Cuts a stream of octets into APDUs, refusing at the first octets what cannot be one.
///
/// An APDU is one BER element with a context-specific constructed tag from 20 to 48 (Z39.50, 4.1) and a
/// definite length. A length over the limit is refused as soon as it is read, before anything is kept for it.
/// Only the header is looked at until the whole element is there, so the work is linear.
public struct APDUFramer: NIOSingleStepByteToMessageDecoder {
    /// One whole APDU.
    public typealias InboundOut = ByteBuffer

    /// The largest APDU taken, header included, in octets.
    public let maximumBytes: Int

    /// Makes a framer.
    ///
    /// - Parameter maximumBytes: The largest APDU taken, header included, in octets.
    public init(maximumBytes: Int = 16 << 20) {
        self.maximumBytes = maximumBytes
    }

    /// Takes the first APDU off the buffer once it is whole.
    ///
    /// - Parameter buffer: What came so far.
    /// - Returns: The APDU, or `nil` while octets are missing.
    /// - Throws: ``Z3950Error`` of code `protocolError` when what came cannot be an APDU.
    public mutating func decode(buffer: inout ByteBuffer) throws -> ByteBuffer? {
        guard let length = try Self.apduLength(buffer.readableBytesView, maximumBytes: self.maximumBytes) else {
            return nil
        }
        return buffer.readSlice(length: length)
    }

    /// Takes the first APDU off the buffer when no more octets will come.
    ///
    /// - Parameters:
    ///   - buffer: What is left.
    ///   - seenEOF: Whether the peer closed.
    /// - Returns: The APDU, or `nil` when none is whole.
    /// - Throws: As ``decode(buffer:)``.
    public mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> ByteBuffer? {
        try self.decode(buffer: &buffer)
    }

    /// The length of the APDU at the start of some octets.
    ///
    /// - Parameters:
    ///   - bytes: What came so far.
    ///   - maximumBytes: The largest APDU taken.
    /// - Returns: The length, header included, or `nil` when the header is not whole.
    /// - Throws: ``Z3950Error`` of code `protocolError`.
    static func apduLength(
        _ bytes: some RandomAccessCollection<UInt8>,
        maximumBytes: Int
    ) throws(Z3950Error) -> Int? {
        var rest = bytes[...]
        guard let identifier = rest.popFirst() else { return nil }
        switch identifier {
        case 0xB4...0xBE:
            break
        case 0xBF:
            guard let number = rest.popFirst() else { return nil }
            guard (31...48).contains(number) else { throw Self.notAnAPDU(bytes) }
        default:
            throw Self.notAnAPDU(bytes)
        }
        guard let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first & 0x80 != 0 {
            let octets = Int(first & 0x7F)
            guard octets > 0 else { throw .malformed("APDU of indefinite length") }
            guard octets <= 8 else { throw .malformed("length of an APDU written in \(octets) octets") }
            guard rest.count >= octets else {
                return try Self.refuseEarly(rest, octets: octets, maximumBytes: maximumBytes)
            }
            length = 0
            for octet in rest.prefix(octets) {
                length = length << 8 | Int(octet)
                guard length <= maximumBytes else { throw Self.tooLong(maximumBytes) }
            }
            rest = rest.dropFirst(octets)
        }
        let total = bytes.count - rest.count + length
        guard total <= maximumBytes else { throw Self.tooLong(maximumBytes) }
        return bytes.count >= total ? total : nil
    }

    /// Refuses a length whose first octets alone are over the limit.
    private static func refuseEarly(
        _ octetsRead: some Collection<UInt8>,
        octets: Int,
        maximumBytes: Int
    ) throws(Z3950Error) -> Int? {
        var missing = octets - octetsRead.count
        var length = 0
        for octet in octetsRead {
            length = length << 8 | Int(octet)
            guard length <= maximumBytes else { throw Self.tooLong(maximumBytes) }
        }
        while missing > 0, length > 0 {
            length <<= 8
            missing -= 1
            guard length <= maximumBytes else { throw Self.tooLong(maximumBytes) }
        }
        return nil
    }

    private static func tooLong(_ maximumBytes: Int) -> Z3950Error {
        .malformed("APDU longer than \(maximumBytes) octets")
    }

    private static func notAnAPDU(_ bytes: some Collection<UInt8>) -> Z3950Error {
        let start = bytes.prefix(16).map { octet in
            (0x20...0x7E).contains(octet) ? String(UnicodeScalar(octet)) : "."
        }
        return .malformed("not a Z39.50 server: it says \"\(start.joined())\"")
    }
}
