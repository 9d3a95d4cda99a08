/// A record of Z39.50's OPAC syntax: a bibliographic record, and the holdings with their circulation.
///
/// The structure is that of "Record Syntax OPAC" (Z39.50-1995, REC.5), in BER.
public struct OPACRecord: Sendable, Hashable {
    /// The bibliographic record as it came.
    public var bibliographic: MARCRecord
    /// The holdings, one for each item, or for each holdings record without items.
    public var holdings: [Holding]

    /// The bibliographic record with a field 852 for each holding in place of those it had; as it is without holdings.
    ///
    /// Status and due date are told in the note, since 852 has no other place for them.
    public var record: MARCRecord {
        guard !self.holdings.isEmpty else { return self.bibliographic }
        var record = self.bibliographic
        record.removeFields { $0.tag == "852" }
        for var holding in self.holdings {
            let words = [holding.status, holding.due.map { "due \($0)" }, holding.note].compactMap { $0 }
            holding.note = words.isEmpty ? nil : words.joined(separator: "; ")
            record.append(holding.field852)
        }
        return record
    }

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - bytes: The `SEQUENCE` of the OPAC record, in BER with definite or indefinite lengths.
    ///   - format: Which tags the bibliographic record uses.
    ///   - encoding: Its encoding, and that of the holdings.
    /// - Throws: ``MARCError`` with the byte, when the BER is damaged or there is no bibliographic record.
    public init(
        _ bytes: ArraySlice<UInt8>,
        format: MARCFormat,
        encoding: CharacterEncoding = .automatic
    ) throws(MARCError) {
        let root = try BERNode(bytes)
        guard root.tag == BERNode.sequence else {
            throw MARCError(.notARecord, "an OPAC record is a sequence", offset: bytes.startIndex)
        }
        var record: MARCRecord?
        var holdings: [Holding] = []
        for part in try root.children() {
            switch part.tag {
            case BERNode.context(1):
                guard let content = try OPACRecord.octets(of: part) else { continue }
                record = try ISO2709.parse(content, format: format, encoding: encoding)
            case BERNode.context(2):
                for holding in try part.children() { holdings += try OPACRecord.holdings(holding, format, encoding) }
            default: break
            }
        }
        guard let record else {
            throw MARCError(.notARecord, "the OPAC record has no bibliographic record", offset: bytes.startIndex)
        }
        self.bibliographic = record
        self.holdings = holdings
    }

    /// The octets of an EXTERNAL: octet-aligned [1], or inside of a single type [0].
    private static func octets(of external: BERNode) throws(MARCError) -> ArraySlice<UInt8>? {
        for part in try external.children() {
            if part.tag == BERNode.context(1) { return try part.octets() }
            // The tag around EXTERNAL replaces its own with some servers, and stands before it with others.
            if part.tag == BERNode.external { return try self.octets(of: part) }
            if part.tag == BERNode.context(0) {
                for inner in try part.children() where inner.tag == BERNode.octetString { return try inner.octets() }
            }
        }
        return nil
    }

    private static func holdings(
        _ node: BERNode,
        _ format: MARCFormat,
        _ encoding: CharacterEncoding
    ) throws(MARCError) -> [Holding] {
        if node.tag == BERNode.context(1) {
            guard let content = try self.octets(of: node) else { return [] }
            return Holding.holdings(of: try ISO2709.parse(content, format: .marc21, encoding: encoding))
        }
        var holding = Holding()
        var notes: [String] = []
        var summaries: [String] = []
        var items: [Holding] = []
        for part in try node.children() {
            func text() throws(MARCError) -> String? { encoding.decode(try part.octets()).text.trimmedOrNil }
            switch part.tag {
            case BERNode.context(8): holding.library = try text()
            case BERNode.context(9): holding.location = try text()
            case BERNode.context(10): holding.shelf = try text()
            case BERNode.context(11): holding.callNumber = try text()
            case BERNode.context(13), BERNode.context(14), BERNode.context(15), BERNode.context(16):
                if let note = try text() { notes.append(note) }
            case BERNode.context(17): if let summary = try text() { summaries.append(summary) }
            case BERNode.context(18):
                for volume in try part.children() {
                    let words = try volume.children().map { part throws(MARCError) in
                        encoding.decode(try part.octets()).text.trimmed
                    }
                    if !words.isEmpty { summaries.append(words.joined(separator: " ")) }
                }
            case BERNode.context(19):
                for circulation in try part.children() { items.append(try self.item(circulation, encoding)) }
            default: break
            }
        }
        holding.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
        holding.summary = summaries.isEmpty ? nil : summaries.joined(separator: "; ")
        guard !items.isEmpty else { return holding == Holding() ? [] : [holding] }
        return items.map { item in
            var whole = holding
            whole.isOnLoan = item.isOnLoan
            whole.due = item.due
            whole.status = item.status
            whole.itemNumber = item.itemNumber
            whole.shelf = item.shelf ?? holding.shelf
            whole.summary = item.summary ?? holding.summary
            whole.note = [holding.note, item.note].compactMap { $0 }.joined(separator: "; ").trimmedOrNil
            return whole
        }
    }

    /// One item: what its circulation record tells.
    private static func item(_ node: BERNode, _ encoding: CharacterEncoding) throws(MARCError) -> Holding {
        var item = Holding()
        for part in try node.children() {
            func text() throws(MARCError) -> String? { encoding.decode(try part.octets()).text.trimmedOrNil }
            switch part.tag {
            case BERNode.context(1):
                let isAvailable = try part.octets().contains { $0 != 0 }
                item.isOnLoan = !isAvailable
                item.status = isAvailable ? "available" : "not available"
            case BERNode.context(2): item.due = try text()
            case BERNode.context(4): item.note = try text()
            case BERNode.context(5): item.itemNumber = try text()
            case BERNode.context(7): if try part.octets().contains(where: { $0 != 0 }) { item.status = "on hold" }
            case BERNode.context(8): item.summary = try text()
            case BERNode.context(10): item.shelf = try text()
            default: break
            }
        }
        return item
    }
}
