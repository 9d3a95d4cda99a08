extension MARCXML {
    /// Divides a file of XML into its records while it is read, in memory that depends on the largest record only.
    ///
    /// A record is the outermost element called `record`, `mods` or `dc` in any namespace, and a document of its own: prefixes that
    /// were declared around it are not declared in it, which ``MARCXML`` and ``RecordXML`` do not mind.
    public struct Splitter: Sendable {
        private let maximumBytes: Int
        private var buffer: [UInt8] = []
        /// The index in `buffer` that was looked at up to.
        private var index = 0
        /// The index in `buffer` where the open record begins.
        private var start: Int?
        private var depth = 0
        /// The place in the file of the first byte of `buffer`.
        private var origin = 0
        /// The XML declaration, when it names another encoding than UTF-8.
        private var declaration: [UInt8] = []

        /// Starts at the beginning of a file.
        ///
        /// - Parameter limits: A record larger than `maximumBytes` is cut there, and so will not be well-formed.
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

        /// The next record; `nil` when more bytes are needed, or none is left.
        public mutating func next() -> ISO2709.Splitter.Piece? {
            while let open = self.find(0x3C, from: self.index) {
                if let start = self.start, open - start > self.maximumBytes { return self.cut(start, open) }
                guard let end = self.tagEnd(open) else {
                    self.index = open
                    guard let start = self.start, self.buffer.count - start > self.maximumBytes else { return nil }
                    return self.cut(start, self.buffer.count)
                }
                self.index = end
                if self.buffer[open + 1] == 0x3F, self.origin + open <= 3 { self.noteDeclaration(open..<end) }
                guard let (name, isEnd) = self.name(open), ["record", "mods", "dc"].contains(name) else { continue }
                if isEnd {
                    self.depth = max(0, self.depth - 1)
                    if self.depth == 0, let start = self.start { return self.cut(start, end) }
                } else if self.buffer[end - 2] != 0x2F {
                    if self.depth == 0 { self.start = open }
                    self.depth += 1
                }
            }
            if self.start == nil { self.index = self.buffer.count }
            return nil
        }

        private mutating func cut(_ start: Int, _ end: Int) -> ISO2709.Splitter.Piece {
            self.start = nil
            self.depth = 0
            self.index = end
            let bytes = self.declaration + self.buffer[start..<end]
            return ISO2709.Splitter.Piece(bytes: bytes[...], offset: self.origin + start)
        }

        private func find(_ byte: UInt8, from start: Int) -> Int? {
            var index = start
            while index < self.buffer.count {
                if self.buffer[index] == byte { return index }
                index &+= 1
            }
            return nil
        }

        /// The index behind the tag, comment, section or instruction that begins at `<`; `nil` when it is not all there.
        private func tagEnd(_ open: Int) -> Int? {
            guard open + 3 < self.buffer.count else { return nil }
            if self.starts(open, "<!--") { return self.behind("-->", from: open + 4) }
            if self.starts(open, "<![CDATA[") { return self.behind("]]>", from: open + 9) }
            if self.buffer[open + 1] == 0x3F { return self.behind("?>", from: open + 2) }
            var quote: UInt8 = 0
            var index = open + 1
            while index < self.buffer.count {
                let byte = self.buffer[index]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == 0x22 || byte == 0x27 {
                    quote = byte
                } else if byte == 0x3E {
                    return index + 1
                }
                index &+= 1
            }
            return nil
        }

        private func starts(_ index: Int, _ text: String) -> Bool {
            self.buffer[index...].starts(with: text.utf8)
        }

        private func behind(_ text: String, from start: Int) -> Int? {
            var index = start
            while index + text.utf8.count <= self.buffer.count {
                if self.starts(index, text) { return index + text.utf8.count }
                index += 1
            }
            return nil
        }

        /// The local name of a start or end tag.
        private func name(_ open: Int) -> (String, isEnd: Bool)? {
            let isEnd = self.buffer[open + 1] == 0x2F
            let start = open + (isEnd ? 2 : 1)
            let name = self.buffer[start...].prefix(64).prefix { $0 > 0x20 && $0 != 0x2F && $0 != 0x3E }
            let local = name.lastIndex(of: 0x3A).map { name[($0 + 1)...] } ?? name
            return local.isEmpty ? nil : (String(decoding: local, as: UTF8.self), isEnd)
        }

        private mutating func noteDeclaration(_ range: Range<Int>) {
            let text = String(decoding: self.buffer[range], as: UTF8.self).lowercased()
            let isUnicode = text.contains("utf-8") || !text.contains("encoding")
            self.declaration = isUnicode ? [] : Array(self.buffer[range])
        }
    }
}
