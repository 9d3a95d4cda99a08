/// Reads what targets send, APDU by APDU, into Swift values; never fails but by its typed error.
public enum APDUDecoder {
    /// Reads one answer.
    ///
    /// - Parameter bytes: One whole APDU in BER with definite lengths (Z39.50, appendix OID and section 4.1).
    /// - Returns: The answer.
    /// - Throws: ``Z3950Error`` of code `protocolError`, with what is wrong.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(Z3950Error) -> Z3950Response {
        try BERLimits.check(bytes)
        guard let apdu = BERElement(bytes, at: bytes.startIndex) else { throw .malformed("malformed BER") }
        switch apdu.contextNumber {
        case 21: return .initialise(try Self.initResponse(apdu))
        case 23: return .search(try Self.searchResponse(apdu))
        case 25: return .present(try Self.presentResponse(apdu))
        case 27: return .deleteResultSet(try Self.deleteResultSetResponse(apdu))
        case 36: return .scan(try Self.scanResponse(apdu))
        case 44: return .sort(try Self.sortResponse(apdu))
        case 48: return .close(try Self.close(apdu))
        default: throw .malformed("an APDU \(apdu.tag), which no target may send here")
        }
    }

    private static func initResponse(_ apdu: BERElement) throws(Z3950Error) -> InitResponse {
        var response = InitResponse(
            isAccepted: false,
            version: 0,
            options: [],
            preferredMessageBytes: 0,
            maximumRecordBytes: 0,
            diagnostics: []
        )
        var hasResult = false
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 3: response.version = 32 - (try field.bits & 0b111).leadingZeroBitCount
            case 4: response.options = Z3950Options(rawValue: try field.bits)
            case 5: response.preferredMessageBytes = try field.integer
            case 6: response.maximumRecordBytes = try field.integer
            case 11: try Self.readUserInformation(field, into: &response)
            case 12:
                response.isAccepted = try field.boolean
                hasResult = true
            case 110: response.implementationID = try field.text
            case 111: response.implementationName = try field.text
            case 112: response.implementationVersion = try field.text
            default: break
            }
        }
        guard hasResult else { throw .malformed("answer to Init without a result") }
        return response
    }

    /// Reads the EXTERNAL in which targets explain themselves: texts and diagnostics, wherever they are inside.
    private static func readUserInformation(
        _ field: BERElement,
        into response: inout InitResponse
    ) throws(Z3950Error) {
        var texts: [String] = []
        var diagnostics: [Bib1Diagnostic] = []
        try Self.collect(field, texts: &texts, diagnostics: &diagnostics)
        response.diagnostics = diagnostics
        if !texts.isEmpty { response.userInformation = texts.joined(separator: " ") }
    }

    private static func collect(
        _ node: BERElement,
        texts: inout [String],
        diagnostics: inout [Bib1Diagnostic]
    ) throws(Z3950Error) {
        guard texts.count < 16, diagnostics.count < 16 else { return }
        guard !node.isConstructed else {
            if let diagnostic = try? Self.defaultDiagnostic(node) {
                diagnostics.append(diagnostic)
                return
            }
            for child in try node.children { try Self.collect(child, texts: &texts, diagnostics: &diagnostics) }
            return
        }
        let isText = [12, 26, 27].contains { node.isUniversal($0) } || node.isContext(1)
        if isText, try !node.octets.isEmpty { texts.append(try node.text) }
    }

    private static func searchResponse(_ apdu: BERElement) throws(Z3950Error) -> SearchResponse {
        var response = SearchResponse(isSuccess: false, resultCount: 0, items: [], diagnostics: [])
        var hasCount = false
        var hasStatus = false
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 22:
                response.isSuccess = try field.boolean
                hasStatus = true
            case 23:
                response.resultCount = try field.integer
                hasCount = true
            case 25: response.nextResultSetPosition = try field.integer
            case 26: response.resultSetStatus = try field.integer
            case 27: response.presentStatus = try field.integer
            case 203: response.facets = Self.facets(field)
            case 28, 130, 205:
                (response.items, response.diagnostics) = try Self.records(field)
            default: break
            }
        }
        guard hasCount, hasStatus else { throw .malformed("answer to a search without count or status") }
        guard response.resultCount >= 0 else { throw .malformed("\(response.resultCount) records found") }
        return response
    }

    private static func presentResponse(_ apdu: BERElement) throws(Z3950Error) -> PresentResponse {
        var response = PresentResponse(items: [], diagnostics: [], presentStatus: 0)
        var hasStatus = false
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 25: response.nextResultSetPosition = try field.integer
            case 27:
                response.presentStatus = try field.integer
                hasStatus = true
            case 28, 130, 205:
                (response.items, response.diagnostics) = try Self.records(field)
            default: break
            }
        }
        guard hasStatus || !response.items.isEmpty || !response.diagnostics.isEmpty else {
            throw .malformed("answer to Present without status and records")
        }
        return response
    }

    private static func deleteResultSetResponse(_ apdu: BERElement) throws(Z3950Error) -> DeleteResultSetResponse {
        var response = DeleteResultSetResponse(status: -1)
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 0: response.status = try field.integer
            case 36: response.message = try field.text
            default: break
            }
        }
        guard response.status >= 0 else { throw .malformed("answer to a deletion without a status") }
        return response
    }

    private static func sortResponse(_ apdu: BERElement) throws(Z3950Error) -> SortResponse {
        var response = SortResponse(status: -1, diagnostics: [])
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: response.referenceID = Array(try field.octets)
            case 3: response.status = try field.integer
            case 5: response.diagnostics = try Self.diagnostics(field)
            default: break
            }
        }
        guard response.status >= 0 else { throw .malformed("answer to Sort without a status") }
        return response
    }

    private static func close(_ apdu: BERElement) throws(Z3950Error) -> Close {
        var close = Close(reason: 9)
        for field in try apdu.children {
            switch field.contextNumber {
            case 2: close.referenceID = Array(try field.octets)
            case 3: close.diagnosticInformation = try field.text
            case 211: close.reason = try field.integer
            default: break
            }
        }
        return close
    }
}
