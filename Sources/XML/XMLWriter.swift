/// Writes XML 1.0 in UTF-8, append-only.
///
/// Names are written as they are given and are the caller's to choose well; texts and attribute values may be
/// anything: what XML 1.0 cannot carry (control characters, U+FFFE, U+FFFF) is left out, the rest is escaped.
public struct XMLWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    private var openElements: [String] = []
    /// Where the content of the innermost element begins, while nothing has been written into it.
    private var emptyContent = -1

    /// Starts with nothing written.
    ///
    /// - Parameter reserving: the number of bytes to make room for.
    public init(reserving: Int = 1024) {
        self.bytes = []
        self.bytes.reserveCapacity(reserving)
    }

    /// Writes the XML declaration: version 1.0, UTF-8.
    public mutating func declaration() {
        self.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Opens an element; namespace declarations are given as attributes.
    ///
    /// - Parameters:
    ///   - qualifiedName: the name with its prefix.
    ///   - attributes: qualified names and values.
    public mutating func open(_ qualifiedName: String, _ attributes: [(String, String)] = []) {
        self.bytes.append(UInt8(ascii: "<"))
        self.bytes.append(contentsOf: qualifiedName.utf8)
        for (name, value) in attributes {
            self.bytes.append(UInt8(ascii: " "))
            self.bytes.append(contentsOf: name.utf8)
            self.bytes.append(UInt8(ascii: "="))
            self.bytes.append(UInt8(ascii: "\""))
            self.escape(value, inAttribute: true)
            self.bytes.append(UInt8(ascii: "\""))
        }
        self.bytes.append(UInt8(ascii: ">"))
        self.openElements.append(qualifiedName)
        self.emptyContent = self.bytes.count
    }

    /// Closes the innermost open element; does nothing when none is open.
    public mutating func close() {
        guard let name = self.openElements.popLast() else { return }
        if self.emptyContent == self.bytes.count {
            self.bytes[self.bytes.count - 1] = UInt8(ascii: "/")
            self.bytes.append(UInt8(ascii: ">"))
        } else {
            self.endTag(name)
        }
    }

    /// Writes an element that holds text only.
    ///
    /// - Parameters:
    ///   - qualifiedName: the name with its prefix.
    ///   - text: the text, not escaped yet.
    ///   - attributes: qualified names and values.
    public mutating func element(_ qualifiedName: String, _ text: String, _ attributes: [(String, String)] = []) {
        guard attributes.isEmpty else {
            self.open(qualifiedName, attributes)
            self.text(text)
            self.close()
            return
        }
        self.bytes.append(UInt8(ascii: "<"))
        self.bytes.append(contentsOf: qualifiedName.utf8)
        self.bytes.append(UInt8(ascii: ">"))
        self.escape(text, inAttribute: false)
        self.endTag(qualifiedName)
    }

    /// Writes text.
    ///
    /// - Parameter string: the text, not escaped yet.
    public mutating func text(_ string: String) {
        self.escape(string, inAttribute: false)
    }

    /// Writes text that is there as bytes.
    ///
    /// - Parameter bytes: valid UTF-8, not escaped yet.
    public mutating func text(utf8 bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.escape($0, inAttribute: false) }
    }

    /// Writes text that is there as bytes.
    ///
    /// - Parameter bytes: valid UTF-8, not escaped yet.
    public mutating func text(utf8 bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.escape($0, inAttribute: false) }
    }

    /// Writes the value of an attribute, without quotes, for callers that build a tag with ``raw(_:)-(String)``.
    ///
    /// - Parameter bytes: valid UTF-8, not escaped yet.
    public mutating func attributeValue(utf8 bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.escape($0, inAttribute: true) }
    }

    /// Writes what is XML already.
    ///
    /// - Parameter bytes: well-formed content in UTF-8.
    public mutating func raw(_ bytes: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Writes what is XML already.
    ///
    /// - Parameter bytes: well-formed content in UTF-8.
    public mutating func raw(_ bytes: [UInt8]) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Writes what is XML already.
    ///
    /// - Parameter string: well-formed content.
    public mutating func raw(_ string: String) {
        self.bytes.append(contentsOf: string.utf8)
    }

    /// Writes one byte of what is XML already.
    ///
    /// - Parameter byte: a part of well-formed content in UTF-8.
    public mutating func raw(byte: UInt8) {
        self.bytes.append(byte)
    }

    private mutating func endTag(_ name: String) {
        self.bytes.append(UInt8(ascii: "<"))
        self.bytes.append(UInt8(ascii: "/"))
        self.bytes.append(contentsOf: name.utf8)
        self.bytes.append(UInt8(ascii: ">"))
    }

    private mutating func escape(_ string: String, inAttribute: Bool) {
        var string = string
        string.withUTF8 { unsafe self.escape($0, inAttribute: inAttribute) }
    }

    /// Appends runs of harmless bytes at once, and stops only where something must be replaced.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, inAttribute: Bool) {
        var start = 0
        var index = 0
        while index < text.count {
            let byte = unsafe text[index]
            guard isSpecial(byte) else {
                index += 1
                continue
            }
            let replacement: StaticString
            var length = 1
            switch byte {
            case UInt8(ascii: "&"): replacement = "&amp;"
            case UInt8(ascii: "<"): replacement = "&lt;"
            case UInt8(ascii: ">"): replacement = "&gt;"
            case UInt8(ascii: "\"") where inAttribute: replacement = "&quot;"
            case UInt8(ascii: "\t") where inAttribute: replacement = "&#9;"
            case UInt8(ascii: "\n") where inAttribute: replacement = "&#10;"
            case UInt8(ascii: "\r"): replacement = "&#13;"
            case UInt8(ascii: "\""), UInt8(ascii: "\t"), UInt8(ascii: "\n"):
                index += 1
                continue
            case 0xEF:
                guard unsafe isNoncharacter(text, index) else {
                    index += 1
                    continue
                }
                replacement = ""
                length = 3
            default: replacement = ""
            }
            unsafe self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            unsafe self.bytes.append(
                contentsOf: UnsafeBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount)
            )
            index += length
            start = index
        }
        unsafe self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}

/// Whether a byte may need a replacement: controls, `"`, `&`, `<`, `>`, and the lead byte of U+FFFE and U+FFFF.
@inline(__always)
private func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x3F && (byte < 0x20 || byte == 0x22 || byte == 0x26 || byte == 0x3C || byte == 0x3E) || byte == 0xEF
}

/// Whether U+FFFE or U+FFFF stands at a place of valid UTF-8.
private func isNoncharacter(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index + 2 < text.count else { return false }
    return unsafe text[index + 1] == 0xBF && text[index + 2] >= 0xBE
}
