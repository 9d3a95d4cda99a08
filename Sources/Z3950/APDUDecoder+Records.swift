extension APDUDecoder {
    private static let usefulItems = 64
    /// Bib-1: the record exceeds the exceptional record size.
    static let recordTooLarge = 17

    /// Reads Records ::= CHOICE { responseRecords [28], nonSurrogateDiagnostic [130], multipleNonSurDiagnostics [205] }.
    static func records(_ field: BERElement) throws(Z3950Error) -> ([RetrievedItem], [Bib1Diagnostic]) {
        switch field.contextNumber {
        case 130: return ([], [try Self.defaultDiagnostic(field)])
        case 205: return ([], try Self.diagnostics(field))
        default:
            var items: [RetrievedItem] = []
            items.reserveCapacity(Self.usefulItems)
            for entry in try field.children { items.append(try Self.namePlusRecord(entry)) }
            return (items, [])
        }
    }

    /// Reads a SEQUENCE OF DiagRec.
    static func diagnostics(_ field: BERElement) throws(Z3950Error) -> [Bib1Diagnostic] {
        var diagnostics: [Bib1Diagnostic] = []
        for entry in try field.children { diagnostics.append(try Self.diagnostic(entry)) }
        return diagnostics
    }

    /// Reads DiagRec ::= CHOICE { defaultFormat DefaultDiagFormat, externallyDefined EXTERNAL }.
    static func diagnostic(_ node: BERElement) throws(Z3950Error) -> Bib1Diagnostic {
        guard node.isUniversal(8) else { return try Self.defaultDiagnostic(node) }
        return Bib1Diagnostic(code: 100, addinfo: "diagnostic in a form of the target's own")
    }

    /// Reads DefaultDiagFormat: set, number, and an addition in version 2 or version 3 form.
    static func defaultDiagnostic(_ node: BERElement) throws(Z3950Error) -> Bib1Diagnostic {
        var code: Int?
        var addinfo = ""
        for field in try node.children {
            if field.isUniversal(2) {
                code = try field.integer
            } else if field.isUniversal(26) || field.isUniversal(27) || field.isUniversal(12) {
                addinfo = try field.text
            }
        }
        guard let code else { throw .malformed("diagnostic without a number") }
        return Bib1Diagnostic(code: code, addinfo: addinfo)
    }

    /// Reads NamePlusRecord ::= SEQUENCE { name [0] OPTIONAL, record [1] CHOICE {...} }.
    private static func namePlusRecord(_ entry: BERElement) throws(Z3950Error) -> RetrievedItem {
        var databaseName: String?
        for field in try entry.children {
            if field.isContext(0) {
                databaseName = try field.text
            } else if field.isContext(1) {
                let choice = try field.onlyChild
                guard !choice.isContext(2) else { return .diagnostic(try Self.diagnostic(choice.onlyChild)) }
                guard choice.isContext(1) else { throw .malformed("record in fragments, which were not asked for") }
                guard choice.encodedBytes.count <= BERLimits.maximumRecordBytes else {
                    let addinfo = "\(choice.encodedBytes.count) octets"
                    return .diagnostic(Bib1Diagnostic(code: Self.recordTooLarge, addinfo: addinfo))
                }
                return .record(try Self.external(choice, databaseName: databaseName))
            }
        }
        throw .malformed("entry without a record")
    }

    /// Reads EXTERNAL: its syntax and the octets of octet-aligned data, or the element of an ASN.1 type.
    ///
    /// The tag [1] around it is explicit by the standard; one that replaces EXTERNAL's own is taken too.
    private static func external(_ choice: BERElement, databaseName: String?) throws(Z3950Error) -> RetrievedRecord {
        let first = try choice.onlyChild
        let external = first.isUniversal(8) ? first : choice
        var syntax: RecordSyntax?
        for field in try external.children {
            if field.isUniversal(6) {
                syntax = RecordSyntax(ber: try field.octets)
            } else if field.isContext(0) || field.isContext(1) || field.isContext(2) {
                let bytes = try Self.contents(field, syntax: syntax)
                return RetrievedRecord(
                    syntax: syntax ?? .other(OID([])),
                    bytes: bytes,
                    databaseName: databaseName
                )
            }
        }
        throw .malformed("record without contents")
    }

    /// The octets of one encoding of EXTERNAL: single ASN.1 type [0], octet-aligned [1], bits [2].
    private static func contents(_ field: BERElement, syntax: RecordSyntax?) throws(Z3950Error) -> [UInt8] {
        switch field.contextNumber {
        case 0:
            let inner = try field.onlyChild
            let isText = inner.isUniversal(27) || inner.isUniversal(26) || inner.isUniversal(4) || inner.isUniversal(12)
            return Array(isText && syntax != .opac ? try inner.octets : inner.encodedBytes)
        case 1: return Array(try field.octets)
        default: return Array(try field.octets.dropFirst())
        }
    }

    static func scanResponse(_ apdu: BERElement) throws(Z3950Error) -> ScanResponse {
        var response = ScanResponse(status: -1, entries: [], diagnostics: [])
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 3: response.stepSize = try field.integer
            case 4: response.status = try field.integer
            case 6: response.positionOfTerm = try field.integer
            case 7:
                for list in try field.children {
                    if list.isContext(1) {
                        for entry in try list.children { response.entries.append(try Self.scanEntry(entry)) }
                    } else if list.isContext(2) {
                        response.diagnostics = try Self.diagnostics(list)
                    }
                }
            default: break
            }
        }
        guard response.status >= 0 else { throw .malformed("answer to Scan without a status") }
        return response
    }

    /// Reads Entry ::= CHOICE { termInfo [1], surrogateDiagnostic [2] DiagRec }.
    private static func scanEntry(_ entry: BERElement) throws(Z3950Error) -> ScanResponse.Entry {
        guard !entry.isContext(2) else { return .diagnostic(try Self.diagnostic(entry.onlyChild)) }
        guard entry.isContext(1) else { throw .malformed("scan entry of an unknown kind") }
        var term: ScanTerm?
        for field in try entry.children {
            switch field.contextNumber {
            case 45, 216, 218: term = ScanTerm(term: Array(try field.octets))
            case 215: term = ScanTerm(term: Array(String(try field.integer).utf8))
            case 0: term?.displayTerm = try field.text
            case 2: term?.occurrences = try field.integer
            default: break
            }
        }
        guard let term else { throw .malformed("scan entry without a term") }
        return .term(term)
    }
}
