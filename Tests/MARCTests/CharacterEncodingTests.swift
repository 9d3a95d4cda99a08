import MARC
import TestSupport
import Testing

@Suite struct CharacterEncodingTests {
    @Test func allVietnameseLettersSurviveMARC8() throws {
        for letter in vietnameseLetters {
            let bytes = try CharacterEncoding.marc8.encode("x\(letter)y")
            #expect(CharacterEncoding.marc8.decode(bytes[...]) == DecodedText(text: "x\(letter)y", replacements: 0))
            let decomposed = String(letter).decomposed
            #expect(try CharacterEncoding.marc8.encode("x\(decomposed)y") == bytes)
        }
    }

    @Test(.enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"))
    func yazReadsOurMARC8AsTheSameLetters() throws {
        let texts =
            vietnameseLetters.map { "x\($0)y" } + ["Łódź Ærø Þór © ℗ ♯ ¿Qué? £ € ß ñ ç ș ţ", "t\u{361}s ng\u{360}a"]
        let lines = try texts.map { try CharacterEncoding.marc8.encode($0) }
        try self.compare(lines, texts.map(\.composed))
    }

    @Test(.enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"))
    func yazReadsOurOtherScriptsAsTheSameText() throws {
        let texts = [
            "Ἀριστοτέλους Πολιτικά, 2η έκδ.", "Война и мир. Ѓорѓи, Ђорђе, їжак", "שלום עולם: ספר",
            "كتاب الف ليلة و ليلة ١٩٨٥",
            "金雲翹傳 (Truyện Kiều)", "日本の歴史", "H₂O 10² α-rays, Ωmega",
        ]
        let lines = try texts.map { try CharacterEncoding.marc8.encode($0) }
        for (line, text) in zip(lines, texts) {
            #expect(CharacterEncoding.marc8.decode(line[...]).text == text.composed)
        }
        try self.compare(lines, texts.map(\.composed))
    }

    @Test func everyCharacterOfEverySetOfMARC8SurvivesTheWayOutAndIn() {
        var kept = 0
        for value in UInt32(0xA0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "x\(scalar)y".composed
            guard let bytes = try? CharacterEncoding.marc8.encode(text) else { continue }
            kept += 1
            if CharacterEncoding.marc8.decode(bytes[...]).text != text { Issue.record("U+\(String(value, radix: 16))") }
        }
        #expect(kept > 15_000)
    }

    @Test(.enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"))
    func weReadEveryMarkAndLetterOfMARC8AsYAZDoes() throws {
        // Each mark of ANSEL before each letter, and two marks before some; each other character alone.
        var lines: [[UInt8]] = []
        for mark in UInt8(0xE0)...0xFE where mark != 0xEC && mark != 0xFB && !(0xFC...0xFD).contains(mark) {
            for letter in Array(UInt8(0x41)...0x5A) + Array(UInt8(0x61)...0x7A) + [0xAC, 0xBC, 0xAD, 0xBD] {
                lines.append([mark, letter, 0x20, mark, 0xF2, letter])
            }
        }
        for code in UInt8(0xA1)...0xC8 where code != 0xAF && code != 0xBB && code != 0xBE && code != 0xBF {
            lines.append([0x61, code, 0x62])
        }
        try self.compare(lines, lines.map { CharacterEncoding.marc8.decode($0[...]).text })
    }

    @Test(.enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"))
    func otherSetsAreReadAsYAZDoes() throws {
        let texts = [
            "\u{1B}(NpROWERKA\u{1B}(B test", "\u{1B}(SabG\u{1B}(B", "\u{1B}(2`abc\u{1B}(B", "\u{1B}(3ABC kAtB\u{1B}(B",
            "\u{1B}$1!0!!0\"!0#!0$!0%\u{1B}(B ok", "H\u{1B}b2\u{1B}sO x\u{1B}p2\u{1B}s \u{1B}ga\u{1B}s-rays",
            "\u{1B}(N\u{1B})Qab\u{1B}(B\u{1B})!E",
        ]
        let lines = texts.map { Array($0.utf8) }
        try self.compare(lines, lines.map { CharacterEncoding.marc8.decode($0[...]).text })
    }

    /// Expects that YAZ makes the same text of pieces of MARC-8.
    private func compare(_ lines: [[UInt8]], _ expected: [String]) throws {
        let found = try self.yazDecoded(lines)
        #expect(found.count == expected.count)
        let wrong = zip(found, expected).filter { $0 != $1 }
        #expect(wrong.isEmpty, "\(wrong.map { (Array($0.unicodeScalars), Array($1.unicodeScalars)) })")
    }

    /// What YAZ makes of pieces of MARC-8, brought into form C.
    private func yazDecoded(_ lines: [[UInt8]]) throws -> [String] {
        var file: [UInt8] = []
        for start in stride(from: 0, to: lines.count, by: 200) {
            var raw = RawRecord()
            raw.leader[9] = 0x20
            for line in lines[start..<min(start + 200, lines.count)] {
                raw.add("500", bytes: Array("  |a".utf8) + line)
            }
            file += raw.bytes()
        }
        let (xml, _) = try Tool.marcdump.run(
            ["-i", "marc", "-o", "marcxml", "-f", "marc8", "-t", "utf-8", "@"],
            on: file
        )
        return try MARCXML.parseCollection(xml, format: .marc21).flatMap { $0.fields.map { $0["a"] ?? "" } }
    }

    @Test func aCharacterThatMARC8DoesNotHaveIsNamed() {
        let error = #expect(throws: MARCError.self) { try CharacterEncoding.marc8.encode("Kiều ไทย") }
        #expect(error?.code == .characterNotEncodable)
        #expect(error?.message.contains("ไ") == true && error?.message.contains("U+0E44") == true)
    }

    @Test func textThatMARC8WouldReadAsAnEscapeIsRefused() {
        #expect(throws: MARCError.self) { try CharacterEncoding.marc8.encode("a\u{1B}(Nb") }
        #expect(throws: MARCError.self) { try CharacterEncoding.marc8.encode("&#x2014;") }
    }

    @Test func aNumericReferenceInMARC8IsItsCharacter() {
        #expect(CharacterEncoding.marc8.decode(Array("a &#x2014; b & c &#x; d".utf8)[...]).text == "a — b & c &#x; d")
    }

    @Test func smallVietnameseLettersSurviveTCVN3AndAccentedCapitalsAreRefused() throws {
        for letter in vietnameseLetters {
            let base = "ăâđêôơưĂÂĐÊÔƠƯaeiouyAEIOUY"
            if letter.isLowercase || base.contains(letter) {
                let bytes = try CharacterEncoding.tcvn3.encode(String(letter))
                #expect(bytes.count == 1)
                #expect(CharacterEncoding.tcvn3.decode(bytes[...]).text == String(letter))
            } else {
                #expect(throws: MARCError.self) { try CharacterEncoding.tcvn3.encode(String(letter)) }
            }
        }
    }

    @Test func textOfABCFontsIsRead() {
        // As it looks on a machine without the font: "Ng« ThÞ Linh", "th− viÖn".
        let bytes = CharacterEncoding.iso88591
        #expect(CharacterEncoding.tcvn3.decode(try! bytes.encode("Ng« ThÞ Linh")[...]).text == "Ngô Thị Linh")
        #expect(CharacterEncoding.tcvn3.decode(try! bytes.encode("th\u{AD} viÖn")[...]).text == "thư viện")
    }

    @Test func nothingIsDroppedOnTheWayToLatin1() {
        #expect(throws: MARCError.self) { try CharacterEncoding.iso88591.encode("đường") }
        #expect(try! CharacterEncoding.iso88591.encode("cafe\u{301}") == [0x63, 0x61, 0x66, 0xE9])
    }

    @Test func vietnameseSurvivesISO5426() throws {
        for letter in vietnameseLetters {
            let bytes = try CharacterEncoding.iso5426.encode("x\(letter)y")
            #expect(CharacterEncoding.iso5426.decode(bytes[...]).text == "x\(letter)y")
        }
    }

    @Test(arguments: CharacterEncoding.allCases)
    func whatIsEncodedDecodesToTheSame(_ encoding: CharacterEncoding) {
        var random = SeededGenerator(seed: 99)
        var encoded = 0
        for _ in 0..<4_000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let value = UInt32.random(
                    in: [0x20...0x24F, 0x1E00...0x1EFF, 0x300...0x36F].randomElement()!,
                    using: &random
                )
                view.append(Unicode.Scalar(value)!)
            }
            let text = String(view)
            guard let bytes = try? encoding.encode(text) else { continue }
            encoded += 1
            #expect(encoding.decode(bytes[...]) == DecodedText(text: text, replacements: 0), "\(Array(view)) \(bytes)")
        }
        #expect(encoded > 20)
    }

    @Test(arguments: CharacterEncoding.allCases)
    func noBytesAreTooStrangeToDecode(_ encoding: CharacterEncoding) {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1_500 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : [0x1B, 0x28, 0x24, 0x31, 0x21, 0xE1].randomElement(using: &random)!
            }
            let text = encoding.decode(bytes[...]).text
            #expect(text.unicodeScalars.elementsEqual(text.composed.unicodeScalars))
        }
    }
}
