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
        ("Tập 1", Volume.number(1)), ("T.2 :", .number(2)), ("Quyển IV", .number(4)), ("vol. 3", .number(3)),
        ("V. 5", .number(5)), ("Tập mười", .number(10)), ("Bd. XIX", .number(19)), ("7", .number(7)),
        ("T12", .number(12)),
        ("1930 - 1954", .unknown), ("Phần đầu", .unknown),
    ])
    func theVolumeIsReadFromItsField(pair: (String, Volume)) {
        #expect(MatchKeys(book("a", "1", title: "Sử ký", volume: pair.0).record).volume == pair.1)
    }

    @Test(arguments: [
        ("Lịch sử Việt Nam. Tập 1", Volume.number(1)), ("Tư bản luận. T.III", .number(3)), ("Toán 10", .unknown),
        ("Vở bài tập 5", .unknown), ("Văn kiện Đảng toàn tập 12", .unknown),
    ])
    func theVolumeIsReadFromTheEndOfATitle(pair: (String, Volume)) {
        #expect(MatchKeys(book("a", "1", title: pair.0).record).volume == pair.1)
    }

    @Test func aSetIsNoVolume() {
        let set = book("a", "1", title: "Sử ký") { $0.append("300", " ", " ", [("a", "3 tập ;"), ("c", "21 cm")]) }
        #expect(MatchKeys(set.record).volume == .set(of: 3))
    }

    @Test func theYearComesFromTheFixedFieldOrTheImprint() {
        let imprint = book("a", "1", title: "Sử ký") { $0.append("264", " ", "1", [("c", "[c2013]")]) }
        #expect(MatchKeys(imprint.record).year == 2013)
        #expect(MatchKeys(book("a", "1", title: "Sử ký", year: 1999).record).year == 1999)
        let decade = book("a", "1", title: "Sử ký") { $0.append("008", "200101s199u    vm a          000 0 vie  ") }
        #expect(MatchKeys(decade.record).year == nil)
    }
}
