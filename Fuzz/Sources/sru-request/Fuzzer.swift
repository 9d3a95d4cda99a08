import CQL
import SRU
import Support
import XML

/// Requests of SRU by GET, form and SOAP: what is understood is echoed as it was sent, and what is not is answered in XML.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let pinned: SRUVersion? = input.choice(from: [nil, .v1_1, .v1_2, .v2_0])
    if input.choice(of: 3) == 0 {
        do {
            answer(try SRURequest.parse(soap: input.rest, pinned: pinned), pinned, soap: true)
        } catch {
            expectWellFormed(error.serialized(), "a SOAP fault")
        }
    } else if let parameters = try? SRUParameters.decode(input.rest) {
        let again = try? SRUParameters.decode(parameters.encoded())
        expectEqual(again, parameters, "parameters and themselves encoded")
        answer(SRURequest.parse(parameters, pinned: pinned), pinned, soap: false)
    }
    return 0
}

private func answer(_ parsed: Result<SRURequest, SRUFault>, _ pinned: SRUVersion?, soap: Bool) {
    switch parsed {
    case .failure(let fault):
        expect(pinned == nil || fault.version == pinned, "a fault in another version than the endpoint's")
        let explain = ExplainRecord(host: "localhost", port: 80, database: "all")
        expectWellFormed(fault.serialized(explain: explain, soap: soap), "a fault")
    case .success(let request):
        expect(pinned == nil || request.version == pinned, "an answer in another version than the endpoint's")
        echo(request, soap: soap)
    }
}

private func echo(_ request: SRURequest, soap: Bool) {
    switch request {
    case .explain(let request):
        let record = ExplainRecord(host: "localhost", port: 80, database: "all")
        let response = ExplainResponse(version: request.version, record: record, echoing: request)
        expectWellFormed(response.serialized(soap: soap), "an answer to explain")
    case .scan(let request):
        expect(request.responsePosition >= 0 && (request.maximumTerms ?? 1) > 0, "numbers out of range")
        var response = ScanResponse(version: request.version)
        response.echoedRequest = request
        response.echoedClause = try? CQLQuery.parse(request.scanClause)
        expectWellFormed(response.serialized(soap: soap), "an answer to scan")
    case .searchRetrieve(let request):
        expect(request.startRecord > 0 && (request.maximumRecords ?? 0) >= 0, "numbers out of range")
        var response = SearchRetrieveResponse(version: request.version, numberOfRecords: 0)
        response.echoedRequest = request
        response.echoedQuery = try? CQLQuery.parse(request.query)
        response.stylesheet = request.stylesheet
        let root = expectWellFormed(response.serialized(soap: soap), "an answer to a search")
        let answer = soap ? root.first("Body")?.elements.first : root
        let query = answer?.first("echoedSearchRetrieveRequest")?.first("query")?.text
        expectEqual(query, String(String.UnicodeScalarView(request.query.unicodeScalars.filter(isXML))), "the echo")
    }
}

/// Whether XML 1.0 has the character.
private func isXML(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
}
