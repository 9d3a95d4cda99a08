// Pointers of a C library whose allocations end the process rather than fail.
// swift-format-ignore-file: NeverForceUnwrap

import CYAZ
import TestSupport
import Testing

@testable import Z3950

@Suite struct APDUDecoderTests {
    @Test func recordsAndSurrogatesKeepTheirPlaces() throws {
        let marc = Array("00024nam  2200024 a 4500".utf8) + [0x1D, 0xFF, 0x00]
        let bytes = YAZOracle.searchResponse(records: [
            ("usmarc", marc), ("diagnostic", []), ("xml", Array("<r/>".utf8)), ("sutrs", Array("Sách".utf8)),
        ])
        guard case .search(let response) = try APDUDecoder.decode(bytes[...]) else {
            Issue.record("no answer to a search")
            return
        }
        #expect(response.referenceID == Array("7".utf8))
        #expect(response.resultCount == 42)
        #expect(response.isSuccess)
        #expect(
            response.items == [
                .record(RetrievedRecord(syntax: .usmarc, bytes: marc, databaseName: "Default")),
                .diagnostic(Bib1Diagnostic(code: 14, addinfo: "broken")),
                .record(RetrievedRecord(syntax: .xml, bytes: Array("<r/>".utf8), databaseName: "Default")),
                .record(RetrievedRecord(syntax: .sutrs, bytes: Array("Sách".utf8), databaseName: "Default")),
            ]
        )
    }

    @Test func oneOrManyDiagnosticsAreRead() throws {
        let one = unsafe YAZOracle.encode(Z_APDU_searchResponse) { apdu, odr in
            let records = unsafe odr_malloc(odr, MemoryLayout<Z_Records>.size)!
                .bindMemory(to: Z_Records.self, capacity: 1)
            unsafe records.pointee.which = Z_Records_NSD
            unsafe records.pointee.u.nonSurrogateDiagnostic = unsafe zget_DefaultDiagFormat(odr, 114, "1=99")
            unsafe apdu.pointee.u.searchResponse.pointee.records = unsafe records
            unsafe apdu.pointee.u.searchResponse.pointee.searchStatus = unsafe odr_booldup(odr, 0)
        }
        guard case .search(let single) = try APDUDecoder.decode(one[...]) else { return }
        #expect(!single.isSuccess)
        #expect(single.diagnostics == [Bib1Diagnostic(code: 114, addinfo: "1=99")])
        let many = unsafe YAZOracle.encode(Z_APDU_presentResponse) { apdu, odr in
            let list = unsafe zget_DiagRecs(odr, 13, "21")!
            let records = unsafe odr_malloc(odr, MemoryLayout<Z_Records>.size)!
                .bindMemory(to: Z_Records.self, capacity: 1)
            unsafe records.pointee.which = Z_Records_multipleNSD
            unsafe records.pointee.u.multipleNonSurDiagnostics = unsafe list
            unsafe apdu.pointee.u.presentResponse.pointee.records = unsafe records
        }
        guard case .present(let multiple) = try APDUDecoder.decode(many[...]) else { return }
        #expect(multiple.diagnostics == [Bib1Diagnostic(code: 13, addinfo: "21")])
    }

    @Test func versionTwoAndThreeAdditionsAreReadAlike() throws {
        for which in [Z_DefaultDiagFormat_v2Addinfo, Z_DefaultDiagFormat_v3Addinfo] {
            let bytes = unsafe YAZOracle.encode(Z_APDU_searchResponse) { apdu, odr in
                let diagnostic = unsafe zget_DefaultDiagFormat(odr, 109, "Nhan đề")!
                unsafe diagnostic.pointee.which = which
                unsafe diagnostic.pointee.u.v3Addinfo = unsafe odr_strdup(odr, "Nhan đề")
                let records = unsafe odr_malloc(odr, MemoryLayout<Z_Records>.size)!
                    .bindMemory(to: Z_Records.self, capacity: 1)
                unsafe records.pointee.which = Z_Records_NSD
                unsafe records.pointee.u.nonSurrogateDiagnostic = unsafe diagnostic
                unsafe apdu.pointee.u.searchResponse.pointee.records = unsafe records
            }
            guard case .search(let response) = try APDUDecoder.decode(bytes[...]) else { return }
            #expect(response.diagnostics == [Bib1Diagnostic(code: 109, addinfo: "Nhan đề")])
        }
    }

    @Test func initAnswersAreRead() throws {
        guard case .initialise(let good) = try APDUDecoder.decode(YAZOracle.initResponse(reference: "1")[...]) else {
            return
        }
        #expect(good.isAccepted)
        #expect(good.version == 3)
        #expect(good.options == [.search, .present, .deleteResultSet, .scan, .sort, .namedResultSets])
        #expect(good.implementationName?.contains("YAZ") == true)
        let refused = YAZOracle.initResponse(reference: nil, accepts: false)
        guard case .initialise(let bad) = try APDUDecoder.decode(refused[...]) else { return }
        #expect(!bad.isAccepted)
        #expect(bad.diagnostics == [Bib1Diagnostic(code: 1011, addinfo: "ask at the desk")])
    }

    @Test func closeTellsItsReason() throws {
        let bytes = YAZOracle.close(reason: 7, "idle")
        #expect(try APDUDecoder.decode(bytes[...]) == .close(Close(reason: 7, diagnosticInformation: "idle")))
    }

    @Test func everyDiagnosticOfYAZHasAMeaningHere() {
        for code in 1...1100 {
            guard let theirs = unsafe YAZOracle.string(diagbib1_str(Int32(code))), theirs != "Unknown error" else {
                continue
            }
            let ours = Bib1Diagnostic(code: code)
            #expect(ours.message != Bib1Diagnostic(code: 9999).message, "\(code): \(theirs)")
            #expect((1...236).contains(ours.sruDiagnostic))
        }
        #expect(Bib1Diagnostic(code: 114).sruDiagnostic == 16)
        #expect(Bib1Diagnostic(code: 113).sruDiagnostic == 48)
        #expect(Bib1Diagnostic(code: 4711).sruDiagnostic == 1)
    }

    @Test func negativeCountsAreRefusedAndHugeOnesKept() throws {
        #expect(throws: Z3950Error.self) {
            try APDUDecoder.decode(YAZOracle.searchResponse(hits: -1, records: [])[...])
        }
        let huge = YAZOracle.searchResponse(hits: 1 << 62, records: [])
        guard case .search(let response) = try APDUDecoder.decode(huge[...]) else { return }
        #expect(response.resultCount == 1 << 62)
    }

    @Test func thousandsOfTinyElementsAreRefusedQuickly() {
        let children = [UInt8](repeating: 0, count: 2 * 1_000_000).enumerated().map {
            $0.offset % 2 == 0 ? 0x80 : $0.element
        }
        let length = children.count
        let bytes = [0xB7, 0x83, UInt8(length >> 16), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)] + children
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(throws: Z3950Error.self) { try APDUDecoder.decode(bytes[...]) }
        }
        #expect(time < .seconds(2))
    }

    @Test(
        arguments: [
            [0xBF, 0x30, 5, 0x9F, 0x81, 0x53, 1, 4],
            [0xBF, 0x30, 0x80, 0x9F, 0x81, 0x53, 1, 4, 0, 0],
            [0xBF, 0x30, 0x81, 9, 0xA4, 0x80, 0, 0, 0x9F, 0x81, 0x53, 1, 4],
        ] as [[UInt8]]
    )
    func lengthsMayBeWrittenInEveryWay(_ bytes: [UInt8]) throws {
        #expect(try APDUDecoder.decode(bytes[...]) == .close(Close(reason: 4)))
    }

    @Test(
        arguments: [
            ("octets behind the APDU", [0xBF, 0x30, 5, 0x9F, 0x81, 0x53, 1, 4, 0]),
            ("an element longer than the one that it is in", [0xBF, 0x30, 4, 0x9F, 0x81, 0x53, 1, 4]),
            ("a mark that ends what has a length", [0xBF, 0x30, 7, 0x9F, 0x81, 0x53, 1, 4, 0, 0]),
            ("no mark at the end", [0xBF, 0x30, 0x80, 0x9F, 0x81, 0x53, 1, 4]),
            ("a mark outside of the element around", [0xBF, 0x30, 2, 0xA4, 0x80, 0, 0]),
            ("a header cut short", [0xBF, 0x30, 0x80, 0x9F, 0x81]),
        ] as [(String, [UInt8])]
    )
    func elementsThatDoNotFitAreRefused(_ what: String, _ bytes: [UInt8]) {
        #expect(throws: Z3950Error.self, "\(what)") { try APDUDecoder.decode(bytes[...]) }
    }

    @Test func syntaxesAreKnownByTheirIdentifiers() throws {
        for syntax in [RecordSyntax.usmarc, .unimarc, .xml, .opac, .sutrs] {
            let contents = [0x2A, 0x86, 0x48, 0xCE, 0x13] + syntax.oid.components.dropFirst(4).map { UInt8($0) }
            #expect(RecordSyntax(ber: contents[...]) == syntax)
            #expect(OID(ber: contents[...]) == syntax.oid)
        }
        #expect(RecordSyntax(ber: [0x2A, 0x86, 0x48, 0xCE, 0x13, 5, 99]) == .other(OID([1, 2, 840, 10003, 5, 99])))
        #expect(RecordSyntax(ber: [0x2A, 0x86]) == nil)
    }

    @Test func deepNestingIsRefused() {
        var bytes: [UInt8] = [0x80, 0x00]
        for _ in 0..<200 {
            let count = bytes.count
            bytes =
                (count < 128 ? [0xA0, UInt8(count)] : [0xA0, 0x82, UInt8(count >> 8), UInt8(count & 0xFF)]) + bytes
        }
        bytes[0] = 0xB7
        #expect(throws: Z3950Error.self) { try APDUDecoder.decode(bytes[...]) }
    }

    @Test func oneHundredThousandDamagedAnswersNeverTrap() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let good = [
            YAZOracle.searchResponse(records: [
                ("usmarc", Array("00024nam".utf8)), ("diagnostic", []), ("sutrs", Array("x".utf8)),
            ]),
            YAZOracle.initResponse(reference: "1", accepts: false),
            YAZOracle.close(reason: 7, "idle"),
            YAZOracle.presentResponse(reference: "2", records: [("xml", Array("<r/>".utf8))]),
        ]
        var read = 0
        for _ in 0..<100_000 {
            var bytes = good[Int.random(in: 0..<good.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = .random(in: 0...255, using: &generator)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: bytes.remove(at: place)
                default: bytes.insert(.random(in: 0...255, using: &generator), at: place)
                }
            }
            if (try? APDUDecoder.decode(bytes[...])) != nil { read += 1 }
        }
        #expect(read > 0, "seed \(seed)")
    }
}
