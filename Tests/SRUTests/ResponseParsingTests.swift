import SRU
import Testing
import XML

@Suite struct ResponseParsingTests {
    private func parse(_ text: String, startRecord: Int = 1) throws(SRUError) -> SearchRetrieveResponse {
        try SearchRetrieveResponse.parse(Array(text.utf8), startRecord: startRecord)
    }

    private func code(_ text: String) -> SRUError.Code? {
        do throws(SRUError) {
            _ = try self.parse(text)
            return nil
        } catch {
            return error.code
        }
    }

    private func answer(_ body: String, _ namespace: String = "http://www.loc.gov/zing/srw/") -> String {
        "<searchRetrieveResponse xmlns=\"\(namespace)\"><version>1.1</version>\(body)</searchRetrieveResponse>"
    }

    private func record(_ data: String, _ more: String = "") -> String {
        "<record><recordSchema>marcxml</recordSchema><recordData>\(data)</recordData>\(more)</record>"
    }

    private func titles(_ response: SearchRetrieveResponse) -> [String] {
        response.records.map { record in
            switch record.data {
            case .element(let element): element.text
            case .xml, .octets: "bytes"
            case .diagnostic(let diagnostic): "diagnostic \(diagnostic.number)"
            }
        }
    }

    @Test(arguments: [
        ("http://www.loc.gov/zing/srw/", SRUVersion.v1_1), ("http://www.loc.gov/zing/srw", .v1_1), ("", .v1_1),
        ("http://docs.oasis-open.org/ns/search-ws/sruResponse", .v2_0), ("urn:nobody", .v1_1),
    ])
    func anyNamespaceIsRead(_ namespace: String, _ version: SRUVersion) throws {
        let response = try self.parse(self.answer("<numberOfRecords>7</numberOfRecords>", namespace))
        #expect(response.version == version)
        #expect(response.numberOfRecords == 7)
    }

    @Test(arguments: [
        "<r><t>a &amp; b</t></r>", "&lt;r>&lt;t>a &amp;amp; b&lt;/t>&lt;/r>", "<![CDATA[<r><t>a &amp; b</t></r>]]>",
        "  <r><t>a &amp; b</t></r> ",
        "&lt;?xml version='1.0' encoding='ISO-8859-1'?>\n&lt;r>&lt;t>a &amp;amp; b&lt;/t>&lt;/r>",
        "&amp;lt;r>&amp;lt;t>a &amp;amp;amp; b&amp;lt;/t>&amp;lt;/r>",
    ])
    func recordsAreReadHoweverTheyArePacked(_ data: String) throws {
        let response = try self.parse(self.answer("<records>\(self.record(data))</records>"))
        #expect(self.titles(response) == ["a & b"])
        #expect(response.records.first.flatMap { try? $0.element() }?.name.local == "r")
    }

    @Test func fieldsWithoutARecordElementAreTakenTogether() throws {
        let response = try self.parse(self.answer("<records>\(self.record("<a>1</a><b>2</b>"))</records>"))
        #expect(self.titles(response) == ["12"])
    }

    @Test func theCountMayBeMissingOrComeLate() throws {
        let records = "<records>\(self.record("<a/>"))</records>"
        #expect(try self.parse(self.answer(records)).numberOfRecords == nil)
        #expect(try self.parse(self.answer(records + "<numberOfRecords> 3 </numberOfRecords>")).numberOfRecords == 3)
        #expect(try self.parse(self.answer("<numberOfRecords>many</numberOfRecords>")).numberOfRecords == nil)
    }

    @Test func recordsAreNumberedFromThePositionAskedFor() throws {
        let position = "<recordPosition>1</recordPosition>"
        let records = self.record("<a/>", position) + self.record("<a/>")
        let response = try self.parse(self.answer("<records>\(records)</records>"), startRecord: 11)
        #expect(response.records.map(\.position) == [11, 12])
    }

    @Test func diagnosticsAreFoundWhereverTheyStand() throws {
        let diagnostic =
            "<d:diagnostic xmlns:d='urn:any'><d:uri>info:srw/diagnostic/1/16</d:uri><d:details>x</d:details></d:diagnostic>"
        for text in [
            self.answer("<diagnostics>\(diagnostic)</diagnostics>"), self.answer(diagnostic), diagnostic,
            "<diagnostics>\(diagnostic)</diagnostics>", "<a><diagnostics>\(diagnostic)</diagnostics></a>",
        ] {
            let found = try self.parse(text).diagnostics
            #expect(found.map(\.number) == [16])
            #expect(found.first?.details == "x")
        }
        let surrogate = try self.parse(
            self.answer("<records>\(self.record(diagnostic) + self.record("<a>1</a>"))</records>")
        )
        #expect(self.titles(surrogate) == ["diagnostic 16", "1"])
        #expect(surrogate.diagnostics.isEmpty)
    }

    @Test func recordsBesideADiagnosticAreKept() throws {
        let text = self.answer(
            "<records>\(self.record("<a>1</a>"))</records><diagnostics><diagnostic><uri>59</uri></diagnostic></diagnostics>"
        )
        let response = try self.parse(text)
        #expect(response.records.count == 1)
        #expect(response.diagnostics.map(\.number) == [59])
    }

    @Test func blanksAndAByteOrderMarkBeforeTheDeclarationAreForgiven() throws {
        let text = "\u{FEFF}\r\n <?xml version=\"1.0\"?>" + self.answer("<numberOfRecords>1</numberOfRecords>")
        #expect(try self.parse(text).numberOfRecords == 1)
    }

    @Test func webPagesAreCalledByTheirTitle() {
        let page =
            "<!DOCTYPE html>\n<html lang=vi><head><TITLE>\n Đăng nhập</TITLE></head><body>&nbsp;<br></body></html>"
        let error = #expect(throws: SRUError.self) { try self.parse(page) }
        #expect(error?.code == .notSRU)
        #expect(error?.message.contains("Đăng nhập") == true)
        #expect(self.code("<html><body/></html>") == .notSRU)
        #expect(self.code("") == .notSRU)
        #expect(self.code(" \n") == .notSRU)
        #expect(self.code("Internal Server Error") == .notSRU)
        #expect(self.code("<rss/>") == .notSRU)
    }

    @Test func documentTypesAndTruncatedAnswersAreRefused() {
        let entity = "<!DOCTYPE a [<!ENTITY x 'y'>]>" + self.answer("<numberOfRecords>1</numberOfRecords>")
        #expect(self.code(entity) == .malformed)
        #expect(
            self.code("<searchRetrieveResponse><numberOfRecords>1</numberOfRecords><records><record><rec") == .malformed
        )
    }

    @Test func oneBadRecordDoesNotSpoilThePage() throws {
        let good = self.record("<a>good</a>")
        for bad in ["<a><b></a>", "<a b='1' b='2'/>", "<a", "&lt;a>&lt;b>&lt;/a>", ""] {
            let response = try self.parse(
                self.answer("<numberOfRecords>3</numberOfRecords><records>\(good + self.record(bad) + good)</records>")
            )
            #expect(self.titles(response) == ["good", "diagnostic 64", "good"], "\(bad)")
            #expect(response.numberOfRecords == 3)
        }
    }

    @Test func illegalCharactersAndBareAmpersandsAreMended() throws {
        let text = "<a>x\u{1}y&#0;z&nbsp;R&D &amp; &#233;</a>"
        let response = try self.parse(self.answer("<records>\(self.record(text))</records>"))
        #expect(self.titles(response) == ["xyz&nbsp;R&D & é"])
    }

    @Test func bytesOfAnotherEncodingAreTakenForWindows1252() throws {
        let text = self.answer("<records>\(self.record("<a>caf* \u{1EBF} _</a>"))</records>")
        let bytes: [UInt8] = text.utf8.map { $0 == UInt8(ascii: "*") ? 0xE9 : $0 == UInt8(ascii: "_") ? 0x80 : $0 }
        #expect(self.titles(try SearchRetrieveResponse.parse(bytes)) == ["café ế €"])
    }

    @Test func hostileAnswersTakeNoLongTime() {
        let start = ContinuousClock.now
        let names = String(repeating: "recordData ", count: 20_000)
        #expect(self.code("<a>\(names)&</a") == .malformed)
        let opened = String(repeating: "<recordData>", count: 10_000)
        #expect(self.code("<a>" + opened) == .malformed)
        let deep = String(repeating: "<a>", count: 240) + String(repeating: "</a>", count: 240)
        #expect(self.code("<searchRetrieveResponse><x>\(deep)</x></searchRetrieveResponse>") == nil)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func randomDamageNeverTraps() throws {
        let whole = try SearchRetrieveResponseTests.full(.v1_1).serialized()
        var state: UInt64 = 99
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        for _ in 0..<1_000 {
            var bytes = whole
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default: bytes.insert(Array("<>&;\"/\u{0}".utf8)[random(7)], at: random(bytes.count))
                }
            }
            _ = try? SearchRetrieveResponse.parse(bytes)
            _ = try? ExplainRecord.parse(bytes)
        }
    }
}
