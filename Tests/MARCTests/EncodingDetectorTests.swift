import MARC
import Testing

@Suite struct EncodingDetectorTests {
    /// Vietnamese, German and French titles of our own making, from parts.
    private static let vietnamese = titles(
        [
            "Lịch sử", "Truyện kể về", "Địa chí", "Nghiên cứu", "Tìm hiểu", "Những ngày ở", "Văn học dân gian",
            "Giáo trình",
        ],
        [
            "đảng bộ huyện Quảng Trạch", "người Việt ở miền Trung", "nghề dệt lụa", "kinh tế biển", "làng xã cổ truyền",
            "bảo tồn di tích", "đường sắt xuyên núi", "mùa lũ năm ấy", "trường học vùng cao", "rừng ngập mặn",
        ]
    )
    private static let german = titles(
        [
            "Die Straßen", "Über die Wälder", "Das Gemüse", "Märchen", "Die Größe", "Schöne Gärten", "Für Fußgänger",
            "Öl und Äther",
        ],
        [
            "der Käufer in Köln", "von Jürgen Müller", "für Anfänger", "und die Brüder", "zwischen Höhe und Tiefe",
            "der schönen Königin", "im Frühjahr", "aus früheren Jahrhunderten", "mit Übungen", "des Bäckers",
        ]
    )
    private static let french = titles(
        ["L'été", "La forêt", "Un thé à", "Mémoires de", "Les élèves", "Où", "La bibliothèque", "Café et rêves"],
        [
            "des années passées", "de la région méditerranéenne", "près de l'île", "à l'école", "du père et de la mère",
            "et la liberté", "où naît la rivière", "de Genève", "en été", "du théâtre français",
        ]
    )

    private static func titles(_ starts: [String], _ ends: [String]) -> [String] {
        starts.flatMap { start in ends.map { "\(start) \($0)" } }
    }

    private func verdict(_ titles: [String], _ encoding: CharacterEncoding) throws -> EncodingDetector.Verdict? {
        var detector = EncodingDetector()
        for title in titles {
            var raw = RawRecord()
            raw.add("245", bytes: Array("00|a".utf8) + (try encoding.encode(title)))
            raw.add("260", "  |aN|c2001")
            detector.add(raw.bytes()[...])
        }
        return detector.verdict
    }

    @Test(
        arguments: [
            CharacterEncoding.utf8, .tcvn3, .vni, .viscii, .viqr, .windows1258, .marc8, .utf8Twice, .tcvn3AsUTF8,
            .vniAsUTF8,
        ]
    )
    func vietnameseIsFoundInEveryEncoding(_ encoding: CharacterEncoding) throws {
        // TCVN3 has no accented capitals.
        let titles =
            encoding == .tcvn3 || encoding == .tcvn3AsUTF8 ? Self.vietnamese.map { $0.lowercased() } : Self.vietnamese
        let verdict = try self.verdict(titles, encoding)
        #expect(verdict?.encoding == encoding, "\(String(describing: verdict))")
        #expect(verdict?.agreement ?? 0 >= 0.9)
    }

    @Test(arguments: [CharacterEncoding.utf8, .windows1252, .marc8, .utf8Twice])
    func germanAndFrenchAreNeverReadAsVietnamese(_ encoding: CharacterEncoding) throws {
        for titles in [Self.german, Self.french, Self.german + Self.french] {
            let verdict = try self.verdict(titles, encoding)
            #expect(verdict?.encoding == encoding, "\(String(describing: verdict))")
        }
    }

    @Test func fortyNineRecordsAreTooFew() throws {
        let few = Self.vietnamese.prefix(49).map { $0.lowercased() }
        #expect(try self.verdict(few, .tcvn3) == nil)
        #expect(try self.verdict(Array(Self.vietnamese.prefix(50)).map { $0.lowercased() }, .tcvn3) != nil)
        // Records without evidence do not count.
        #expect(try self.verdict(few + Array(repeating: "Plain", count: 100), .tcvn3) == nil)
    }

    @Test func giantRecordsAreNoEvidence() throws {
        var detector = EncodingDetector()
        let title = try CharacterEncoding.tcvn3.encode("truyện kiều của nguyễn du ")
        let giant = Array(repeating: title, count: EncodingDetector.maximumOctets / title.count + 1).flatMap { $0 }
        for _ in 0..<EncodingDetector.minimumRecords { detector.add(giant[...]) }
        #expect(detector.verdict == nil)
        for _ in 0..<EncodingDetector.minimumRecords { detector.add(title[...]) }
        #expect(detector.verdict?.records == EncodingDetector.minimumRecords)
    }

    @Test func englishIsNotTakenForVIQR() throws {
        let titles = Self.titles(
            ["Don't go.", "What to do?", "The ladder (a story)", "Who? When?", "Cats & dogs."],
            ["It's so.", "Adding up (2nd ed.)", "A new era.", "Too.", "O'Hara.", "Data.", "Why?", "X+Y", "No.", "Be."]
        )
        #expect(try self.verdict(titles, .utf8) == nil)
    }

    @Test func aMixtureGivesNoVerdict() throws {
        var detector = EncodingDetector()
        for (index, title) in Self.vietnamese.enumerated() {
            let encoding: CharacterEncoding = index % 2 == 0 ? .utf8 : .tcvn3
            detector.add(try encoding.encode(title.lowercased())[...])
        }
        #expect(detector.verdict == nil)
    }

    @Test(.enabled(if: Catalogues.isAvailable, "no test bed"))
    func theSevenCataloguesAreRecognised() {
        let expected: [(String, CharacterEncoding)] = [
            ("nlv", .utf8), ("tha", .utf8), ("nan", .utf8), ("hti", .tcvn3), ("qbi", .marc8), ("qtr", .utf8),
            ("hue", .utf8),
        ]
        for (name, encoding) in expected {
            var detector = EncodingDetector()
            for record in ISO2709.split((Catalogues.files[name] ?? [])[...]) { detector.add(record) }
            #expect(detector.verdict?.encoding == encoding, "\(name) \(String(describing: detector.verdict))")
        }
    }
}
