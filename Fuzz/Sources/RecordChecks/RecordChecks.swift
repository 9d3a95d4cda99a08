public import MARC
public import Support
@_spi(_Unicode) import Swift
import XML

/// Holds a record that was read from anything against what every record is.
///
/// All text is UTF-8 in form C without the separators of ISO 2709. Further checks take turns, because each costs time: the record survives ISO 2709,
/// MARCXML or MARC-in-JSON; it can be converted to the other format; whatever XML is made of it is well-formed.
///
/// - Parameters:
///   - record: What was read.
///   - input: Decides which of the further checks is made.
public func check(_ record: MARCRecord, _ input: inout Input) {
    let choice = input.choice(of: 8)
    checkText(record)
    switch choice {
    case 0: checkExchange(record)
    case 1: checkXML(record)
    case 2: checkJSON(record)
    case 3: checkText(UNIMARC.marc21(record))
    case 4: checkText(UNIMARC.unimarc(record))
    case 5: checkWritten { DublinCore.write(record, into: &$0) }
    case 6: checkWritten { MODS.write(record, into: &$0) }
    default: checkHoldings(record)
    }
}

/// Whether text is UTF-8 in form C.
public func checkText(_ bytes: some Collection<UInt8>, _ place: @autoclosure () -> String) {
    guard let text = String(validating: Array(bytes), as: UTF8.self) else { fatalError("\(place()) is not UTF-8") }
    if !text.utf8.allSatisfy({ $0 < 0x80 }) {
        expect(text.unicodeScalars.elementsEqual(text._nfc), "\(place()) is not in form C: \(text)")
    }
}

private func checkText(_ record: MARCRecord) {
    for field in record.fields {
        if field.isControl { checkText(field.value.utf8, "\(field.tag)") }
        for subfield in field.subfields { checkText(subfield.utf8, "\(field.tag)") }
        expect(!field.value.utf8.contains { (0x1D...0x1F).contains($0) }, "\(field.tag) holds a separator")
    }
}

private func checkExchange(_ record: MARCRecord) {
    guard let bytes = try? ISO2709.serialize(record) else { return }
    do {
        let again = try ISO2709.parse(bytes[...], format: record.format, encoding: .utf8)
        expectEqual(again, record, "a record and itself after ISO 2709")
    } catch {
        fatalError("what was written as ISO 2709 cannot be read: \(error)")
    }
}

/// What the schema cannot say is lost once, and nothing more when it is written again.
private func checkXML(_ record: MARCRecord) {
    var writer = XMLWriter()
    MARCXML.write(record, into: &writer)
    do {
        let again = try MARCXML.parse(expectWellFormed(writer.bytes, "MARCXML"), format: record.format)
        var second = XMLWriter()
        MARCXML.write(again, into: &second)
        expectEqual(
            String(decoding: second.bytes, as: UTF8.self),
            String(decoding: writer.bytes, as: UTF8.self),
            "MARCXML and itself read and written again"
        )
    } catch {
        fatalError("our own MARCXML cannot be read: \(error)")
    }
    checkWritten { MARCXML.writeExchange(record, into: &$0) }
}

private func checkJSON(_ record: MARCRecord) {
    var bytes: [UInt8] = []
    MARCJSON.write(record, into: &bytes)
    do {
        expectEqual(try MARCJSON.parse(bytes, format: record.format), [record], "a record and itself after JSON")
    } catch {
        fatalError("our own JSON cannot be read: \(error)\n\(String(decoding: bytes, as: UTF8.self))")
    }
}

private func checkHoldings(_ record: MARCRecord) {
    checkWritten { writer in
        writer.open("holdings")
        for holding in Holding.holdings(of: record) {
            writer.element("note", holding.note ?? "")
            writer.element("callNumber", holding.callNumber ?? "")
        }
        writer.close()
    }
}

private func checkWritten(_ write: (inout XMLWriter) -> Void) {
    var writer = XMLWriter()
    write(&writer)
    expectWellFormed(writer.bytes, "what is made of a record")
}
