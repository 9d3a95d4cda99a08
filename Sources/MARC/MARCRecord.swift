/// A bibliographic record in MARC 21 or UNIMARC.
///
/// All text of a record lies in one buffer of UTF-8 in Unicode normalisation form C; fields and subfields are entries
/// that point into it, so that a record is three blocks of memory however many subfields it has. ``Field`` and
/// ``Subfield`` are views that make a `String` only when asked.
///
/// Two records are equal when leader, format and fields are equal, whatever their buffers look like and whatever was
/// repaired while they were read.
public struct MARCRecord: Sendable {
    /// The leader; see ``Leader`` for what is brought to one form when a record is read.
    public var leader: Leader
    /// The family of MARC whose tags the record uses.
    public var format: MARCFormat
    /// What had to be mended while the record was read, at most ``maximumRepairs`` notes.
    public private(set) var repairs: [Repair]
    /// The text and its structure.
    var storage: RecordStorage

    /// The number of repairs after which no more are noted.
    public static let maximumRepairs = 32

    /// Makes an empty record.
    public init(leader: Leader, format: MARCFormat) {
        self.leader = leader
        self.format = format
        self.repairs = []
        self.storage = RecordStorage()
    }

    /// Makes a record of fields of other records, in the order given.
    public init(leader: Leader, format: MARCFormat, fields: [Field]) {
        self.leader = leader
        self.format = format
        self.repairs = []
        self.storage = RecordStorage(fields)
    }

    /// The fields in the order of the record.
    public var fields: Fields { Fields(storage: self.storage) }

    /// All fields of a tag, in the order of the record.
    public func fields(_ tag: Tag) -> [Field] {
        var found: [Field] = []
        for entry in self.storage.fields where entry.tag == tag {
            found.append(Field(storage: self.storage, entry: entry))
        }
        return found
    }

    /// The first field of a tag, if there is one.
    public func first(_ tag: Tag) -> Field? {
        for entry in self.storage.fields where entry.tag == tag {
            return Field(storage: self.storage, entry: entry)
        }
        return nil
    }

    /// The control number: the value of field 001 without blanks around it; `nil` when it is missing or empty.
    public var controlNumber: String? {
        guard let field = self.first("001") else { return nil }
        let value = field.value.trimmed
        return value.isEmpty ? nil : value
    }

    /// Notes a repair, unless there are too many already.
    mutating func note(_ repair: Repair) {
        guard self.repairs.count < MARCRecord.maximumRepairs else { return }
        self.repairs.append(repair)
    }
}

extension MARCRecord {
    /// Adds a control field at the end; the value is stored in form C, without the separators of ISO 2709.
    public mutating func append(_ tag: Tag, _ value: String) {
        self.storage.append(tag, value)
    }

    /// Adds a data field at the end.
    ///
    /// - Parameters:
    ///   - tag: The tag of the field.
    ///   - indicator1: The first indicator, an ASCII character.
    ///   - indicator2: The second indicator, an ASCII character.
    ///   - subfields: Code (an ASCII character and no blank, else it becomes `?`) and value of each subfield; values are stored in form C, without the
    ///     separators of ISO 2709.
    public mutating func append(
        _ tag: Tag,
        _ indicator1: UInt8,
        _ indicator2: UInt8,
        _ subfields: [(UInt8, String)]
    ) {
        self.storage.append(tag, indicator1, indicator2, subfields)
    }

    /// Adds a data field at the end, with indicators and codes written as characters; any that is not ASCII becomes `?`.
    public mutating func append(
        _ tag: Tag,
        _ indicator1: Character,
        _ indicator2: Character,
        _ subfields: [(Character, String)]
    ) {
        self.storage.append(Field(tag, indicator1, indicator2, subfields))
    }

    /// Adds a field of this or another record at the end.
    public mutating func append(_ field: Field) {
        self.storage.append(field)
    }

    /// Removes every field for which the closure returns `true`.
    public mutating func removeFields(where shouldBeRemoved: (Field) -> Bool) {
        let old = self.storage
        let kept = old.fields.filter { !shouldBeRemoved(Field(storage: old, entry: $0)) }
        guard kept.count < old.fields.count else { return }
        self.storage = RecordStorage()
        for entry in kept {
            self.storage.append(Field(storage: old, entry: entry))
        }
    }

    /// Brings the fields into ascending order of tags; fields of one tag keep their order.
    public mutating func sortFields() {
        self.storage.fields.sort { $0.tag < $1.tag }
    }
}

extension MARCRecord: Hashable {
    /// Compares leader, format and fields.
    public static func == (left: MARCRecord, right: MARCRecord) -> Bool {
        left.leader == right.leader && left.format == right.format && left.fields.elementsEqual(right.fields)
    }

    /// Hashes leader, format and fields.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.leader)
        hasher.combine(self.format)
        for field in self.fields {
            field.hash(into: &hasher)
        }
    }
}

extension MARCRecord: CustomStringConvertible {
    /// The record line by line, for people: tag, indicators, subfields with `$`.
    public var description: String {
        var text = "LDR \(self.leader)"
        for field in self.fields {
            text += "\n\(field)"
        }
        return text
    }
}
