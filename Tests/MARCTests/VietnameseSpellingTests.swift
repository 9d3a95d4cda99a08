import MARC
import Testing

@Suite struct VietnameseSpellingTests {
    @Test func toneMarksMoveBetweenTheStyles() {
        let pairs = [
            ("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("HÒA BÌNH", "HOÀ BÌNH"), ("Thúy Kiều", "Thuý Kiều"),
            ("hóa đơn, tòa án", "hoá đơn, toà án"),
        ]
        for (old, new) in pairs {
            #expect(VietnameseSpelling.withTones(.new, old) == new)
            #expect(VietnameseSpelling.withTones(.old, new) == old)
        }
        // The same in both styles, or no Vietnamese.
        for text in [
            "hoàn toàn", "quý", "quả", "già", "giữa", "mía", "khoái", "khuya", "nguyễn", "Genève été", "Rỗ", "của",
            "thuở",
        ] {
            for style in VietnameseSpelling.ToneStyle.allCases {
                #expect(VietnameseSpelling.withTones(style, text) == text)
            }
        }
    }

    @Test func iAndYStandForEachOtherWhereTheyAreTheOnlyVowel() {
        for (y, i) in [("lý", "lí"), ("kỹ thuật", "kĩ thuật"), ("Mỹ", "Mĩ"), ("ly kỳ", "li kì"), ("TỶ", "TỈ")] {
            for text in [y, i] {
                #expect(VietnameseSpelling.withFinal(.i, text) == i)
                #expect(VietnameseSpelling.withFinal(.y, text) == y)
            }
        }
        for text in ["quý", "y tế", "tay", "thủy", "tôi", "by night", "việt", "quy", "i", "sky", "di tích", "nghi"] {
            for vowel in VietnameseSpelling.FinalVowel.allCases {
                #expect(VietnameseSpelling.withFinal(vowel, text) == text)
            }
        }
    }

    @Test func marksAreTakenOff() {
        #expect(
            VietnameseSpelling.unaccented("Đường lên đỉnh Ngũ Hành Sơn, số 1") == "Duong len dinh Ngu Hanh Son, so 1"
        )
        #expect(VietnameseSpelling.unaccented("ệ".decomposed) == "e")
    }

    @Test func aWordWithoutMarksStandsForItsSyllables() {
        #expect(
            VietnameseSpelling.accented("truyen") == [
                "truyen", "truyên", "truyền", "truyển", "truyễn", "truyến", "truyện",
            ]
        )
        for (word, spelling) in [
            ("kieu", "kiều"), ("duong", "đường"), ("duong", "dương"), ("nguoi", "người"), ("hoa", "hòa"),
            ("hoa", "hoà"),
            ("Hue", "Huế"), ("viet", "việt"), ("gi", "gì"), ("quoc", "quốc"), ("y", "ý"), ("giua", "giữa"),
            ("thuo", "thuở"),
            ("nghieng", "nghiêng"), ("khuyu", "khuỷu"),
        ] {
            #expect(
                VietnameseSpelling.accented(word).contains(spelling),
                "\(word) \(VietnameseSpelling.accented(word))"
            )
        }
        #expect(!VietnameseSpelling.accented("hoa", .old).contains("hoà"))
        for word in ["computer", "văn", "2015", "", "strength", "a-b"] {
            #expect(VietnameseSpelling.accented(word) == [word])
        }
        // However many letters, never many spellings.
        for word in ["an", "ac", "o", "uu", "uoi", "oooo", "aaaaaaa"] {
            #expect(VietnameseSpelling.accented(word).count < 60)
        }
    }
}
