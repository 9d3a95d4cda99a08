public import XML

/// A place in the list of records: a record, or the diagnostic that stands for one.
public struct ResponseRecord: Sendable, Hashable {
    /// The schema of diagnostics that stand for records.
    public static let diagnosticSchema = "info:srw/schema/1/diagnostics-v1.1"

    /// What stands at the place.
    public enum Data: Sendable, Hashable {
        /// A record as well-formed XML: one element that declares its namespaces, without an XML declaration.
        case xml([UInt8])
        /// A record as it came, which nobody has looked into: it may not even be well-formed.
        case octets([UInt8])
        /// A record as an element.
        case element(XMLElement)
        /// Why there is no record here (a surrogate diagnostic).
        case diagnostic(SRUDiagnostic)
    }

    /// The schema as a URI; the short name that some servers send is kept as it is.
    public var schema: String
    /// The record or its diagnostic.
    public var data: Data
    /// The position in the result, from 1.
    public var position: Int
    /// More about the record: well-formed elements, each declaring its namespaces.
    public var extraRecordData: [UInt8]?

    /// A record of its parts.
    public init(schema: String, data: Data, position: Int, extraRecordData: [UInt8]? = nil) {
        self.schema = schema
        self.data = data
        self.position = position
        self.extraRecordData = extraRecordData
    }

    /// A diagnostic in the place of a record.
    public init(surrogate diagnostic: SRUDiagnostic, position: Int) {
        self.init(schema: Self.diagnosticSchema, data: .diagnostic(diagnostic), position: position)
    }

    /// The record as an element, read when it is there as bytes; nil for diagnostics.
    ///
    /// - Throws: ``XMLError`` when the bytes are not well-formed, octets as they came not even when they are mended.
    public func element() throws(XMLError) -> XMLElement? {
        switch self.data {
        case .xml(let bytes): try XMLElement.parse(bytes)
        case .octets(let bytes): try XMLElement.parse(mending: bytes)
        case .element(let element): element
        case .diagnostic: nil
        }
    }

    var sizeHint: Int {
        guard case .xml(let bytes) = self.data else { return 1_024 }
        return bytes.count + (self.extraRecordData?.count ?? 0) + 320
    }

    func write(into writer: inout XMLWriter, version: SRUVersion, packing: RecordPacking) {
        writer.open("zs:record")
        writer.element("zs:recordSchema", self.schema)
        writer.element(version.isVersion1 ? "zs:recordPacking" : "zs:recordXMLEscaping", packing.rawValue)
        writer.open("zs:recordData")
        switch packing {
        case .xml: writer.raw(self.serializedData(version))
        case .string: writer.text(utf8: self.serializedData(version))
        }
        writer.close()
        writer.element("zs:recordPosition", String(self.position))
        if let data = self.extraRecordData {
            writer.open("zs:extraRecordData")
            writer.raw(data)
            writer.close()
        }
        writer.close()
    }

    /// What stands at the place, as well-formed XML.
    private func serializedData(_ version: SRUVersion) -> [UInt8] {
        switch self.data {
        case .xml(let bytes): return bytes
        case .element(let element): return element.serialized()
        case .octets:
            if let element = try? self.element() { return element.serialized() }
            return Self.serialized(.damaged, version)
        case .diagnostic(let diagnostic): return Self.serialized(diagnostic, version)
        }
    }

    private static func serialized(_ diagnostic: SRUDiagnostic, _ version: SRUVersion) -> [UInt8] {
        var writer = XMLWriter()
        diagnostic.write(into: &writer, version: version)
        return writer.bytes
    }
}

extension SRUDiagnostic {
    /// For a record that is none.
    static var damaged: SRUDiagnostic { .recordTemporarilyUnavailable("the server sent a damaged record") }
}
