import SRU
import Testing

@Suite struct RequestParsingTests {
    private func parse(_ query: String, pinned: SRUVersion? = nil) throws -> Result<SRURequest, SRUFault> {
        SRURequest.parse(try SRUParameters.decode(query), pinned: pinned)
    }

    private func fault(_ query: String, pinned: SRUVersion? = nil) throws -> String {
        switch try self.parse(query, pinned: pinned) {
        case .success(let request): return "none, \(request.operation) \(request.version.rawValue)"
        case .failure(let fault):
            let details = fault.diagnostic.details.map { " \($0)" } ?? ""
            return "\(fault.diagnostic.number)\(details), \(fault.operation) \(fault.version.rawValue)"
        }
    }

    @Test(arguments: [
        ("", "none, explain 2.0"),
        ("operation=explain", "none, explain 1.2"),
        ("operation=explain&version=1.1", "none, explain 1.1"),
        ("version=1.2", "none, explain 1.2"),
        ("query=a", "none, searchRetrieve 2.0"),
        ("version=2.0&operation=searchRetrieve&query=a", "none, searchRetrieve 2.0"),
        ("version=2.0&query=a", "none, searchRetrieve 2.0"),
        ("operation=searchRetrieve&version=1.3&query=a", "none, searchRetrieve 1.2"),
        ("operation=searchRetrieve&version=9.9&query=a", "5 2.0, searchRetrieve 2.0"),
        ("operation=explain&version=9.9", "5 2.0, explain 2.0"),
        ("operation=explain&version=1.0", "5 2.0, explain 1.1"),
        ("operation=explain&version=x", "5 2.0, explain 1.1"),
        ("operation=searchRetrieve&query=a", "7 version, searchRetrieve 1.2"),
        ("operation=scan&scanClause=a", "7 version, scan 1.2"),
        ("version=1.1&query=a", "7 operation, searchRetrieve 1.1"),
        ("operation=nosuch&version=1.2", "4 nosuch, searchRetrieve 1.2"),
        ("operation=&version=1.2", "4 , searchRetrieve 1.2"),
        ("scanClause=a", "none, scan 2.0"),
        ("queryType=cql", "7 query, searchRetrieve 2.0"),
        ("operation=searchRetrieve&version=1.2", "7 query, searchRetrieve 1.2"),
        ("operation=searchRetrieve&version=1.2&query=", "7 query, searchRetrieve 1.2"),
        ("operation=searchRetrieve&version=1.2&query=%20", "7 query, searchRetrieve 1.2"),
        ("operation=scan&version=1.2", "7 scanClause, scan 1.2"),
    ])
    func theVersionAndTheOperationAreFound(_ query: String, _ expected: String) throws {
        #expect(try self.fault(query) == expected)
    }

    @Test(arguments: [
        ("", SRUVersion.v1_2, "none, explain 1.2"),
        ("operation=explain", .v1_1, "none, explain 1.1"),
        ("operation=searchRetrieve&version=1.1&query=a", .v1_2, "5 1.2, searchRetrieve 1.2"),
        ("operation=searchRetrieve&version=1.2&query=a", .v1_1, "none, searchRetrieve 1.1"),
        ("query=a", .v1_2, "7 operation, searchRetrieve 1.2"),
        ("operation=searchRetrieve&query=a", .v2_0, "none, searchRetrieve 2.0"),
        ("version=1.2&operation=explain", .v2_0, "5 2.0, explain 2.0"),
    ])
    func anEndpointWithOneVersionSpeaksOnlyThat(_ query: String, _ pinned: SRUVersion, _ expected: String) throws {
        #expect(try self.fault(query, pinned: pinned) == expected)
    }

    @Test(arguments: [
        ("startRecord=0", "6 startRecord"), ("startRecord=-1", "6 startRecord"), ("startRecord=abc", "6 startRecord"),
        ("maximumRecords=-1", "6 maximumRecords"), ("maximumRecords=abc", "6 maximumRecords"),
        ("resultSetTTL=abc", "6 resultSetTTL"), ("nosuchparam=1", "8 nosuchparam"), ("x-foo-bar=1", "none"),
        ("recordPacking=bogus", "71 bogus"), ("recordXMLEscaping=xml", "8 recordXMLEscaping"),
        ("recordXPath=/a", "8 recordXPath"), ("sortKeys=title,dc", "none"), ("startRecord=", "none"),
        ("startRecord=1&startRecord=2", "6 startRecord"), ("maximumRecords=0&maximumRecords=0", "none"),
        ("queryType=cql", "8 queryType"), ("startRecord=99999999999999999999", "none"),
    ])
    func valuesAreCheckedInVersion1(_ parameters: String, _ expected: String) throws {
        let found = try self.fault("operation=searchRetrieve&version=1.2&query=a&" + parameters)
        #expect(found == expected + ", searchRetrieve 1.2")
    }

    @Test(arguments: [
        ("recordPacking=packed", "none"), ("recordPacking=bogus", "6 recordPacking"),
        ("recordXMLEscaping=string", "none"),
        ("recordXMLEscaping=bogus", "71 bogus"), ("queryType=cql", "none"), ("queryType=searchTerms", "none"),
        ("queryType=pqf", "6 queryType"), ("renderedBy=bogus", "6 renderedBy"), ("facetLimit=5:dc.subject", "none"),
        ("httpAccept=application/xml", "none"), ("nosuchparam=1", "8 nosuchparam"), ("recordXPath=/a", "8 recordXPath"),
    ])
    func valuesAreCheckedInVersion2(_ parameters: String, _ expected: String) throws {
        #expect(try self.fault("query=a&" + parameters) == expected + ", searchRetrieve 2.0")
    }

    @Test func xpathIsRefusedByItsOwnDiagnostic() throws {
        let query = "operation=searchRetrieve&version=1.1&query=a&recordXPath=/a"
        #expect(try self.fault(query) == "72, searchRetrieve 1.1")
    }

    @Test(arguments: [
        ("responsePosition=-1", "6 responsePosition"), ("responsePosition=abc", "6 responsePosition"),
        ("maximumTerms=0", "6 maximumTerms"), ("maximumTerms=abc", "6 maximumTerms"),
        ("maximumTerms=3&responsePosition=9", "120 9"), ("maximumTerms=3&responsePosition=4", "none"),
    ])
    func scanIsUnderstood(_ parameters: String, _ expected: String) throws {
        #expect(try self.fault("operation=scan&version=1.2&scanClause=a&" + parameters) == expected + ", scan 1.2")
    }

    @Test func allPartsOfASearchArrive() throws {
        let query = """
            operation=searchRetrieve&version=1.2&query=dc.title%3Dhu%E1%BA%BF+th%C6%B0&startRecord=4&maximumRecords=2\
            &recordSchema=dc&recordPacking=string&resultSetTTL=60&sortKeys=title,dc,1&stylesheet=http://x/y.xsl&x-a=b
            """
        guard case .success(.searchRetrieve(let request)) = try self.parse(query) else {
            Issue.record("not a search")
            return
        }
        var expected = SearchRetrieveRequest(version: .v1_2, query: "dc.title=huế thư")
        expected.startRecord = 4
        expected.maximumRecords = 2
        expected.recordSchema = "dc"
        expected.recordPacking = .string
        expected.resultSetTTL = 60
        expected.sortKeys = "title,dc,1"
        expected.stylesheet = "http://x/y.xsl"
        expected.extraParameters = [.init("x-a", "b")]
        #expect(request == expected)
    }

    @Test(arguments: ["query=%ff%fe", "query=%zz", "query=%4", "query=a%00b", "%C3=1"])
    func whatCannotBeDecodedIsRefused(_ query: String) {
        #expect(throws: SRUParameters.DecodingError.self) { try SRUParameters.decode(query) }
    }

    @Test func tooManyParametersAreRefused() {
        let query = String(repeating: "a=1&", count: 300)
        #expect(throws: SRUParameters.DecodingError.self) { try SRUParameters.decode(query) }
    }

    @Test func parametersSurviveEncoding() throws {
        let parameters = SRUParameters([("query", "\"a b\" & ç=đ+%/?#"), ("x", ""), ("y", "~-._")])
        #expect(try SRUParameters.decode(parameters.encoded()) == parameters)
        #expect(parameters.encoded().utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }
}
