import CQL
import SRU
import Testing
import XML

@Suite struct SearchRetrieveResponseTests {
    static let marcRecord = Array(
        """
        <record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>\
        <controlfield tag="001">1</controlfield><datafield tag="245" ind1="1" ind2="0">\
        <subfield code="a">Tắt đèn &amp; &lt;khác&gt;</subfield></datafield></record>
        """.utf8
    )
    static let marcSchema = "info:srw/schema/1/marcxml-v1.1"

    static func request(_ version: SRUVersion, packing: RecordPacking = .xml) -> SearchRetrieveRequest {
        var request = SearchRetrieveRequest(
            version: version,
            query: "> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title any/stem \"tắt đèn\" and (a or b) sortBy dc.date"
        )
        request.maximumRecords = 2
        request.recordPacking = packing
        request.recordSchema = "marcxml"
        request.resultSetTTL = 60
        request.sortKeys = "title"
        request.stylesheet = "http://example.org/x.xsl?a=b&c='d'"
        if version == .v2_0 {
            request.packing = "packed"
            request.facetParameters = [.init("facetLimit", "5:dc.subject")]
            request.renderedBy = "client"
            request.httpAccept = "application/xml"
            request.extraParameters = [.init("x-a", "<b>")]
        }
        return request
    }

    static func full(_ version: SRUVersion, packing: RecordPacking = .xml) throws -> SearchRetrieveResponse {
        var response = SearchRetrieveResponse(version: version, numberOfRecords: 42)
        response.resultSetId = "r1"
        response.resultSetIdleTime = 300
        response.records = [
            ResponseRecord(schema: Self.marcSchema, data: .xml(Self.marcRecord), position: 1),
            ResponseRecord(surrogate: .notAvailableInSchema("dc"), position: 2),
            ResponseRecord(
                schema: Self.marcSchema,
                data: .element(try XMLElement.parse(Self.marcRecord)),
                position: 3,
                extraRecordData: Array("<g:source xmlns:g=\"urn:g\">loc</g:source>".utf8)
            ),
        ]
        response.nextRecordPosition = 4
        response.echoedRequest = Self.request(version, packing: packing)
        response.echoedQuery = try CQLQuery.parse(Self.request(version).query)
        response.extraResponseData = Array("<g:targets xmlns:g=\"urn:g\"/>".utf8)
        response.resultCountPrecision = .minimum
        response.stylesheet = "http://example.org/x.xsl?a=b&c='d'"
        return response
    }

    private func schema(_ version: SRUVersion) -> Schema { version.isVersion1 ? .answer1 : .answer2 }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases, RecordPacking.allCases)
    func answersWithRecordsAreValid(_ version: SRUVersion, _ packing: RecordPacking) async throws {
        try await expectValid(try Self.full(version, packing: packing).serialized(), self.schema(version))
    }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases)
    func emptyAndFatalAnswersAreValid(_ version: SRUVersion) async throws {
        var response = SearchRetrieveResponse(version: version, numberOfRecords: 0)
        try await expectValid(response.serialized(), self.schema(version))
        response.echoedRequest = Self.request(version)
        try await expectValid(response.serialized(), self.schema(version))
        let fatal = SearchRetrieveResponse(
            fatal: SRUDiagnostic(10, details: "<&\u{1}"),
            version: version,
            echoing: SearchRetrieveRequest(version: version, query: "dc.title=")
        )
        try await expectValid(fatal.serialized(), self.schema(version))
    }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases)
    func scanFaultsAreValid(_ version: SRUVersion) async throws {
        let fault = SRUFault(.unsupportedOperation("scan"), version: version, operation: .scan)
        let document = fault.serialized(explain: ExplainRecord(host: "h", port: 1, database: "d"))
        try await expectValid(document, version.isVersion1 ? .answer1 : .scan2)
    }

    @Test(arguments: SRUVersion.allCases, RecordPacking.allCases)
    func whatIsWrittenIsReadBack(_ version: SRUVersion, _ packing: RecordPacking) throws {
        let written = try Self.full(version, packing: packing)
        let read = try SearchRetrieveResponse.parse(written.serialized())
        #expect(read.version == version)
        #expect(read.numberOfRecords == 42)
        #expect(read.resultSetId == "r1")
        #expect(read.resultSetIdleTime == 300)
        #expect(read.nextRecordPosition == 4)
        #expect(read.resultCountPrecision == (version == .v2_0 ? .minimum : nil))
        #expect(read.diagnostics.isEmpty)
        #expect(read.records.map(\.position) == [1, 2, 3])
        #expect(read.records.map(\.schema) == [Self.marcSchema, ResponseRecord.diagnosticSchema, Self.marcSchema])
        let record = try XMLElement.parse(Self.marcRecord)
        #expect(try read.records.map { try $0.element() } == [record, nil, record])
        #expect(read.records[1].data == .diagnostic(.notAvailableInSchema("dc")))
        #expect(read.records[2].extraRecordData != nil)
        #expect(read.extraResponseData != nil)
    }

    @Test func theEchoSaysWhatWasAsked() throws {
        let query = "\"<a href='x'>&amp;]]>\" or öäüÖÄÜß€ Дом 書"
        for version in SRUVersion.allCases {
            var response = SearchRetrieveResponse(version: version)
            response.echoedRequest = SearchRetrieveRequest(version: version, query: query)
            let echo = try XMLElement.parse(response.serialized()).first("echoedSearchRetrieveRequest")
            #expect(echo?.first("query")?.text == query)
            #expect(echo?.first("version")?.text == version.rawValue)
        }
    }

    @Test func thePrefixAndTheNamespacesAreWhatClientsExpect() throws {
        let text = String(decoding: try Self.full(.v1_1).serialized(), as: UTF8.self)
        #expect(text.contains("<zs:searchRetrieveResponse xmlns:zs=\"http://www.loc.gov/zing/srw/\"><zs:version>1.1<"))
        #expect(text.contains("<zs:recordPacking>xml</zs:recordPacking><zs:recordData><record xmlns="))
        let text2 = String(decoding: try Self.full(.v2_0).serialized(), as: UTF8.self)
        #expect(text2.contains("info:srw/vocabulary/resultCountPrecision/1/minimum"))
        #expect(text2.contains("http://docs.oasis-open.org/ns/search-ws/diagnostic"))
    }

    @Test func aStylesheetIsNamedOnlyWhenTheServerWantsIt() throws {
        var response = SearchRetrieveResponse(version: .v1_2)
        response.echoedRequest = Self.request(.v1_2)
        #expect(!String(decoding: response.serialized(), as: UTF8.self).contains("<?xml-stylesheet"))
        response.stylesheet = "/a.xsl?b=c&d=e"
        let instruction = "<?xml-stylesheet type=\"text/xsl\" href=\"/a.xsl?b=c&amp;d=e\"?>\n<zs:"
        #expect(String(decoding: response.serialized(), as: UTF8.self).contains(instruction))
        response.stylesheet = "x?><evil/>"
        #expect(!String(decoding: response.serialized(), as: UTF8.self).contains("evil"))
    }

    @Test func theNextPositionIsThereWhenMoreRemains() {
        typealias Response = SearchRetrieveResponse
        #expect(Response.nextRecordPosition(startRecord: 1, returned: 4, numberOfRecords: 11) == 5)
        #expect(Response.nextRecordPosition(startRecord: 8, returned: 4, numberOfRecords: 11) == nil)
        #expect(Response.nextRecordPosition(startRecord: 1, returned: 0, numberOfRecords: 11) == nil)
        #expect(Response.nextRecordPosition(startRecord: Int.max, returned: 4, numberOfRecords: Int.max) == nil)
    }

    @Test func deepQueriesAreEchoedAsTextOnly() throws {
        let query = "a" + String(repeating: " and a", count: 400)
        for version in SRUVersion.allCases {
            var response = SearchRetrieveResponse(version: version)
            response.echoedRequest = SearchRetrieveRequest(version: version, query: query)
            response.echoedQuery = try CQLQuery.parse(query)
            let echo = try XMLElement.parse(response.serialized()).first("echoedSearchRetrieveRequest")
            #expect(echo?.first("query")?.text == query)
            #expect(echo?.first("xQuery")?.children.isEmpty ?? (version == .v2_0))
        }
    }
}
