/// Where one ISO 2709 record ends and the next begins, in files where lengths and terminators may be wrong.
enum RecordBoundary {
    /// The index of the first byte that is not filler between records: line ends, blanks, tabs, NUL, the end-of-file mark
    /// of DOS (1A), terminators without a record (1D), a byte order mark.
    static func skipFiller(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case 0x20 where isRecordStart(bytes, index): return index
            case 0x00, 0x09, 0x0A, 0x0D, 0x1A, 0x1D, 0x20: index += 1
            case 0xEF where index + 2 < bytes.count && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF: index += 3
            default: return index
            }
        }
        return index
    }

    /// The index behind a record.
    ///
    /// - Parameters:
    ///   - bytes: What is there.
    ///   - start: Where the record begins.
    ///   - searched: Up to where an earlier call with fewer bytes has looked; 0 at first. Set for the next call.
    ///   - isComplete: Whether no more bytes will come.
    /// - Returns: The index; `nil` when it may lie behind the bytes that are there.
    static func end(_ bytes: Span<UInt8>, from start: Int, searched: inout Int, isComplete: Bool) -> Int? {
        let length = ISO2709.number(bytes, start, 5) ?? 0
        if length > Leader.count {
            if start + length <= bytes.count {
                if bytes[start + length - 1] == ISO2709.recordTerminator { return start + length }
            } else if !isComplete {
                return nil
            }
        } else if start + 5 > bytes.count, !isComplete {
            return nil
        }
        for index in max(start, searched - pattern)..<bytes.count {
            if bytes[index] == ISO2709.recordTerminator { return index + 1 }
            if index > start, isRecordStart(bytes, index) { return index }
        }
        searched = bytes.count
        return isComplete ? bytes.count : nil
    }

    /// The bytes that ``isRecordStart(_:_:)`` looks at: a leader and the first entry of a directory.
    static let pattern = Leader.count + 12

    /// Whether leader and directory of a record begin at an index; nothing in the text of a record looks like that.
    ///
    /// The record length may be blank.
    @inline(__always)
    static func isRecordStart(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        guard index + pattern <= bytes.count, bytes[index] &- 0x30 < 10 || bytes[index] == 0x20,
            isLetter(bytes[index + 6]), bytes[index + 10] == 0x32, bytes[index + 11] == 0x32,
            bytes[index + 20] == 0x34, bytes[index + 21] == 0x35
        else { return false }
        let hasLength = ISO2709.number(bytes, index, 5) != nil || (0..<5).allSatisfy { bytes[index + $0] == 0x20 }
        guard hasLength, ISO2709.number(bytes, index + 12, 5) != nil,
            ISO2709.number(bytes, index + Leader.count + 3, 9) != nil
        else { return false }
        // With a terminator inside it would depend on how many bytes are there which of the two is seen first.
        return !(index..<index + pattern).contains { bytes[$0] == ISO2709.recordTerminator }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
