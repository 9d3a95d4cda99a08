public import XML

/// Records in MARCXML (MARC21slim, Library of Congress) and its relatives with the same elements, such as
/// MarcXchange (ISO 25577).
public enum MARCXML {
    /// The namespace of what is written.
    public static let namespace = "http://www.loc.gov/MARC21/slim"

    /// Reads the record that an element is, or the first one inside of it, whatever namespaces and prefixes are.
    ///
    /// - Parameters:
    ///   - element: A `record`, a `collection`, or something around them such as `recordData`.
    ///   - format: Which tags the record uses; when `nil`, the attribute `format` of the record tells, or else whether
    ///     the title is in field 245 (MARC 21) or 200 (UNIMARC).
    /// - Returns: The record, its text in normalisation form C.
    /// - Throws: ``MARCError/Code/notARecord`` when there is no record.
    public static func parse(_ element: XMLElement, format: MARCFormat? = nil) throws(MARCError) -> MARCRecord {
        var found: [XMLElement] = []
        collectRecords(element, limit: 1, &found)
        guard let record = found.first else {
            throw MARCError(.notARecord, "the element \"\(element.name.local)\" holds no MARCXML record")
        }
        return read(record, format)
    }

    /// Reads the first record of a document.
    ///
    /// - Parameters:
    ///   - bytes: An XML document.
    ///   - format: As for an element.
    ///   - limits: How large and deep the document may be.
    /// - Returns: The record, its text in normalisation form C.
    /// - Throws: ``MARCError/Code/xml`` with the line when the document is not well-formed, ``MARCError/Code/notARecord``
    ///   when it has no record.
    public static func parse(
        _ bytes: [UInt8],
        format: MARCFormat? = nil,
        limits: XMLLimits = XMLLimits()
    ) throws(MARCError) -> MARCRecord {
        if let records = MARCXMLScanner.records(bytes, format, limits), let record = records.first { return record }
        return try self.parse(self.document(bytes, limits), format: format)
    }

    /// Reads a document of the usual shape: one record or a collection, in UTF-8, with nothing around it.
    ///
    /// - Parameters:
    ///   - bytes: An XML document.
    ///   - format: As for an element.
    /// - Returns: The first record; `nil` when the document has another shape, is not well-formed, or has no record, which
    ///   ``parse(_:format:limits:)`` and ``RecordXML`` tell apart.
    public static func parseWithoutTree(_ bytes: [UInt8], format: MARCFormat? = nil) -> MARCRecord? {
        MARCXMLScanner.records(bytes, format, XMLLimits())?.first
    }

    /// Reads all records of a document, in its order; none is no error.
    ///
    /// - Parameters:
    ///   - bytes: An XML document, usually a `collection`.
    ///   - format: As for an element, for each record.
    ///   - limits: How large and deep the document may be.
    /// - Returns: The records.
    /// - Throws: ``MARCError/Code/xml`` with the line when the document is not well-formed.
    public static func parseCollection(
        _ bytes: [UInt8],
        format: MARCFormat? = nil,
        limits: XMLLimits = XMLLimits()
    ) throws(MARCError) -> [MARCRecord] {
        if let records = MARCXMLScanner.records(bytes, format, limits) { return records }
        return try self.parseTree(bytes, format, limits)
    }

    /// Reads all records of a document by way of a tree, whatever its shape.
    static func parseTree(
        _ bytes: [UInt8],
        _ format: MARCFormat?,
        _ limits: XMLLimits
    ) throws(MARCError) -> [MARCRecord] {
        var found: [XMLElement] = []
        self.collectRecords(try self.document(bytes, limits), limit: .max, &found)
        return found.map { self.read($0, format) }
    }

    private static func document(_ bytes: [UInt8], _ limits: XMLLimits) throws(MARCError) -> XMLElement {
        do throws(XMLError) {
            return try XMLElement.parse(bytes, limits: limits)
        } catch {
            throw MARCError(.xml, error.description)
        }
    }

    /// Finds elements called `record` that have MARC inside; others, such as those of OAI-PMH, are looked into.
    private static func collectRecords(_ element: XMLElement, limit: Int, _ found: inout [XMLElement]) {
        let isRecord =
            element.name.local == "record"
            && element.children.contains { child in
                guard let name = child.element?.name.local else { return false }
                return name == "leader" || name == "controlfield" || name == "datafield"
            }
        if isRecord {
            found.append(element)
            return
        }
        for case .element(let child) in element.children where found.count < limit {
            self.collectRecords(child, limit: limit, &found)
        }
    }

    private static func read(_ element: XMLElement, _ format: MARCFormat?) -> MARCRecord {
        let format = format ?? self.format(of: element)
        var record = MARCRecord(leader: "", format: format)
        var hasLeader = false
        for case .element(let child) in element.children {
            switch child.name.local {
            case "leader":
                let text = child.text
                record.leader = self.leader(text)
                hasLeader = true
                if Array(text.trimmed.utf8).count > Leader.count { record.note(Repair(.leader)) }
            case "controlfield":
                guard let tag = self.tag(of: child, &record) else { continue }
                if tag.isControl {
                    record.append(tag, child.text)
                } else {
                    record.append(tag, " ", " ", [("a", child.text)])
                }
            case "datafield":
                guard let tag = self.tag(of: child, &record) else { continue }
                self.append(child, tag, &record)
            default:
                break
            }
        }
        if !hasLeader {
            record.leader = .book(format)
            record.note(Repair(.leader))
        }
        record.leader = record.leader.normalized(for: format)
        return record
    }

    private static func append(_ element: XMLElement, _ tag: Tag, _ record: inout MARCRecord) {
        if tag.isControl {
            record.note(Repair(.subfield, tag: tag))
            record.append(tag, element.all("subfield").map(\.text).joined(separator: " "))
            return
        }
        let indicators = ["ind1", "ind2"].map { name -> UInt8 in
            let value = Array((element.attribute(name) ?? " ").utf8)
            if value.count == 1, (0x20...0x7E).contains(value[0]) { return value[0] }
            record.note(Repair(.indicators, tag: tag))
            return 0x20
        }
        var subfields: [(UInt8, String)] = []
        for case .element(let child) in element.children where child.name.local == "subfield" {
            let code = Array((child.attribute("code") ?? "").utf8)
            if code.count == 1, (0x21...0x7E).contains(code[0]) {
                subfields.append((code[0], child.text))
            } else {
                record.note(Repair(.subfield, tag: tag))
                subfields.append((0x3F, child.text))
            }
        }
        record.append(tag, indicators[0], indicators[1], subfields)
    }

    private static func tag(of element: XMLElement, _ record: inout MARCRecord) -> Tag? {
        let text = element.attribute("tag") ?? ""
        let tag = Tag(text) ?? Tag(text.trimmed)
        if tag == nil { record.note(Repair(.droppedField)) }
        return tag
    }

    private static func format(of element: XMLElement) -> MARCFormat {
        if let name = element.attribute("format")?.uppercased() {
            if name.hasPrefix("UNIMARC") { return .unimarc }
            if name.hasPrefix("MARC21") || name.hasPrefix("MARC 21") { return .marc21 }
        }
        let tags = element.elements.lazy.filter { $0.name.local == "datafield" }.map { $0.attribute("tag") ?? "" }
        return tags.contains("200") && !tags.contains("245") ? .unimarc : .marc21
    }

    /// The leader in text to which a formatter has added or from which it has taken white space.
    static func leader(_ text: String) -> Leader {
        var bytes = Array(text.utf8)
        func isLineSpace(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x09 }
        if bytes.contains(where: isLineSpace) || bytes.count > Leader.count {
            bytes = Array(text.trimmed.utf8)
        }
        if bytes.count < Leader.count, let first = bytes.first, !(0x30...0x39).contains(first), first != 0x20 {
            // The length was blank and its blanks are lost.
            bytes = Array(repeating: 0x20, count: 5) + bytes
        }
        if bytes.count < Leader.count {
            // Runs of blanks were drawn together: "22" and five digits belong to position 10, "45" to position 20.
            let counts = (5..<max(5, bytes.count - 6)).first { start in
                bytes[start] == 0x32 && bytes[start + 1] == 0x32
                    && bytes[start + 2..<start + 7].allSatisfy { (0x30...0x39).contains($0) }
            }
            if let counts, counts < 10 {
                bytes.insert(contentsOf: Array(repeating: 0x20, count: 10 - counts), at: counts)
            }
            if bytes.count < Leader.count, bytes.count > 17, bytes.suffix(4).starts(with: [0x34, 0x35]) {
                bytes.insert(
                    contentsOf: Array(repeating: 0x20, count: Leader.count - bytes.count),
                    at: bytes.count - 4
                )
            }
        }
        return Leader(bytes)
    }
}
