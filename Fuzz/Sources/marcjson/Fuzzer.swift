import MARC
import RecordChecks
import Support

/// MARC-in-JSON: what is read is a sound record.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let format: MARCFormat? = input.choice(from: [nil, .marc21, .unimarc])
    var choices = input
    _ = input.choice(of: 8)
    for record in (try? MARCJSON.parse(input.rest, format: format)) ?? [] { check(record, &choices) }
    return 0
}
