extension OPACRecord {
    /// Reads a record in BER, as Z39.50 sends it.
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
                for holding in try part.children() { holdings += try OPACRecord.holdings(holding, encoding) }
            default: break
            }
        }
        guard let record else {
            throw MARCError(.notARecord, "the OPAC record has no bibliographic record", offset: bytes.startIndex)
        }
        self.init(bibliographic: record, holdings: holdings)
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

    private static func holdings(_ node: BERNode, _ encoding: CharacterEncoding) throws(MARCError) -> [Holding] {
        if node.tag == BERNode.context(1) {
            guard let content = try self.octets(of: node) else { return [] }
            return Holding.holdings(of: try ISO2709.parse(content, format: .marc21, encoding: encoding))
        }
        var holding = OPACHolding()
        for part in try node.children() {
            switch part.tag {
            case BERNode.context(18):
                for volume in try part.children() {
                    let words = try volume.children().map { part throws(MARCError) in try self.text(part, encoding) }
                    holding.addVolume(words.compactMap(\.self))
                }
            case BERNode.context(19):
                for circulation in try part.children() { holding.addItem(try self.item(circulation, encoding)) }
            default:
                if let known = OPACHolding.Part(rawValue: part.contextNumber) {
                    holding.add(known, try self.text(part, encoding))
                }
            }
        }
        return holding.holdings
    }

    /// One item: what its circulation record tells.
    private static func item(_ node: BERNode, _ encoding: CharacterEncoding) throws(MARCError) -> Holding {
        var item = Holding()
        for part in try node.children() {
            guard let known = OPACHolding.CirculationPart(rawValue: part.contextNumber) else { continue }
            let isTrue = try part.octets().contains { $0 != 0 }
            OPACHolding.add(known, text: try self.text(part, encoding), isTrue: isTrue, to: &item)
        }
        return item
    }

    private static func text(_ node: BERNode, _ encoding: CharacterEncoding) throws(MARCError) -> String? {
        encoding.decode(try node.octets()).text.trimmedOrNil
    }
}
