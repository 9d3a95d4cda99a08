import MARC
import Testing

@testable import Scoring

/// Words as hashes are the words of the keys.
struct WordScannerTests {
    static let texts = [
        "Truyện Kiều : Đoạn trường tân thanh / Nguyễn Du", "TRUYỆN KIỀU",
        "Kỹ thuật, kĩ thuật; quy, quý, thủy, Mỹ, tay, y",
        "hòa hoà HÒA HOÀ thuỷ thủy", "Bão lũ (1999-2004) 2nd ed. C++", "Großer Übersetzung “naïve” café — l'été",
        "Đặng Thai Mai… 12ª ﬁne ℡ 5°", "Война и мир 戦争と平和 العربية", "a\u{0301}b e\u{0302}\u{0301} o\u{031B}\u{0300}",
        "\u{98}The \u{9C}old", "soft\u{AD}hyphen zero\u{200B}width ｆｕｌｌ", "", "   ", "ö ẅ ǘ đ Đ ð x́y",
    ]

    /// What the words are by the keys.
    private static func byKey(_ text: String) -> [[String]] {
        let key = KeyText(text)
        return zip(key.fold.split(separator: 0x20), key.tone.split(separator: 0x20)).map { fold, tone in
            [String(decoding: fold, as: UTF8.self), String(decoding: tone, as: UTF8.self)]
        }
    }

    @Test func wordsAreEqualExactlyWhenTheirKeysAre() {
        var folds: [UInt64: String] = [:]
        var tones: [UInt64: String] = [:]
        for text in Self.texts {
            let words = WordScanner.words(text)
            let keys = Self.byKey(text)
            #expect(words.count == keys.count, "\(text)")
            for (word, key) in zip(words, keys) {
                #expect(folds.updateValue(key[0], forKey: word.fold) ?? key[0] == key[0])
                #expect(tones.updateValue(key[1], forKey: word.tone) ?? key[1] == key[1])
                #expect((word.fold == word.tone) == (key[0] == key[1]))
            }
        }
        #expect(Set(folds.values).count == folds.count)
        #expect(Set(tones.values).count == tones.count)
    }

    @Test func composedAndDecomposedTextHaveTheSameWords() {
        for text in Self.texts.prefix(5) {
            let scalars = text.unicodeScalars.flatMap { scalar in
                Self.decomposed[scalar].map { Array($0.unicodeScalars) } ?? [scalar]
            }
            var decomposed = String.UnicodeScalarView()
            decomposed.append(contentsOf: scalars)
            #expect(WordScanner.words(String(decomposed)) == WordScanner.words(text), "\(text)")
        }
    }

    private static let decomposed: [Unicode.Scalar: String] = [
        "ệ": "e\u{0323}\u{0302}", "Ệ": "E\u{0323}\u{0302}", "ề": "e\u{0302}\u{0300}", "Ề": "E\u{0302}\u{0300}",
        "ạ": "a\u{0323}", "ư": "u\u{031B}", "ờ": "ơ\u{0300}", "â": "a\u{0302}", "ễ": "ê\u{0303}", "ỹ": "y\u{0303}",
        "ĩ": "i\u{0303}", "ò": "o\u{0300}", "à": "a\u{0300}", "ã": "a\u{0303}", "ũ": "u\u{0303}", "ủ": "u\u{0309}",
        "ỷ": "y\u{0309}", "ậ": "ạ\u{0302}", "ý": "y\u{0301}",
    ]
}
