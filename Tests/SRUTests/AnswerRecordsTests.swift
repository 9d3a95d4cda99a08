import SRU
import Testing
import XML

/// Records that are taken out of an answer by their octets say the same as those of its tree.
@Suite struct AnswerRecordsTests {
    private static let field =
        "<datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">Sống &amp; mòn</subfield></datafield>"
    private static let plain =
        "<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>00000nam a2200000 a 4500</leader>\(field)</record>"
    private static let prefixed =
        "<marc:record xmlns:marc='http://www.loc.gov/MARC21/slim' ><marc:leader>00000nam a2200000 a 4500</marc:leader></marc:record>"

    private func answer(_ contents: [String], before: String = "", tag: String = "recordData") -> String {
        let records = contents.map { "<record><recordSchema>marcxml</recordSchema><\(tag)>\($0)</\(tag)></record>" }
        return before
            + "<searchRetrieveResponse xmlns=\"http://www.loc.gov/zing/srw/\"><numberOfRecords>9</numberOfRecords>"
            + "<records>\(records.joined())</records></searchRetrieveResponse>"
    }

    private func parse(_ text: String) throws -> SearchRetrieveResponse {
        try SearchRetrieveResponse.parse(Array(text.utf8), startRecord: 3)
    }

    private func isOctets(_ response: SearchRetrieveResponse) -> [Bool] {
        response.records.map { if case .octets = $0.data { true } else { false } }
    }

    @Test func eachRecordThatStandsByItselfIsTakenOut() throws {
        let open = "<record><leader>00000nam a2200000 a 4500</leader></record>"
        let foreign = "<dc xmlns=\"info:srw/schema/1/dc-schema\"><title>Sống mòn</title></dc>"
        let diagnostic =
            "<diagnostic xmlns=\"http://www.loc.gov/zing/srw/diagnostic/\"><uri>info:srw/diagnostic/1/64</uri></diagnostic>"
        let contents = [Self.plain, "\n  \(Self.prefixed)\n", open, foreign, diagnostic, "", Self.plain]
        let response = try self.parse(self.answer(contents))
        #expect(self.isOctets(response) == [true, true, false, false, false, false, true])
        #expect(response.records.map(\.position) == Array(3...9))
        // A comment behind the answer means nothing, but makes it one that is read as a tree.
        let tree = try self.parse(self.answer(contents) + "<!-- -->")
        #expect(self.isOctets(tree).allSatisfy { !$0 })
        #expect(try response.records.map { try $0.element() } == tree.records.map { try $0.element() })
        #expect(response.numberOfRecords == 9 && response.records.map(\.schema) == tree.records.map(\.schema))
    }

    @Test(arguments: [
        // What looks like a tag may be text.
        "<!-- <recordData> -->", "<?note <recordData>?>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
    ])
    func whatIsNotPlainIsReadAsATree(_ before: String) throws {
        let response = try self.parse(self.answer([Self.prefixed, Self.prefixed], before: before))
        #expect(self.isOctets(response) == [false, false])
    }

    @Test func recordDataInOtherPlacesConfusesNothing() throws {
        let echo = "<echoedSearchRetrieveRequest><recordData>\(Self.plain)</recordData></echoedSearchRetrieveRequest>"
        let text = self.answer([Self.plain]).replacing("<records>", with: echo + "<records>", maxReplacements: 1)
        let response = try self.parse(text)
        #expect(self.isOctets(response) == [false] && response.numberOfRecords == 9)
        let nested = "<record xmlns=\"http://www.loc.gov/MARC21/slim\"><recordData>\(Self.plain)</recordData></record>"
        #expect(self.isOctets(try self.parse(self.answer([nested]))) == [false])
    }

    @Test func aRecordThatIsNotWellFormedCostsItself() throws {
        let broken = Self.plain.replacing("</datafield>", with: "", maxReplacements: 1)
        let bare = Self.plain.replacing("&amp;", with: "&", maxReplacements: 1)
        let response = try self.parse(self.answer([Self.plain, broken, bare]))
        #expect(response.records.map { (try? $0.element())?.name.local } == ["record", nil, "record"])
        #expect(try response.records[2].element() == response.records[0].element())
    }

    @Test(.serialized, .timeLimit(.minutes(1)), arguments: ["", ">", "/>", "</recordData>"])
    func whatLooksLikeManyRecordsTakesNoLongTime(_ end: String) {
        // Each of the tags, none of which ends, would be looked through to the last octet: 240 thousand million steps.
        let text = "<searchRetrieveResponse>" + String(repeating: "<recordData ", count: 200_000) + end
        #expect(throws: SRUError.self) { try self.parse(text) }
    }
}
