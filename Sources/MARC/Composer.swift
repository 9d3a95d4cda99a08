/// Brings text into normalisation form C while it is written: scalars in, UTF-8 out.
///
/// Letters of Latin, Greek and Cyrillic with their marks are composed from ``CanonicalPairs``; anything unusual goes
/// through the standard library, from one certain starter to the next.
struct Composer {
    /// The starter that waits for marks; `none` when there is none.
    private var starter = Composer.none
    /// What follows the starter up to the next certain starter.
    private var rest: [UInt32] = []
    private let pairs = CanonicalPairs.standard
    private static let none = UInt32.max

    /// Adds a scalar.
    @inline(__always)
    mutating func append(_ scalar: UInt32, to text: inout [UInt8]) {
        if scalar < 0x300 || isCertainlyComposed(scalar) {
            self.flush(to: &text)
            self.starter = scalar
        } else {
            self.rest.append(scalar)
        }
    }

    /// Adds a run of ASCII: only its last letter can still get marks.
    mutating func append(ascii bytes: Span<UInt8>, to text: inout [UInt8]) {
        guard let last = bytes.indices.last else { return }
        self.flush(to: &text)
        unsafe bytes.extracting(0..<last).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        self.starter = UInt32(bytes[last])
    }

    /// Writes what is still held back; call it at the end of each piece of text.
    @inline(__always)
    mutating func flush(to text: inout [UInt8]) {
        if self.rest.isEmpty {
            if self.starter != Composer.none { appendScalar(self.starter, to: &text) }
        } else {
            self.flushMarks(to: &text)
        }
        self.starter = Composer.none
    }

    private mutating func flushMarks(to text: inout [UInt8]) {
        defer { self.rest.removeAll(keepingCapacity: true) }
        // The usual case: marks in the order in which they join the letter.
        var letter = self.starter
        var joined = 0
        while joined < self.rest.count {
            let composite = letter == Composer.none ? 0 : self.pairs.composite(letter, self.rest[joined])
            guard composite != 0 else { break }
            letter = composite
            joined += 1
        }
        if joined == self.rest.count {
            appendScalar(letter, to: &text)
            return
        }
        if let composed = self.composedMarks() {
            for scalar in composed { appendScalar(scalar, to: &text) }
            return
        }
        let segment = self.starter == Composer.none ? self.rest : [self.starter] + self.rest
        for scalar in composedByStandardLibrary(segment) {
            appendScalar(scalar, to: &text)
        }
    }

    /// The canonical ordering and composition algorithms for a letter and known marks; `nil` when a mark is not known.
    private func composedMarks() -> [UInt32]? {
        guard self.starter != Composer.none else { return nil }
        var base = self.starter
        var marks: [UInt32] = []
        while let (letter, mark) = self.pairs.parts(base) {
            marks.insert(mark, at: 0)
            base = letter
        }
        guard self.rest.count <= 8 else { return nil }
        marks += self.rest
        for mark in marks where self.pairs.combiningClass(mark) == 0 || self.pairs.parts(mark) != nil { return nil }
        // U+0340, U+0341, U+0343 and U+0344 change by themselves.
        for mark in marks where mark == 0x340 || mark == 0x341 || mark == 0x343 || mark == 0x344 { return nil }
        // By class; sorting is stable, so that marks of one class stay in their order.
        let pairs = self.pairs
        marks.sort { pairs.combiningClass($0) < pairs.combiningClass($1) }
        var left: [UInt32] = []
        var lastClass: UInt8 = 0
        for mark in marks {
            let markClass = self.pairs.combiningClass(mark)
            let composite = left.isEmpty || lastClass < markClass ? self.pairs.composite(base, mark) : 0
            if composite != 0 {
                base = composite
            } else {
                left.append(mark)
                lastClass = markClass
            }
        }
        return [base] + left
    }

    /// Appends well-formed or ill-formed UTF-8 in normalisation form C; returns the number of U+FFFD put for damage.
    @discardableResult
    static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Int {
        var composer = Composer()
        return composer.append(utf8: bytes, to: &text)
    }

    /// Appends one piece of UTF-8 in normalisation form C; returns the number of U+FFFD put for damage.
    mutating func append(utf8 bytes: Span<UInt8>, to text: inout [UInt8]) -> Int {
        var replacements = 0
        var index = 0
        while index < bytes.count {
            let end = endOfPrintableASCII(bytes, from: index)
            if end > index {
                self.append(ascii: bytes.extracting(index..<end), to: &text)
                index = end
                continue
            }
            let (scalar, length) = decodeScalar(bytes, index)
            index &+= length
            if scalar == UTF8Scan.illFormedScalar {
                replacements += 1
                self.append(0xFFFD, to: &text)
            } else {
                self.append(scalar, to: &text)
            }
        }
        self.flush(to: &text)
        return replacements
    }
}

/// The end of the run of printable ASCII, blanks among it, that begins at an index; the index itself if there is none.
@inline(__always)
func endOfPrintableASCII(_ bytes: Span<UInt8>, from start: Int, except other: UInt8 = 0) -> Int {
    var end = start
    while end < bytes.count, bytes[end] &- 0x20 < 0x5F, bytes[end] != other { end &+= 1 }
    return end
}
