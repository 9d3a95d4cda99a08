import MARC
import Testing

@Suite struct UNIMARCTests {
    private func sample() -> MARCRecord {
        var record = MARCRecord(leader: "00000nam0 2200000   450 ", format: .unimarc)
        record.append("001", "QTR001")
        record.append("010", " ", " ", [("a", "978-604-1-00001-2"), ("b", "bìa cứng"), ("d", "50000đ")])
        record.append("100", " ", " ", [("a", "20150101d2014    m  y0viey50      ba")])
        record.append("101", "1", " ", [("a", "vie"), ("c", "fre")])
        record.append("102", " ", " ", [("a", "VN")])
        record.append("105", " ", " ", [("a", "ay  z   001yd")])
        record.append(
            "200",
            "1",
            " ",
            [
                ("a", "\u{98}Le \u{9C}Petit Prince"), ("e", "truyện"), ("f", "A. de Saint-Exupéry"),
                ("g", "Bùi Giáng dịch"), ("h", "Tập 1"),
            ]
        )
        record.append("205", " ", " ", [("a", "In lần 2"), ("f", "có sửa chữa")])
        record.append("210", " ", " ", [("a", "Hà Nội"), ("c", "Kim Đồng"), ("d", "2014")])
        record.append("215", " ", " ", [("a", "120 tr."), ("c", "minh họa"), ("d", "21 cm")])
        record.append("225", "0", " ", [("a", "Tủ sách vàng"), ("v", "5")])
        record.append("327", "1", " ", [("a", "Phần 1"), ("a", "Phần 2")])
        record.append("330", " ", " ", [("a", "Tóm tắt")])
        record.append("454", " ", "1", [("t", "Le Petit Prince")])
        record.append("461", " ", "0", [("1", "001FRBNF1"), ("1", "2001 "), ("a", "Bộ sách"), ("v", "3")])
        record.append("517", "1", " ", [("a", "Hoàng tử bé")])
        record.append("600", " ", "1", [("a", "Saint-Exupéry"), ("b", "Antoine de"), ("x", "Tiểu sử")])
        record.append(
            "606",
            " ",
            " ",
            [("a", "Văn học Pháp"), ("x", "Lịch sử"), ("y", "Pháp"), ("z", "Tk. 20"), ("2", "rameau")]
        )
        record.append("607", " ", " ", [("a", "Pháp")])
        record.append("610", "0", " ", [("a", "Thiếu nhi")])
        record.append("676", " ", " ", [("a", "843.912"), ("v", "14")])
        record.append("700", " ", "1", [("a", "Saint-Exupéry"), ("b", "Antoine de"), ("f", "1900-1944"), ("4", "070")])
        record.append("702", " ", "0", [("a", "Bùi Giáng"), ("4", "730")])
        record.append("712", "0", "2", [("a", "Hội Nhà văn"), ("b", "Chi hội Huế"), ("4", "650")])
        record.append("801", " ", "0", [("a", "VN"), ("b", "TB-QTR"), ("g", "ISBD")])
        record.append("995", " ", " ", [("b", "TB-QTR"), ("c", "Kho đọc"), ("f", "VV.1"), ("k", "843 S102")])
        return record
    }

    private func line(_ record: MARCRecord, _ tag: MARC.Tag) -> String {
        record.fields(tag).map(\.description).joined(separator: "\n")
    }

    @Test func aBookBecomesMARC21() {
        let record = UNIMARC.marc21(sample())
        #expect(record.format == .marc21)
        #expect(record.leader.description == "00000nam a2200000 i 4500")
        let expected: [(MARC.Tag, String)] = [
            ("001", "001    QTR001"),
            ("008", "008    150101s2014    vm a   g      001 0dvie d"),
            ("020", "020   $a978-604-1-00001-2$qbìa cứng$c50000đ".replacing("   $", with: "    $")),
            ("040", "040    $aTB-QTR$bvie$eisbd"),
            ("041", "041 1  $avie$hfre"),
            ("044", "044    $avm"),
            ("082", "082 04 $a843.912$214"),
            ("100", "100 1  $aSaint-Exupéry, Antoine de$d1900-1944$4aut"),
            ("245", "245 13 $aLe Petit Prince :$btruyện /$cA. de Saint-Exupéry ; Bùi Giáng dịch.$nTập 1"),
            ("246", "246 3  $aHoàng tử bé"),
            ("250", "250    $aIn lần 2 /$bcó sửa chữa"),
            ("260", "260    $aHà Nội :$bKim Đồng,$c2014"),
            ("300", "300    $a120 tr. :$bminh họa ;$c21 cm"),
            ("490", "490 0  $aTủ sách vàng ;$v5"),
            ("505", "505 0  $aPhần 1 -- Phần 2"),
            ("520", "520    $aTóm tắt"),
            ("600", "600 14 $aSaint-Exupéry, Antoine de$xTiểu sử"),
            ("650", "650  7 $aVăn học Pháp$xLịch sử$zPháp$yTk. 20$2rameau"),
            ("651", "651  4 $aPháp"),
            ("653", "653    $aThiếu nhi"),
            ("700", "700 0  $aBùi Giáng$4trl"),
            ("710", "710 2  $aHội Nhà văn$bChi hội Huế$4pbl"),
            ("765", "765 0  $tLe Petit Prince"),
            ("773", "773 1  $tBộ sách$g3$wFRBNF1"),
            ("852", "852 8  $aTB-QTR$bKho đọc$h843 S102$pVV.1"),
        ]
        for (tag, text) in expected { #expect(line(record, tag) == text) }
        #expect(Set(record.fields.map(\.tag)) == Set(expected.map(\.0)))
    }

    @Test func aRecordOfMARC21StaysAsItIs() {
        #expect(UNIMARC.marc21(sampleRecord()) == sampleRecord())
    }

    @Test func holdingsAreTheSameBeforeAndAfter() {
        #expect(Holding.holdings(of: UNIMARC.marc21(sample())) == Holding.holdings(of: sample()))
    }

    @Test func anEmptyRecordBecomesAValidOne() throws {
        let record = UNIMARC.marc21(MARCRecord(leader: "", format: .unimarc))
        #expect(record.first("008")?.value.utf8.count == 40)
        #expect(record.first("008")?.value.contains("und") == true)
    }

    @Test(.enabled(if: Catalogues.isAvailable, "there is no Python"))
    func catalogueRecordsKeepTitleNamesAndCopies() throws {
        for source in try Catalogues.records("qtr") {
            let record = UNIMARC.marc21(source)
            let title = (source.first("200")?["a"] ?? "?").drop { $0 == " " }
            #expect(record.first("245")?["a"]?.hasPrefix(title) == true, "\(record)")
            let names = source.fields.filter { $0.tag >= "700" && $0.tag < "720" }.count
            #expect(record.fields.filter { ["100", "110", "700", "710"].contains($0.tag) }.count == names)
            #expect(record.fields("852").count == source.fields("995").count)
            #expect(record.fields("653").count == source.fields("610").reduce(0) { $0 + $1.values("a").count })
            #expect(try ISO2709.parse(ISO2709.serialize(record)[...], format: .marc21) == record)
        }
    }
}
