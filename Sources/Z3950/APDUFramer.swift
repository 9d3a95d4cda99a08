public import NIOCore

/// Cuts a stream of octets into APDUs, refusing at the first octets what cannot be one.
///
/// An APDU is one BER element with a context-specific constructed tag from 20 to 48 (Z39.50, 4.1). Its length is
/// definite, or ended by a mark as YAZ's servers do it; then the elements inside are stepped over as they come,
/// each once. A length over the limit is refused as soon as it is read, before anything is kept for it.
public struct APDUFramer: NIOSingleStepByteToMessageDecoder {
    /// One whole APDU.
    public typealias InboundOut = ByteBuffer

    /// The largest APDU taken, header included, in octets.
    public let maximumBytes: Int
    /// The most elements of indefinite length that may be open at one time.
    public let maximumDepth: Int

    /// Octets of the APDU at hand that were stepped over.
    private var scanned = 0
    /// Elements stepped over.
    private var elements = 0
    /// Elements of indefinite length whose end has not come.
    private var open = 0

    /// Octets of the APDU at hand as far as its headers tell: all of them, when it begins with its length.
    var octetsWanted: Int { self.scanned }

    /// A length beyond this is no length but garbage.
    private static let largestBelievable = 1 << 28

    /// Makes a framer.
    ///
    /// - Parameters:
    ///   - maximumBytes: The largest APDU taken, header included, in octets.
    ///   - maximumDepth: The most elements of indefinite length inside each other; answers need few, queries may need hundreds.
    public init(maximumBytes: Int = 16 << 20, maximumDepth: Int = 48) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }

    /// Takes the first APDU off the buffer once it is whole.
    ///
    /// - Parameter buffer: What came so far.
    /// - Returns: The APDU, or `nil` while octets are missing.
    /// - Throws: ``Z3950Error`` of code `protocolError` when what came cannot be an APDU, `tooLarge` when it is larger
    ///   than allowed though no larger than a real server's may be.
    public mutating func decode(buffer: inout ByteBuffer) throws -> ByteBuffer? {
        guard try self.scan(buffer.readableBytesView) else { return nil }
        let length = self.scanned
        (self.scanned, self.elements, self.open) = (0, 0, 0)
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

    /// Steps over what came since the last time.
    ///
    /// - Parameter bytes: All that came of this APDU, and perhaps more.
    /// - Returns: Whether the APDU is whole; `scanned` is its length then.
    /// - Throws: ``Z3950Error`` of code `protocolError`.
    private mutating func scan(_ bytes: ByteBufferView) throws(Z3950Error) -> Bool {
        if self.elements == 0 {
            try Self.checkStart(bytes)
        }
        while self.elements == 0 || self.open > 0 {
            let room = self.maximumBytes - self.scanned
            let start = bytes.startIndex + self.scanned
            guard let header = try BERHeader.read(bytes, at: start, limit: Self.largestBelievable) else {
                return false
            }
            self.elements += 1
            guard self.elements <= BERLimits.maximumElements else { throw .malformed("APDU of too many elements") }
            if let contentCount = header.contentCount {
                guard header.octetCount + contentCount <= room else { throw self.tooLarge }
                self.scanned += header.octetCount + contentCount
                if header.isEndOfContents { self.open -= 1 }
            } else {
                guard header.octetCount <= room else { throw self.tooLarge }
                self.scanned += header.octetCount
                self.open += 1
                guard self.open <= self.maximumDepth else { throw .malformed("APDU nested too deeply") }
            }
        }
        return self.scanned <= bytes.count
    }

    private var tooLarge: Z3950Error { Z3950Error(.tooLarge, "more than \(self.maximumBytes) octets") }

    /// Refuses octets no APDU starts with.
    private static func checkStart(_ bytes: ByteBufferView) throws(Z3950Error) {
        guard let identifier = bytes.first else { return }
        switch identifier {
        case 0xB4...0xBE: return
        case 0xBF:
            guard bytes.count > 1 else { return }
            guard (31...48).contains(bytes[bytes.startIndex + 1]) else { throw Self.notAnAPDU(bytes) }
        default: throw Self.notAnAPDU(bytes)
        }
    }

    private static func notAnAPDU(_ bytes: ByteBufferView) -> Z3950Error {
        let start = bytes.prefix(16).map { octet in
            (0x20...0x7E).contains(octet) ? String(UnicodeScalar(octet)) : "."
        }
        return .malformed("not a Z39.50 server: it says \"\(start.joined())\"")
    }
}
