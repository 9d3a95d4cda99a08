public import XML

/// Records in any XML that libraries send, told apart by their elements: MARCXML and MarcXchange, MODS, Dublin Core.
///
/// So a target that has no MARC takes part all the same; what it sends is made MARC 21.
public enum RecordXML {
    /// Reads the record that an element is, or the first one inside of it.
    ///
    /// - Parameters:
    ///   - element: The record, or something around it such as `recordData`.
    ///   - format: Which tags MARC uses; when `nil`, the record tells. See ``MARCXML/parse(_:format:)``.
    /// - Returns: The record; MARC as it came, anything else as MARC 21.
    /// - Throws: ``MARCError/Code/notARecord`` when there is nothing that is known.
    public static func parse(_ element: XMLElement, format: MARCFormat? = nil) throws(MARCError) -> MARCRecord {
        if let record = try? MARCXML.parse(element, format: format) { return record }
        if let mods = self.find(element, depth: 0, where: { $0.name.local == "mods" && $0.first("titleInfo") != nil }) {
            return MODS.marc21(mods)
        }
        if let core = self.find(element, depth: 0, where: { self.isDublinCore($0) }) {
            return DublinCore(core).marc21()
        }
        throw MARCError(
            .notARecord,
            "the element \"\(element.name.local)\" holds no record in MARCXML, MODS or Dublin Core"
        )
    }

    /// Whether an element has elements of Dublin Core.
    private static func isDublinCore(_ element: XMLElement) -> Bool {
        element.elements.contains { child in
            DublinCore.names.contains(child.name.local)
                && (child.name.namespace.hasPrefix("http://purl.org/dc/") || element.name.local == "dc")
        }
    }

    private static func find(_ element: XMLElement, depth: Int, where matches: (XMLElement) -> Bool) -> XMLElement? {
        if matches(element) { return element }
        guard depth < 8 else { return nil }
        for case .element(let child) in element.children {
            if let found = self.find(child, depth: depth + 1, where: matches) { return found }
        }
        return nil
    }
}
