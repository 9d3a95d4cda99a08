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

    /// Eight bytes at a time, once the pending ones are complete.
    mutating func combine(_ bytes: Span<UInt8>) {
        let count = bytes.count
        let raw = unsafe bytes.bytes
        var index = 0
        while index < count {
            if self.pendingCount == 0, index &+ 8 <= count {
                let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                self.pending = UInt64(littleEndian: word)
                self.length &+= 8
                index &+= 8
                self.flush()
            } else {
                self.combine(bytes[index])
                index &+= 1
            }
        }
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
