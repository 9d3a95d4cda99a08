import Testing

@testable import Scoring

@Suite struct NormalizationTests {
    @Test(.enabled(if: SharedFiles.exists("matching/vietnamese.tsv")))
    func everyListedSpellingOfAVietnameseTextHasItsKeys() throws {
        let rows = SharedFiles.lines("matching/vietnamese.tsv").dropFirst().filter { $0.count == 9 }
        #expect(rows.count > 400)
        for row in rows {
            // Texts of other character sets are decoded before they come here: the column "text" is what they say.
            let texts = row[3] == "utf-8" ? [row[5], row[6]] : [row[6]]
            for text in texts {
                if row[7] != "-" { #expect(Normalization.toneKey(String(text)) == row[7], "row \(row[0])") }
                if row[8] != "-" { #expect(Normalization.foldKey(String(text)) == row[8], "row \(row[0])") }
            }
        }
    }

    @Test(arguments: [
        ("hòa bình", "hoà bình"), ("thủy lợi", "thuỷ lợi"), ("Lý", "lí"), ("QUÝ", "qúy"), ("Huế.", "[Huế] /"),
        ("e\u{323}\u{302}", "ệ"), ("ê\u{323}", "ệ"), ("u\u{308}ber", "über"), ("ｋｙ\u{303}", "kĩ"),
    ])
    func spellingsOfOneWordHaveOneToneKey(pair: (String, String)) {
        #expect(Normalization.toneKey(pair.0) == Normalization.toneKey(pair.1))
    }

    @Test func wordsThatDifferInToneDifferInToneKeyOnly() {
        #expect(Normalization.toneKey("bão") != Normalization.toneKey("báo"))
        #expect(Normalization.toneKey("đường") != Normalization.toneKey("đương"))
        #expect(Normalization.foldKey("đường") == Normalization.foldKey("Duong"))
    }

    @Test func aNameIsTheSameInEveryOrder() {
        let keys = Set(["Nguyễn Du", "Nguyễn, Du", "Du Nguyen", "NGUYỄN DU, 1765-1820"].map(Normalization.nameKey))
        #expect(keys == ["du nguyen"])
    }

    @Test func textOfOtherScriptsKeepsItsLetters() {
        #expect(Normalization.foldKey("《金雲翹》 Толстой") == "金雲翹 толстой")
    }

    @Test func brokenBytesSeparateWordsAndNeverTrap() {
        var text = KeyText()
        text.append([0x61, 0xC3, 0x62, 0xE1, 0xBA, 0xFF, 0xF0, 0x9F, 0x63, 0x80] as [UInt8])
        text.finish()
        #expect(String(decoding: text.fold, as: UTF8.self) == "a b c")
    }

    @Test func hashesAreTheSameInEveryProcess() {
        #expect(StableHash.of("Liên thông".utf8) == StableHash.of(Array("Liên thông".utf8)))
        #expect(StableHash.of("ab".utf8) != StableHash.of("ab\0".utf8))
        #expect(StableHash.of("".utf8, domain: 1) != StableHash.of("".utf8, domain: 2))
    }

    @Test func aHashDoesNotDependOnThePiecesInWhichTheBytesCome() {
        let bytes = Array("Truyện Kiều, Nguyễn Du: 0123456789 abc".utf8)
        for first in 0...9 {
            for second in first...bytes.count {
                var (pieces, single) = (StableHash(3), StableHash(3))
                for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] { pieces.combine(piece) }
                for byte in bytes { single.combine(byte) }
                #expect(pieces.finish() == single.finish())
            }
        }
    }
}
