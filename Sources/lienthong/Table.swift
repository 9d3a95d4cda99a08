/// Columns of text for a terminal, as wide as their longest cell.
struct Table {
    private var rows: [[String]]

    init(_ header: [String]) {
        self.rows = [header]
    }

    mutating func add(_ cells: [String]) {
        self.rows.append(cells)
    }

    /// The rows, one a line; the last column is not padded.
    var text: String {
        let columns = self.rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            self.rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
        }
        return self.rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.columns)
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension String {
    /// How many columns of a terminal the text takes: one a character, two for the wide ones of East Asia.
    var columns: Int {
        self.reduce(0) { sum, character in
            let scalar = character.unicodeScalars.first?.value ?? 0
            let wide =
                (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar)
                || (0xAC00...0xD7A3).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
                || (0xFE30...0xFE6F).contains(scalar) || (0xFF00...0xFF60).contains(scalar)
                || (0x20000...0x3FFFD).contains(scalar)
            return sum + (wide ? 2 : 1)
        }
    }

    /// The text shortened to so many columns, with an ellipsis where something is missing.
    func shortened(to limit: Int) -> String {
        guard self.columns > limit else { return self }
        var result = ""
        for character in self where result.columns + String(character).columns < limit { result.append(character) }
        return result + "…"
    }
}
