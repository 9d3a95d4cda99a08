import FoundationEssentials
import MARC
import Testing

@Suite struct UNIMARCBackTests {
    /// A row of the table, read by the test itself.
    private struct Row {
        var source: MARC.Tag
        var target: MARC.Tag
        /// Code in UNIMARC, punctuation before it, joiner, code in MARC 21.
        var parts: [(code: Character, before: String?, joiner: String?, target: Character)]
    }

    private static let rows: [Row] = UNIMARC.table.split(separator: "\n").compactMap { (line: Substring) -> Row? in
        let words: [Substring] = line.split(separator: " ")
        guard words.count > 3, let source = Tag(words[0]), let target = Tag(words[1]) else { return nil }
        let parts = words[3...].map { (word: Substring) -> (Character, String?, String?, Character) in
            var rest = word.dropFirst()
            var code = word.first ?? "?"
            let source = code
            if rest.count > 1, rest.dropLast().last == ">", let last = rest.last {
                code = last
                rest = rest.dropLast(2)
            }
            let text = String(rest.dropFirst().replacing("_", with: " "))
            return (source, rest.first == "+" ? text : nil, rest.first == "*" ? text : nil, code)
        }
        return Row(source: source, target: target, parts: parts)
    }

    /// Fields of UNIMARC that several rows bring to one place of MARC 21: the way back gives the first of them.
    private static let firstOfSeveral: [MARC.Tag: MARC.Tag] = [
        "301": "300", "303": "300", "304": "300", "305": "300", "306": "300", "307": "300", "308": "300", "310": "300",
        "312": "300", "313": "300", "314": "300", "315": "300", "316": "300", "501": "500", "503": "500", "518": "517",
        "532": "517", "540": "517", "541": "510", "626": "610", "670": "606",
    ]

    private func record(_ fields: [Field]) -> MARCRecord {
        var record = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        for field in fields { record.append(field) }
        return record
    }

    private func back(_ field: Field) -> Field? {
        let coded: Set<MARC.Tag> = ["100", "101", "102", "105", "106", "110"]
        return UNIMARC.unimarc(UNIMARC.marc21(self.record([field]))).fields.first { !coded.contains($0.tag) }
    }

    @Test func everyRowOfTheTableConvertsBackToWhatItWas() throws {
        #expect(Self.rows.count > 90)
        for row in Self.rows where Self.firstOfSeveral[row.source] == nil {
            // Each subfield alone, and all that can be told apart together.
            var together: [(Character, String)] = []
            for (place, part) in row.parts.enumerated() {
                let same = row.parts[..<place].contains { $0.target == part.target }
                let isTold = !same || part.before?.hasPrefix(" ") == true
                if isTold { together.append((part.code, "Phần \(place)")) }
                guard part.before == nil, !same else { continue }
                let field = Field(row.source, " ", " ", [(part.code, "Một giá trị")])
                let found = self.back(field)
                #expect(
                    found?.tag == row.source && found?[part.code] == "Một giá trị",
                    "\(field) → \(String(describing: found))"
                )
            }
            let field = Field(row.source, " ", " ", together)
            let found = self.back(field)
            #expect(
                found.map { $0.subfields.map(\.description) } == field.subfields.map(\.description),
                "\(field) → \(String(describing: found))"
            )
        }
    }

    @Test func rowsThatShareAPlaceConvertBackToTheFirst() {
        for (source, first) in Self.firstOfSeveral {
            let code: Character = source == "670" ? "b" : "a"
            let found = self.back(Field(source, " ", " ", [(code, "Một giá trị")]))
            #expect(found?.tag == first && found?["a"] == "Một giá trị", "\(source) \(String(describing: found))")
        }
    }

    @Test func aBookConvertsBackToWhatItWas() {
        var record = MARCRecord(leader: "00000nam0 2200000   450 ", format: .unimarc)
        record.append("001", "QTR001")
        record.append("010", " ", " ", [("a", "978-604-1-00001-2"), ("b", "bìa cứng"), ("d", "50000đ")])
        record.append("100", " ", " ", [("a", "20150101d2014    m  y0viey50      ba")])
        record.append("101", "1", " ", [("a", "vie"), ("c", "fre")])
        record.append("102", " ", " ", [("a", "VN")])
        record.append("105", " ", " ", [("a", "a       001yd")])
        record.append(
            "200",
            "1",
            " ",
            [
                ("a", "\u{98}Le \u{9C}Petit Prince"), ("d", "Hoàng tử bé"), ("e", "truyện"), ("e", "song ngữ"),
                ("f", "A. de Saint-Exupéry"), ("g", "Bùi Giáng dịch"), ("h", "Tập 1"), ("i", "Khởi hành"),
            ]
        )
        record.append("205", " ", " ", [("a", "In lần 2"), ("f", "có sửa chữa")])
        record.append("210", " ", " ", [("a", "Hà Nội"), ("c", "Kim Đồng"), ("d", "2014")])
        record.append("215", " ", " ", [("a", "120 tr."), ("c", "minh họa"), ("d", "21 cm"), ("e", "1 đĩa")])
        record.append("225", "0", " ", [("a", "Tủ sách vàng"), ("v", "5")])
        record.append("300", " ", " ", [("a", "Ghi chú.")])
        record.append("327", "1", " ", [("a", "Phần 1"), ("a", "Phần 2")])
        record.append("410", " ", "0", [("t", "Tủ sách vàng"), ("v", "5")])
        record.append("454", " ", "0", [("t", "Le Petit Prince"), ("x", "1234-5679")])
        record.append("517", "1", " ", [("a", "Hoàng tử nhỏ")])
        record.append("600", " ", "1", [("a", "Saint-Exupéry"), ("b", "Antoine de"), ("x", "Tiểu sử")])
        record.append(
            "606",
            " ",
            " ",
            [("a", "Văn học Pháp"), ("x", "Lịch sử"), ("y", "Pháp"), ("z", "Tk. 20"), ("2", "rameau")]
        )
        record.append("610", "0", " ", [("a", "Thiếu nhi")])
        record.append("676", " ", " ", [("a", "843.912"), ("v", "14")])
        record.append("700", " ", "1", [("a", "Saint-Exupéry"), ("b", "Antoine de"), ("f", "1900-1944"), ("4", "070")])
        record.append("702", " ", "0", [("a", "Bùi Giáng"), ("4", "730")])
        record.append("712", "0", "2", [("a", "Hội Nhà văn"), ("b", "Chi hội Huế"), ("4", "650")])
        record.append("801", " ", "0", [("b", "TB-QTR"), ("g", "isbd")])
        record.append("995", " ", " ", [("b", "TB-QTR"), ("c", "Kho đọc"), ("f", "VV.1"), ("k", "843 S102")])
        let back = UNIMARC.unimarc(UNIMARC.marc21(record))
        #expect(back == record, "\(back)")
    }

    @Test func aBookOfMARC21SurvivesUNIMARCButForPunctuation() {
        let record = sampleRecord()
        let unimarc = UNIMARC.unimarc(record)
        #expect(unimarc.format == .unimarc)
        #expect(unimarc.first("200").map(\.description) == "200 1  $aTruyện Kiều$etruyện thơ$fNguyễn Du")
        #expect(unimarc.first("700")?["b"] == "Du")
        let back = UNIMARC.marc21(unimarc)
        for (tag, codes) in [
            ("245", "abc"), ("020", "ac"), ("300", "abc"), ("650", "ax2"), ("260", "abc"), ("500", "a"),
        ] {
            guard let tag = Tag(tag) else { continue }
            func words(_ record: MARCRecord) -> [String] {
                record.fields(tag).flatMap { $0.values(anyOf: codes) }.map { value in
                    String(value.filter { $0.isLetter || $0.isNumber })
                }
            }
            #expect(words(back) == words(record), "\(tag)")
        }
        // The second time round nothing changes any more.
        #expect(UNIMARC.unimarc(back) == unimarc, "\(UNIMARC.unimarc(back))")
    }

    @Test(.enabled(if: Catalogues.isAvailable, "no test bed"))
    func theUNIMARCCatalogueConvertsBackToWhatItWas() throws {
        var different: [String] = []
        var fields = 0
        for record in try Catalogues.records("qtr") {
            let back = UNIMARC.unimarc(UNIMARC.marc21(record))
            // 702 of an author comes back as 701; MARC 21 has no place for 801 $a and $c and for the due date of 995.
            for field in record.fields where !["702", "710", "801", "995"].contains(field.tag) {
                fields += 1
                if !back.fields.contains(field) { different.append("\(record.controlNumber ?? ""): \(field)") }
            }
        }
        #expect(fields > 800)
        #expect(different.count * 100 <= fields, "\(different.count) of \(fields): \(different.prefix(20))")
    }

    @Test func theTableInTheDocumentationIsTheTable() throws {
        let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = String(decoding: try contents(of: package.appendingPathComponent("docs/unimarc.md")), as: UTF8.self)
        for row in UNIMARC.table.split(separator: "\n") { #expect(text.contains("\n\(row)\n"), "\(row)") }
    }

    @Test(arguments: ["105", "106", "110"]) func codedDataConvertsBackToWhatItWas(_ tag: String) {
        let tag = MARC.Tag(tag) ?? "105"
        let values: [String]
        switch tag {
        case "105":
            values =
                "abcdefghijklmo".map { "\($0)       100ay" } + "abcdefgijkmnprst".map { "ac  \($0)   000yd" }
                + "abcdefghz".map { "y       011\($0)a" } + ["abcdabce000ya"]
        case "106": values = ["d", "f", "r", "s"]
        default:
            values =
                "abc".map { "\($0)fa        " } + "abcdefghijklmnouyz".map { "a\($0)a        " }
                + "abyu".map { "af\($0)        " }
        }
        for value in values {
            var record = MARCRecord(leader: .book(.unimarc), format: .unimarc)
            if tag == "110" { record.leader = "00000nas0 2200000   450 " }
            record.append("100", " ", " ", [("a", "20150420d2015    m  y0viey50      ba")])
            record.append("101", "0", " ", [("a", "vie")])
            record.append(tag, " ", " ", [("a", value)])
            record.append("200", "1", " ", [("a", "Tạp chí")])
            let marc21 = UNIMARC.marc21(record)
            #expect(marc21.first("008")?.value.utf8.count == 40)
            #expect(
                UNIMARC.unimarc(marc21).first(tag)?["a"] == value,
                "\(value) became \(marc21.first("008")?.value ?? "")"
            )
        }
        // What the codes mean, by the example of a quarterly.
        var quarterly = MARCRecord(leader: "00000nas0 2200000   450 ", format: .unimarc)
        quarterly.append("110", " ", " ", [("a", "aha")])
        let codes = Array(UNIMARC.marc21(quarterly).first("008")?.value ?? "")
        #expect(codes.count == 40 && String(codes[18...21]) == "qr p")
    }
}
