import MARC
import Scoring
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        ("978-604-959-326-0", "9786049593260"), ("0-306-40615-2", "9780306406157"),
        ("6045700392 (pbk.)", "9786045700396"),
        ("ISBN-13: 978 604 959 326 0", "9786049593260"), ("080442957X", "9780804429573"),
        ("978‐604‐959‐326‐0 : 85000đ", "9786049593260"),
    ])
    func anISBNIsFoundHoweverItIsWritten(pair: (String, String)) {
        #expect(Normalization.isbn(pair.0) == pair.1)
    }

    @Test(arguments: ["9786049593261", "0-306-40615-3", "85000đ", "", "12345678901234567890", "97860495932"])
    func whatHasNoRightCheckDigitIsNoISBN(text: String) {
        #expect(Normalization.isbn(text) == nil)
    }

    @Test func anISSNIsCheckedToo() {
        #expect(Normalization.issn("ISSN 0866-7322") == "0866-7322")
        #expect(Normalization.issn("2434-561X") == "2434-561X")
        #expect(Normalization.issn("2434-5611") == nil)
    }

    @Test(arguments: [
        ("Tập 1", [1]), ("T.2 :", [2]), ("Quyển IV", [4]), ("vol. 3", [3]), ("V. 5", [5]), ("Tập mười", [10]),
        ("Bd. XIX", [19]), ("7", [7]), ("T12", [12]), ("2. Teil", [2]), ("Deuxième degré", [2]), ("libro secondo", [2]),
        ("tomo tercero", [3]), ("Tập 2, Quyển 1", [1, 2]), ("1930 - 1954", []), ("Phần đầu", []),
    ])
    func theVolumeIsReadFromItsField(pair: (String, [Int])) {
        #expect(MatchKeys(book("a", "1", title: "Sử ký", volume: pair.0).record).parts == pair.1)
    }

    @Test(arguments: [
        ("Lịch sử Việt Nam. Tập 1", [1]), ("Tư bản luận. T.III", [3]), ("Les fables. Deuxième partie", [2]),
        ("Der Zauberberg. 2. Band", [2]), ("Toán 10", []), ("Vở bài tập 5", []), ("Văn kiện Đảng toàn tập 12", []),
    ])
    func theVolumeIsReadFromTheEndOfATitle(pair: (String, [Int])) {
        #expect(MatchKeys(book("a", "1", title: pair.0).record).parts == pair.1)
    }

    @Test func aSetIsNoVolume() {
        let set = book("a", "1", title: "Sử ký") { $0.append("300", " ", " ", [("a", "3 tập ;"), ("c", "21 cm")]) }
        #expect(MatchKeys(set.record).parts.isEmpty)
        #expect(MatchKeys(set.record).setSize == 3)
    }

    @Test(arguments: [
        ("Tái bản lần thứ 3", 3), ("Tái bản lần thứ hai, có sửa chữa", 2), ("Xuất bản lần 2", 2), ("2nd ed.", 2),
        ("Second edition", 2), ("3., überarb. Aufl.", 3), ("Zweite Auflage", 2), ("2e éd. revue", 2),
        ("Deuxième édition", 2), ("2a ed. riveduta", 2), ("Seconda edizione", 2), ("2.ª ed.", 2),
    ])
    func theEditionHasItsNumberInEveryLanguage(pair: (String, Int)) {
        #expect(
            MatchKeys(book("a", "1", title: "X") { $0.append("250", " ", " ", [("a", pair.0)]) }.record)
                .editionNumber == pair.1
        )
    }

    @Test(arguments: [
        "In lần thứ 3", "3rd printing", "2. Nachdr.", "5e tirage", "Tái bản có sửa chữa bổ sung", "Nouv. éd.",
    ])
    func aPrintingAndARevisionHaveNoNumber(statement: String) {
        #expect(
            MatchKeys(book("a", "1", title: "X") { $0.append("250", " ", " ", [("a", statement)]) }.record)
                .editionNumber == nil
        )
    }

    @Test(
        arguments: [
            ("245 tr. ; 21 cm", 245), ("xvi, 240 p.", 240), ("IX, 531 S.", 531),
            ("1 online resource (iv, 388 p.)", 388),
            ("1 partition (379 p.)", 379), ("143 Seiten", 143), ("250tr", 250), ("32", 32), ("1 v.", nil),
            ("2 CD", nil),
        ] as [(String, Int?)]
    )
    func pagesAreReadFromTheExtent(pair: (String, Int?)) {
        #expect(
            MatchKeys(book("a", "1", title: "X") { $0.append("300", " ", " ", [("a", pair.0)]) }.record)
                .pages == pair.1
        )
    }

    @Test func theYearComesFromTheFixedFieldOrTheImprint() {
        let imprint = book("a", "1", title: "Sử ký") { $0.append("264", " ", "1", [("c", "[c2013]")]) }
        #expect(MatchKeys(imprint.record).year == 2013)
        #expect(MatchKeys(book("a", "1", title: "Sử ký", year: 1999).record).year == 1999)
        let decade = book("a", "1", title: "Sử ký") { $0.append("008", "200101s199u    vm a          000 0 vie  ") }
        #expect(MatchKeys(decade.record).year == 1990)
    }
}
