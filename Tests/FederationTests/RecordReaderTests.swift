import MARC
import SRU
import Scoring
import TestSupport
import Testing
import XML
import Z3950

@testable import Federation

/// What targets send, in every form, becomes records; what does not tell its encoding is found out.
@Suite struct RecordReaderTests {
    private func book(_ number: Int, _ title: String, leader: Leader = .book(.marc21)) -> MARCRecord {
        var record = MARCRecord(leader: leader, format: .marc21)
        record.append("001", "r\(number)")
        record.append("100", "0", " ", [("a", "Nguyễn Văn Thắng")])
        record.append("245", "1", "0", [("a", title), ("c", "quyển \(number)")])
        record.append("653", " ", " ", [("a", "Lịch sử Đảng bộ huyện Quảng Ninh")])
        return record
    }

    private func reader(_ encoding: CharacterEncoding = .automatic, _ format: MARCFormat = .marc21) -> RecordReader {
        RecordReader(target: "t", format: format, encoding: encoding)
    }

    private func item(_ bytes: [UInt8], _ syntax: RecordSyntax) -> RetrievedItem {
        .record(RetrievedRecord(syntax: syntax, bytes: bytes))
    }

    private func read(_ items: [RetrievedItem], _ reader: RecordReader) -> TargetAnswer {
        var answer = TargetAnswer(hits: items.count)
        reader.read(items, from: 1, into: &answer)
        return answer
    }

    /// Records of ISO 2709 in an encoding that their leader does not name.
    private func items(_ numbers: Range<Int>, in encoding: CharacterEncoding) throws -> [RetrievedItem] {
        try numbers.map { number in
            let record = self.book(number, "Đường về quê hương xứ Nghệ", leader: "00000nam  2200000 a 4500")
            return self.item(try ISO2709.serialize(record, encoding: encoding), .usmarc)
        }
    }

    @Test func theEncodingOfATargetIsFoundOutFromFiftyOfItsRecords() throws {
        let reader = self.reader()
        let few = self.read(try self.items(0..<20, in: .tcvn3), reader)
        #expect(few.records.first?.record.first("245")?["a"] != "Đường về quê hương xứ Nghệ")
        #expect(few.mended == 20 && few.note?.contains("not known yet") == true)
        // The same records again are no new evidence.
        for _ in 0..<5 { _ = self.read(try self.items(0..<20, in: .tcvn3), reader) }
        #expect(self.read(try self.items(0..<20, in: .tcvn3), reader).note?.contains("not known yet") == true)
        // The answer that brings enough is read with its own verdict.
        let many = self.read(try self.items(20..<70, in: .tcvn3), reader)
        #expect(many.records.allSatisfy { $0.record.first("245")?["a"] == "Đường về quê hương xứ Nghệ" })
        #expect(many.mended == 0 && many.note?.contains("read as tcvn3") == true)
        // It holds for the few that come later, and only for this target.
        let later = self.read(try self.items(0..<1, in: .tcvn3), reader)
        #expect(later.records[0].record.first("100")?["a"] == "Nguyễn Văn Thắng")
        #expect(self.read(try self.items(0..<1, in: .tcvn3), self.reader()).mended == 1)
    }

    @Test func aRecordThatIsHeldIsNotReadAgain() throws {
        let reader = self.reader(.tcvn3)
        let items = try self.items(0..<20, in: .tcvn3)
        let first = self.read(items, reader)
        #expect(reader.known.count == 20)
        let again = self.read(items.reversed(), reader)
        #expect(reader.known.count == 20)
        // The same in everything but their places, and as a reader that knows nothing would read them.
        #expect(again.records == self.read(items.reversed(), self.reader(.tcvn3)).records)
        #expect(again.records.reversed().map(\.record) == first.records.map(\.record))
        #expect(again.records.map(\.position) == Array(1...20))
        #expect(again.mended == first.mended)
    }

    @Test func octetsThatDifferAreReadAnew() throws {
        let reader = self.reader(.utf8)
        let first = self.read(try self.items(0..<2, in: .utf8), reader)
        let changed = try ISO2709.serialize(self.book(0, "Truyện Kiều"), encoding: .utf8)
        let later = self.read([self.item(changed, .usmarc)] + (try self.items(1..<2, in: .utf8)), reader)
        #expect(later.records.map { $0.record.first("245")?["a"] } == ["Truyện Kiều", "Đường về quê hương xứ Nghệ"])
        #expect(first.records.count == 2 && reader.known.count == 3)
    }

    @Test func recordsThatNobodyHoldsAreForgotten() throws {
        let reader = self.reader(.utf8)
        let held = self.read(try self.items(0..<10, in: .utf8), reader)
        for start in stride(from: 10, to: 5_000, by: 100) {
            _ = self.read(try self.items(start..<(start + 100), in: .utf8), reader)
        }
        #expect(reader.known.count <= 1_100)
        let names = try self.items(0..<20, in: .utf8).map { item -> KnownRecords.Name? in
            guard case .record(let record) = item else { return nil }
            return KnownRecords.Name(record.bytes, record.syntax, readAs: .utf8)
        }
        let known = reader.known.records(named: names).map { $0 != nil }
        #expect(known == Array(repeating: true, count: 10) + Array(repeating: false, count: 10))
        withExtendedLifetime(held) {}
    }

    @Test(arguments: [CharacterEncoding.utf8, .marc8])
    func recordsThatTellTheirEncodingNeedNoVerdict(_ encoding: CharacterEncoding) throws {
        let answer = self.read(try self.items(0..<60, in: encoding), self.reader())
        #expect(answer.records.allSatisfy { $0.record.first("245")?["a"] == "Đường về quê hương xứ Nghệ" })
        #expect(answer.note == nil)
    }

    @Test func whatTheEntrySaysIsNotDoubted() throws {
        let answer = self.read(try self.items(0..<1, in: .tcvn3), self.reader(.tcvn3))
        #expect(answer.records[0].record.first("245")?["a"] == "Đường về quê hương xứ Nghệ")
        #expect(answer.mended == 0 && answer.note == nil)
    }

    @Test func textMisreadBeforeItBecameXMLIsTakenBack() throws {
        let mistaken = String(decoding: try CharacterEncoding.utf8Twice.encode("Đường về quê hương"), as: UTF8.self)
        let records = (0..<60).map { number in
            var record = MARCRecord(leader: .book(.marc21), format: .marc21)
            record.append("001", "x\(number)")
            record.append("245", "1", "0", [("a", mistaken)])
            var writer = XMLWriter()
            MARCXML.write(record, into: &writer)
            return ResponseRecord(schema: "marcxml", data: .xml(writer.bytes), position: number + 1)
        }
        for reader in [self.reader(), self.reader(.utf8Twice)] {
            var answer = TargetAnswer()
            reader.read(records, from: 1, into: &answer)
            #expect(answer.records.count == 60)
            #expect(answer.records.allSatisfy { $0.record.first("245")?["a"] == "Đường về quê hương" })
        }
    }

    @Test func anSRUTargetWithoutMARCTakesPart() throws {
        let dublinCore = """
            <dc xmlns="info:srw/schema/1/dc-schema"
             xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title>Truyện Kiều</dc:title><dc:creator>Nguyễn Du</dc:creator><dc:date>1820</dc:date></dc>
            """
        let mods = """
            <mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>Truyện Kiều</title></titleInfo></mods>
            """
        let unimarc = """
            <mxc:record xmlns:mxc="info:lc/xmlns/marcxchange-v2" format="Unimarc" type="Bibliographic">
            <mxc:leader>00000cam0 2200000   450 </mxc:leader><mxc:controlfield tag="001">FRBNF1</mxc:controlfield>
            <mxc:datafield tag="200" ind1="1" ind2=" "><mxc:subfield code="a">Truyện Kiều</mxc:subfield></mxc:datafield>
            </mxc:record>
            """
        var answer = TargetAnswer()
        let data = try [dublinCore, mods, unimarc].flatMap { text -> [ResponseRecord.Data] in
            [.xml(Array(text.utf8)), .element(try XMLElement.parse(Array(text.utf8)))]
        }
        let records = data.enumerated().map { ResponseRecord(schema: "", data: $0.element, position: $0.offset + 1) }
        self.reader().read(
            records + [ResponseRecord(schema: "", data: .xml(Array("<html/>".utf8)), position: 7)],
            from: 1,
            into: &answer
        )
        #expect(answer.records.map { $0.record.first("245")?["a"] } == Array(repeating: "Truyện Kiều", count: 6))
        #expect(answer.records.map { $0.original?.format } == [nil, nil, nil, nil, .unimarc, .unimarc])
        #expect(answer.unreadable.map(\.position) == [7])
    }

    @Test func textAndWronglyNamedRecordsAreRead() throws {
        let text = Array("Title: Truyện Kiều\nAuthor: Nguyễn Du\n".utf8)
        let marc = try ISO2709.serialize(self.book(1, "Truyện Kiều"))
        var writer = XMLWriter()
        MARCXML.write(self.book(2, "Truyện Kiều"), into: &writer)
        let answer = self.read(
            [
                self.item(text, .sutrs), self.item(marc, .sutrs), self.item(marc, .opac),
                self.item(writer.bytes, .sutrs),
            ],
            self.reader()
        )
        #expect(answer.records.map { $0.record.first("245")?["a"] } == Array(repeating: "Truyện Kiều", count: 4))
    }

    @Test func theTwoFormsOfTheOPACSyntaxSayTheSame() async throws {
        try await withZTest { port in
            let configuration = try Configuration.parse(
                """
                databases: {all: {targets: all}}
                targets:
                  - {id: opac, protocol: z3950, host: 127.0.0.1, port: \(port), database: Default, syntax: opac}
                """
            )
            let member = try await withFederation(configuration) { federation in
                let page = try await federation.search(
                    database: "all",
                    query: try query("computer"),
                    count: 50,
                    deadline: .never
                )
                return try #require(page.clusters.flatMap(\.members).first { $0.position == 1 })
            }
            let holding = try #require(member.holdings?.first)
            #expect(holding.library == "s-FM/GC" && holding.callNumber == "MLCM 89/00602 (N)")
            #expect(holding.itemNumber == "1226176" && holding.status == "available" && holding.isOnLoan == false)
            #expect(MergedRecord(Cluster([member])).holdings.map(\.holding) == member.holdings)
            #expect(MergedRecord(Cluster([member])).record.first("852")?["p"] == "1226176")

            // YAZ's own XML of the same record.
            let commands = ["set preferredRecordSyntax opac", "connect 127.0.0.1:\(port)/Default", "search computer"]
            let shown = try await output(of: "zoomsh", commands + ["show 0 1 opac", "quit"])
            let xml = String(decoding: shown, as: UTF8.self).drop { $0 != "<" }
            var answer = TargetAnswer()
            let record = ResponseRecord(schema: "opacxml", data: .xml(Array(xml.utf8)), position: 1)
            self.reader().read([record], from: 1, into: &answer)
            #expect(answer.unreadable == [])
            #expect(answer.records.first?.record.fields.map(\.description) == member.record.fields.map(\.description))
            #expect(answer.records.first?.holdings == member.holdings)
        }
    }
}
