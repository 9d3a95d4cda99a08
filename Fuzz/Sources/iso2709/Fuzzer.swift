import MARC
import RecordChecks
import Support

/// ISO 2709 in every encoding: the two ways of dividing a file agree, and what is read is a sound record.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let format = input.choice(from: MARCFormat.allCases)
    let encoding = input.choice(from: CharacterEncoding.allCases)
    let size = 1 + input.choice(of: 64)
    var data = input
    _ = data.choice(of: 8)
    let pieces = ISO2709.split(data.rest[...])
    for piece in pieces {
        guard let record = try? ISO2709.parse(piece, format: format, encoding: encoding) else { continue }
        var choices = input
        check(record, &choices)
    }
    var splitter = ISO2709.Splitter()
    var found: [[UInt8]] = []
    for chunk in data.pieces(upTo: size) {
        splitter.append(chunk)
        while let piece = splitter.next() { found.append(Array(piece.bytes)) }
    }
    splitter.finish()
    while let piece = splitter.next() { found.append(Array(piece.bytes)) }
    expectEqual(found, pieces.map { Array($0) }, "a file divided at once and piece by piece")
    return 0
}
