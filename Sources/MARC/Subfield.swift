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
