public import XML

extension SearchRetrieveResponse {
    /// Reads a server's answer to a search: any version, any namespace, in a SOAP envelope or not.
    ///
    /// What servers get wrong and can be understood nevertheless is understood (see the notes on SRU targets): names
    /// are compared without namespaces, records may be XML, escaped text or CDATA, a damaged record becomes a
    /// diagnostic in its place, the count may be missing or come late. A MARCXML record that stands by itself is given as
    /// the octets that came (`ResponseRecord.Data.octets`), which nobody has looked into; others as elements.
    ///
    /// - Parameters:
    ///   - bytes: the answer.
    ///   - startRecord: the position asked for; records are numbered from it, whatever positions the server wrote.
    ///   - maximumRecordBytes: the largest record that is read; a larger one becomes a diagnostic in its place.
    ///   - limits: what is accepted.
    /// - Returns: the answer, with diagnostics where the server sent any.
    /// - Throws: ``SRUError`` with `notSRU`, `malformed`, `tooLarge`, or `diagnostic` for a SOAP fault.
    public static func parse(
        _ bytes: [UInt8],
        startRecord: Int = 1,
        maximumRecordBytes: Int = 4 << 20,
        limits: XMLLimits = .sruAnswer
    ) throws(SRUError) -> SearchRetrieveResponse {
        var bytes = bytes
        if bytes.count > maximumRecordBytes,
            let smaller = AnswerRepair.withoutGiantRecords(bytes, maximumRecordBytes: maximumRecordBytes)
        {
            bytes = smaller
        }
        let (root, taken) = try self.parts(of: bytes, limits: limits)
        guard let answer = root.answer(named: "searchRetrieveResponse") else {
            let diagnostics = root.diagnostics
            guard !diagnostics.isEmpty else {
                throw SRUError(.notSRU, "the answer is not SRU but <\(root.name.local)>")
            }
            var response = SearchRetrieveResponse(version: root.version, numberOfRecords: nil)
            response.diagnostics = diagnostics
            return response
        }
        if let number = answer.first("numberOfRecords").flatMap({ Int($0.text.trimmed) }), number < 0 {
            throw SRUError(.malformed, "the server says that \(number) records match")
        }
        var response = SearchRetrieveResponse(answer, startRecord: startRecord, taken: taken)
        response.octetCount = bytes.count
        return response
    }

    /// The answer as a tree, and of its records those that were taken out of it.
    private static func parts(
        of bytes: [UInt8],
        limits: XMLLimits
    ) throws(SRUError) -> (root: XMLElement, taken: [[UInt8]?]) {
        if bytes.count <= limits.maximumBytes, let parts = AnswerRecords(bytes),
            let root = try? AnswerReader.element(parts.envelope, limits: limits),
            root.answer(named: "searchRetrieveResponse")?.records.map({ $0.all("recordData").count })
                == parts.records.map({ _ in 1 })
        {
            return (root, parts.records)
        }
        return (try AnswerReader.element(bytes, limits: limits), [])
    }

    private init(_ answer: XMLElement, startRecord: Int, taken: [[UInt8]?]) {
        func number(_ local: String) -> Int? { answer.first(local).flatMap { Int($0.text.trimmed) } }
        self.init(version: answer.version, numberOfRecords: number("numberOfRecords"))
        self.resultSetId = answer.first("resultSetId").map { $0.text.trimmed }
        self.resultSetIdleTime = number("resultSetIdleTime") ?? number("resultSetTTL")
        self.nextRecordPosition = number("nextRecordPosition")
        self.resultCountPrecision = answer.first("resultCountPrecision").flatMap { ResultCountPrecision(uri: $0.text) }
        self.records = answer.records.enumerated().map { offset, record in
            ResponseRecord(record, position: startRecord + offset, taken: taken.isEmpty ? nil : taken[offset])
        }
        self.diagnostics = answer.diagnostics
        let extra = answer.first("extraResponseData")
        self.extraResponseData = extra?.serializedContent
        self.facetedResults = (answer.first("facetedResults") ?? extra?.first("facetedResults")).map {
            FacetedResults($0)
        }
    }
}

extension ResponseRecord {
    fileprivate init(_ record: XMLElement, position: Int, taken: [UInt8]?) {
        let schema = record.first("recordSchema")?.text.trimmed ?? ""
        let data = taken.map { .octets($0) } ?? record.first("recordData").map { Self.data($0, schema: schema) }
        self.init(
            schema: schema,
            data: data ?? .diagnostic(.recordTemporarilyUnavailable("the server sent no record data")),
            position: position,
            extraRecordData: record.first("extraRecordData")?.serializedContent
        )
    }

    private static func data(_ data: XMLElement, schema: String) -> Data {
        let elements = data.elements
        if let first = elements.first {
            // Some servers leave out the element that should hold the fields.
            return self.data(record: elements.count == 1 ? first : data)
        }
        let text = data.text
        guard text.contains(where: { !$0.isWhitespace }) else {
            return .diagnostic(.recordTemporarilyUnavailable("the server sent an empty or damaged record"))
        }
        if let record = self.element(escaped: text) { return self.data(record: record) }
        return .diagnostic(schema.contains("diagnostics") ? .recordTemporarilyUnavailable(text.trimmed) : .damaged)
    }

    private static func data(record: XMLElement) -> Data {
        switch record.name.local {
        case "diagnostic":
            return .diagnostic(SRUDiagnostic(record))
        case "diagnostics":
            return record.first("diagnostic").map { .diagnostic(SRUDiagnostic($0)) } ?? .element(record)
        default:
            return .element(record)
        }
    }

    /// Reads a record that came as text; the text may be escaped once more than it should be.
    private static func element(escaped text: String) -> XMLElement? {
        var text = Substring(text).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if text.hasPrefix("&lt;") {
            guard let once = try? XMLElement.parse(Array("<r>\(text)</r>".utf8)) else { return nil }
            text = Substring(once.text)
        }
        if text.hasPrefix("<?xml"), let end = text.firstIndex(of: ">") {
            // Its encoding is no longer true: the text has been decoded with the answer.
            text = text[text.index(after: end)...].drop { $0.isWhitespace }
        }
        guard text.first == "<" else { return nil }
        return try? XMLElement.parse(mending: Array(text.utf8), limits: XMLLimits())
    }
}

extension XMLElement {
    /// This element or one near below it that has the name.
    func answer(named local: String) -> XMLElement? {
        if self.name.local == local { return self }
        return self.first(local) ?? self.elements.lazy.compactMap { $0.first(local) }.first
    }

    /// The places of the records.
    fileprivate var records: [XMLElement] { self.all("records").flatMap { $0.all("record") } + self.all("record") }

    /// The version by the namespace, else by the `version` element, else 1.1.
    var version: SRUVersion {
        if self.name.namespace.hasPrefix("http://docs.oasis-open.org/ns/search-ws/") { return .v2_0 }
        return self.first("version").flatMap { SRUVersion(rawValue: $0.text.trimmed) } ?? .v1_1
    }

    /// All diagnostics that are not in the place of a record.
    var diagnostics: [SRUDiagnostic] {
        if self.name.local == "diagnostic" { return [SRUDiagnostic(self)] }
        return self.elements.flatMap { element in
            let isOther = ["records", "record"].contains(element.name.local) || element.name.local.hasPrefix("echoed")
            return isOther ? [] : element.diagnostics
        }
    }

    /// The elements below, one behind the other.
    var serializedContent: [UInt8] {
        self.elements.flatMap { $0.serialized() }
    }
}
