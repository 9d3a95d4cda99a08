extension StringProtocol {
    /// The text without white space around it.
    var trimmed: String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        return String(slice)
    }

    /// The text without white space around it; `nil` when nothing is left.
    var trimmedOrNil: String? {
        let text = self.trimmed
        return text.isEmpty ? nil : text
    }
}

extension Field {
    /// The values of the subfields with any of some codes, in the order of the field, joined; `nil` when all are empty.
    func joined(_ codes: String, _ separator: String) -> String? {
        let values = self.values(anyOf: codes).compactMap(\.trimmedOrNil)
        return values.isEmpty ? nil : values.joined(separator: separator)
    }
}
