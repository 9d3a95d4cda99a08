/// One subfield of a field: a view into the record's text.
public struct Subfield: Sendable, Hashable, CustomStringConvertible {
    /// The code, an ASCII character.
    public let code: UInt8
    /// The text, UTF-8 in normalisation form C.
    public let utf8: ArraySlice<UInt8>

    /// The text as a string.
    public var value: String { String(decoding: self.utf8, as: UTF8.self) }

    /// `$`, code and text.
    public var description: String {
        "$\(Character(Unicode.Scalar(self.code)))\(self.value)"
    }
}

/// The subfields of a field.
public struct Subfields: RandomAccessCollection, Sendable {
    let storage: RecordStorage
    let range: Range<Int>

    /// The position of the first subfield, always 0.
    public var startIndex: Int { 0 }

    /// The number of subfields.
    public var endIndex: Int { self.range.count }

    /// The subfield at a position from 0.
    public subscript(position: Int) -> Subfield {
        let entry = self.storage.subfields[self.range.lowerBound + position]
        let start = Int(entry.start)
        return Subfield(code: entry.code, utf8: self.storage.text[start..<start + Int(entry.count)])
    }
}

extension Subfields {
    /// The first subfield with a code; `nil` when there is none.
    public func first(code: UInt8) -> Subfield? {
        for position in 0..<self.count where self.code(at: position) == code { return self[position] }
        return nil
    }

    /// The code of the subfield at a position; cheaper than the subfield, which holds the record's text.
    func code(at position: Int) -> UInt8 { self.storage.subfields[self.range.lowerBound + position].code }

    /// Calls a closure with each subfield that has one of some codes, in their order.
    func forEach(anyOf codes: String, _ body: (Subfield) -> Void) {
        for position in 0..<self.count where codes.utf8.contains(self.code(at: position)) { body(self[position]) }
    }
}

/// The fields of a record.
public struct Fields: RandomAccessCollection, Sendable {
    let storage: RecordStorage

    /// The position of the first field, always 0.
    public var startIndex: Int { 0 }

    /// The number of fields.
    public var endIndex: Int { self.storage.fields.count }

    /// The field at a position from 0.
    public subscript(position: Int) -> Field {
        Field(storage: self.storage, entry: self.storage.fields[position])
    }
}
