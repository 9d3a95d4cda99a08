public import XML

/// Ends the run as a finding when something does not hold that always should.
public func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}

/// Ends the run as a finding unless two values are equal.
public func expectEqual<Value: Equatable>(_ left: Value, _ right: Value, _ what: String) {
    if left != right { fatalError("\(what) differ:\n\(left)\n\(right)") }
}

/// The document that something of ours is; a finding when it is not well-formed, or not UTF-8.
@discardableResult
public func expectWellFormed(_ bytes: [UInt8], _ what: String) -> XMLElement {
    var limits = XMLLimits()
    // The echo of a query as XML is deeper than what is taken from others.
    limits.maximumDepth = 250
    do {
        expect(String(validating: bytes, as: UTF8.self) != nil, "\(what) is not UTF-8")
        return try XMLElement.parse(bytes, limits: limits)
    } catch {
        fatalError("\(what) is not well-formed: \(error)\n\(String(decoding: bytes, as: UTF8.self))")
    }
}
