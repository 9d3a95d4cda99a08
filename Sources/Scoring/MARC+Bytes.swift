import MARC

extension Tag {
    /// The tag as a number, 0 when it is not three digits.
    var number: Int {
        let (first, second, third) = self.bytes
        guard (0x30...0x39).contains(first), (0x30...0x39).contains(second), (0x30...0x39).contains(third) else {
            return 0
        }
        return Int(first - 0x30) * 100 + Int(second - 0x30) * 10 + Int(third - 0x30)
    }
}

extension Field {
    /// The text of the first subfield with a code.
    func first(_ code: UInt8) -> ArraySlice<UInt8>? { self.subfields.first(code: code)?.utf8 }

    /// The bytes of a control field; the first 64, which is all that is ever looked at.
    var controlBytes: ArraySlice<UInt8> { self.controlValue?.prefix(64) ?? ArraySlice(self.value.utf8.prefix(64)) }
}

extension [UInt8] {
    /// The bytes of a span.
    init(copying span: borrowing Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
