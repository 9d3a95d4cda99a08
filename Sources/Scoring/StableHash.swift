/// A 64-bit hash that is the same in every process and on every machine.
///
/// Multiply-and-fold over eight bytes at a time. Not cryptographic: it names things, it protects nothing.
struct StableHash: Sendable {
    private var state: UInt64
    private var pending: UInt64 = 0
    private var pendingCount: UInt64 = 0
    private var length: UInt64 = 0

    /// - Parameter domain: Keeps hashes of different kinds of thing apart.
    init(_ domain: UInt8 = 0) {
        self.state = Self.mix(0x9E37_79B9_7F4A_7C15 ^ UInt64(domain), 0xD6E8_FEB8_6659_FD93)
    }

    mutating func combine(_ byte: UInt8) {
        self.pending |= UInt64(byte) << (8 * self.pendingCount)
        self.pendingCount += 1
        self.length &+= 1
        if self.pendingCount == 8 { self.flush() }
    }

    mutating func combine(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { unsafe self.combine($0.span) }
        guard isDone == nil else { return }
        for byte in bytes { self.combine(byte) }
    }

    /// Eight bytes at a time, whether others are pending or not.
    mutating func combine(_ bytes: Span<UInt8>) {
        let raw = unsafe bytes.bytes
        let shift = 8 * self.pendingCount
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            self.combine(UInt64(littleEndian: word), 8, shift)
            index &+= 8
        }
        self.combine(Self.word(raw, from: index), UInt64(bytes.count - index), shift)
    }

    /// The last bytes, seven at most, as a number whose first byte is the lowest; overlapping pieces say the same twice.
    private static func word(_ bytes: RawSpan, from index: Int) -> UInt64 {
        let count = bytes.byteCount &- index
        switch count {
        case 4...:
            let last = UInt64(Self.piece(bytes, bytes.byteCount &- 4, UInt32.self))
            return UInt64(Self.piece(bytes, index, UInt32.self)) | last &<< UInt64(8 &* (count &- 4))
        case 2...:
            let last = UInt64(Self.piece(bytes, bytes.byteCount &- 2, UInt16.self))
            return UInt64(Self.piece(bytes, index, UInt16.self)) | last &<< UInt64(8 &* (count &- 2))
        case 1: return UInt64(Self.piece(bytes, index, UInt8.self))
        default: return 0
        }
    }

    private static func piece<Piece: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: RawSpan,
        _ index: Int,
        _ type: Piece.Type
    ) -> Piece {
        Piece(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: type))
    }

    /// Adds up to eight bytes behind those that are pending, which take as many bits as `shift` says.
    private mutating func combine(_ word: UInt64, _ count: UInt64, _ shift: UInt64) {
        self.length &+= count
        self.pending |= word &<< shift
        self.pendingCount += count
        guard self.pendingCount >= 8 else { return }
        let left = self.pendingCount - 8
        self.flush()
        self.pendingCount = left
        if shift > 0 { self.pending = word &>> (64 - shift) }
    }

    mutating func combine(_ number: UInt64) {
        self.flush()
        self.length &+= 8
        self.pending = number
        self.flush()
    }

    /// Closes one part, so that "ab" + "c" and "a" + "bc" differ.
    mutating func separate() { self.combine(self.length) }

    consuming func finish() -> UInt64 {
        self.flush()
        return Self.mix(self.state ^ self.length, 0xA076_1D64_78BD_642F)
    }

    static func of(_ bytes: some Sequence<UInt8>, domain: UInt8 = 0) -> UInt64 {
        var hash = StableHash(domain)
        hash.combine(bytes)
        return hash.finish()
    }

    private mutating func flush() {
        self.state = Self.mix(self.state ^ self.pending, 0xE703_7ED1_A0B4_28DB)
        self.pending = 0
        self.pendingCount = 0
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low ^ left.byteSwapped
    }
}
