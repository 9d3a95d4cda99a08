import CQL

extension TargetFailure {
    /// The failure without its words, when these repeat what a reader searched: what is kept or logged must not tell.
    ///
    /// Servers put the query into diagnostics and error pages, as it is or percent-encoded.
    func withoutWords(of query: ResolvedQuery) -> TargetFailure {
        let said = Self.words(Self.percentDecoded(self.message))
        guard !said.isDisjoint(with: Self.words(query.description).subtracting(Self.names)) else { return self }
        return TargetFailure(self.code, "what it said repeats the query and is not kept", retryAfter: self.retryAfter)
    }

    /// Words that are in queries whatever is searched.
    private static let names: Set<String> = Set(
        IndexCatalogue.standard.entries.flatMap { entry in
            [entry.index.name] + entry.aliases.flatMap { [$0.qualifiedName] }
        }.flatMap(Self.words)
    ).union(["and", "not", "all", "any", "adj", "exact", "within", "encloses", "prox", "sortby"])

    private static func words(_ text: String) -> Set<String> {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return Set(words.lazy.filter { $0.count > 2 }.map(String.init))
    }

    private static func percentDecoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count > 1,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
