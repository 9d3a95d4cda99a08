/// What the fuzzer came up with: a few choices in the first bytes, data in the rest.
public struct Input {
    private var bytes: ArraySlice<UInt8>

    /// Takes a copy of the fuzzer's bytes, which are gone after the run.
    public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        self.bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// A number that the next byte decides, from 0 to `bound` - 1; 0 when there is no byte left.
    public mutating func choice(of bound: Int) -> Int {
        Int(self.bytes.popFirst() ?? 0) % bound
    }

    /// One of several values, decided by the next byte.
    public mutating func choice<Value>(from values: [Value]) -> Value {
        values[self.choice(of: values.count)]
    }

    /// Everything that is left.
    public var rest: [UInt8] { Array(self.bytes) }

    /// Everything that is left, as text: what is no UTF-8 becomes U+FFFD.
    public var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Everything that is left in pieces, as a network might bring it: of sizes from 1 to `size`, in turn.
    public func pieces(upTo size: Int) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = self.bytes.startIndex
        while start < self.bytes.endIndex {
            let end = min(start + 1 + pieces.count % size, self.bytes.endIndex)
            pieces.append(self.bytes[start..<end])
            start = end
        }
        return pieces
    }
}
