import MARC
import TestSupport
import Testing

@Suite struct VietnameseOrderTests {
    @Test func textsStandInTheOrderOfADictionary() {
        let ordered = [
            "1001 đêm", "An Dương Vương", "ăn", "ân", "ba cu", "bà con", "bá cáo", "ca", "cà", "cả", "cã", "cá", "cạ",
            "da", "dạ",
            "Dương", "đa", "Đà Nẵng", "Đương", "e", "ê", "hoa", "hòa", "hóa", "o", "ô", "ơ", "quê", "u", "ư", "xa", "ý",
            "zô",
        ]
        // A seeded shuffle, so that a failure can be repeated.
        var random = SeededGenerator(seed: 3)
        let sorted = ordered.shuffled(using: &random).sorted(by: VietnameseOrder.precedes)
        // A thousand and one stands before letters; all else as written.
        #expect(sorted == ordered, "\(sorted)")
    }

    @Test func lettersStandBeforeTonesSyllableBySyllable() {
        #expect(VietnameseOrder.precedes("ba cu", "bà con"))
        #expect(VietnameseOrder.precedes("bà con", "bá cáo"))
        // Letters of one syllable before its tone.
        #expect(VietnameseOrder.precedes("bạ", "bam"))
        #expect(VietnameseOrder.precedes("lá", "la liệt") == false)
        #expect(VietnameseOrder.precedes("la liệt", "lá"))
    }

    @Test func thePlaceOfToneMarksCaseAndFormDoNotCount() {
        for (left, right) in [
            ("hòa", "hoà"), ("thủy", "thuỷ"), ("HÒA BÌNH", "hoà  bình"), ("Truyện Kiều", "truyện, kiều."),
        ] {
            #expect(VietnameseOrder.key(left) == VietnameseOrder.key(right))
            #expect(VietnameseOrder.key(left.decomposed) == VietnameseOrder.key(right))
        }
        #expect(VietnameseOrder.key("mua") != VietnameseOrder.key("múa"))
    }

    @Test func numbersAreOrderedByValue() {
        let volumes = ["Tập 1", "Tập 2", "Tập 10", "Tập 010", "Tập 11"]
        #expect(
            volumes.sorted(by: VietnameseOrder.precedes).map { VietnameseOrder.key($0) }
                == volumes.map { VietnameseOrder.key($0) }
        )
    }

    @Test func otherLettersHaveTheirPlace() {
        let ordered = ["Muler", "Múler", "Müler", "Ngô", "Война", "東京"]
        #expect(ordered.reversed().sorted(by: VietnameseOrder.precedes) == ordered)
    }
}
