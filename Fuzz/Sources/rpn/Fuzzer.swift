import CQL
import NIOCore
import Support
import Z3950

/// Queries and scans for Z39.50: whatever a reader asks becomes one whole APDU, or is refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let map = input.choice(from: [AttributeMap.generic, .zebra])
    guard let query = try? CQLQuery.parse(input.text), let resolved = try? ResolvedQuery(query),
        let rpn = try? RPN(resolved, map: map, encode: { text throws(RPNError) in Array(text.utf8) })
    else { return 0 }
    let search = SearchRequest(databases: ["a"], query: rpn, resultSetName: "default", piggyback: 1)
    guard let bytes = try? APDUEncoder.encode(.search(search), referenceID: [1, 2, 3]) else { return 0 }
    var buffer = ByteBuffer(bytes: bytes)
    var framer = APDUFramer(maximumDepth: 1_000)
    do {
        let apdu = try framer.decode(buffer: &buffer)
        expectEqual(apdu?.readableBytes, bytes.count, "the length of a request and of its frame")
    } catch {
        fatalError("a request of ours is not framed: \(error)")
    }
    expect((try? APDUDecoder.decode(bytes[...])) == nil, "a request was taken for an answer")
    return 0
}
