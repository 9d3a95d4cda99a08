import CQL
import SRU
import Testing
import XML

@Suite struct ScanResponseTests {
    private func response(_ version: SRUVersion) throws -> ScanResponse {
        var response = ScanResponse(version: version)
        var request = ScanRequest(version: version, scanClause: "dc.title =/relevant \"huế <&>\"")
        request.maximumTerms = 3
        response.echoedRequest = request
        response.echoedClause = try CQLQuery.parse(request.scanClause)
        response.terms = [
            .init("hue", numberOfRecords: 7, whereInList: .first), .init("huế <&>"), .init("huệ", whereInList: .last),
        ]
        response.terms[1].displayTerm = "Huế"
        response.terms[2].extraTermData = Array("<a xmlns=\"urn:a\"/>".utf8)
        response.extraResponseData = Array("<b xmlns=\"urn:b\"/>".utf8)
        return response
    }

    @Test(arguments: SRUVersion.allCases) func whatIsWrittenIsReadAgain(_ version: SRUVersion) throws {
        let written = try self.response(version)
        for soap in [false, true] {
            let read = try ScanResponse.parse(written.serialized(soap: soap))
            #expect(read.version == version)
            #expect(read.terms.map(\.value) == written.terms.map(\.value))
            #expect(read.terms.map(\.numberOfRecords) == [7, nil, nil])
            #expect(read.terms.map(\.displayTerm) == [nil, "Huế", nil])
            #expect(read.terms.map(\.whereInList) == [.first, nil, .last])
            #expect(read.extraResponseData == written.extraResponseData)
        }
    }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases)
    func scansFollowTheSchemaOfTheirVersion(_ version: SRUVersion) async throws {
        var response = try self.response(version)
        try await expectValid(response.serialized(), version.isVersion1 ? .answer1 : .scan2)
        response.terms = []
        response.diagnostics = [SRUDiagnostic(120, details: "9")]
        try await expectValid(response.serialized(), version.isVersion1 ? .answer1 : .scan2)
    }

    @Test func diagnosticsAreReadWhateverTheirElement() throws {
        let answer = """
            <diagnostics><diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/">\
            <uri>info:srw/diagnostic/1/4</uri></diagnostic></diagnostics>
            """
        let response = try ScanResponse.parse(Array(answer.utf8))
        #expect(response.diagnostics.map(\.number) == [4])
        #expect(throws: SRUError.self) { try ScanResponse.parse(Array("<html/>".utf8)) }
        #expect(throws: SRUError.self) { try ScanResponse.parse([]) }
    }
}
