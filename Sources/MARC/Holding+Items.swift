extension Holding {
    /// The most item numbers that a range is expanded into.
    public static let maximumItems = 1_000

    /// The numbers of the single items: ``itemNumber``, or each number of its range or list where it has one reading only.
    ///
    /// `(3): VV.01-3` is VV.01, VV.02, VV.03; `VV.1234-40` with seven copies is VV.1234 to VV.1240; `VV.8-VV.10` is three.
    /// A range whose number of copies is not told is expanded only when its end repeats the prefix, as other numbers
    /// with a hyphen are not ranges. What cannot be expanded so stays as it is.
    public var itemNumbers: [String] {
        guard let text = self.itemNumber?.trimmedOrNil else { return [] }
        let parts = text.split { $0 == "," || $0 == ";" }.map(\.trimmed)
        let isList = parts.count > 1 && parts.allSatisfy { $0.utf8.contains { (0x30...0x39).contains($0) } }
        guard isList else { return Holding.expanded(text, copies: self.copies) ?? [text] }
        let expanded = parts.map { Holding.expanded($0, copies: nil) ?? [$0] }
        if let copies = self.copies, expanded.reduce(0, { $0 + $1.count }) != copies {
            // The only range of the list that is not sure must hold what is missing.
            let open = parts.indices.filter { expanded[$0].count == 1 && parts[$0].contains { $0 == "-" || $0 == "–" } }
            let missing = copies - (parts.count - open.count)
            if open.count == 1, let range = Holding.expanded(parts[open[0]], copies: missing) {
                var whole = expanded
                whole[open[0]] = range
                return whole.flatMap { $0 }
            }
            return [text]
        }
        return expanded.flatMap { $0 }
    }

    /// The numbers of a range; `nil` when the text is none, or has more than one reading.
    private static func expanded(_ text: String, copies: Int?) -> [String]? {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
        guard halves.count == 2 else { return nil }
        let (first, last) = (halves[0].trimmed, halves[1].trimmed)
        let (prefix, digits) = self.numbered(first)
        let (lastPrefix, lastDigits) = self.numbered(last)
        guard let start = Int(digits), digits.count <= 12, lastDigits.count <= 12, Int(lastDigits) != nil else {
            return nil
        }
        guard lastPrefix.isEmpty || lastPrefix.filter({ $0 != " " }) == prefix.filter({ $0 != " " }) else { return nil }
        // The end may be written in full or only in those digits that change.
        var ends: Set<Int> = []
        for end in [Int(lastDigits), Int(digits.dropLast(lastDigits.count) + lastDigits)] {
            if let end, end > start, end - start < self.maximumItems { ends.insert(end) }
        }
        if let copies {
            ends = ends.filter { $0 - start + 1 == copies }
        } else if lastPrefix.isEmpty || prefix.isEmpty {
            return nil
        }
        guard ends.count == 1, let end = ends.first else { return nil }
        return (start...end).map { number in
            let shown = String(number)
            return prefix + String(repeating: "0", count: max(0, digits.count - shown.count)) + shown
        }
    }

    /// Text and the digits at its end.
    private static func numbered(_ text: String) -> (prefix: String, digits: String) {
        let digits = text.utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
        return (String(text.dropLast(digits)), String(text.suffix(digits)))
    }
}
