/// What one pass over bytes tells about them as UTF-8.
struct UTF8Scan {
    /// The number of well-formed sequences of two to four bytes.
    private(set) var multibyte = 0
    /// The number of ill-formed places (maximal subparts, Unicode 15 section 3.9).
    private(set) var illFormed = 0
    /// Whether there is a character that may have to be moved or joined in normalisation form C.
    private(set) var hasDoubtful = false

    /// Whether the bytes are well-formed UTF-8.
    var isValid: Bool { self.illFormed == 0 }
    /// Whether all bytes are ASCII.
    var isASCII: Bool { self.multibyte == 0 && self.illFormed == 0 }
    /// Whether the bytes certainly are well-formed UTF-8 in normalisation form C.
    var isComposed: Bool { self.illFormed == 0 && !self.hasDoubtful }

    init(_ bytes: Span<UInt8>) {
        let count = bytes.count
        let raw = unsafe bytes.bytes
        var index = 0
        while index < count {
            // Eight bytes of ASCII at a time; any bit pattern is a valid UInt64.
            if index &+ 8 <= count {
                let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                let high = word & 0x8080_8080_8080_8080
                if high == 0 {
                    index &+= 8
                    continue
                }
                index &+= high.trailingZeroBitCount >> 3
            } else if bytes[index] < 0x80 {
                index &+= 1
                continue
            }
            // A run of other characters.
            while index < count, bytes[index] >= 0x80 {
                let (scalar, length) = decodeScalar(bytes, index)
                index &+= length
                guard scalar != UTF8Scan.illFormedScalar else {
                    self.illFormed &+= 1
                    continue
                }
                self.multibyte &+= 1
                if scalar >= 0x300 && scalar &- 0x1E00 >= 0x100 && !isCertainlyComposed(scalar) {
                    self.hasDoubtful = true
                }
            }
        }
    }

    /// What ``decodeScalar(_:_:)`` gives for an ill-formed sequence.
    static let illFormedScalar: UInt32 = .max
}

/// Decodes the character at an index; ill-formed bytes give `UTF8Scan.illFormedScalar` and the length of the maximal
/// subpart, at least 1.
@inline(__always)
func decodeScalar(_ bytes: Span<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int) {
    let lead = bytes[index]
    let left = bytes.count &- index
    if lead < 0x80 { return (UInt32(lead), 1) }
    guard lead >= 0xC2, lead <= 0xF4, left > 1 else { return (UTF8Scan.illFormedScalar, 1) }
    let second = bytes[index &+ 1]
    if lead < 0xE0 {
        guard second & 0xC0 == 0x80 else { return (UTF8Scan.illFormedScalar, 1) }
        return (UInt32(lead & 0x1F) << 6 | UInt32(second & 0x3F), 2)
    }
    let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return (UTF8Scan.illFormedScalar, 1) }
    guard left > 2, bytes[index &+ 2] & 0xC0 == 0x80 else { return (UTF8Scan.illFormedScalar, 2) }
    let third = UInt32(bytes[index &+ 2] & 0x3F)
    if lead < 0xF0 {
        return (UInt32(lead & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | third, 3)
    }
    guard left > 3, bytes[index &+ 3] & 0xC0 == 0x80 else { return (UTF8Scan.illFormedScalar, 3) }
    let fourth = UInt32(bytes[index &+ 3] & 0x3F)
    return (UInt32(lead & 0x07) << 18 | UInt32(second & 0x3F) << 12 | third << 6 | fourth, 4)
}

/// Appends a scalar value as UTF-8; one that is no Unicode scalar value becomes U+FFFD.
@inline(__always)
func appendScalar(_ scalar: UInt32, to text: inout [UInt8]) {
    let isScalar = scalar & 0xFFFF_F800 != 0xD800 && scalar <= 0x10_FFFF
    let scalar = isScalar ? scalar : 0xFFFD
    if scalar < 0x80 {
        text.append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
        text.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    } else if scalar < 0x1_0000 {
        text.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    } else {
        text.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
        text.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    }
}

/// Whether a character is a starter that never changes in normalisation form C.
///
/// That is: `NFC_Quick_Check` = Yes and combining class 0 (Unicode Standard Annex 15). It may be `false` for rare
/// characters that are.
func isCertainlyComposed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x300: true
    case 0x370...0x3FF: scalar != 0x374 && scalar != 0x37E && scalar != 0x387
    case 0x400...0x482, 0x48A...0x590: true
    case 0x5D0...0x5EA, 0x620...0x64A, 0x660...0x66F, 0x671...0x6D5: true
    case 0xE01...0xE37, 0xE3F...0xE47: true
    case 0x1E00...0x1EFF: true
    case 0x2002...0x20BF: true
    case 0x2100...0x2125, 0x2127...0x2129, 0x212C...0x2328, 0x232B...0x27FF: true
    case 0x2E80...0x3029, 0x3030...0x3098, 0x309B...0xA4CF: true
    case 0xAC00...0xD7A3, 0xE000...0xF8FF: true
    case 0xFF01...0xFFEE, 0xFFFD: true
    case 0x1_F300...0x1_FAFF, 0x2_0000...0x2_F7FF, 0x3_0000...0x3_134F: true
    default: false
    }
}
