// Pointers of a C library that has just decoded them.
// swift-format-ignore-file: NeverForceUnwrap

import CYAZ
import Testing

@testable import Z3950

@Suite struct APDUEncoderTests {
    private static let queries: [(RPN, String)] = [
        (.operand(attributes: [], term: Array("dog".utf8)), "dog"),
        (
            .operand(attributes: [Bib1Attribute(type: 1, value: 4)], term: Array("Đường xưa mây trắng".utf8)),
            "@attr 1=4 \"Đường xưa mây trắng\""
        ),
        (
            .operand(
                attributes: [Bib1Attribute(type: 1, name: "title"), Bib1Attribute(type: 5, value: 1)],
                term: Array("a".utf8)
            ),
            "@attr 5=1 @attr 1=title a"
        ),
        (
            .and(
                .operand(attributes: [Bib1Attribute(type: 1, value: 4)], term: Array("a".utf8)),
                .or(
                    .operand(attributes: [], term: Array("b".utf8)),
                    .andNot(
                        .operand(attributes: [], term: Array("c".utf8)),
                        .operand(attributes: [], term: Array("d".utf8))
                    )
                )
            ),
            "@and @attr 1=4 a @or b @not c d"
        ),
        (
            .proximity(
                RPNProximity(distance: 3, isOrdered: true, relation: .lessOrEqual, unit: .word),
                .operand(attributes: [], term: Array("a".utf8)),
                .operand(attributes: [], term: Array("b".utf8))
            ),
            "@prox 0 3 1 2 k 2 a b"
        ),
    ]

    @Test(arguments: 0..<Self.queries.count)
    func queriesAreLaidOutAsYAZLaysOutTheirPQF(index: Int) throws {
        let (query, pqf) = Self.queries[index]
        let ours = try APDUEncoder.encode(
            .search(SearchRequest(databases: ["Default"], query: query)),
            referenceID: Array("1".utf8)
        )
        let theirs = unsafe YAZOracle.encode(Z_APDU_searchRequest) { apdu, odr in
            let request = unsafe apdu.pointee.u.searchRequest!
            unsafe request.pointee.referenceId = unsafe YAZOracle.reference("1", odr)
            unsafe request.pointee.num_databaseNames = 1
            let names = unsafe odr_malloc(odr, 8)!.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: 1)
            unsafe names.pointee = unsafe odr_strdup(odr, "Default")
            unsafe request.pointee.databaseNames = unsafe names
            unsafe request.pointee.resultSetName = unsafe odr_strdup(odr, "default")
            unsafe request.pointee.smallSetUpperBound = unsafe odr_intdup(odr, 0)
            unsafe request.pointee.largeSetLowerBound = unsafe odr_intdup(odr, 1)
            unsafe request.pointee.mediumSetPresentNumber = unsafe odr_intdup(odr, 0)
            let parser = unsafe yaz_pqf_create()
            defer { unsafe yaz_pqf_destroy(parser) }
            let query = unsafe odr_malloc(odr, MemoryLayout<Z_Query>.size)!.bindMemory(to: Z_Query.self, capacity: 1)
            unsafe query.pointee.which = Z_Query_type_1
            unsafe query.pointee.u.type_1 = unsafe yaz_pqf_parse(parser, odr, pqf)
            unsafe request.pointee.query = unsafe query
        }
        #expect(ours == theirs)
    }

    @Test func aTermMayHoldAnyByte() throws {
        let term = (0...255).map { UInt8($0) }
        let bytes = try APDUEncoder.encode(
            .search(SearchRequest(databases: ["Default"], query: .operand(attributes: [], term: term)))
        )
        let read = unsafe YAZOracle.decode(bytes) { apdu -> [UInt8] in
            let query = unsafe apdu.u.searchRequest.pointee.query.pointee.u.type_1!
            let operand = unsafe query.pointee.RPNStructure.pointee.u.simple.pointee.u.attributesPlusTerm!
            let general = unsafe operand.pointee.term.pointee.u.general!
            return unsafe Array(UnsafeRawBufferPointer(start: general.pointee.buf, count: Int(general.pointee.len)))
        }
        #expect(read == term)
    }

    @Test func searchWithRecordsAsksForThemInTheSyntaxWanted() throws {
        let request = SearchRequest(
            databases: ["A", "B"],
            query: .operand(attributes: [], term: [0x61]),
            resultSetName: "s1",
            piggyback: 10,
            recordSyntax: .usmarc,
            elementSetName: "F"
        )
        let bytes = try APDUEncoder.encode(.search(request), referenceID: [1, 2, 0, 3])
        let matches = unsafe YAZOracle.decode(bytes) { apdu -> Bool in
            let read = unsafe apdu.u.searchRequest.pointee
            return unsafe read.num_databaseNames == 2 && YAZOracle.string(read.databaseNames[1]) == "B"
                && YAZOracle.string(read.resultSetName) == "s1" && read.mediumSetPresentNumber.pointee == 10
                && read.smallSetUpperBound.pointee == 1 && read.largeSetLowerBound.pointee == 2_000_000_000
                && YAZOracle.string(read.mediumSetElementSetNames.pointee.u.generic) == "F"
                && oid_oidcmp(read.preferredRecordSyntax, YAZOracle.oid("usmarc")) == 0
                && read.referenceId.pointee.len == 4
        }
        #expect(matches == true)
    }

    @Test func initCarriesVersionOptionsAndLogin() throws {
        let request = InitRequest(authentication: .idPass(user: "u", group: "g", password: "p"))
        let bytes = try APDUEncoder.encode(.initialise(request))
        let matches = unsafe YAZOracle.decode(bytes) { apdu -> Bool in
            let read = unsafe apdu.u.initRequest.pointee
            let pass = unsafe read.idAuthentication.pointee.u.idPass.pointee
            let options = unsafe read.options.pointee.bits
            let version = unsafe read.protocolVersion.pointee.bits
            return unsafe YAZOracle.string(pass.userId) == "u" && YAZOracle.string(pass.groupId) == "g"
                && YAZOracle.string(pass.password) == "p" && YAZOracle.string(read.implementationName) == "Lienthong"
                && UInt8(bitPattern: options.0) == 0b1110_0001 && UInt8(bitPattern: options.1) == 0b1000_0010
                && UInt8(bitPattern: version.0) == 0b1110_0000
        }
        #expect(matches == true)
    }

    @Test func presentScanSortDeletionAndCloseAreReadByYAZ() throws {
        let present = try APDUEncoder.encode(
            .present(PresentRequest(resultSetName: "x", start: 21, count: 5, recordSyntax: .xml, elementSetName: "B"))
        )
        #expect(
            unsafe YAZOracle.decode(present) { apdu -> Bool in
                let read = unsafe apdu.u.presentRequest.pointee
                return unsafe read.resultSetStartPoint.pointee == 21 && read.numberOfRecordsRequested.pointee == 5
                    && YAZOracle.string(read.resultSetId) == "x"
                    && YAZOracle.string(read.recordComposition.pointee.u.simple.pointee.u.generic) == "B"
                    && oid_oidcmp(read.preferredRecordSyntax, YAZOracle.oid("xml")) == 0
            } == true
        )
        let attributes = [Bib1Attribute(type: 1, value: 4)]
        let scan = try APDUEncoder.encode(
            .scan(ScanRequest(databases: ["D"], attributes: attributes, term: [0x61], count: 7, preferredPosition: 3))
        )
        #expect(
            unsafe YAZOracle.decode(scan) { apdu -> Bool in
                let read = unsafe apdu.u.scanRequest.pointee
                return unsafe read.numberOfTermsRequested.pointee == 7 && read.stepSize == nil
                    && read.preferredPositionInResponse.pointee == 3
            } == true
        )
        let keys = [SortRequest.Key(.attributes(attributes)), SortRequest.Key(.field("date"), isDescending: true)]
        let sort = try APDUEncoder.encode(.sort(SortRequest(keys: keys)))
        #expect(
            unsafe YAZOracle.decode(sort) { apdu -> Bool in
                let read = unsafe apdu.u.sortRequest.pointee.sortSequence.pointee
                return unsafe read.num_specs == 2 && read.specs[1]!.pointee.sortRelation.pointee == 1
            } == true
        )
        let deletion = try APDUEncoder.encode(.deleteResultSet(DeleteResultSetRequest(resultSetNames: ["a", "b"])))
        #expect(
            unsafe YAZOracle.decode(deletion) { unsafe $0.u.deleteResultSetRequest.pointee.num_resultSetList == 2 }
                == true
        )
        let close = try APDUEncoder.encode(.close(Close(reason: 0, diagnosticInformation: "bye")))
        #expect(unsafe YAZOracle.decode(close) { unsafe $0.which == Z_APDU_close } == true)
    }

    @Test func whatCannotBeWrittenIsRefused() {
        let query = RPN.operand(attributes: [], term: [0x61])
        #expect(throws: Z3950Error.self) {
            try APDUEncoder.encode(.search(SearchRequest(databases: ["a\0b"], query: query)))
        }
        #expect(throws: Z3950Error.self) {
            try APDUEncoder.encode(.search(SearchRequest(databases: [], query: query)))
        }
        #expect(throws: Z3950Error.self) {
            try APDUEncoder.encode(
                .present(PresentRequest(start: 1, count: 1, recordSyntax: .other(OID([1, 2, 99_999]))))
            )
        }
        let deep = (0..<20_000).reduce(query) { deep, _ in .and(deep, query) }
        #expect(throws: Z3950Error.self) {
            try APDUEncoder.encode(.search(SearchRequest(databases: ["a"], query: deep)))
        }
    }

    @Test func aQueryOfManyWordsIsWritten() throws {
        let query = RPN.operand(attributes: [Bib1Attribute(type: 1, value: 1016)], term: [0x61])
        let wide = (0..<500).reduce(query) { wide, _ in .or(wide, query) }
        let bytes = try APDUEncoder.encode(.search(SearchRequest(databases: ["a"], query: wide)))
        #expect(unsafe YAZOracle.decode(bytes) { unsafe $0.which == Z_APDU_searchRequest } == true)
    }

    @Test func noPasswordReachesAText() {
        let endpoint = Z3950Endpoint(
            host: "h",
            authentication: .idPass(user: "reader", group: nil, password: "geheim")
        )
        var dumped = ""
        dump(endpoint, to: &dumped)
        for text in ["\(endpoint)", String(reflecting: endpoint), dumped] { #expect(!text.contains("geheim")) }
    }
}
