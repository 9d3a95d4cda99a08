import SRU
import Support
import XML

/// What an SRU server answers: what is read can be written, and is read from that as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    switch input.choice(of: 3) {
    case 0: checkSearch(input.rest)
    case 1: checkScan(input.rest)
    default: checkExplain(input.rest)
    }
    return 0
}

private func checkSearch(_ bytes: [UInt8]) {
    guard let response = try? SearchRetrieveResponse.parse(bytes, startRecord: 7, maximumRecordBytes: 2_000) else {
        return
    }
    for (offset, record) in response.records.enumerated() {
        expectEqual(record.position, 7 + offset, "the position of a record and its place")
        if let element = try? record.element() { expectWellFormed(element.serialized(), "a record") }
    }
    checkOctets(bytes, response)
    do {
        let again = try SearchRetrieveResponse.parse(response.serialized(), startRecord: 7)
        expectEqual(again.numberOfRecords, response.numberOfRecords ?? 0, "numbers of records")
        expectEqual(again.records.count, response.records.count, "records")
        expectEqual(again.diagnostics.map(\.number), response.diagnostics.map(\.number), "diagnostics")
        for (one, two) in zip(again.records, response.records) {
            expectEqual(isDiagnostic(one), isDiagnostic(two), "records and diagnostics")
        }
    } catch {
        let text = String(decoding: response.serialized(), as: UTF8.self)
        fatalError("an answer of ours cannot be read: \(error)\n\(text)")
    }
}

/// Whether a record is one that nobody can read.
private func isDiagnostic(_ record: ResponseRecord) -> Bool {
    (try? record.element()) == nil
}

/// What is read of records by their octets is what the tree of a well-formed answer has in their places.
private func checkOctets(_ bytes: [UInt8], _ response: SearchRetrieveResponse) {
    // With a comment it is read as a tree.
    let commented = bytes + Array("<!-- -->".utf8)
    guard (try? XMLElement.parse(commented, limits: .sruAnswer)) != nil,
        let tree = try? SearchRetrieveResponse.parse(commented, startRecord: 7, maximumRecordBytes: 2_000)
    else { return }
    expectEqual(response.numberOfRecords, tree.numberOfRecords, "numbers of records")
    expectEqual(response.diagnostics, tree.diagnostics, "diagnostics")
    expectEqual(response.records.count, tree.records.count, "records")
    for (one, two) in zip(response.records, tree.records) {
        let (octets, element) = (try? one.element(), try? two.element())
        expectEqual(octets?.name.local, element?.name.local, "names of records")
        expectEqual(octets?.text, element?.text, "texts of records")
    }
}

private func checkScan(_ bytes: [UInt8]) {
    guard let response = try? ScanResponse.parse(bytes) else { return }
    do {
        let again = try ScanResponse.parse(response.serialized())
        expectEqual(again.terms, response.terms, "terms")
    } catch {
        fatalError("a list of terms of ours cannot be read: \(error)")
    }
}

private func checkExplain(_ bytes: [UInt8]) {
    guard let record = try? ExplainRecord.parse(bytes) else { return }
    for version in SRUVersion.allCases {
        expectWellFormed(record.serialized(version: version), "a description")
        do {
            let again = try ExplainRecord.parse(record.serialized(version: version))
            expectEqual(again.indexes, record.indexes, "indexes")
            expectEqual(again.schemas, record.schemas, "schemas")
        } catch {
            fatalError("a description of ours cannot be read: \(error)")
        }
    }
}
