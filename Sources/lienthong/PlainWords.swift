import CQL

/// Tells words that somebody just typed from a query in CQL that has gone wrong.
enum PlainWords {
    /// Whether a text that is no CQL is two words or more, without anything in it that only CQL has: signs, booleans,
    /// names of indexes, relations.
    static func are(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, !text.contains(where: { "\"()=<>/\\^*?".contains($0) }) else { return false }
        let reserved: Set = ["and", "or", "not", "prox", "sortby", "any", "all", "adj", "exact", "within", "encloses"]
        return !words.contains { word in
            reserved.contains(word.lowercased()) || word.contains(".") && Self.isIndex(word)
        }
    }

    private static func isIndex(_ word: Substring) -> Bool {
        let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 && IndexCatalogue.standard.contextSet(prefix: parts[0]) != nil
    }
}
