import FoundationEssentials
import MARC
import TestSupport
import Testing
import XML

@Suite struct WildRecordTests {
    private let record = sampleRecord()

    @Test(arguments: Defect.allCases)
    func eachDefectIsMendedOrRefusedWithItsReason(_ defect: Defect) throws {
        let (bytes, expected, outcome) = try defect.fixture(self.record)
        switch outcome {
        case .whole(let codes):
            let read = try ISO2709.parse(bytes[...], format: .marc21)
            #expect(read == expected, "\(read)")
            #expect(Set(read.repairs.map(\.code)).isSuperset(of: codes), "\(read.repairs)")
            #expect(!codes.isEmpty || read.repairs.isEmpty, "\(read.repairs)")
        case .partial(let codes):
            let read = try ISO2709.parse(bytes[...], format: .marc21)
            #expect(Set(read.repairs.map(\.code)).isSuperset(of: codes), "\(read.repairs)")
            let kept = read.fields.filter { field in expected.fields.contains(field) }
            #expect(kept.count >= expected.fields.count - 7, "\(read)")
            #expect(read.fields("653").allSatisfy { $0.value.contains("có") } || defect == .eightBitJunk)
        case .refused(let code, let offset):
            let error = #expect(throws: MARCError.self) { try ISO2709.parse(bytes[...], format: .marc21) }
            #expect(error?.code == code && error?.offset == offset, "\(String(describing: error))")
        }
    }

    @Test(arguments: Defect.allCases)
    func aDefectCostsNoOtherRecordOfTheFile(_ defect: Defect) throws {
        let good = try ISO2709.serialize(self.record)
        let (bytes, _, _) = try defect.fixture(self.record)
        let read = ISO2709.split((good + bytes + good)[...]).compactMap { try? ISO2709.parse($0, format: .marc21) }
        #expect(read.filter { $0 == self.record && $0.repairs.isEmpty }.count >= 2, "\(read.count)")
        #expect(read.first == self.record && read.last == self.record)
    }

    @Test func aStreamGivesTheSamePiecesAsTheWholeFile() throws {
        let good = try ISO2709.serialize(self.record)
        var file: [UInt8] = []
        for defect in Defect.allCases { file += try defect.fixture(self.record).bytes + good + [0x0D, 0x0A] }
        let whole = ISO2709.split(file[...])
        for size in [1, 7, 4_096] {
            var splitter = ISO2709.Splitter()
            var pieces: [ISO2709.Splitter.Piece] = []
            var rest = file[...]
            while !rest.isEmpty {
                splitter.append(rest.prefix(size))
                rest = rest.dropFirst(size)
                while let piece = splitter.next() { pieces.append(piece) }
            }
            splitter.finish()
            while let piece = splitter.next() { pieces.append(piece) }
            #expect(pieces.map(\.offset) == whole.map(\.startIndex), "in chunks of \(size)")
            #expect(pieces.map(\.bytes) == whole)
        }
    }

    /// By default a sample; `LIENTHONG_MUTATIONS=1000000` for a long run in release mode.
    @Test func noMutationTrapsOrGivesInvalidText() throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["LIENTHONG_MUTATIONS"].flatMap(Int.init) ?? 4_000
        var random = SeededGenerator(seed: environment["LIENTHONG_SEED"].flatMap(UInt64.init) ?? 1)
        let seeds = try Defect.allCases.map { try $0.fixture(self.record).bytes }.filter { $0.count < 20_000 }
        var (read, refused) = (0, 0)
        for round in 0..<rounds {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            let format = MARCFormat.allCases[round / 7 % 2]
            let encoding = CharacterEncoding.allCases[round % CharacterEncoding.allCases.count]
            for piece in ISO2709.split(bytes[...]) {
                guard let record = try? ISO2709.parse(piece, format: format, encoding: encoding) else {
                    refused += 1
                    continue
                }
                read += 1
                for field in record.fields {
                    for subfield in field.subfields where String(validating: subfield.utf8, as: UTF8.self) == nil {
                        Issue.record("invalid text of \(bytes)")
                    }
                }
                guard round % 16 == 0 else { continue }
                var writer = XMLWriter()
                MARCXML.write(record, into: &writer)
                _ = try MARCXML.parse(writer.bytes, format: format)
            }
        }
        #expect(read > rounds / 3 && refused > 0)
    }
}

/// Does one random damage.
func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else {
        bytes = [UInt8.random(in: 0...255, using: &random)]
        return
    }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = [0x1D, 0x1E, 0x1F, 0x1B, 0x30, 0x39, 0xE1, 0xFF, 0x20].randomElement(using: &random) ?? 0
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 4:
        let pieces: [[UInt8]] = [
            [0x1B, 0x24, 0x31], [0x1B, 0x28, 0x4E], [0xC2, 0x9C], [0x1F, 0xE1, 0xBB, 0x87], [0xE2, 0xE3], [0x30, 0x30],
        ]
        bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
    case 5: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0..<40, using: &random)))
    default:
        let other = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, other + Int.random(in: 0..<30, using: &random))
        bytes.insert(contentsOf: Array(bytes[other..<end]), at: place)
    }
}
