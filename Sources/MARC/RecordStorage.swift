/// Where a field's subfields lie.
struct FieldEntry: Sendable {
    var tag: Tag
    var indicator1: UInt8
    var indicator2: UInt8
    /// The index of the first subfield entry; a control field has exactly one, with code 0.
    var start: UInt32
    var count: UInt32
}

/// Where a subfield's text lies.
struct SubfieldEntry: Sendable {
    var start: UInt32
    var count: UInt32
    var code: UInt8
}

/// The text of a record or a single field, and the entries that point into it: a value, of which copies share one object
/// until one of them changes.
///
/// Every field and subfield that is looked at holds its record's storage; one reference is cheaper to hold than three arrays.
struct RecordStorage: @unchecked Sendable {
    // Safe to send: contents are changed only through `uniqueContents`, which copies them when anybody else has them.
    // For the same reason no access can meet another one, and none has to be watched for that.
    private final class Contents {
        @exclusivity(unchecked) var text: [UInt8] = []
        @exclusivity(unchecked) var fields: [FieldEntry] = []
        @exclusivity(unchecked) var subfields: [SubfieldEntry] = []
    }

    private var contents = Contents()

    init() {}

    /// Makes a storage of what was put together elsewhere.
    init(text: [UInt8], fields: [FieldEntry], subfields: [SubfieldEntry]) {
        unsafe self.contents.text = text
        unsafe self.contents.fields = fields
        unsafe self.contents.subfields = subfields
    }

    private var uniqueContents: Contents {
        mutating get {
            if !isKnownUniquelyReferenced(&self.contents) {
                let copy = Contents()
                unsafe copy.text = self.contents.text
                unsafe copy.fields = self.contents.fields
                unsafe copy.subfields = self.contents.subfields
                self.contents = copy
            }
            return self.contents
        }
    }

    /// UTF-8 in normalisation form C; may hold bytes that no entry points to.
    var text: [UInt8] {
        _read { yield unsafe self.contents.text }
        _modify { yield unsafe &self.uniqueContents.text }
    }

    var fields: [FieldEntry] {
        _read { yield unsafe self.contents.fields }
        _modify { yield unsafe &self.uniqueContents.fields }
    }

    var subfields: [SubfieldEntry] {
        _read { yield unsafe self.contents.subfields }
        _modify { yield unsafe &self.uniqueContents.subfields }
    }

    /// Makes a storage of copies of fields.
    init(_ source: [Field]) {
        unsafe self.contents.text.reserveCapacity(source.reduce(0) { $0 + $1.textCount })
        unsafe self.contents.fields.reserveCapacity(source.count)
        unsafe self.contents.subfields.reserveCapacity(source.reduce(0) { $0 + Int($1.entry.count) })
        for field in source { Self.copy(field, into: self.contents) }
    }

    /// Adds a copy of a field to contents that nobody else has.
    private static func copy(_ field: Field, into contents: Contents) {
        var copy = field.entry
        copy.start = unsafe UInt32(truncatingIfNeeded: contents.subfields.count)
        unsafe contents.fields.append(copy)
        let source = field.storage
        for index in Int(field.entry.start)..<Int(field.entry.start) + Int(field.entry.count) {
            var entry = source.subfields[index]
            let range = Int(entry.start)..<Int(entry.start) + Int(entry.count)
            entry.start = unsafe UInt32(truncatingIfNeeded: contents.text.count)
            unsafe contents.subfields.append(entry)
            unsafe contents.text.append(contentsOf: source.text[range])
        }
    }

    /// Makes room for as much as another one has, and somewhat more.
    mutating func reserveCapacity(for other: RecordStorage) {
        self.text.reserveCapacity(other.text.count * 5 / 4)
        self.fields.reserveCapacity(other.fields.count + 4)
        self.subfields.reserveCapacity(other.subfields.count + 8)
    }

    /// Begins a field; the subfields appended next belong to it.
    mutating func beginField(_ tag: Tag, _ indicator1: UInt8, _ indicator2: UInt8) {
        self.fields.append(
            FieldEntry(
                tag: tag,
                indicator1: indicator1,
                indicator2: indicator2,
                start: UInt32(truncatingIfNeeded: self.subfields.count),
                count: 0
            )
        )
    }

    /// Adds a subfield that lies in `text` already to the field begun last.
    mutating func appendSubfield(_ code: UInt8, _ range: Range<Int>) {
        self.subfields.append(
            SubfieldEntry(
                start: UInt32(truncatingIfNeeded: range.lowerBound),
                count: UInt32(truncatingIfNeeded: range.count),
                code: code
            )
        )
        self.fields[self.fields.count - 1].count += 1
    }

    /// Adds a subfield to the field begun last; the value is cleaned of separators and brought into form C.
    mutating func appendSubfield(_ code: UInt8, _ value: String) {
        var value = value
        value.withUTF8 { buffer in self.appendSubfield(code, unsafe buffer.span) }
    }

    /// Adds a subfield of UTF-8 to the field begun last; the value is cleaned of separators and brought into form C.
    mutating func appendSubfield(_ code: UInt8, _ bytes: Span<UInt8>) {
        let start = self.text.count
        if !hasSeparator(bytes) && UTF8Scan(bytes).isComposed {
            unsafe bytes.withUnsafeBufferPointer { unsafe self.text.append(contentsOf: $0) }
        } else {
            let clean = Array(copying: bytes).filter { !isSeparator($0) }
            Composer.append(clean.span, to: &self.text)
        }
        self.appendSubfield(code, start..<self.text.count)
    }

    /// Adds a control field.
    mutating func append(_ tag: Tag, _ value: String) {
        self.beginField(tag, 0x20, 0x20)
        self.appendSubfield(0, value)
    }

    /// Adds a data field; indicators and codes that are not printable ASCII become `?`, and codes that are blank.
    mutating func append(_ tag: Tag, _ indicator1: UInt8, _ indicator2: UInt8, _ subfields: [(UInt8, String)]) {
        self.beginField(tag, printable(indicator1), printable(indicator2))
        for (code, value) in subfields {
            self.appendSubfield(code == 0x20 ? 0x3F : printable(code), value)
        }
    }

    /// Adds a copy of a field.
    mutating func append(_ field: Field) { Self.copy(field, into: self.uniqueContents) }
}

/// Whether a byte is one of the control characters that ISO 2709 uses as separators: 1D, 1E, 1F.
private func isSeparator(_ byte: UInt8) -> Bool { byte &- 0x1D < 3 }

private func hasSeparator(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where isSeparator(bytes[index]) { return true }
    return false
}

/// The character, or `?` when it is not printable ASCII.
private func printable(_ byte: UInt8) -> UInt8 {
    (0x20...0x7E).contains(byte) ? byte : 0x3F
}
