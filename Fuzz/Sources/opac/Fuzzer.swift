import MARC
import RecordChecks
import Support
import XML

/// OPAC records: the record and its holdings are sound, and the holdings stand in the record made of both.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let encoding = input.choice(from: CharacterEncoding.allCases)
    let isXML = input.choice(of: 2) == 1
    var choices = input
    _ = input.choice(of: 8)
    let bytes = input.rest
    let read =
        isXML
        ? (try? XMLElement.parse(bytes)).flatMap { try? OPACRecord($0) }
        : try? OPACRecord(bytes[...], format: .marc21, encoding: encoding)
    guard let opac = read else { return 0 }
    for holding in opac.holdings {
        for text in [holding.library, holding.location, holding.callNumber, holding.note, holding.status] {
            checkText((text ?? "").utf8, "a holding")
        }
    }
    let record = opac.record
    if !opac.holdings.isEmpty {
        expectEqual(record.fields("852").count, opac.holdings.count, "fields 852 and holdings")
    }
    check(record, &choices)
    return 0
}
