import MARC
import Testing
import XML

@Suite struct DublinCoreTests {
    @Test func aBookHasTheElementsOfTheCrosswalk() {
        let values = DublinCore(sampleRecord())
        #expect(values.titles == ["Truyện Kiều : truyện thơ"])
        #expect(values.creators == ["Nguyễn, Du, 1765-1820"])
        #expect(values.contributors == ["Đào, Duy Anh"])
        #expect(values.subjects == ["Văn học cận đại--Thơ"])
        #expect(values.coverage == ["Việt Nam"])
        #expect(values.publishers == ["Hà Nội : Văn học"])
        #expect(values.dates == ["2015"])
        #expect(values.types == ["text"])
        #expect(values.formats == ["247 tr. : minh họa ; 21 cm"])
        #expect(values.identifiers == ["URN:ISBN:9786042034561"])
        #expect(values.languages == ["vie"])
        #expect(values.descriptions == ["In lần thứ 3 <có sửa chữa & bổ sung>"])
    }

    @Test func aRecordWithoutPunctuationReadsTheSame() {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append(
            "245",
            "1",
            "0",
            [("a", "Bài tập"), ("b", "Có lời giải"), ("n", "Tập 1"), ("c", "Thái Đức Thuỷ")]
        )
        record.append("260", " ", " ", [("a", "H."), ("b", "Khoa học"), ("c", "[1990]")])
        record.append("700", "1", " ", [("a", "Thái Đức Thuỷ"), ("e", "tác giả")])
        let values = DublinCore(record)
        #expect(values.titles == ["Bài tập : Có lời giải. Tập 1"])
        #expect(values.publishers == ["H. Khoa học"] || values.publishers == ["H. : Khoa học"])
        #expect(values.creators == ["Thái Đức Thuỷ"])
    }

    @Test func theElementIsThatOfTheSchema() throws {
        var writer = XMLWriter()
        DublinCore.write(sampleRecord(), into: &writer)
        let element = try XMLElement.parse(writer.bytes)
        #expect(element.name == XMLName("dc", namespace: "info:srw/schema/1/dc-schema"))
        #expect(element.elements.allSatisfy { $0.name.namespace == "http://purl.org/dc/elements/1.1/" })
        #expect(element.first("title")?.text == "Truyện Kiều : truyện thơ")
        #expect(element.first("description")?.text == "In lần thứ 3 <có sửa chữa & bổ sung>")
    }

    @Test func numbersThatAreNoISBNStayAsTheyAre() {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("020", " ", " ", [("a", "0-306-40615-2 (pbk.)")])
        record.append("020", " ", " ", [("a", "12345")])
        record.append("022", " ", " ", [("a", "0378-5955")])
        #expect(DublinCore(record).identifiers == ["URN:ISBN:0306406152", "12345", "URN:ISSN:0378-5955"])
    }
}
