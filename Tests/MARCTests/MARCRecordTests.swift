import MARC
import Testing

@Suite struct MARCRecordTests {
    @Test func recordsAreEqualByContentNotByHistory() throws {
        let record = sampleRecord()
        var other = record
        other.append("999", " ", " ", [("a", "x")])
        #expect(other != record)
        other.removeFields { $0.tag == "999" }
        #expect(other == record && other.hashValue == record.hashValue)
        var copy = MARCRecord(leader: record.leader, format: record.format)
        for field in record.fields { copy.append(field) }
        #expect(copy == record && Set([copy, record, other]).count == 1)
        copy.leader[6] = UInt8(ascii: "e")
        #expect(copy != record)
    }

    @Test func aRecordCanBeMadeOfFieldsOfOthers() {
        let (first, second) = (sampleRecord(), sampleRecord())
        let fields = first.fields.reversed() + second.fields("245")
        let record = MARCRecord(leader: first.leader, format: .marc21, fields: fields)
        #expect(Array(record.fields) == fields)
        #expect(record.fields.last?["a"] == "Truyện Kiều :")
        #expect(MARCRecord(leader: first.leader, format: .marc21, fields: Array(first.fields)) == first)
    }

    @Test func fieldsAndSubfieldsAreFoundByTagAndCode() {
        let record = sampleRecord()
        #expect(record.controlNumber == "vtls000012345")
        #expect(record.first("245")?["a"] == "Truyện Kiều :")
        #expect(record.first("245")?["z"] == nil)
        #expect(record.first("852")?.values("j") == ["VV.01", "VV.02"])
        #expect(record.fields("700").count == 1 && record.first("999") == nil)
        #expect(record.first("001")?.isControl == true && record.first("001")?.subfields.isEmpty == true)
        #expect(record.first("300")?.value == "247 tr. : minh họa ; 21 cm")
        #expect(record.fields.map(\.tag).first == "001")
    }

    @Test func aFieldOutlivesTheChangeOfItsRecord() {
        var record = sampleRecord()
        let title = record.first("245")
        record.removeFields { _ in true }
        #expect(record.fields.isEmpty)
        #expect(title?["a"] == "Truyện Kiều :")
    }

    @Test func textIsStoredComposedAndWithoutSeparators() {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("245", "0", "0", [("a", "Viê\u{323}t\u{1F}b Nam\u{1E}\u{1D}")])
        #expect(record.first("245")?.subfields.first.map { Array($0.utf8) } == Array("Việtb Nam".utf8))
        #expect(record.first("245")?.subfields.count == 1)
    }

    @Test func fieldsAreSortedByTagAndKeepTheirOrderWithinOne() {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("700", " ", " ", [("a", "1")])
        record.append("245", " ", " ", [("a", "2")])
        record.append("700", " ", " ", [("a", "3")])
        record.append("001", "4")
        record.sortFields()
        #expect(record.fields.map(\.value) == ["4", "2", "1", "3"])
    }

    @Test func tagsAndLeadersTakeOnlyASCII() {
        for text in ["24", "24é", "2 5", "2455"] { #expect(MARC.Tag(text) == nil) }
        for text in ["245", "FMT"] { #expect(MARC.Tag(text)?.description == text) }
        #expect(("100" as MARC.Tag) < "245" && ("001" as MARC.Tag).isControl && !("010" as MARC.Tag).isControl)
        var leader: Leader = "short"
        #expect(leader.description == "short" + String(repeating: " ", count: 19))
        leader[30] = 0x41
        leader[23] = 0xFF
        #expect(leader[23] == 0x20 && leader[30] == 0x20 && leader[-1] == 0x20)
    }
}
