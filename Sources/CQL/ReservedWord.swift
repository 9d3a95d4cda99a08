/// The words that mean something unless they stand where a term must.
enum ReservedWord {
    /// The boolean that some bytes name, whatever their case.
    static func boolean(_ bytes: ArraySlice<UInt8>) -> CQLQuery.BooleanOperator.Name? {
        switch bytes.count {
        case 2:
            return Self.matches(bytes, "or") ? .or : nil
        case 3:
            if Self.matches(bytes, "and") {
                return .and
            }
            return Self.matches(bytes, "not") ? .not : nil
        case 4:
            return Self.matches(bytes, "prox") ? .prox : nil
        default:
            return nil
        }
    }

    /// Whether a text is `and`, `or`, `not`, `prox` or `sortBy`, whatever its case.
    static func contains(_ text: String) -> Bool {
        let bytes = Array(text.utf8)[...]
        return Self.boolean(bytes) != nil || Self.matches(bytes, "sortby")
    }

    /// Whether some bytes are the lower-case keyword, whatever their case.
    static func matches(_ bytes: ArraySlice<UInt8>, _ keyword: StaticString) -> Bool {
        guard bytes.count == keyword.utf8CodeUnitCount else {
            return false
        }
        return keyword.withUTF8Buffer { buffer in
            unsafe zip(bytes, buffer).allSatisfy { byte, letter in
                byte == letter || (byte | 0x20 == letter && (0x41...0x5A).contains(byte))
            }
        }
    }
}
