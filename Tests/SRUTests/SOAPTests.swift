import SRU
import Testing
import XML

@Suite struct SOAPTests {
    private func envelope(_ body: String, _ namespace: String = "http://schemas.xmlsoap.org/soap/envelope/") -> [UInt8]
    {
        Array("<s:Envelope xmlns:s=\"\(namespace)\"><s:Header/><s:Body>\(body)</s:Body></s:Envelope>".utf8)
    }

    @Test func aSearchOfVersion12IsUnderstood() throws {
        let body = """
            <z:searchRetrieveRequest xmlns:z="http://www.loc.gov/zing/srw/"><z:version>1.2</z:version>\
            <z:query>a &amp; b</z:query><z:maximumRecords>1</z:maximumRecords></z:searchRetrieveRequest>
            """
        let result = try SRURequest.parse(soap: self.envelope(body))
        var expected = SearchRetrieveRequest(version: .v1_2, query: "a & b")
        expected.maximumRecords = 1
        #expect(result == .success(.searchRetrieve(expected)))
    }

    @Test func aSearchOfVersion2NeedsNoVersionElement() throws {
        let body = """
            <searchRetrieveRequest xmlns="http://docs.oasis-open.org/ns/search-ws/sruRequest"><query>a</query>\
            <recordXMLEscaping>string</recordXMLEscaping><Stylesheet>http://x/</Stylesheet></searchRetrieveRequest>
            """
        guard case .success(.searchRetrieve(let request)) = try SRURequest.parse(soap: self.envelope(body)) else {
            Issue.record("not a search")
            return
        }
        #expect(request.version == .v2_0)
        #expect(request.recordPacking == .string)
        #expect(request.stylesheet == "http://x/")
    }

    @Test func aScanOfVersion2HasANamespaceOfItsOwn() throws {
        let body = """
            <scanRequest xmlns="http://docs.oasis-open.org/ns/search-ws/scan"><scanClause>a</scanClause></scanRequest>
            """
        let result = try SRURequest.parse(soap: self.envelope(body))
        #expect(result == .success(.scan(ScanRequest(version: .v2_0, scanClause: "a"))))
    }

    @Test func faultsOfTheRequestAreSaidInTheAnswer() throws {
        let explain =
            "<z:explainRequest xmlns:z='http://www.loc.gov/zing/srw/'><z:version>1.1</z:version></z:explainRequest>"
        #expect(
            try SRURequest.parse(soap: self.envelope(explain)) == .success(.explain(ExplainRequest(version: .v1_1)))
        )
        let search =
            "<z:searchRetrieveRequest xmlns:z='http://www.loc.gov/zing/srw/'><z:query>a</z:query></z:searchRetrieveRequest>"
        let fault = SRUFault(.mandatoryParameterNotSupplied("version"), version: .v1_2, operation: .searchRetrieve)
        #expect(try SRURequest.parse(soap: self.envelope(search)) == .failure(fault))
    }

    @Test(arguments: ["<x", "", "<a/>", "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>"])
    func whatIsNoEnvelopeGetsAFault(_ text: String) {
        #expect(throws: SOAP.Fault.self) { try SRURequest.parse(soap: Array(text.utf8)) }
    }

    @Test func otherVersionsOfSOAPAreToldApart() throws {
        let document = self.envelope("<a/>", "http://www.w3.org/2003/05/soap-envelope")
        let fault = #expect(throws: SOAP.Fault.self) { try SRURequest.parse(soap: document) }
        #expect(fault?.code == .versionMismatch)
        let text = String(decoding: fault?.serialized() ?? [], as: UTF8.self)
        #expect(text.contains("<faultcode>SOAP:VersionMismatch</faultcode>"))
    }

    @Test func answersStandInAnEnvelopeAndAreReadFromIt() throws {
        let response = SearchRetrieveResponse(version: .v1_2, numberOfRecords: 3)
        let document = response.serialized(soap: true)
        #expect(try XMLElement.parse(document).name == XMLName("Envelope", namespace: SOAP.namespace))
        #expect(try SearchRetrieveResponse.parse(document).numberOfRecords == 3)
    }

    @Test func aFaultFromAServerIsADiagnostic() {
        let error = #expect(throws: SRUError.self) {
            try SearchRetrieveResponse.parse(SOAP.Fault(.client, "no such method").serialized())
        }
        guard case .diagnostic(let diagnostic)? = error?.code else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(diagnostic.details == "SOAP fault: no such method")
    }
}
