import MARC
import Support
@_spi(_Unicode) import Swift

/// Every character encoding: what is decoded is sound, and what is encoded is decoded to the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe Input(start, count)
    let encoding = input.choice(from: CharacterEncoding.allCases)
    let decoded = encoding.decode(input.rest[...])
    expect(isComposed(decoded.text), "\(encoding): not in form C: \(decoded.text)")
    if decoded.replacements == 0 { checkRoundTrip(decoded.text, encoding) }
    checkRoundTrip(input.text, encoding)
    return 0
}

private func isComposed(_ text: String) -> Bool { text.unicodeScalars.elementsEqual(text._nfc) }

private func checkRoundTrip(_ text: String, _ encoding: CharacterEncoding) {
    guard let bytes = try? encoding.encode(text) else { return }
    let again = encoding.decode(bytes[...])
    expect(
        again.text.unicodeScalars.elementsEqual(text._nfc) && again.replacements == 0,
        "\(encoding): encoded \(text.debugDescription) as \(bytes), decoded \(again.text.debugDescription)"
    )
}
