/// Answers of Z39.50, octet by octet.
enum Z3950Answer {
    /// One entry of an answer's records.
    enum Entry: Sendable {
        case record([UInt8], syntax: [Int] = Z3950Answer.marc21)
        case surrogate(Int, String)

        var octets: [UInt8] {
            let content =
                switch self {
                case .record(let bytes, let syntax):
                    BER.context(
                        1,
                        of: [BER.universal(8, of: [BER.universal(6, BER.oid(syntax)), BER.context(1, bytes)])]
                    )
                case .surrogate(let code, let text):
                    BER.context(2, of: [Z3950Answer.diagnostic(code, text)])
                }
            return BER.universal(
                16,
                of: [BER.context(0, Array("Default".utf8)), BER.context(1, of: [content])]
            )
        }
    }

    static let marc21 = [1, 2, 840, 10003, 5, 10]
    static let xml = [1, 2, 840, 10003, 5, 109, 10]
    static let sutrs = [1, 2, 840, 10003, 5, 101]

    static func initialise(_ reference: [UInt8]?, accepts: Bool = true, says: String? = nil) -> [UInt8] {
        var fields = Self.reference(reference)
        fields += [
            BER.context(3, [0x05, 0xE0]), BER.context(4, [0x01, 0xE1, 0x82]),
            BER.context(5, BER.integer(1 << 20)), BER.context(6, BER.integer(4 << 20)),
            BER.context(12, [accepts ? 0xFF : 0]), BER.context(111, Array("fault server".utf8)),
        ]
        if let says {
            fields.append(
                BER.context(11, of: [BER.universal(8, of: [BER.context(0, of: [BER.universal(26, Array(says.utf8))])])])
            )
        }
        return BER.context(21, of: fields)
    }

    static func search(
        _ reference: [UInt8]?,
        hits: Int,
        entries: [Entry] = [],
        diagnostic: (Int, String)? = nil,
        succeeds: Bool = true
    ) -> [UInt8] {
        var fields = Self.reference(reference)
        fields += [
            BER.context(23, BER.integer(hits)), BER.context(24, BER.integer(entries.count)),
            BER.context(25, BER.integer(entries.count + 1)), BER.context(22, [succeeds ? 0xFF : 0]),
        ]
        if !succeeds { fields.append(BER.context(26, BER.integer(3))) }
        return BER.context(23, of: fields + Self.records(entries, diagnostic))
    }

    static func present(
        _ reference: [UInt8]?,
        _ entries: [Entry],
        diagnostic: (Int, String)? = nil,
        status: Int? = nil
    ) -> [UInt8] {
        var fields = Self.reference(reference)
        fields += [
            BER.context(24, BER.integer(entries.count)), BER.context(25, BER.integer(0)),
            BER.context(27, BER.integer(status ?? (diagnostic == nil ? 0 : 5))),
        ]
        return BER.context(25, of: fields + Self.records(entries, diagnostic))
    }

    static func close(reason: Int, _ text: String) -> [UInt8] {
        BER.context(48, of: [BER.context(211, BER.integer(reason)), BER.context(3, Array(text.utf8))])
    }

    static func reference(_ reference: [UInt8]?) -> [[UInt8]] {
        reference.map { [BER.context(2, $0)] } ?? []
    }

    static func records(_ entries: [Entry], _ diagnostic: (Int, String)? = nil) -> [[UInt8]] {
        if let diagnostic {
            return [BER.context(130, of: Self.diagnosticFields(diagnostic.0, diagnostic.1))]
        }
        return entries.isEmpty ? [] : [BER.context(28, of: entries.map(\.octets))]
    }

    static func diagnostic(_ code: Int, _ text: String) -> [UInt8] {
        BER.universal(16, of: Self.diagnosticFields(code, text))
    }

    private static func diagnosticFields(_ code: Int, _ text: String) -> [[UInt8]] {
        [
            BER.universal(6, BER.oid([1, 2, 840, 10003, 4, 1])), BER.universal(2, BER.integer(code)),
            BER.universal(26, Array(text.utf8)),
        ]
    }
}
