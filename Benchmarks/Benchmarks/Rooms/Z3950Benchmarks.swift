import Benchmark
import Z3950

func registerZ3950() throws {
    let records = try Catalogue("nlv").records.sorted { abs($0.count - 1_000) < abs($1.count - 1_000) }
    let apdu = presentResponse(Array(records.prefix(10)))
    guard case .present(let response) = try APDUDecoder.decode(apdu[...]), response.items.count == 10 else {
        fatalError("the APDU is not what it should be")
    }
    Benchmark("Z3950.decode.PresentResponse_of_10.1000_APDUs") { benchmark in
        for _ in benchmark.scaledIterations {
            for _ in 0..<1_000 { blackHole(try APDUDecoder.decode(apdu[...])) }
        }
    }
}

/// A PresentResponse with records in USMARC, in BER (Z39.50, 3.2.3.1.2).
private func presentResponse(_ records: [[UInt8]]) -> [UInt8] {
    // 1.2.840.10003.5.10
    let syntax: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x13, 0x05, 0x0A]
    let entries = records.flatMap { record -> [UInt8] in
        let external = element([0x28], element([0x06], syntax) + element([0x81], record))
        let choice = element([0xA1], external)
        return element([0x30], element([0x80], Array("nlv".utf8)) + element([0xA1], choice))
    }
    let fields =
        element([0x98], [UInt8(records.count)]) + element([0x99], [UInt8(records.count + 1)]) + element([0x9B], [0])
        + element([0xBC], entries)
    return element([0xB9], fields)
}

/// A BER element of a definite length.
private func element(_ tag: [UInt8], _ contents: [UInt8]) -> [UInt8] {
    let count = contents.count
    let length: [UInt8] =
        count < 0x80
        ? [UInt8(count)] : [0x83, UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
    return tag + length + contents
}
