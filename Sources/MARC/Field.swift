/// One field of a record: a view into the record's text.
///
/// A field is a value of its own: it stays what it is when the record it came from changes.
public struct Field: Sendable {
    let storage: RecordStorage
    let entry: FieldEntry

    init(storage: RecordStorage, entry: FieldEntry) {
        self.storage = storage
        self.entry = entry
    }

    /// Makes a control field.
    public init(_ tag: Tag, _ value: String) {
        var storage = RecordStorage()
        storage.append(tag, value)
        self.init(storage: storage, entry: storage.fields[0])
    }

    /// Makes a data field; indicators and codes are ASCII, and anything else becomes `?`.
    public init(_ tag: Tag, _ indicator1: UInt8, _ indicator2: UInt8, _ subfields: [(UInt8, String)]) {
        var storage = RecordStorage()
        storage.append(tag, indicator1, indicator2, subfields)
        self.init(storage: storage, entry: storage.fields[0])
    }

    /// Makes a data field with indicators and codes written as characters; any that is not ASCII becomes `?`.
    public init(_ tag: Tag, _ indicator1: Character, _ indicator2: Character, _ subfields: [(Character, String)]) {
        self.init(
            tag,
            indicator1.asciiValue ?? 0x3F,
            indicator2.asciiValue ?? 0x3F,
            subfields.map { ($0.0.asciiValue ?? 0x3F, $0.1) }
        )
    }

    /// The tag of the field.
    public var tag: Tag { self.entry.tag }

    /// Whether the field is a control field: a value without indicators and subfields.
    public var isControl: Bool {
        self.entry.count > 0 && self.storage.subfields[Int(self.entry.start)].code == 0
    }

    /// The first indicator, an ASCII character; a blank in control fields.
    public var indicator1: UInt8 { self.entry.indicator1 }

    /// The second indicator, an ASCII character; a blank in control fields.
    public var indicator2: UInt8 { self.entry.indicator2 }

    /// The value of a control field; for a data field, the values of its subfields joined by blanks.
    public var value: String {
        let parts = self.parts
        if parts.count == 1 { return parts[0].value }
        return parts.lazy.map(\.value).joined(separator: " ")
    }

    /// The value of a control field as UTF-8; `nil` for a data field.
    public var controlValue: ArraySlice<UInt8>? { self.isControl ? self.parts[0].utf8 : nil }

    /// The subfields in the order of the field; empty for a control field.
    public var subfields: Subfields {
        self.isControl ? Subfields(storage: self.storage, range: 0..<0) : self.parts
    }

    /// The value of the first subfield with a code; `nil` when there is none.
    public subscript(code: Character) -> String? {
        guard let code = code.asciiValue else { return nil }
        return self.subfields.first(code: code)?.value
    }

    /// The values of all subfields with a code, in the order of the field.
    public func values(_ code: Character) -> [String] { self.values(anyOf: String(code)) }

    /// The values of all subfields whose code is one of some characters, in the order of the field.
    public func values(anyOf codes: String) -> [String] {
        var values: [String] = []
        self.subfields.forEach(anyOf: codes) { values.append($0.value) }
        return values
    }

    /// The bytes of all values.
    var textCount: Int {
        let start = Int(self.entry.start)
        return self.storage.subfields[start..<start + Int(self.entry.count)].reduce(0) { $0 + Int($1.count) }
    }

    /// Everything the field points to, the value of a control field included.
    var parts: Subfields {
        let start = Int(self.entry.start)
        return Subfields(storage: self.storage, range: start..<start + Int(self.entry.count))
    }
}

extension Field: Hashable {
    /// Compares tag, indicators and subfields.
    public static func == (left: Field, right: Field) -> Bool {
        left.tag == right.tag && left.indicator1 == right.indicator1 && left.indicator2 == right.indicator2
            && left.parts.elementsEqual(right.parts)
    }

    /// Hashes tag, indicators and subfields.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.tag)
        hasher.combine(self.indicator1)
        hasher.combine(self.indicator2)
        hasher.combine(self.entry.count)
        for part in self.parts {
            part.hash(into: &hasher)
        }
    }
}

extension Field: CustomStringConvertible {
    /// The field as one line for people: tag, indicators, subfields with `$`.
    public var description: String {
        if self.isControl { return "\(self.tag)    \(self.value)" }
        let indicators = String(decoding: [self.indicator1, self.indicator2], as: UTF8.self)
        return self.subfields.reduce(into: "\(self.tag) \(indicators) ") { $0 += "\($1)" }
    }
}
