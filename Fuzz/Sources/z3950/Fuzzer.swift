import NIOCore
import Support
import Z3950

/// What a Z39.50 target sends: frames do not depend on how the bytes arrive, and answers hold no more than came.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let size = 1 + input.choice(of: 32)
    let whole = frames([input.rest[...]])
    let pieces = frames(input.pieces(upTo: size))
    expectEqual(pieces.apdus, whole.apdus, "frames of bytes that come at once and in pieces")
    expectEqual(pieces.failed, whole.failed, "failures of bytes that come at once and in pieces")
    for apdu in whole.apdus { check(apdu) }
    check(input.rest)
    return 0
}

private func frames(_ pieces: [ArraySlice<UInt8>]) -> (apdus: [[UInt8]], failed: Bool) {
    var framer = APDUFramer(maximumBytes: 1 << 20)
    var buffer = ByteBuffer()
    var apdus: [[UInt8]] = []
    do {
        for piece in pieces {
            buffer.writeBytes(piece)
            while let apdu = try framer.decode(buffer: &buffer) { apdus.append(Array(apdu.readableBytesView)) }
        }
    } catch {
        return (apdus, true)
    }
    return (apdus, false)
}

private func check(_ apdu: [UInt8]) {
    guard let answer = try? APDUDecoder.decode(apdu[...]) else { return }
    var items: [RetrievedItem] = []
    switch answer {
    case .search(let response):
        expect(response.resultCount >= 0, "\(response.resultCount) records found")
        items = response.items
    case .present(let response): items = response.items
    case .scan(let response): expect(response.entries.count <= apdu.count, "more entries than bytes")
    default: break
    }
    var total = 0
    for case .record(let record) in items { total += record.bytes.count }
    expect(total <= apdu.count, "\(total) bytes of records in \(apdu.count) bytes")
    expect((answer.referenceID?.count ?? 0) <= apdu.count, "a reference longer than the answer")
}
