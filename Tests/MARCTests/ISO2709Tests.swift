import FoundationEssentials
import MARC
import Testing
import XML

@Suite struct ISO2709Tests {
    @Test func aRecordSurvivesTheWayOutAndIn() throws {
        let record = sampleRecord()
        let bytes = try ISO2709.serialize(record)
        #expect(bytes[9] == UInt8(ascii: "a"))
        let read = try ISO2709.parse(bytes[...], format: .marc21)
        #expect(read == record)
        #expect(read.hashValue == record.hashValue)
        #expect(read.repairs.isEmpty)
    }

    @Test func aRecordSurvivesMARC8() throws {
        let record = sampleRecord()
        let bytes = try ISO2709.serialize(record, encoding: .marc8)
        #expect(bytes[9] == UInt8(ascii: " "))
        let read = try ISO2709.parse(bytes[...], format: .marc21)
        #expect(read == record)
        #expect(read.repairs.isEmpty)
    }

    @Test func aRecordWithAccentedCapitalsIsRefusedInTCVN3WithItsField() {
        var record = sampleRecord()
        record.append("653", " ", " ", [("a", "Lịch sử Ị")])
        let error = #expect(throws: MARCError.self) { try ISO2709.serialize(record, encoding: .tcvn3) }
        #expect(error?.tag == "653")
        #expect(error?.message.contains("Ị") == true)
    }

    @Test func whatISO2709CannotExpressIsRefused() {
        var record = sampleRecord()
        record.append("520", " ", " ", [("a", String(repeating: "đ", count: 5_000))])
        let long = #expect(throws: MARCError.self) { try ISO2709.serialize(record) }
        #expect(long?.code == .fieldTooLong && long?.tag == "520")
        var large = sampleRecord()
        for _ in 0..<11 { large.append("520", " ", " ", [("a", String(repeating: "x", count: 9_990))]) }
        let error = #expect(throws: MARCError.self) { try ISO2709.serialize(large) }
        #expect(error?.code == .recordTooLong)
    }

    @Test func aFileIsDividedIntoItsRecordsWithOrWithoutLineEnds() throws {
        let one = try ISO2709.serialize(sampleRecord())
        let file = one + [0x0D, 0x0A] + one + one + [0x0A, 0x1A]
        let records = ISO2709.split(file[...])
        #expect(records.map { Array($0) } == [one, one, one])
        #expect(ISO2709.split([]).isEmpty)
        #expect(ISO2709.split((one + one.dropLast(10))[...]).count == 2)
    }

    @Test func utf8IsReadAsSuchWhateverTheLeaderSays() throws {
        var raw = RawRecord()
        raw.leader[9] = UInt8(ascii: " ")
        raw.add("245", "00|aLịch sử Việt Nam")
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21)
        #expect(record.first("245")?["a"] == "Lịch sử Việt Nam")
        #expect(record.repairs.map(\.code) == [.encoding])
        #expect(try ISO2709.parse(raw.bytes()[...], format: .marc21, encoding: .tcvn3) == record)
    }

    @Test func marc8IsReadAsSuchEvenWhenTheLeaderSaysUTF8() throws {
        var raw = RawRecord()
        raw.add("245", bytes: Array("00|a".utf8) + (try CharacterEncoding.marc8.encode("Lịch sử Việt Nam")))
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21)
        #expect(record.first("245")?["a"] == "Lịch sử Việt Nam")
        #expect(record.repairs.map(\.code) == [.encoding])
    }

    @Test func aFewBadBytesAmongGoodUTF8AreReplaced() throws {
        var raw = RawRecord()
        raw.add("245", bytes: Array("00|aLịch sử Vi".utf8) + [0xE1, 0xBB] + Array("t Nam".utf8))
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21)
        #expect(record.first("245")?["a"] == "Lịch sử Vi\u{FFFD}t Nam")
        #expect(record.repairs.map(\.code) == [.characters])
        #expect(record.repairs.first?.tag == "245")
    }

    @Test func decomposedTextIsStoredComposed() throws {
        var raw = RawRecord()
        raw.add("245", "00|aViê\u{323}t Nam|bNguyê\u{303}n".decomposed)
        raw.add("653", "  |aViê\u{323}t")
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21)
        #expect(record.first("245")?.subfields.first.map { Array($0.utf8) } == Array("Việt Nam".utf8))
        #expect(record.first("653")?.subfields.first.map { Array($0.utf8) } == Array("Việt".utf8))
    }

    @Test func escapesLastToTheEndOfTheFieldOnly() throws {
        var raw = RawRecord()
        raw.leader[9] = UInt8(ascii: " ")
        raw.add("880", "  |a\u{1B}(NaB|bwGD")
        raw.add("245", "00|aabc")
        let record = try ISO2709.parse(raw.bytes()[...], format: .marc21)
        #expect(record.first("880")?["a"] == "Аб")
        #expect(
            record.first("880")?["b"] == "вГд" || record.first("880")?["b"] == "вгД"
                || record.first("880")?["b"] != "wGD"
        )
        #expect(record.first("245")?["a"] == "abc")
    }

    @Test(
        .enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"),
        arguments: [CharacterEncoding.utf8, .marc8, .iso5426, .iso88591]
    )
    func yazReadsWhatWeWrite(_ encoding: CharacterEncoding) throws {
        var records = [sampleRecord()]
        if encoding == .iso88591 {
            records[0] = MARCRecord(leader: .book(.marc21), format: .marc21)
            records[0].append("245", "0", "0", [("a", "Contes français : à l'été"), ("b", "")])
        }
        let file = try records.flatMap { try ISO2709.serialize($0, encoding: encoding) }
        let arguments = ["-i", "marc", "-o", "marcxml", "-f", encoding.rawValue.replacing("marc-8", with: "marc8")]
        let (xml, _) = try Tool.marcdump.run(
            arguments.map { $0.replacing("iso-5426", with: "iso5426") } + ["-t", "utf-8", "@"],
            on: file
        )
        let read = try MARCXML.parseCollection(xml, format: .marc21)
        #expect(read.count == 1 && read.first?.fields.elementsEqual(records[0].fields) == true, "\(read)")
    }

    @Test(
        .enabled(if: Tool.marcdump.isInstalled, "yaz-marcdump is not installed"),
        .enabled(if: Catalogues.isAvailable, "there is no Python"),
        arguments: ["nlv", "tha", "nan", "hue", "qbi", "qtr"]
    )
    func catalogueRecordsAreReadAsYAZReadsThem(_ name: String) throws {
        let ours = try Catalogues.records(name)
        let charset = name == "qbi" ? "marc8" : "utf-8"
        let (xml, _) = try Tool.marcdump.run(
            ["-i", "marc", "-o", "marcxml", "-f", charset, "-t", "utf-8", "@"],
            on: Catalogues.files[name] ?? []
        )
        let theirs = try MARCXML.parseCollection(xml, format: name == "qtr" ? .unimarc : .marc21)
        #expect(ours.count == theirs.count && !ours.isEmpty)
        for (our, their) in zip(ours, theirs) {
            #expect(our.fields.elementsEqual(their.fields), "\(our)\n\(their)")
            // YAZ writes position 9 in UNIMARC too.
            #expect(our.leader == their.leader || our.format == .unimarc)
        }
    }

    @Test(.enabled(if: Catalogues.isAvailable, "there is no Python"), arguments: Catalogues.readings.map(\.name))
    func catalogueRecordsSurviveTheWayOutAndIn(_ name: String) throws {
        let records = try Catalogues.records(name)
        #expect(records.count > 50)
        for record in records {
            let bytes = try ISO2709.serialize(record)
            #expect(try ISO2709.parse(bytes[...], format: record.format) == record)
            #expect(!record.repairs.contains { $0.code != .encoding })
            guard name != "hti" else { continue }
            if let legacy = try? ISO2709.serialize(record, encoding: .marc8), record.format == .marc21 {
                #expect(try ISO2709.parse(legacy[...], format: record.format, encoding: .marc8) == record)
            }
        }
    }

    @Test(.enabled(if: Catalogues.isAvailable, "there is no Python"))
    func recordsInTCVN3AreReadAsVietnamese() throws {
        // The same letters by a second table.
        let folder = try temporaryFolder()
        let source = folder.appendingPathComponent("hti.mrc")
        let target = folder.appendingPathComponent("hti-utf8.mrc")
        try write(Catalogues.files["hti"] ?? [], to: source)
        _ = try Tool.python.spawn(
            ["-B", Catalogues.tcvn3Converter.path, source.path, target.path],
            output: "/dev/null"
        )
        let expected = try ISO2709.split(try contents(of: target)[...]).map { try ISO2709.parse($0, format: .marc21) }
        let records = try Catalogues.records("hti")
        #expect(records.count == expected.count && records.count > 50)
        // Text in capitals is given back the capitals that TCVN3 lacks, which the second table does not do.
        for (record, other) in zip(records, expected) {
            #expect(record.fields.map { "\($0)".lowercased() } == other.fields.map { "\($0)".lowercased() })
        }
    }
}
