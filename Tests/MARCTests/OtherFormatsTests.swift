import FoundationEssentials
import MARC
import TestSupport
import Testing
import XML

@Suite struct OtherFormatsTests {
    private let record = sampleRecord()

    // MARK: - MARC-in-JSON

    @Test func aRecordSurvivesMARCInJSON() throws {
        var record = self.record
        record.append("500", " ", " ", [("a", "\"Dấu ngoặc\" \\ và\ttab, \u{1F600}")])
        var bytes: [UInt8] = []
        MARCJSON.write(record, into: &bytes)
        #expect(try MARCJSON.parse(bytes) == [record])
        #expect(try MARCJSON.parse(bytes + [0x0A] + bytes) == [record, record])
        #expect(try MARCJSON.parse([0x5B] + bytes + [0x2C] + bytes + [0x5D]) == [record, record])
    }

    @Test func aFieldOfJSONHasTheShapeOfItsTag() throws {
        let json = #"{"fields":[{"001":{"subfields":[{"a":"1"},{"b":"2"}]}},{"041":"vie"}]}"#
        let record = try #require(try MARCJSON.parse(Array(json.utf8)).first)
        #expect(record.controlNumber == "1 2")
        #expect(record.first("041")?["a"] == "vie")
        #expect(try ISO2709.parse(ISO2709.serialize(record)[...], format: .marc21) == record)
    }

    @Test func holdingsInXMLAreBroughtIntoFormC() throws {
        let xml = """
            <opacRecord><bibliographicRecord><record><leader>00000nam a2200000 a 4500</leader></record></bibliographicRecord>
            <holdings><holding><localLocation>Thu\u{31B} vie\u{323}\u{302}n</localLocation><volumes><volume>
            <enumeration>Ta\u{323}\u{302}p 1</enumeration></volume></volumes></holding></holdings></opacRecord>
            """
        let holding = try #require(try OPACRecord(XMLElement.parse(Array(xml.utf8))).holdings.first)
        #expect(holding.location.map { Array($0.unicodeScalars) } == Array("Thư viện".unicodeScalars))
        #expect(holding.summary.map { Array($0.unicodeScalars) } == Array("Tập 1".unicodeScalars))
    }

    @Test func aNameThatIsNoCodeBecomesAQuestionMark() throws {
        let json = #"{"fields":[{"245":{"subfields":[{" a":"Kiều"},{"":"truyện"},{"ữ":"thơ"}]}}]}"#
        let record = try #require(try MARCJSON.parse(Array(json.utf8)).first)
        #expect(record.first("245")?.subfields.map(\.code) == Array("???".utf8))
        var writer = XMLWriter()
        MARCXML.write(record, into: &writer)
        let again = try MARCXML.parse(writer.bytes, format: .marc21)
        #expect(Array(again.fields) == Array(record.fields))
    }

    @Test func escapesOfJSONAreReadAndDamageIsRefusedWithItsPlace() throws {
        let json =
            #"{"fields":[{"001":"a\u0062"},{"245":{"subfields":[{"a":"Ti\u1ebfng \ud83d\ude00 \ud83d"}],"ind1":"1","ind2":"0"}}]}"#
        let record = try #require(try MARCJSON.parse(Array(json.utf8)).first)
        #expect(record.controlNumber == "ab")
        #expect(record.first("245")?["a"] == "Tiếng 😀 \u{FFFD}")
        #expect(record.repairs.map(\.code) == [.leader])
        for (text, offset) in [
            (#"{"fields": 3"#, 12), (#"{"fields":["#, 11), (#"{"a" "b"}"#, 5), (#"{"fields":[{"001":"\q"}]}"#, 21),
        ] {
            let error = #expect(throws: MARCError.self) { try MARCJSON.parse(Array(text.utf8)) }
            #expect(error?.offset == offset, "\(text) \(String(describing: error))")
        }
        let deep = String(repeating: "[", count: 200_000)
        #expect(try MARCJSON.parse(Array(deep.utf8)).isEmpty)
        #expect(throws: MARCError.self) { try MARCJSON.parse(Array((#"{"fields":"# + deep).utf8)) }
    }

    @Test func damagedJSONNeverTraps() throws {
        var bytes: [UInt8] = []
        MARCJSON.write(self.record, into: &bytes)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<3 { mutate(&damaged, &random) }
            for record in (try? MARCJSON.parse(damaged)) ?? [] { _ = try? ISO2709.serialize(record) }
        }
    }

    // MARK: - XML by its elements

    @Test func unimarcXchangeIsWrittenAndRead() throws {
        var record = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        record.append("200", "1", " ", [("a", "Truyện Kiều")])
        var writer = XMLWriter()
        MARCXML.writeExchange(record, into: &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text.contains("info:lc/xmlns/marcxchange-v1") && text.contains("format=\"UNIMARC\""))
        #expect(try MARCXML.parse(writer.bytes) == record)
        #expect(try RecordXML.parse(XMLElement.parse(writer.bytes)) == record)
    }

    @Test func dublinCoreFromATargetBecomesARecord() throws {
        let xml = """
            <recordData><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title>Truyện Kiều : truyện thơ</dc:title><dc:title>Đoạn trường tân thanh</dc:title>
            <dc:creator>Nguyễn, Du</dc:creator><dc:contributor>Đào Duy Anh</dc:contributor>
            <dc:publisher>Văn học</dc:publisher><dc:date>2015</dc:date><dc:language>vie</dc:language>
            <dc:identifier>URN:ISBN:9786040123456</dc:identifier><dc:identifier>https://example.org/1</dc:identifier>
            <dc:subject>Thơ</dc:subject><dc:type>text</dc:type></oai_dc:dc></recordData>
            """
        let record = try RecordXML.parse(XMLElement.parse(Array(xml.utf8)))
        #expect(record.format == .marc21)
        #expect(record.first("245").map { [$0["a"], $0["b"]] } == ["Truyện Kiều :", "truyện thơ"])
        #expect(record.first("100")?["a"] == "Nguyễn, Du")
        #expect(record.first("700")?["a"] == "Đào Duy Anh")
        #expect(record.first("020")?["a"] == "9786040123456")
        #expect(record.first("856")?["u"] == "https://example.org/1")
        #expect(record.first("008").map { Array($0.value)[7..<11] } == ["2", "0", "1", "5"])
        #expect(record.first("008")?.value.utf8.count == 40)
        // And out again: nothing that Dublin Core holds is lost.
        let core = DublinCore(record)
        #expect(core.titles == ["Truyện Kiều : truyện thơ", "Đoạn trường tân thanh"])
        #expect(core.creators == ["Nguyễn, Du"] && core.languages == ["vie"] && core.dates == ["2015"])
        #expect(core.identifiers.contains("URN:ISBN:9786040123456"))
    }

    @Test func aRecordSurvivesMODSInWhatMODSHolds() throws {
        var record = self.record
        record.append("490", "0", " ", [("a", "Văn học Việt Nam ;"), ("v", "12")])
        record.append("082", "0", "4", [("a", "895.922"), ("2", "23")])
        record.append("520", " ", " ", [("a", "Tóm tắt & <nội dung>")])
        record.append("856", "4", "0", [("u", "https://example.org/kieu")])
        record.sortFields()
        var writer = XMLWriter()
        MODS.write(record, into: &writer)
        let read = try RecordXML.parse(XMLElement.parse(writer.bytes))
        #expect(read.controlNumber == record.controlNumber)
        #expect(read.leader[6] == record.leader[6])
        #expect(read.first("245").map { [$0["a"], $0["b"], $0["c"]] } == ["Truyện Kiều", "truyện thơ", "Nguyễn Du"])
        #expect(read.first("100").map { [$0["a"], $0["d"]] } == ["Nguyễn, Du", "1765-1820"])
        #expect(read.first("700").map { [$0["a"], $0["e"]] } == ["Đào, Duy Anh", "chú giải"])
        #expect(read.first("264").map { [$0["a"], $0["b"], $0["c"]] } == ["Hà Nội", "Văn học", "2015"])
        #expect(read.first("020")?["a"] == "978-604-2-03456-1")
        #expect(read.first("650").map { [$0["a"], $0["x"], $0["2"]] } == ["Văn học cận đại", "Thơ", "Bộ TKTVQG"])
        #expect(read.first("490").map { [$0["a"], $0["v"]] } == ["Văn học Việt Nam", "12"])
        #expect(read.first("082").map { [$0["a"], $0["2"]] } == ["895.922", "23"])
        #expect(read.first("520")?["a"] == "Tóm tắt & <nội dung>")
        #expect(read.first("856")?["u"] == "https://example.org/kieu")
        #expect(read.fields("852").map { $0["p"] } == ["VV.01", "VV.02"])
        let codes = try #require(read.first("008")?.value)
        #expect(codes.hasPrefix("      s2015    vm ") && codes.hasSuffix("vie d") && codes.utf8.count == 40)
        // Once through MODS, nothing changes any more.
        var again = XMLWriter()
        MODS.write(read, into: &again)
        #expect(try RecordXML.parse(XMLElement.parse(again.bytes)) == read)
    }

    @Test(.enabled(if: Catalogues.isAvailable, "no test bed"), arguments: Catalogues.readings.map(\.name))
    func catalogueRecordsSurviveMODSTwice(_ name: String) throws {
        for record in try Catalogues.records(name).prefix(60) {
            var writer = XMLWriter()
            MODS.write(record, into: &writer)
            let read = try RecordXML.parse(XMLElement.parse(writer.bytes))
            #expect(read.first("245")?["a"] != nil)
            var again = XMLWriter()
            MODS.write(read, into: &again)
            #expect(try RecordXML.parse(XMLElement.parse(again.bytes)) == read)
        }
    }

    @Test func whatIsNoRecordIsRefused() throws {
        let element = try XMLElement.parse(Array("<html><body><title>x</title></body></html>".utf8))
        #expect(throws: MARCError.self) { try RecordXML.parse(element) }
    }

    @Test func textWithoutStructureCanStillBeShown() throws {
        let text = "Author: Nguyễn Du\r\nTitle: Truyện Kiều\r\n\r\nDate: 2015\r\n"
        let record = try SUTRS.parse(Array(text.utf8)[...])
        #expect(record.first("245")?["a"] == "Truyện Kiều")
        #expect(record.fields("500").map { $0["a"] } == ["Author: Nguyễn Du", "Date: 2015"])
        #expect(throws: MARCError.self) { try SUTRS.parse(Array(" \n".utf8)[...]) }
    }

    @Test(arguments: [1, 13, 4_096])
    func filesOfXMLAndJSONAreDividedWhileTheyAreRead(_ size: Int) throws {
        var records: [MARCRecord] = []
        for number in 0..<20 {
            var record = self.record
            record.append("500", " ", " ", [("a", "</record> {\(number)} \" \\ <!-- -->")])
            records.append(record)
        }
        var writer = XMLWriter()
        writer.declaration()
        writer.open("m:collection", [("xmlns:m", MARCXML.namespace)])
        writer.raw("<!-- <record> -->")
        for record in records { MARCXML.write(record, into: &writer) }
        writer.close()
        var xml = MARCXML.Splitter()
        var pieces: [MARCRecord] = []
        for start in stride(from: 0, to: writer.bytes.count, by: size) {
            xml.append(writer.bytes[start..<min(start + size, writer.bytes.count)])
            while let piece = xml.next() {
                pieces.append(try MARCXML.parse(Array(piece.bytes)))
                #expect(writer.bytes[piece.offset] == UInt8(ascii: "<"))
            }
        }
        #expect(pieces == records)
        var json: [UInt8] = [0x5B]
        for record in records {
            if json.count > 1 { json.append(0x2C) }
            MARCJSON.write(record, into: &json)
        }
        json.append(0x5D)
        var splitter = MARCJSON.Splitter()
        var objects: [MARCRecord] = []
        for start in stride(from: 0, to: json.count, by: size) {
            splitter.append(json[start..<min(start + size, json.count)])
            while let piece = splitter.next() { objects += try MARCJSON.parse(Array(piece.bytes)) }
        }
        #expect(objects == records)
    }

    // MARK: - OPAC

    /// An element of BER; of indefinite length when told so.
    private func ber(_ tag: UInt8, _ parts: [UInt8]..., indefinite: Bool = false) -> [UInt8] {
        let contents = parts.flatMap { $0 }
        if indefinite { return [tag, 0x80] + contents + [0, 0] }
        if contents.count < 128 { return [tag, UInt8(contents.count)] + contents }
        return [tag, 0x82, UInt8(contents.count >> 8), UInt8(contents.count & 0xFF)] + contents
    }

    private func opac(indefinite: Bool = false) throws -> [UInt8] {
        let usmarc = self.ber(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x13, 0x05, 0x0A])
        let marc = self.ber(0x81, try ISO2709.serialize(self.record))
        func text(_ number: UInt8, _ value: String) -> [UInt8] { self.ber(0x80 | number, Array(value.utf8)) }
        let out = self.ber(
            0x30,
            self.ber(0x81, [0]),
            text(2, "2026-01-02"),
            text(5, "VV.02"),
            self.ber(0x86, [0]),
            self.ber(0x87, [0])
        )
        let there = self.ber(0x30, self.ber(0x81, [1]), text(5, "VV.01"))
        let holding = self.ber(
            0xA2,
            text(8, "TVQG"),
            text(9, "Kho đọc"),
            text(11, "895.922"),
            text(14, "Đọc tại chỗ"),
            self.ber(0xB3, there, out),
            indefinite: indefinite
        )
        let serial = self.ber(
            0xA2,
            text(9, "Kho báo"),
            self.ber(0xB2, self.ber(0x30, text(1, "T.1"), text(2, "(1990)")))
        )
        return self.ber(
            0x30,
            // With EXTERNAL's own tag or in its place.
            self.ber(0xA1, indefinite ? self.ber(0x28, usmarc, marc, indefinite: true) : usmarc + marc),
            self.ber(0xA2, holding, serial, indefinite: indefinite),
            indefinite: indefinite
        )
    }

    @Test(arguments: [false, true])
    func anOPACRecordGivesRecordAndHoldings(_ indefinite: Bool) throws {
        let opac = try OPACRecord(self.opac(indefinite: indefinite)[...], format: .marc21)
        #expect(opac.bibliographic == self.record)
        #expect(opac.holdings.map(\.itemNumber) == ["VV.01", "VV.02", nil])
        #expect(opac.holdings.map(\.isOnLoan) == [false, true, nil])
        #expect(opac.holdings[1].due == "2026-01-02")
        #expect(opac.holdings[0].location == "Kho đọc" && opac.holdings[0].callNumber == "895.922")
        #expect(opac.holdings[2].summary == "T.1 (1990)")
        #expect(opac.record.fields("852").count == 3)
        #expect(
            opac.record.fields("852")[1].values("z") == ["Đọc tại chỗ", "not available", "due 2026-01-02"]
        )
        #expect(Holding.holdings(of: opac.record)[2].summary == "T.1 (1990)")
    }

    @Test func damagedOPACRecordsAreRefusedOrRead() throws {
        let good = try self.opac(indefinite: true)
        var random = SeededGenerator(seed: 21)
        var read = 0
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
            if (try? OPACRecord(bytes[...], format: .marc21)) != nil { read += 1 }
        }
        #expect(read > 0)
        let nested = (0..<200_000).flatMap { _ in [0x30, 0x80] as [UInt8] }
        #expect(throws: MARCError.self) { try OPACRecord(nested[...], format: .marc21) }
    }
}
