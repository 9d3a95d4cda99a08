import MARC
import Scoring
import TestSupport
import Testing

@Suite struct MergedRecordTests {
    private static let members = [
        book("hue", "H1", title: "TRUYEN KIEU", year: 2015, isbn: "6045700392") {
            $0.append("653", " ", " ", [("a", "Truyen tho")])
            $0.append("653", " ", " ", [("a", "Thơ Nôm")])
            $0.append(
                "952",
                " ",
                " ",
                [("a", "HUE"), ("c", "VL"), ("o", "895.92212"), ("p", "VL.084070"), ("q", "2024-11-04")]
            )
        },
        book("nlv", "N1", title: "Truyện Kiều /", author: "Nguyễn Du", year: 2015, isbn: "9786045700396") {
            $0.append("500", " ", " ", [("a", "Có phụ lục.")])
            $0.append("039", " ", "9", [("a", "20150101")])
            $0.append("650", " ", "7", [("a", "Truyện thơ"), ("2", "Bộ TKTVQG")])
            $0.append("852", "8", " ", [("a", "TB-NLV"), ("b", "Kho đọc"), ("h", "895.92212"), ("j", "VV.1")])
            $0.append("852", "8", " ", [("a", "TB-NLV"), ("b", "Kho đọc"), ("h", "895.92212"), ("j", "VV.2")])
            $0.append("930", " ", " ", [("a", "100001")])
        },
        book("tha", "T1", title: "Truyện Kiều", author: "Nguyễn Du", year: 2015) {
            $0.append("500", " ", " ", [("a", "Có phụ lục")])
            $0.append("856", "4", "0", [("u", "http://tha.example.vn/1")])
        },
    ]

    private static func merged(_ members: [SourceRecord]) -> MergedRecord {
        MergedRecord(Cluster(members)) { target, library in library ?? (target == "tha" ? "Thư viện Thanh Hóa" : nil) }
    }

    @Test func theBestDescriptionIsGivenWithWhatOthersAdd() {
        let record = Self.merged(Self.members).record
        #expect(record.first("245")?["a"] == "Truyện Kiều /")
        #expect(record.fields("020").count == 1)
        #expect(record.fields("500").map { $0["a"] } == ["Có phụ lục."])
        #expect(
            record.fields.filter { $0.tag == "650" || $0.tag == "653" }.map { $0["a"] } == ["Truyện thơ", "Thơ Nôm"]
        )
        #expect(record.first("856")?["u"] == "http://tha.example.vn/1")
    }

    @Test func everyHoldingOfEveryLibraryIsThere() {
        let merged = Self.merged(Self.members)
        #expect(merged.holdings.map(\.target) == ["hue", "nlv", "nlv", "tha"])
        let holdings = merged.record.fields("852")
        #expect(holdings.map { $0["9"] } == ["hue", "nlv", "nlv", "tha"])
        #expect(holdings.map { $0["a"] } == ["HUE", "TB-NLV", "TB-NLV", "Thư viện Thanh Hóa"])
        #expect(holdings.map { $0["p"] } == ["VL.084070", "VV.1", "VV.2", nil])
        #expect(holdings.first?["h"] == "895.92212")
    }

    @Test func localFieldsGiveWayAndTheMembersAreNamed() {
        let merged = Self.merged(Self.members)
        #expect(merged.record.fields.allSatisfy { !["039", "930", "952"].contains($0.tag.description) })
        #expect(merged.record.controlNumber == Cluster(Self.members).id)
        #expect(Set(merged.record.fields("035").map { $0["a"] }) == ["(hue)H1", "(nlv)N1", "(tha)T1"])
        #expect(merged.record.leader[9] == UInt8(ascii: "a"))
    }

    @Test func theMergedRecordDoesNotDependOnTheOrderOfTheMembers() {
        var random = SeededGenerator(seed: 3)
        let expected = Self.merged(Self.members).record
        for _ in 0..<20 { #expect(Self.merged(Self.members.shuffled(using: &random)).record == expected) }
    }

    @Test func theMergedRecordSurvivesISO2709() throws {
        let record = Self.merged(Self.members).record
        let bytes = try ISO2709.serialize(record)
        #expect(try ISO2709.parse(bytes[...], format: .marc21) == record)
    }
}
