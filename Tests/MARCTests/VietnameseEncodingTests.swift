import MARC
import Testing

@Suite struct VietnameseEncodingTests {
    private static let line = "Đoạn trường tân thanh: Truyện Kiều - Nguyễn Du; những ghi chép về ẢNH HƯỞNG của Ỷ LAN"

    @Test(arguments: [CharacterEncoding.vni, .viscii, .viqr, .windows1258, .utf8Twice, .vniAsUTF8, .iso5426, .marc8])
    func allLettersSurvive(_ encoding: CharacterEncoding) throws {
        for letter in vietnameseLetters {
            for text in ["\(letter)", "x\(letter)y", "\(letter)\(letter)."] {
                let bytes = try encoding.encode(text)
                #expect(encoding.decode(bytes[...]) == DecodedText(text: text), "\(letter) \(bytes)")
                #expect(try encoding.encode(text.decomposed) == bytes)
            }
        }
        let bytes = try encoding.encode(Self.line)
        #expect(encoding.decode(bytes[...]).text == Self.line)
    }

    @Test func textOfVNIFontsIsRead() throws {
        // As it looks on a machine without the font.
        let cases = [
            ("Vieät Nam ñaát nöôùc", "Việt Nam đất nước"), ("Truyeän Kieàu", "Truyện Kiều"),
            ("Nguyeãn Du", "Nguyễn Du"), ("NHÖÕNG NGAØY XÖA", "NHỮNG NGÀY XƯA"),
            ("tieáng Vieät, lòch söû", "tiếng Việt, lịch sử"),
            ("hoøa bình, thuûy, kyõ, kyø, lyù, yù", "hòa bình, thủy, kỹ, kỳ, lý, ý"),
        ]
        for (shown, text) in cases {
            #expect(CharacterEncoding.vni.decode(try CharacterEncoding.iso88591.encode(shown)[...]).text == text)
            #expect(CharacterEncoding.vniAsUTF8.decode(Array(shown.utf8)[...]).text == text)
            #expect(try CharacterEncoding.vni.encode(text) == CharacterEncoding.iso88591.encode(shown))
        }
    }

    @Test func textOfABCFontsWrittenAsUnicodeIsRead() {
        let decode = { (text: String) in CharacterEncoding.tcvn3AsUTF8.decode(Array(text.utf8)[...]).text }
        #expect(decode("Ng« ThÞ Linh") == "Ngô Thị Linh")
        #expect(decode("th\u{AD} viÖn") == "thư viện")
        #expect(decode("th\u{2212} viÖn") == "thư viện")
    }

    @Test func viqrIsReadAndWritten() throws {
        let cases = [
            ("Vie^.t Nam dda^'t nu+o+'c", "Việt Nam đất nước"), ("Truye^.n Kie^`u", "Truyện Kiều"),
            ("DDa(`ng Tra^`n Co^n", "Đằng Trần Côn"), ("la`m gi`? O+? dda^u\\?", "làm gì? Ở đâu?"), ("ta\\.", "ta."),
        ]
        for (ascii, text) in cases {
            #expect(CharacterEncoding.viqr.decode(Array(ascii.utf8)[...]).text == text)
            #expect(String(decoding: try CharacterEncoding.viqr.encode(text), as: UTF8.self) == ascii)
        }
    }

    @Test func halfDecomposedTextOfWindows1258BecomesComposed() throws {
        let bytes: [UInt8] = [0x56, 0x69, 0xEA, 0xF2, 0x74, 0x20, 0xD0, 0xF2, 0xF5, 0xCC, 0x6E, 0x67]
        #expect(CharacterEncoding.windows1258.decode(bytes[0..<5][...]).text == "Việt")
        #expect(
            try CharacterEncoding.windows1258.encode("Việt ở hoà") == [
                0x56, 0x69, 0xEA, 0xF2, 0x74, 0x20, 0xF5, 0xD2, 0x20, 0x68, 0x6F, 0xE0,
            ]
        )
    }

    @Test func whatWasTakenForWindows1252IsTakenBack() {
        let twice = { (text: String) in CharacterEncoding.utf8Twice.decode(Array(text.utf8)[...]).text }
        #expect(twice("Nguyá»…n Du, Truyá»‡n Kiá»\u{81}u") == "Nguyễn Du, Truyện Kiều")
        #expect(twice("MÃ¼ller â€“ StraÃŸe") == "Müller – Straße")
        // Text that never was mistaken stays what it is.
        #expect(twice("Việt Müller Straße café") == "Việt Müller Straße café")
    }

    @Test func theReverseWindows1252TakenForUTF8IsReadAsSuchWhenTold() throws {
        var raw = RawRecord()
        raw.add("245", bytes: Array("00|aM".utf8) + [0xFC] + Array("ller und die Stra".utf8) + [0xDF] + Array("e".utf8))
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21, encoding: .windows1252)
        #expect(record.first("245")?["a"] == "Müller und die Straße")
    }

    @Test func aLetterThatIsASeparatorIsRefusedWithItsField() {
        var record = MARCRecord(leader: .book(.marc21), format: .marc21)
        record.append("245", "1", "0", [("a", "Ỵ")])
        let error = #expect(throws: MARCError.self) { try ISO2709.serialize(record, encoding: .viscii) }
        #expect(error?.tag == "245")
    }

    @Test func textInCapitalsSurvivesTCVN3WhichHasNoAccentedOnes() throws {
        let title = "BÀI GIẢNG LỄ HỘI DÂN GIAN HÀ TĨNH / ĐỖ 2"
        let bytes = try CharacterEncoding.tcvn3.encode(title)
        #expect(CharacterEncoding.windows1252.decode(bytes[...]).text.hasPrefix("BµI GI¶NG LÔ HéI D¢N GIAN"))
        #expect(CharacterEncoding.tcvn3.decode(bytes[...]).text == title)
        // A name is a name, and what stands in small letters too was meant so.
        for text in ["Hà", "Hà Ô", "Tp. HCM: Trẻ", "NXB Đà", "VV.01 é"] {
            #expect(CharacterEncoding.tcvn3.decode(try CharacterEncoding.tcvn3.encode(text)[...]).text == text)
        }
        for text in ["HÀ", "Bài ĐÀI", "NXB Ấ"] {
            #expect(throws: MARCError.self) { try CharacterEncoding.tcvn3.encode(text) }
        }
    }

    @Test(arguments: [CharacterEncoding.vni, .windows1258, .viqr, .tcvn3, .tcvn3AsUTF8, .vniAsUTF8, .utf8Twice])
    func aRecordSurvivesEachEncoding(_ encoding: CharacterEncoding) throws {
        let record = sampleRecord()
        let bytes = try ISO2709.serialize(record, encoding: encoding)
        #expect(try ISO2709.parse(bytes[...], format: .marc21, encoding: encoding) == record)
    }

    @Test func theCodesOfUNIMARC100TellTheEncoding() throws {
        var record = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        record.append("100", " ", " ", [("a", "20150101d2014    m  y0grey50      ba")])
        record.append("200", "1", " ", [("a", "Πολιτικά")])
        let greek = try ISO2709.serialize(record, encoding: .iso5428)
        #expect(String(decoding: greek, as: UTF8.self).contains("y0grey0105  "))
        let read = try ISO2709.parse(greek[...], format: .unimarc)
        #expect(read.first("200")?["a"] == "Πολιτικά")
        let again = try ISO2709.parse(try ISO2709.serialize(read)[...], format: .unimarc)
        #expect(again == record)
    }
}
