/// One copy, or one group of copies, that a library holds, as its record tells.
public struct Holding: Hashable, Sendable {
    /// The library: a name or code such as the ISIL or MARC organization code.
    public var library: String?
    /// The place inside the library: branch, department or collection.
    public var location: String?
    /// The shelving location.
    public var shelf: String?
    /// The call number.
    public var callNumber: String?
    /// The barcode or inventory number, or a range of them as the source writes it.
    public var itemNumber: String?
    /// The number of copies, where the source tells.
    public var copies: Int?
    /// Whether the copy is on loan, where the source tells.
    public var isOnLoan: Bool?
    /// The date on which the copy is due back, as the source writes it.
    public var due: String?
    /// A note for readers.
    public var note: String?

    /// Makes a holding; what is not known is left `nil`.
    public init(
        library: String? = nil,
        location: String? = nil,
        shelf: String? = nil,
        callNumber: String? = nil,
        itemNumber: String? = nil,
        copies: Int? = nil,
        isOnLoan: Bool? = nil,
        due: String? = nil,
        note: String? = nil
    ) {
        self.library = library
        self.location = location
        self.shelf = shelf
        self.callNumber = callNumber
        self.itemNumber = itemNumber
        self.copies = copies
        self.isOnLoan = isOnLoan
        self.due = due
        self.note = note
    }

    /// The holdings of a record, in its order.
    ///
    /// MARC 21: 852 (Location; Holdings format) and 952 (Koha's items). UNIMARC: 995 (recommendation for items) and,
    /// where there is none, 930 (location and call number). A field that lists several item numbers gives one holding
    /// for each.
    public static func holdings(of record: MARCRecord) -> [Holding] {
        var holdings: [Holding] = []
        let unimarcItems = record.format == .unimarc && record.first("995") != nil
        for field in record.fields {
            switch field.tag {
            case "852": holdings += location852(field)
            case "952" where record.format == .marc21: holdings += koha952(field)
            case "995" where record.format == .unimarc: holdings += item995(field)
            case "930" where record.format == .unimarc && !unimarcItems: holdings += location930(field)
            default: break
            }
        }
        return holdings
    }

    /// MARC 21 852: $a location, $b sublocation, $c shelving location, $h–$m call number, $j shelving control number
    /// or, in Vietnam, inventory numbers, $p piece designation, $t copy, $x and $z notes.
    private static func location852(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field["a"]?.trimmedOrNil
        holding.location = field.joined("b", " ")
        holding.shelf = field.joined("c", " ")
        holding.callNumber = field.joined("khilm", " ")
        holding.note = field.joined("z", "; ") ?? field.joined("x", "; ")
        let numbers = field.values("p").isEmpty ? field.values("j") : field.values("p")
        // With pieces in $p, a single $j is the call number by which they are shelved.
        if holding.callNumber == nil, !field.values("p").isEmpty { holding.callNumber = field.joined("j", " ") }
        return holding.items(numbers)
    }

    /// Koha 952: $a home library, $b current library, $c shelving location, $o call number, $p barcode, $q due date,
    /// $z public note.
    private static func koha952(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field["a"]?.trimmedOrNil ?? field["b"]?.trimmedOrNil
        if let current = field["b"]?.trimmedOrNil, current != holding.library { holding.location = current }
        holding.shelf = field.joined("c", " ")
        holding.callNumber = field.joined("o", " ")
        holding.due = field["q"]?.trimmedOrNil
        if holding.due != nil { holding.isOnLoan = true }
        holding.note = field.joined("z", "; ")
        return holding.items(field.values("p"))
    }

    /// UNIMARC 995: $a origin and $b holding library, $c and $d places inside it, $e level, $f barcode, $k call number,
    /// $n due date, $u note.
    private static func item995(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field["b"]?.trimmedOrNil ?? field["a"]?.trimmedOrNil
        holding.location = field.joined("c", " ")
        holding.shelf = field.joined("de", " ")
        holding.callNumber = field.joined("k", " ")
        holding.due = field["n"]?.trimmedOrNil
        if holding.due != nil { holding.isOnLoan = true }
        holding.note = field.joined("u", "; ")
        return holding.items(field.values("f"))
    }

    /// UNIMARC 930: $b library, $c place, $a and $d call number, $e and $z notes.
    private static func location930(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field["b"]?.trimmedOrNil
        holding.location = field.joined("c", " ")
        holding.callNumber = field["a"]?.trimmedOrNil ?? field["d"]?.trimmedOrNil
        holding.note = field.joined("z", "; ")
        return holding == Holding() ? [] : [holding]
    }

    /// One holding for each item number; this one when there is none, nothing when nothing at all is known.
    private func items(_ numbers: [String]) -> [Holding] {
        let numbers = numbers.compactMap(\.trimmedOrNil)
        guard !numbers.isEmpty else { return self == Holding() ? [] : [self] }
        return numbers.map { number in
            var item = self
            (item.copies, item.itemNumber) = Holding.counted(number)
            return item
        }
    }

    /// `(3): VV.01-3` is three copies with the numbers `VV.01-3`, as the libraries of Vietnam write it.
    static func counted(_ number: String) -> (copies: Int?, itemNumber: String?) {
        guard number.first == "(", let close = number.firstIndex(of: ")"),
            let copies = Int(number[number.index(after: number.startIndex)..<close].trimmed), copies >= 0
        else { return (nil, number) }
        let rest = number[number.index(after: close)...].drop { $0 == ":" || $0.isWhitespace }
        return (copies, rest.trimmedOrNil)
    }
}
