import MARC
import TestSupport
import Testing
import XML

@Suite struct DamagedRecordTests {
    private let good: [UInt8]
    private let record: MARCRecord

    init() throws {
        self.record = sampleRecord()
        self.good = try ISO2709.serialize(self.record)
    }

    private func replacing(_ range: Range<Int>, _ text: String) -> [UInt8] {
        var bytes = self.good
        bytes.replaceSubrange(range, with: Array(text.utf8))
        return bytes
    }

    private func read(_ bytes: [UInt8]) throws -> MARCRecord {
        try ISO2709.parse(bytes[...], format: .marc21)
    }

    @Test func aWrongRecordLengthIsMended() throws {
        for text in ["99999", "00030", "abcde", "     "] {
            let read = try read(replacing(0..<5, text))
            #expect(read == self.record)
            #expect(read.repairs.map(\.code) == [.recordLength])
        }
    }

    @Test func aWrongBaseAddressIsMended() throws {
        for text in ["00000", "99999", "00050", "xxxxx"] {
            let read = try read(replacing(12..<17, text))
            #expect(read == self.record)
            #expect(read.repairs.map(\.code) == [.baseAddress])
        }
    }

    @Test func aDamagedDirectoryEntryCostsNoField() throws {
        // The third entry, and the base address with it.
        var bytes = replacing(24 + 2 * 12 + 3..<24 + 2 * 12 + 7, "0x;1")
        bytes.replaceSubrange(12..<17, with: Array("     ".utf8))
        let read = try read(bytes)
        #expect(read == self.record)
        #expect(Set(read.repairs.map(\.code)) == [.baseAddress, .directory])
    }

    @Test func lengthsCountedInCharactersInsteadOfBytesAreMended() throws {
        // What careless software writes: lengths and positions of the directory in characters.
        var bytes = self.good
        var position = 0
        for (index, field) in self.record.fields.enumerated() {
            let count =
                field.isControl
                ? field.value.unicodeScalars.count + 1
                : field.subfields.reduce(3) { $0 + 2 + $1.value.unicodeScalars.count }
            let entry = pad(count, 4) + pad(position, 5)
            bytes.replaceSubrange(24 + index * 12 + 3..<24 + index * 12 + 12, with: Array(entry.utf8))
            position += count
        }
        let read = try read(bytes)
        #expect(read == self.record)
        #expect(read.repairs.map(\.code) == [.directory])
    }

    @Test func missingTerminatorsAtTheEndAreMended() throws {
        let withoutRecordTerminator = try read(Array(self.good.dropLast()))
        #expect(withoutRecordTerminator == self.record)
        #expect(withoutRecordTerminator.repairs.map(\.code) == [.recordLength, .terminator])
        #expect(try read(Array(self.good.dropLast(2))) == self.record)
    }

    @Test func aFieldWithoutIndicatorsKeepsItsText() throws {
        var raw = RawRecord()
        raw.add("245", "|aLịch sử")
        raw.add("500", "Ghi chú")
        raw.add("653", "1  |aBa")
        let read = try read(raw.bytes())
        #expect(read.first("245")?["a"] == "Lịch sử")
        #expect(read.first("500")?["a"] == "Ghi chú")
        #expect(read.first("653")?.values("a") == ["Ba"])
        #expect(read.repairs.contains(Repair(.indicators, tag: "245", offset: 61)))
    }

    @Test func emptySubfieldsAndFieldsDoNoHarm() throws {
        var raw = RawRecord()
        raw.add("245", "00|a|b|")
        raw.add("500", "  ")
        raw.add("001", "")
        let read = try read(raw.bytes())
        #expect(read.first("245")?.values("a") == [""])
        #expect(read.first("500")?.subfields.isEmpty == true)
        #expect(read.controlNumber == nil)
        #expect(read.first("245")?.subfields.count == 2)
    }

    @Test func aRecordOfMoreThan99999BytesIsReadByItsTerminators() throws {
        var raw = RawRecord()
        for number in 0..<40 { raw.add("500", "  |a\(number) " + String(repeating: "x", count: 4_000)) }
        // Six digits do not fit: the directory holds the last five.
        let read = try read(overflowed(raw))
        #expect(read.fields("500").count == 40)
        #expect(read.fields("500").last?["a"]?.hasPrefix("39 ") == true)
    }

    private func overflowed(_ raw: RawRecord) -> [UInt8] {
        var directory: [UInt8] = []
        var data: [UInt8] = []
        for (tag, bytes) in raw.fields {
            directory += Array((tag + pad(bytes.count + 1, 4) + pad(data.count % 100_000, 5)).utf8)
            data += bytes + [0x1E]
        }
        var leader = raw.leader
        leader.replaceSubrange(0..<5, with: Array("99999".utf8))
        leader.replaceSubrange(12..<17, with: Array(pad(25 + directory.count, 5).utf8))
        return leader + directory + [0x1E] + data + [0x1D]
    }

    @Test(arguments: 1...64) func aFileIsDividedAlikeAtOnceAndPieceByPiece(_ size: Int) {
        // A terminator inside of what looks like the beginning of another record.
        let leader = "00542nam  2200193\u{1D}a 4500001001200000"
        let file = Array("noise noise noise \(leader)text\u{1D}".utf8) + self.good + Array(leader.utf8) + self.good
        var splitter = ISO2709.Splitter()
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: file.count, by: size) {
            splitter.append(file[start..<min(start + size, file.count)])
            while let piece = splitter.next() { found.append(Array(piece.bytes)) }
        }
        splitter.finish()
        while let piece = splitter.next() { found.append(Array(piece.bytes)) }
        #expect(found == ISO2709.split(file[...]).map { Array($0) })
        #expect(found.filter { $0 == self.good }.count == 2)
    }

    @Test func whatIsNoRecordIsRefusedWithAReason() {
        let short = #expect(throws: MARCError.self) { try read(Array("00026".utf8)) }
        #expect(short?.code == .truncated && short?.offset == 5)
        let text = String(repeating: "Not a record at all. ", count: 10)
        let other = #expect(throws: MARCError.self) { try read(Array(text.utf8)) }
        #expect(other?.code == .directory && other?.offset == 24)
        var limits = ISO2709.Limits()
        limits.maximumBytes = 100
        let large = #expect(throws: MARCError.self) {
            try ISO2709.parse(self.good[...], format: .marc21, limits: limits)
        }
        #expect(large?.code == .tooLarge)
    }

    @Test(arguments: CharacterEncoding.allCases)
    func noDamageTrapsOrGivesInvalidText(_ encoding: CharacterEncoding) throws {
        var random = SeededGenerator(seed: 42)
        var unimarc = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        unimarc.append("100", " ", " ", [("a", "20150101d2014    m  y0viey50      ba")])
        unimarc.append("101", "1", " ", [("a", "vie"), ("c", "fre")])
        unimarc.append("105", " ", " ", [("a", "ay  z   001yd")])
        unimarc.append("200", "1", " ", [("a", "\u{98}Le \u{9C}Petit Prince"), ("e", "truyện"), ("h", "Tập 1")])
        unimarc.append("461", " ", "0", [("1", "001FRBNF1"), ("1", "2001 "), ("a", "Bộ sách"), ("v", "3")])
        unimarc.append("700", " ", "1", [("a", "Saint-Exupéry"), ("b", "Antoine de"), ("4", "070")])
        unimarc.append("995", " ", " ", [("b", "TB-QTR"), ("f", "(3): VV.1-3")])
        let seeds =
            try [self.good, ISO2709.serialize(unimarc)]
            + ((try? [ISO2709.serialize(self.record, encoding: encoding)]) ?? [])
        var read = 0
        for round in 0..<700 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1:
                    bytes[place] = [0x1D, 0x1E, 0x1F, 0x1B, 0x30, 0x39, 0xE1, 0xFF].randomElement(using: &random) ?? 0
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: if bytes.count > 60 { bytes.removeLast(Int.random(in: 0..<30, using: &random)) }
                }
            }
            for format in MARCFormat.allCases {
                for piece in ISO2709.split(bytes[...]) {
                    guard let record = try? ISO2709.parse(piece, format: format, encoding: encoding) else { continue }
                    read += 1
                    for field in record.fields {
                        for subfield in field.subfields {
                            let text = try #require(String(validating: subfield.utf8, as: UTF8.self))
                            if !text.utf8.elementsEqual(text.composed.utf8) { Issue.record("not in form C: \(text)") }
                        }
                        if field.value.utf8.contains(where: { (0x1D...0x1F).contains($0) }) { Issue.record("\(field)") }
                    }
                    // Everything that is made of it can be made.
                    if round % 10 == 0 {
                        var writer = XMLWriter()
                        MARCXML.write(record, into: &writer)
                        DublinCore.write(record, into: &writer)
                        for holding in Holding.holdings(of: UNIMARC.marc21(record)) {
                            writer.element("h", holding.note ?? "")
                        }
                        #expect(String(validating: writer.bytes, as: UTF8.self) != nil)
                        _ = try MARCXML.parseCollection(Array("<c>".utf8) + writer.bytes + Array("</c>".utf8))
                    }
                    // What was mended is whole: it survives the way out and in.
                    if let out = try? ISO2709.serialize(record) {
                        let again = try ISO2709.parse(out[...], format: format, encoding: .utf8)
                        #expect(again == record, "\(again)\n\(record)")
                        #expect(again.repairs.filter { $0.code != .subfield && $0.code != .indicators }.isEmpty)
                    }
                }
            }
        }
        #expect(read > 500)
    }
}
