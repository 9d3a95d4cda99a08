import XML

/// Reads MARCXML of the usual shape straight into records, without a tree.
///
/// It accepts a part of XML that it can judge completely: UTF-8 without CDATA, comments, processing instructions and
/// document types, the elements of MARCXML only and each where it belongs. Whatever is not that, well-formed or not, it leaves
/// to ``XMLReader`` by giving nothing; so nothing is accepted here that would be refused there.
struct MARCXMLScanner {
    private let bytes: [UInt8]
    private let limits: XMLLimits
    private var index = 0
    /// The text of the last leaf, where it had references in it.
    private var decoded: [UInt8] = []

    /// The records of a document; `nil` when it is not of the usual shape.
    static func records(_ bytes: [UInt8], _ format: MARCFormat?, _ limits: XMLLimits) -> [MARCRecord]? {
        guard bytes.count <= limits.maximumBytes, limits.maximumDepth >= 4, limits.maximumAttributes >= 8,
            UTF8Scan(bytes.span).isValid
        else { return nil }
        var scanner = MARCXMLScanner(bytes, limits)
        return scanner.document(format)
    }

    private init(_ bytes: [UInt8], _ limits: XMLLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func document(_ format: MARCFormat?) -> [MARCRecord]? {
        guard self.skipDeclaration(), self.skipSpace(), let root = self.startTag() else { return nil }
        var records: [MARCRecord] = []
        switch root.name {
        case .record:
            guard let record = self.record(root, format) else { return nil }
            records.append(record)
        case .collection:
            guard !root.isEmpty else { break }
            while self.skipSpace(), !self.isEndTag {
                guard let tag = self.startTag(), tag.name == .record, let record = self.record(tag, format) else {
                    return nil
                }
                records.append(record)
            }
            guard self.endTag(root) else { return nil }
        default: return nil
        }
        _ = self.skipSpace()
        return self.index == self.bytes.count ? records : nil
    }

    private mutating func record(_ start: StartTag, _ given: MARCFormat?) -> MARCRecord? {
        guard !start.isEmpty else { return nil }
        var named = given
        if named == nil, !start.format.isEmpty {
            // Any other name than these two leaves the question to the fields.
            let name = self.text(start.format).uppercased()
            named = name.hasPrefix("UNIMARC") ? .unimarc : name.hasPrefix("MARC21") ? .marc21 : nil
        }
        var record = MARCRecord(leader: "", format: named ?? .marc21)
        var hasLeader = false
        var has200 = false
        var has245 = false
        while self.skipSpace(), !self.isEndTag {
            guard let child = self.startTag() else { return nil }
            switch child.name {
            case .leader:
                guard let text = self.leaf(child) else { return nil }
                let leader = self.text(text)
                record.leader = MARCXML.leader(leader)
                if leader.trimmed.utf8.count > Leader.count { record.note(Repair(.leader)) }
                hasLeader = true
            case .controlField:
                guard let tag = self.tag(child), let text = self.leaf(child) else { return nil }
                record.storage.beginField(tag, 0x20, 0x20)
                self.append(tag.isControl ? 0 : 0x61, text, &record)
            case .dataField:
                guard let tag = self.tag(child), !tag.isControl, let first = self.indicator(child.indicator1),
                    let second = self.indicator(child.indicator2)
                else { return nil }
                if tag == "200" { has200 = true }
                if tag == "245" { has245 = true }
                record.storage.beginField(tag, first, second)
                guard child.isEmpty || self.subfields(of: child, &record) else { return nil }
            default: return nil
            }
        }
        guard hasLeader || !record.storage.fields.isEmpty, self.endTag(start) else { return nil }
        if named == nil, has200, !has245 { record.format = .unimarc }
        if !hasLeader {
            record.leader = .book(record.format)
            record.note(Repair(.leader))
        }
        record.leader = record.leader.normalized(for: record.format)
        return record
    }

    private mutating func subfields(of field: StartTag, _ record: inout MARCRecord) -> Bool {
        while self.skipSpace(), !self.isEndTag {
            guard let part = self.startTag(), part.name == .subfield, part.code.count == 1 else { return false }
            let code = self.bytes[part.code.lowerBound]
            guard (0x21...0x7E).contains(code), let text = self.leaf(part) else { return false }
            self.append(code, text, &record)
        }
        return self.endTag(field)
    }

    private func tag(_ start: StartTag) -> Tag? {
        guard start.tag.count == 3 else { return nil }
        let first = start.tag.lowerBound
        return Tag(self.bytes[first], self.bytes[first + 1], self.bytes[first + 2])
    }

    /// An indicator; a blank when there is none, `nil` when it is not one character.
    private func indicator(_ range: Range<Int>?) -> UInt8? {
        guard let range else { return 0x20 }
        return range.count == 1 ? self.bytes[range.lowerBound] : nil
    }

    private func append(_ code: UInt8, _ text: Text, _ record: inout MARCRecord) {
        switch text {
        case .plain(let range): record.storage.appendSubfield(code, self.bytes.span.extracting(range))
        case .decoded: record.storage.appendSubfield(code, self.decoded.span)
        }
    }

    private func text(_ text: Text) -> String {
        switch text {
        case .plain(let range): self.text(range)
        case .decoded: String(decoding: self.decoded, as: UTF8.self)
        }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: Array(copying: self.bytes.span.extracting(range)), as: UTF8.self)
    }

    // MARK: - XML

    private enum Name { case collection, record, leader, controlField, dataField, subfield }

    /// Where the text of a leaf is.
    private enum Text {
        case plain(Range<Int>)
        case decoded
    }

    /// A start tag: what is known of it, and where its attributes are.
    private struct StartTag {
        var name: Name
        /// The name with its prefix.
        var qualifiedName: Range<Int>
        var isEmpty = false
        var tag = 0..<0
        var code = 0..<0
        var format = 0..<0
        var indicator1: Range<Int>?
        var indicator2: Range<Int>?
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    /// Passes white space; `false` at the end.
    private mutating func skipSpace() -> Bool {
        while self.index < self.bytes.count, MARCXMLScanner.isSpace(self.bytes[self.index]) { self.index &+= 1 }
        return self.index < self.bytes.count
    }

    /// Passes an XML declaration of version 1.0 that names UTF-8 or nothing.
    private mutating func skipDeclaration() -> Bool {
        guard self.bytes.count > 5, self.bytes[0] == 0x3C, self.bytes[1] == 0x3F else { return true }
        var end = 0
        while end < min(100, self.bytes.count), self.bytes[end] != 0x3E { end += 1 }
        // The encoding may be written in capitals, the rest may not.
        let text = self.text(0..<min(end + 1, self.bytes.count)).replacing("UTF-8", with: "utf-8")
        let known = [
            "<?xml version=\"1.0\"?>", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<?xml version='1.0' encoding='utf-8'?>", "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>",
            "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>",
        ]
        guard known.contains(text) else { return false }
        self.index = end + 1
        return true
    }

    private var isEndTag: Bool {
        self.index &+ 1 < self.bytes.count && self.bytes[self.index] == 0x3C && self.bytes[self.index &+ 1] == 0x2F
    }

    /// Passes the end tag of an element.
    private mutating func endTag(_ start: StartTag) -> Bool {
        let count = start.qualifiedName.count
        guard self.isEndTag, self.index + 2 + count < self.bytes.count else { return false }
        self.index += 2
        for offset in 0..<count
        where self.bytes[self.index &+ offset] != self.bytes[start.qualifiedName.lowerBound &+ offset] { return false }
        self.index += count
        _ = self.skipSpace()
        guard self.index < self.bytes.count, self.bytes[self.index] == 0x3E else { return false }
        self.index += 1
        return true
    }

    private mutating func name() -> Range<Int>? {
        let start = self.index
        while self.index < self.bytes.count {
            let byte = self.bytes[self.index]
            let isLetter = (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
            let isLater = byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E || byte == 0x3A
            guard isLetter || (isLater && self.index > start) else { break }
            self.index &+= 1
        }
        return self.index > start && self.index - start < 64 ? start..<self.index : nil
    }

    private func equals(_ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        // The pointer is to a literal of as many bytes.
        for offset in 0..<range.count where unsafe self.bytes[range.lowerBound &+ offset] != word.utf8Start[offset] {
            return false
        }
        return true
    }

    /// The element that a name means, whatever its prefix; there may be one colon.
    private func element(_ name: Range<Int>) -> Name? {
        var local = name
        for index in name where self.bytes[index] == 0x3A {
            guard local == name, index + 1 < name.upperBound else { return nil }
            local = index + 1..<name.upperBound
        }
        switch local.count {
        case 8: return self.equals(local, "subfield") ? .subfield : nil
        case 9: return self.equals(local, "datafield") ? .dataField : nil
        case 12: return self.equals(local, "controlfield") ? .controlField : nil
        case 6: return self.equals(local, "leader") ? .leader : self.equals(local, "record") ? .record : nil
        case 10: return self.equals(local, "collection") ? .collection : nil
        default: return nil
        }
    }

    private mutating func startTag() -> StartTag? {
        guard self.index < self.bytes.count, self.bytes[self.index] == 0x3C else { return nil }
        self.index += 1
        guard let name = self.name(), let element = self.element(name) else { return nil }
        var tag = StartTag(name: element, qualifiedName: name)
        var names: [Range<Int>] = []
        while true {
            let before = self.index
            guard self.skipSpace() else { return nil }
            switch self.bytes[self.index] {
            case 0x3E:
                self.index += 1
                return tag
            case 0x2F:
                guard self.index + 1 < self.bytes.count, self.bytes[self.index + 1] == 0x3E else { return nil }
                self.index += 2
                tag.isEmpty = true
                return tag
            default:
                guard self.index > before, let name = self.name(), let value = self.attributeValue() else { return nil }
                // Each attribute once, and not many.
                for other in names where self.isSame(other, name) { return nil }
                names.append(name)
                guard names.count <= 8, !self.startsWithXML(name) else { return nil }
                self.note(name, value, &tag)
            }
        }
    }

    private func note(_ name: Range<Int>, _ value: Range<Int>, _ tag: inout StartTag) {
        switch name.count {
        case 3 where self.equals(name, "tag"): tag.tag = value
        case 4 where self.equals(name, "ind1"): tag.indicator1 = value
        case 4 where self.equals(name, "ind2"): tag.indicator2 = value
        case 4 where self.equals(name, "code"): tag.code = value
        case 6 where self.equals(name, "format"): tag.format = value
        default: break
        }
    }

    private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count
        where self.bytes[left.lowerBound &+ offset] != self.bytes[right.lowerBound &+ offset] { return false }
        return true
    }

    /// Names that begin with `xml` are reserved, but for declarations of namespaces; attributes with a prefix can have the local
    /// name of another: both are left to the other reader.
    private func startsWithXML(_ name: Range<Int>) -> Bool {
        var hasColon = false
        for index in name where self.bytes[index] == 0x3A { hasColon = true }
        if name.count >= 5, self.equals(name.lowerBound..<name.lowerBound + 5, "xmlns") {
            guard name.count > 5 else { return false }
            return self.bytes[name.lowerBound + 5] != 0x3A || name.count == 6
                || (name.count >= 9 && self.equals(name.lowerBound + 6..<name.lowerBound + 9, "xml"))
        }
        if name.count == 18, self.equals(name, "xsi:schemaLocation") { return false }
        if name.count >= 3, self.equals(name.lowerBound..<name.lowerBound + 3, "xml") { return true }
        return hasColon
    }

    /// The value of an attribute: printable ASCII without references.
    private mutating func attributeValue() -> Range<Int>? {
        guard self.index + 1 < self.bytes.count, self.bytes[self.index] == 0x3D else { return nil }
        let quote = self.bytes[self.index + 1]
        guard quote == 0x22 || quote == 0x27 else { return nil }
        self.index += 2
        let start = self.index
        while self.index < self.bytes.count, self.bytes[self.index] != quote {
            let byte = self.bytes[self.index]
            guard (0x20...0x7E).contains(byte), byte != 0x26, byte != 0x3C else { return nil }
            self.index &+= 1
        }
        guard self.index < self.bytes.count, self.index - start < 1_000 else { return nil }
        self.index += 1
        return start..<self.index - 1
    }

    /// The text of an element without elements inside, and its end tag.
    private mutating func leaf(_ start: StartTag) -> Text? {
        if start.isEmpty { return .plain(0..<0) }
        let first = self.index
        var hasReferences = false
        while true {
            guard self.index < self.bytes.count else { return nil }
            let byte = self.bytes[self.index]
            if byte == 0x3C { break }
            switch byte {
            case 0x26: hasReferences = true
            // No carriage return (it would be changed), no control character, nothing that can be "]]>", no U+FFFE and U+FFFF.
            case 0x0D, 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20: return nil
            case 0x3E where self.index >= 2 && self.bytes[self.index - 1] == 0x5D && self.bytes[self.index - 2] == 0x5D:
                return nil
            case 0xEF where self.bytes[self.index + 1] == 0xBF && self.bytes[self.index + 2] >= 0xBE: return nil
            default: break
            }
            self.index &+= 1
        }
        let range = first..<self.index
        guard range.count <= self.limits.maximumTextBytes, self.endTag(start) else { return nil }
        guard hasReferences else { return .plain(range) }
        return self.decode(range) ? .decoded : nil
    }

    /// Decodes references; `false` when one is not known.
    private mutating func decode(_ range: Range<Int>) -> Bool {
        self.decoded.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = self.bytes[index]
            guard byte == 0x26 else {
                self.decoded.append(byte)
                index &+= 1
                continue
            }
            var end = index + 1
            while end < range.upperBound, end - index < 10, self.bytes[end] != 0x3B { end += 1 }
            guard end < range.upperBound, self.bytes[end] == 0x3B, let scalar = self.reference(index + 1..<end) else {
                return false
            }
            appendScalar(scalar, to: &self.decoded)
            index = end + 1
        }
        return true
    }

    private func reference(_ name: Range<Int>) -> UInt32? {
        switch name.count {
        case 3 where self.equals(name, "amp"): return 0x26
        case 2 where self.equals(name, "lt"): return 0x3C
        case 2 where self.equals(name, "gt"): return 0x3E
        case 4 where self.equals(name, "quot"): return 0x22
        case 4 where self.equals(name, "apos"): return 0x27
        default: break
        }
        guard name.count >= 2, self.bytes[name.lowerBound] == 0x23 else { return nil }
        let isHexadecimal = self.bytes[name.lowerBound + 1] == 0x78
        let digits = name.lowerBound + (isHexadecimal ? 2 : 1)..<name.upperBound
        guard (1...6).contains(digits.count) else { return nil }
        var value: UInt32 = 0
        for index in digits {
            let byte = self.bytes[index]
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte - 0x30)
            case 0x41...0x46 where isHexadecimal: digit = UInt32(byte - 0x37)
            case 0x61...0x66 where isHexadecimal: digit = UInt32(byte - 0x57)
            default: return nil
            }
            value = value * (isHexadecimal ? 16 : 10) + digit
        }
        guard value >= 0x20, value != 0xFFFE, value != 0xFFFF, Unicode.Scalar(value) != nil else { return nil }
        return value
    }
}
