extension ISO2709 {
    /// Divides a file into records while it is read, in memory that depends on the largest record only.
    ///
    /// ```swift
    /// var splitter = ISO2709.Splitter()
    /// while let chunk = readChunk() {
    ///     splitter.append(chunk)
    ///     while let piece = splitter.next() { … }
    /// }
    /// splitter.finish()
    /// while let piece = splitter.next() { … }
    /// ```
    public struct Splitter: Sendable {
        /// The bytes of one record, or of something between records that is none.
        public struct Piece: Sendable, Hashable {
            /// From the leader to the terminator, if there is one.
            public let bytes: ArraySlice<UInt8>
            /// The place of the first byte in the file, from 0.
            public let offset: Int
        }

        private let maximumBytes: Int
        private var buffer: [UInt8] = []
        /// The index in `buffer` of the next record.
        private var start = 0
        /// The index in `buffer` up to which no end of it was found.
        private var searched = 0
        /// The place in the file of the first byte of `buffer`.
        private var origin = 0
        private var isComplete = false

        /// Starts at the beginning of a file.
        ///
        /// - Parameter limits: A piece without an end is cut at `maximumBytes`.
        public init(limits: Limits = Limits()) {
            self.maximumBytes = max(limits.maximumBytes, 1)
        }

        /// Takes in the next bytes of the file.
        public mutating func append(_ bytes: some Sequence<UInt8>) {
            if self.start > 0 {
                self.buffer.removeSubrange(0..<self.start)
                self.origin += self.start
                self.searched = max(0, self.searched - self.start)
                self.start = 0
            }
            self.buffer.append(contentsOf: bytes)
        }

        /// Says that the file has ended.
        public mutating func finish() {
            self.isComplete = true
        }

        /// The next record; `nil` when more bytes are needed, or after ``finish()`` when there is none left.
        public mutating func next() -> Piece? {
            let found = self.find()
            self.start = found.start
            self.searched = found.searched
            guard let end = found.end else { return nil }
            let piece = Piece(bytes: self.buffer[self.start..<end], offset: self.origin + self.start)
            self.start = end
            self.searched = end
            return piece
        }

        /// Where the next record begins and, when that is known, ends.
        private func find() -> (start: Int, end: Int?, searched: Int) {
            let bytes = self.buffer.span
            let start = RecordBoundary.skipFiller(bytes, from: self.start)
            // Blanks may be filler or the record length: more bytes will tell.
            guard start < bytes.count, self.isComplete || start + RecordBoundary.pattern < bytes.count else {
                return (self.start, nil, self.searched)
            }
            var searched = self.searched
            let end = RecordBoundary.end(bytes, from: start, searched: &searched, isComplete: self.isComplete)
            let isTooLong = end == nil && bytes.count - start > self.maximumBytes
            return (start, isTooLong ? start + self.maximumBytes : end, searched)
        }
    }
}
