import MARC
import RecordChecks
import Support
import XML

/// MARCXML: the quick way and the way by a tree read the same, and an element survives being written.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let format: MARCFormat? = input.choice(from: [nil, .marc21, .unimarc])
    let size = 1 + input.choice(of: 64)
    var choices = input
    _ = input.choice(of: 8)
    let records = try? MARCXML.parseCollection(input.rest, format: format)
    if let element = try? XMLElement.parse(input.rest) {
        let byTree: [MARCRecord]
        switch element.name.local {
        case "record": byTree = (try? MARCXML.parse(element, format: format)).map { [$0] } ?? []
        case "collection": byTree = element.elements.compactMap { try? MARCXML.parse($0, format: format) }
        default: byTree = records ?? []
        }
        if element.elements.allSatisfy({ $0.name.local != "collection" && $0.all("record").count < 2 }) {
            expectEqual(records ?? [], byTree, "records read quickly and by a tree")
        }
        // Adjacent texts become one, so it is what is read the second time that stays.
        let once = expectWellFormed(element.serialized(), "a serialised element")
        expectEqual(once.serialized(), element.serialized(), "an element and itself read again")
    } else {
        expect(records == nil, "records were read from what is not well-formed")
    }
    for record in records ?? [] { check(record, &choices) }
    var splitter = MARCXML.Splitter()
    var total = 0
    for chunk in input.pieces(upTo: size) {
        splitter.append(chunk)
        while let piece = splitter.next() { total += piece.bytes.isEmpty ? 1 : 0 }
    }
    expect(total == 0, "an empty record")
    return 0
}
