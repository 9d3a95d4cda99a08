extension MARCJSON {
    /// Divides a file of JSON into its outermost objects while it is read.
    public struct Splitter: Sendable {
        private let maximumBytes: Int
        private var buffer: [UInt8] = []
        private var index = 0
        private var start: Int?
        private var depth = 0
        private var isInString = false
        private var isEscaped = false
        private var origin = 0

        /// Starts at the beginning of a file.
        ///
        /// - Parameter limits: An object larger than `maximumBytes` is cut there.
        public init(limits: ISO2709.Limits = ISO2709.Limits()) {
            self.maximumBytes = max(limits.maximumBytes, 1)
        }

        /// Takes in the next bytes of the file.
        public mutating func append(_ bytes: some Sequence<UInt8>) {
            let keep = self.start ?? self.index
            if keep > 0 {
                self.buffer.removeSubrange(0..<keep)
                self.origin += keep
                self.index -= keep
                self.start = self.start == nil ? nil : 0
            }
            self.buffer.append(contentsOf: bytes)
        }

        /// The next object; `nil` when more bytes are needed, or none is left.
        public mutating func next() -> ISO2709.Splitter.Piece? {
            while self.index < self.buffer.count {
                let byte = self.buffer[self.index]
                self.index &+= 1
                if let start = self.start, self.index - start > self.maximumBytes { return self.cut(start) }
                if self.isInString {
                    if self.isEscaped {
                        self.isEscaped = false
                    } else if byte == 0x5C {
                        self.isEscaped = true
                    } else if byte == 0x22 {
                        self.isInString = false
                    }
                } else if byte == 0x22 {
                    self.isInString = self.depth > 0
                } else if byte == 0x7B {
                    if self.depth == 0 { self.start = self.index - 1 }
                    self.depth += 1
                } else if byte == 0x7D, self.depth > 0 {
                    self.depth -= 1
                    if self.depth == 0, let start = self.start { return self.cut(start) }
                }
            }
            return nil
        }

        private mutating func cut(_ start: Int) -> ISO2709.Splitter.Piece {
            self.start = nil
            self.depth = 0
            self.isInString = false
            self.isEscaped = false
            return ISO2709.Splitter.Piece(bytes: self.buffer[start..<self.index], offset: self.origin + start)
        }
    }
}
