import MARC
import Scoring
import Testing

/// Where the fields of a merged record come from, and what becomes of what they contradict.
@Suite struct MergedProvenanceTests {
    private static func places(_ merged: MergedRecord, _ tag: MARC.Tag) -> [[String]] {
        zip(merged.record.fields, merged.origins).filter { $0.0.tag == tag }.map { _, origins in
            origins.map { merged.members[$0].target }
        }
    }

    @Test func everyFieldKnowsTheRecordsThatSayIt() {
        let merged = MergedRecord(
            Cluster([
                book("hue", "H1", title: "TRUYEN KIEU", year: 2015, isbn: "6045700392") {
                    $0.append("653", " ", " ", [("a", "Truyen tho")])
                },
                book("nlv", "N1", title: "Truyện Kiều", author: "Nguyễn Du", year: 2015, isbn: "9786045700396") {
                    $0.append("650", " ", "7", [("a", "Truyện thơ")])
                    $0.append("500", " ", " ", [("a", "Có phụ lục.")])
                },
                book("tha", "T1", title: "Truyện Kiều", author: "Nguyễn Du", year: 2015) {
                    $0.append("500", " ", " ", [("a", "Có phụ lục")])
                    $0.append("520", " ", " ", [("a", "Tóm tắt")])
                },
            ])
        )
        #expect(merged.origins.count == merged.record.fields.count)
        #expect(Self.places(merged, "650").map { $0.sorted() } == [["hue", "nlv"]])
        #expect(Self.places(merged, "020").map { $0.sorted() } == [["hue", "nlv"]])
        #expect(Self.places(merged, "500").map { $0.sorted() } == [["nlv", "tha"]])
        #expect(Self.places(merged, "520") == [["tha"]])
        #expect(Self.places(merged, "245").map { $0.sorted() } == [["hue", "nlv", "tha"]])
        #expect(Self.places(merged, "035").map(\.count) == [1, 1, 1])
        #expect(Set(Self.places(merged, "852").flatMap { $0 }) == ["hue", "nlv", "tha"])
        #expect(Self.places(merged, "001") == [[]])
    }

    @Test func whatMembersSayOtherwiseStaysAndIsMarked() {
        let merged = MergedRecord(
            Cluster([
                book("a", "1", title: "Sống mòn", author: "Nam Cao", publisher: "Văn học", year: 2012, pages: 290),
                book("b", "2", title: "Sống mòn", author: "Nam Cao", publisher: "Hội Nhà văn", year: 2012, pages: 291),
            ])
        )
        #expect(merged.record.fields("300").count == 1)
        let variants = merged.variants.filter { $0.field.tag == "300" }
        #expect(variants.count == 1)
        let said = merged.record.fields("300") + variants.map(\.field)
        #expect(Set(said.map { $0.value.filter(\.isNumber) }) == ["290", "291"])
        #expect(!merged.variants.contains { $0.field.tag == "245" || $0.field.tag == "100" })
    }

    @Test func aFieldGivesWayOnlyToOneThatSaysAllOfItAndMore() {
        func members(_ more: String) -> [SourceRecord] {
            [
                book("a", "1", title: "Sống mòn", author: "Nam Cao", year: 2012) {
                    $0.append("250", " ", " ", [("a", "Tái bản lần 2")])
                    for number in 1...5 { $0.append("500", " ", " ", [("a", "Ghi chú \(number)")]) }
                },
                book("b", "2", title: "Sống mòn", author: "Nam Cao", year: 2012) {
                    $0.append("250", " ", " ", [("a", more), ("b", "Có sửa chữa")])
                },
            ]
        }
        let fuller = MergedRecord(Cluster(members("Tái bản lần 2")))
        #expect(fuller.representative?.target == "a")
        #expect(fuller.record.first("250")?["b"] == "Có sửa chữa")
        #expect(!fuller.variants.contains { $0.field.tag == "250" })
        let other = MergedRecord(Cluster(members("Tái bản lần 3")))
        #expect(other.record.first("250")?["b"] == nil)
        #expect(other.variants.map(\.field["b"]) == ["Có sửa chữa"])
        // Without its marks it would say less, whatever it adds.
        let unmarked = MergedRecord(Cluster(members("Tai ban lan 2")))
        #expect(unmarked.record.first("250")?["a"] == "Tái bản lần 2")
        #expect(unmarked.variants.count == 1)
    }

    @Test func fieldsInTwoScriptsStayTogether() {
        let merged = MergedRecord(
            Cluster([
                book("a", "1", title: "Zhan zheng", author: "Tolstoi", year: 1990) {
                    $0.append("650", " ", "0", [("6", "880-01"), ("a", "Chan tranh")])
                    $0.append("880", " ", "0", [("6", "650-01/$1"), ("a", "戰爭")])
                    for number in 1...5 { $0.append("500", " ", " ", [("a", "Note \(number)")]) }
                },
                book("b", "2", title: "Zhan zheng", author: "Tolstoi", year: 1990) {
                    $0.append("650", " ", "0", [("6", "880-01"), ("a", "Van hoc")])
                    $0.append("880", " ", "0", [("6", "650-01/$1"), ("a", "文學")])
                },
            ])
        )
        func link(_ field: Field) -> String { String((field["6"] ?? "").dropFirst(4).prefix(2)) }
        for field in merged.record.fields("650") {
            let pair = merged.record.fields("880").filter { link($0) == link(field) }
            #expect(pair.count == 1)
            #expect(pair.first?["a"] == (field["a"] == "Van hoc" ? "文學" : "戰爭"))
        }
        #expect(merged.record.fields("650").count == 2)
        #expect(merged.record.fields("880").count == 2)
    }
}
