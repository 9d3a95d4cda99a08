/// Records in MARC-in-JSON: `{"leader": …, "fields": [{"001": …}, {"245": {"ind1": …, "ind2": …, "subfields": [{"a": …}]}}]}`.
public enum MARCJSON {
    /// Reads all records: one, an array of them, or one behind the other (a line each, for example).
    ///
    /// - Parameters:
    ///   - bytes: JSON in UTF-8.
    ///   - format: Which tags the records use; when `nil`, whether the title is in field 245 or 200 tells.
    /// - Returns: The records in their order; none is no error.
    /// - Throws: ``MARCError`` with the byte where the JSON is damaged or has not this structure.
    public static func parse(_ bytes: [UInt8], format: MARCFormat? = nil) throws(MARCError) -> [MARCRecord] {
        var reader = JSONReader(bytes)
        var records: [MARCRecord] = []
        while !reader.skipBetweenRecords() {
            let start = reader.index
            records.append(try self.record(try reader.value(), format, at: start))
        }
        return records
    }

    private static func record(
        _ value: JSONValue,
        _ format: MARCFormat?,
        at offset: Int
    ) throws(MARCError) -> MARCRecord {
        guard case .object(let members) = value,
            case .array(let fields)? = members.first(where: { $0.name == "fields" })?.value
        else { throw MARCError(.notARecord, "JSON: an object with \"fields\" is expected", offset: offset) }
        let tags = fields.compactMap { field -> String? in
            guard case .object(let field) = field else { return nil }
            return field.first?.name
        }
        let guess: MARCFormat = tags.contains("200") && !tags.contains("245") ? .unimarc : .marc21
        var record = MARCRecord(leader: .book(format ?? guess), format: format ?? guess)
        if case .string(let leader)? = members.first(where: { $0.name == "leader" })?.value {
            record.leader = Leader(leader.utf8)
            if leader.utf8.count != Leader.count { record.note(Repair(.leader)) }
        } else {
            record.note(Repair(.leader))
        }
        record.leader = record.leader.normalized(for: record.format)
        for case .object(let field) in fields {
            for member in field {
                guard let tag = Tag(member.name) else {
                    record.note(Repair(.droppedField))
                    continue
                }
                self.append(tag, member.value, &record)
            }
        }
        return record
    }

    private static func append(_ tag: Tag, _ value: JSONValue, _ record: inout MARCRecord) {
        switch value {
        case .string(let text):
            if tag.isControl {
                record.append(tag, text)
            } else {
                record.append(tag, " ", " ", [("a", text)])
            }
        case .object(let members):
            var indicators: [UInt8] = [0x20, 0x20]
            var subfields: [(UInt8, String)] = []
            for member in members {
                switch (member.name, member.value) {
                case ("ind1", .string(let text)): indicators[0] = text.utf8.first ?? 0x20
                case ("ind2", .string(let text)): indicators[1] = text.utf8.first ?? 0x20
                case ("subfields", .array(let parts)):
                    for case .object(let part) in parts {
                        for member in part {
                            guard case .string(let text) = member.value else { continue }
                            subfields.append((member.name.utf8.first ?? 0x3F, text))
                        }
                    }
                default: break
                }
            }
            guard !tag.isControl else {
                record.note(Repair(.subfield, tag: tag))
                record.append(tag, subfields.map(\.1).joined(separator: " "))
                return
            }
            record.append(tag, indicators[0], indicators[1], subfields)
        default: record.note(Repair(.droppedField, tag: tag))
        }
    }

    /// Appends a record as one object on one line.
    public static func write(_ record: MARCRecord, into bytes: inout [UInt8]) {
        bytes += "{\"leader\":".utf8
        appendJSON(record.leader.bytes, to: &bytes)
        bytes += ",\"fields\":[".utf8
        for (place, field) in record.fields.enumerated() {
            bytes += place == 0 ? [0x7B] : [0x2C, 0x7B]
            appendJSON(field.tag.description.utf8, to: &bytes)
            bytes.append(0x3A)
            if field.isControl {
                appendJSON(field.value.utf8, to: &bytes)
            } else {
                self.write(field, into: &bytes)
            }
            bytes.append(0x7D)
        }
        bytes += "]}".utf8
    }

    private static func write(_ field: Field, into bytes: inout [UInt8]) {
        bytes += "{\"ind1\":".utf8
        appendJSON(CollectionOfOne(field.indicator1), to: &bytes)
        bytes += ",\"ind2\":".utf8
        appendJSON(CollectionOfOne(field.indicator2), to: &bytes)
        bytes += ",\"subfields\":[".utf8
        for (place, subfield) in field.subfields.enumerated() {
            bytes += place == 0 ? [0x7B] : [0x2C, 0x7B]
            appendJSON(CollectionOfOne(subfield.code), to: &bytes)
            bytes.append(0x3A)
            appendJSON(subfield.utf8, to: &bytes)
            bytes.append(0x7D)
        }
        bytes += "]}".utf8
    }
}
