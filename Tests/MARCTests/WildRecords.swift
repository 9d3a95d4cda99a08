import MARC
import Testing

/// ISO 2709 as files and servers really send it: one case for each defect, made from a good record.
enum Defect: String, CaseIterable, CustomTestStringConvertible {
    // Records whose every field must come back.
    case wrongRecordLength, recordLengthInCharacters, blankRecordLength, wrongBaseAddress, baseAddressMissing
    case entryWithLetters, lengthsInCharacters, positionsWrong, directoryShifted, directoryEntryOfThirteenBytes
    case missingRecordTerminator, missingLastFieldTerminator, missingAllFieldTerminators, lineEndsAroundRecord
    case byteOrderMark, leaderOfZeros, leaderWithControlCharacters, recordOver99999Bytes, fieldOver9999Bytes
    case fieldOver9999BytesLengthCut, windowsLineEndsInTransfer, orderOfDirectoryDiffers
    // Records of which something is lost or changed, and said so.
    case fieldTerminatorInText, recordTerminatorInText, entryWithoutField, tagOfControlCharacters
    case subfieldWithoutCode, noIndicators, oneIndicator, eightBitJunk, duplicateControlNumber, delimiterInControlField
    // What is no record.
    case empty, leaderOnly, htmlPage, directoryWithoutEnd, xmlDocument, zeros

    var testDescription: String { self.rawValue }

    enum Outcome {
        /// All fields, with these notes at least.
        case whole([Repair.Code])
        /// Most fields, with these notes at least.
        case partial([Repair.Code])
        /// No record, for this reason, at this byte.
        case refused(MARCError.Code, Int)
    }
}

extension Defect {
    /// The bytes with the defect, and what must become of them.
    func fixture(_ record: MARCRecord) throws -> (bytes: [UInt8], expected: MARCRecord, outcome: Outcome) {
        let good = try ISO2709.serialize(record)
        var bytes = good
        var expected = record
        func put(_ text: String, at place: Int) {
            bytes.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        func entry(_ index: Int) -> Int { 24 + index * 12 }
        let base = 25 + record.fields.count * 12
        let outcome: Outcome
        switch self {
        case .wrongRecordLength:
            put("00030", at: 0)
            outcome = .whole([.recordLength])
        case .recordLengthInCharacters:
            put(pad(String(decoding: good, as: UTF8.self).unicodeScalars.count, 5), at: 0)
            outcome = .whole([.recordLength])
        case .blankRecordLength:
            put("     ", at: 0)
            outcome = .whole([.recordLength])
        case .wrongBaseAddress:
            put("00100", at: 12)
            outcome = .whole([.baseAddress])
        case .baseAddressMissing:
            put("     ", at: 12)
            outcome = .whole([.baseAddress])
        case .entryWithLetters:
            put("o1x4", at: entry(3) + 3)
            outcome = .whole([.directory])
        case .lengthsInCharacters:
            for (index, field) in record.fields.enumerated() where !field.isControl {
                put(pad(field.subfields.reduce(3) { $0 + 2 + $1.value.unicodeScalars.count }, 4), at: entry(index) + 3)
            }
            outcome = .whole([.directory])
        case .positionsWrong:
            for index in record.fields.indices { put(pad(index, 5), at: entry(index) + 7) }
            outcome = .whole([.directory])
        case .directoryShifted:
            for index in record.fields.indices.dropFirst() {
                let position = ISO2709Number.read(bytes, entry(index) + 7, 5)
                put(pad(position + 1, 5), at: entry(index) + 7)
            }
            outcome = .whole([.directory])
        case .directoryEntryOfThirteenBytes, .fieldOver9999Bytes:
            expected.append("520", " ", " ", [("a", String(repeating: "Lời nói đầu. ", count: 1_000))])
            expected.append("653", " ", " ", [("a", "Văn học")])
            bytes = oversized(expected, lengthDigits: 5)
            outcome = .whole([.directory])
        case .fieldOver9999BytesLengthCut:
            expected.append("520", " ", " ", [("a", String(repeating: "Lời nói đầu. ", count: 1_000))])
            expected.append("653", " ", " ", [("a", "Văn học")])
            bytes = oversized(expected, lengthDigits: 4)
            outcome = .whole([.directory])
        case .recordOver99999Bytes:
            for number in 0..<300 {
                expected.append("653", " ", " ", [("a", "\(number) " + String(repeating: "từ khóa ", count: 60))])
            }
            bytes = oversized(expected, lengthDigits: 4)
            outcome = .whole([.directory, .recordLength])
        case .missingRecordTerminator:
            bytes.removeLast()
            outcome = .whole([.terminator])
        case .missingLastFieldTerminator:
            bytes.remove(at: bytes.count - 2)
            outcome = .whole([.terminator])
        case .missingAllFieldTerminators:
            bytes = withoutFieldTerminators(record)
            outcome = .whole([.directory])
        case .lineEndsAroundRecord:
            bytes = [0x0D, 0x0A] + bytes + [0x0D, 0x0A]
            outcome = .whole([])
        case .byteOrderMark:
            bytes = [0xEF, 0xBB, 0xBF] + bytes
            outcome = .whole([])
        case .leaderOfZeros:
            bytes.replaceSubrange(0..<24, with: repeatElement(0x30, count: 24))
            expected.leader = Leader("000000000000000000000000".utf8).normalized(for: .marc21)
            outcome = .whole([.recordLength, .baseAddress])
        case .leaderWithControlCharacters:
            bytes[5] = 0x03
            bytes[17] = 0x9F
            expected.leader[5] = 0x20
            expected.leader[17] = 0x20
            outcome = .whole([.leader])
        case .windowsLineEndsInTransfer:
            // A transfer as text has put a carriage return before each line feed: all positions are wrong.
            expected.append("520", " ", " ", [("a", "dòng một\r\ndòng hai")])
            var sent = record
            sent.append("520", " ", " ", [("a", "dòng một\ndòng hai")])
            bytes = try ISO2709.serialize(sent).flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
            outcome = .whole([.recordLength, .directory])
        case .orderOfDirectoryDiffers:
            let first = Array(bytes[entry(0)..<entry(1)])
            bytes.replaceSubrange(entry(0)..<entry(1), with: bytes[entry(4)..<entry(5)])
            bytes.replaceSubrange(entry(4)..<entry(5), with: first)
            expected.sortFields()
            outcome = .partial([])
        case .fieldTerminatorInText:
            put("\u{1E}", at: base + 30)
            outcome = .partial([.controlCharacter])
        case .recordTerminatorInText:
            let place = bytes.firstIndex(of: UInt8(ascii: "<")) ?? base
            put("\u{1D}", at: place)
            outcome = .partial([.controlCharacter])
        case .entryWithoutField:
            put("99999", at: entry(2) + 7)
            bytes.replaceSubrange(base + 20..<base + 20, with: [0x1E, 0x41])
            outcome = .partial([.directory])
        case .tagOfControlCharacters:
            put("\u{1}\u{2}\u{3}", at: entry(2))
            outcome = .partial([.droppedField])
        case .subfieldWithoutCode:
            bytes = try damaged("653", "  |a|bcó|", record)
            outcome = .partial([.subfield])
        case .noIndicators:
            bytes = try damaged("653", "|acó", record)
            outcome = .partial([.indicators])
        case .oneIndicator:
            bytes = try damaged("653", "1|acó", record)
            outcome = .partial([.indicators])
        case .eightBitJunk:
            for place in stride(from: base + 40, to: base + 300, by: 37) { bytes[place] = 0xFE }
            outcome = .partial([.characters])
        case .duplicateControlNumber:
            expected = MARCRecord(leader: record.leader, format: record.format)
            expected.append("001", "one")
            expected.append("001", "two")
            for field in record.fields { expected.append(field) }
            bytes = try ISO2709.serialize(expected)
            outcome = .whole([])
        case .delimiterInControlField:
            bytes = try damaged("009", "  |acó", record)
            outcome = .partial([.controlCharacter])
        case .empty:
            bytes = []
            outcome = .refused(.truncated, 0)
        case .leaderOnly:
            bytes = Array(bytes.prefix(24))
            outcome = .refused(.truncated, 24)
        case .htmlPage:
            bytes = Array("<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>".utf8)
            outcome = .refused(.directory, 24)
        case .xmlDocument:
            bytes = Array(
                "<?xml version=\"1.0\"?><collection><record><leader>00000</leader></record></collection>".utf8
            )
            outcome = .refused(.directory, 24)
        case .directoryWithoutEnd:
            bytes = Array(bytes.prefix(base - 1))
            outcome = .refused(.directory, base - 1)
        case .zeros:
            bytes = Array(repeating: 0, count: 100)
            outcome = .refused(.truncated, 100)
        }
        return (bytes, expected, outcome)
    }
}

/// A number in decimal digits.
enum ISO2709Number {
    static func read(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        bytes[start..<start + count].reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
}

/// The bytes of each field, without its terminator.
private func fieldBytes(_ record: MARCRecord) -> [(tag: String, bytes: [UInt8])] {
    record.fields.map { field in
        if field.isControl { return (field.tag.description, Array(field.value.utf8)) }
        return (
            field.tag.description,
            field.subfields.reduce(into: [field.indicator1, field.indicator2]) { $0 += [0x1F, $1.code] + $1.utf8 }
        )
    }
}

/// A record too large for ISO 2709, as systems write it all the same: numbers lose their first digit or gain one.
private func oversized(_ record: MARCRecord, lengthDigits: Int) -> [UInt8] {
    var directory: [UInt8] = []
    var data: [UInt8] = []
    for (tag, bytes) in fieldBytes(record) {
        let length = bytes.count + 1
        let width = length > 9_999 ? lengthDigits : 4
        let shown = width == 4 ? length % 10_000 : length
        directory += Array((tag + pad(shown, width) + pad(data.count % 100_000, 5)).utf8)
        data += bytes + [0x1E]
    }
    var leader = record.leader.bytes
    let length = 25 + directory.count + data.count + 1
    leader.replaceSubrange(0..<5, with: Array(pad(length % 100_000, 5).utf8))
    leader.replaceSubrange(12..<17, with: Array(pad(25 + directory.count, 5).utf8))
    return leader + directory + [0x1E] + data + [0x1D]
}

/// A record whose fields follow one another without terminators.
private func withoutFieldTerminators(_ record: MARCRecord) -> [UInt8] {
    var directory: [UInt8] = []
    var data: [UInt8] = []
    for (tag, bytes) in fieldBytes(record) {
        directory += Array((tag + pad(bytes.count, 4) + pad(data.count, 5)).utf8)
        data += bytes
    }
    var leader = record.leader.bytes
    leader.replaceSubrange(0..<5, with: Array(pad(26 + directory.count + data.count, 5).utf8))
    leader.replaceSubrange(12..<17, with: Array(pad(25 + directory.count, 5).utf8))
    return leader + directory + [0x1E] + data + [0x1D]
}

/// A record with one more field of raw content.
private func damaged(_ tag: String, _ text: String, _ record: MARCRecord) throws -> [UInt8] {
    var raw = RawRecord()
    raw.leader = record.leader.bytes
    raw.fields = fieldBytes(record)
    raw.add(tag, text)
    return raw.bytes()
}
