/// What an edition statement says: the number of the edition, and whether it is a revision.
///
/// "Tái bản lần thứ 3", "2nd ed.", "3. Aufl.", "Deuxième édition revue" are editions; "In lần thứ 2", "5th printing",
/// "Nachdr." are printings and say nothing about the edition.
struct EditionStatement: Sendable, Hashable {
    /// The number; 0 is unknown.
    var number: Int16 = 0
    /// The text is said to be changed: revised, enlarged, new.
    var isRevised = false

    /// Levels of agreement.
    enum Agreement: UInt8, Sendable { case unknown, conflict, oneSided, overlapping, equal }

    func agreement(with other: EditionStatement) -> Agreement {
        if self.number != 0, other.number != 0 {
            if self.number != other.number { return .conflict }
            return self.isRevised == other.isRevised ? .equal : .overlapping
        }
        if self.number > 1 || other.number > 1 { return .oneSided }
        if self.isRevised, other.isRevised { return .overlapping }
        return self.isRevised != other.isRevised ? .oneSided : .unknown
    }

    init() {}

    /// Reads the folded words of 250 $a.
    init(words: [KeyWord]) {
        guard let first = words.first, first.code != Self.printed else { return }
        for (index, word) in words.enumerated() {
            // "3rd printing", "2. Nachdr.": the number before it belongs to the printing.
            if Self.printings.contains(word) {
                if index > 0, PartNumbers.number(words[index - 1], spelled: true) != nil { self.number = 0 }
                continue
            }
            if Self.isRevision(word) { self.isRevised = true }
            guard self.number == 0, let number = PartNumbers.number(word, spelled: true), (1...99).contains(number)
            else { continue }
            // "Tái bản có sửa chữa": a number word must stand beside a word for edition.
            let isDigit = word.isNumeric
            let neighbours = [index - 1, index + 1].filter { words.indices.contains($0) }.map { words[$0] }
            let hasCaption = neighbours.contains { Self.captions.contains($0) }
            if isDigit || hasCaption { self.number = Int16(number) }
        }
    }

    private static func isRevision(_ word: KeyWord) -> Bool {
        Self.revisions.contains(word) || Self.revisionStems.contains { word.starts(with: $0) }
    }

    private static let printed = PackedWord.code(Array("in".utf8)[...])
    private static let printings = WordSet(
        "printing printed print impression nachdr nachdruck druck tirage reimpr reimpression ristampa"
    )
    private static let captions = WordSet(
        "ed edn edition aufl auflage ausg ausgabe edizione edicion lan thu an ban"
    )
    private static let revisions = WordSet("sua chua bo sung rev corr erg erw enl augm riv")
    private static let revisionStems = [
        "revi", "revu", "uberarb", "neubearb", "neuaufl", "bearb", "corrig", "augment", "erweit", "aktual", "updated",
        "enlarg",
        "ampli", "aggiorn", "rived", "refond", "verbess",
    ].map { Array($0.utf8) }
}
