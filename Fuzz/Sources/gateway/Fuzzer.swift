import HTTPTypes
import NIOCore
import Support
import XML

/// The whole gateway over two libraries in memory: any request is answered, in the form that it asks for.
///
/// `$` in the data stands for the name of a result set that exists.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let path = input.choice(from: ["/sru/all", "/sru/1.1/all", "/sru/1.2/all", "/sru/2.0/all", "/sru/none"])
    let form = input.choice(of: 8)
    let parts = input.rest.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
    let data = parts.count == 1 ? input.rest : Array(parts.joined(separator: Array(gateway.resultSet.utf8)))
    let answer: Answer
    switch form {
    case 0: answer = gateway.answer(.post, path, type: "text/xml", data)
    case 1: answer = gateway.answer(.post, path, type: "application/x-www-form-urlencoded", data)
    default:
        // What cannot stand in the first line of a request does not get that far.
        guard data.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return 0 }
        answer = gateway.answer(.get, path + "?" + String(decoding: data, as: UTF8.self), type: nil, [])
    }
    check(answer, isSOAP: form == 0)
    return 0
}

private func check(_ answer: Answer, isSOAP: Bool) {
    expect([200, 400, 404, 406].contains(answer.status) || isSOAP && answer.status == 500, "HTTP \(answer.status)")
    guard answer.status != 406 else { return }
    guard answer.type.contains("xml") else {
        expect(String(validating: answer.body, as: UTF8.self) != nil, "JSON that is not UTF-8")
        return
    }
    let root = expectWellFormed(answer.body, "an answer")
    guard let response = root.name.local == "Envelope" ? root.first("Body")?.elements.first : root,
        response.name.local == "searchRetrieveResponse"
    else { return }
    let records = response.first("records")?.all("record") ?? []
    let number = response.first("numberOfRecords").flatMap { Int($0.text) } ?? -1
    expect(number >= records.count, "\(records.count) records of \(number)")
    expect(records.count <= 100, "\(records.count) records on a page")
    let positions = records.compactMap { record in record.first("recordPosition").flatMap { Int($0.text) } }
    for (one, two) in zip(positions, positions.dropFirst()) { expectEqual(one + 1, two, "positions in a row") }
    if let next = response.first("nextRecordPosition").flatMap({ Int($0.text) }) {
        if let last = positions.last { expectEqual(next, last + 1, "the next position and the last") }
        expect(next <= number, "the next position \(next) is behind the last, \(number)")
    }
    if !records.isEmpty, response.first("diagnostics") != nil {
        let asked = response.first("echoedSearchRetrieveRequest")?.text.contains("x-partial-diagnostics") ?? false
        expect(asked || root.name.namespace.contains("loc.gov"), "a diagnostic beside records, unasked")
    }
}
