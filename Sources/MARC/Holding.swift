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
    /// Whether the copy can be had, in the source's words, such as `available`, `lost`, `not for loan`.
    public var status: String?
    /// What of a serial or set is held, as the source writes it: `v.1 (1990)-v.12 (2001)`.
    public var summary: String?
    /// The address of an electronic copy.
    public var link: String?

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
        note: String? = nil,
        status: String? = nil,
        summary: String? = nil,
        link: String? = nil
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
        self.status = status
        self.summary = summary
        self.link = link
    }

    /// The holdings of a record, in its order.
    ///
    /// MARC 21: 852 (location) with 863–868 (what is held) and 876–878 (items) behind it, 952 (Koha's items), AVA, AVD and AVE
    /// (Alma's availability). UNIMARC: 995 (recommendation for items) and, where there is none, 930 (location and call
    /// number). Where there are none of these, links to the resource itself (856). A field that lists several item
    /// numbers gives one holding for each; a range is one, see ``itemNumbers``.
    public static func holdings(of record: MARCRecord) -> [Holding] {
        HoldingReader(record).found(in: record)
    }

    /// MARC 21 852: $a location, $b sublocation, $c shelving location, $h–$m call number, $j shelving control number
    /// or, in Vietnam, inventory numbers, $p piece designation, $t copy, $x and $z notes, $3 what of a set is held.
    static func location852(_ field: Field) -> (location: Holding, items: [Holding]) {
        var holding = Holding()
        holding.library = field.trimmed("a")
        holding.location = field.joined("b", " ")
        holding.shelf = field.joined("c", " ")
        holding.callNumber = field.joined("khilm", " ")
        holding.note = field.joined("z", "; ") ?? field.joined("x", "; ")
        let pieces = field.values("p")
        let numbers = pieces.isEmpty ? field.values("j") : pieces
        // With pieces in $p, a single $j is the call number by which they are shelved.
        if holding.callNumber == nil, !pieces.isEmpty { holding.callNumber = field.joined("j", " ") }
        holding.link = field.trimmed("u")
        holding.summary = field.joined("3", "; ")
        return (holding, holding.items(numbers))
    }

    /// Koha 952: $a home library, $b current library, $c shelving location, $o call number, $p barcode, $q due date, $u link,
    /// $z public note; $0 withdrawn, $1 lost, $4 damaged, $7 not for loan.
    static func koha952(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field.trimmed("a") ?? field.trimmed("b")
        if let current = field.trimmed("b"), current != holding.library { holding.location = current }
        holding.shelf = field.joined("c", " ")
        holding.callNumber = field.joined("o", " ")
        holding.due = field.trimmed("q")
        if holding.due != nil { holding.isOnLoan = true }
        holding.note = field.joined("z", "; ")
        holding.link = field.trimmed("u")
        for (code, word) in [("0", "withdrawn"), ("1", "lost"), ("4", "damaged"), ("7", "not for loan")]
            as [(Unicode.Scalar, String)]
        {
            if holding.status == nil, let value = field.trimmed(code), value != "0" { holding.status = word }
        }
        return holding.items(field.values("p"))
    }

    /// UNIMARC 995: $a origin and $b holding library, $c and $d places inside it, $e level, $f barcode, $k call number,
    /// $n due date, $u note.
    static func item995(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field.trimmed("b") ?? field.trimmed("a")
        holding.location = field.joined("c", " ")
        holding.shelf = field.joined("de", " ")
        holding.callNumber = field.joined("k", " ")
        holding.due = field.trimmed("n")
        if holding.due != nil { holding.isOnLoan = true }
        holding.note = field.joined("u", "; ")
        return holding.items(field.values("f"))
    }

    /// UNIMARC 930: $b library, $c place, $a and $d call number, $e and $z notes.
    static func location930(_ field: Field) -> [Holding] {
        var holding = Holding()
        holding.library = field.trimmed("b")
        holding.location = field.joined("c", " ")
        holding.callNumber = field.trimmed("a") ?? field.trimmed("d")
        holding.note = field.joined("z", "; ")
        return holding == Holding() ? [] : [holding]
    }

    /// Alma AVA (print), AVD (digital), AVE (electronic): $a institution, $b library code, $c location, $d call number, $e
    /// availability, $f items, $g of them not available, $m collection, $n note, $q library, $t and $v what is held, $u link.
    static func alma(_ field: Field) -> Holding {
        var holding = Holding()
        let institution = field.trimmed("a")
        holding.library = field.trimmed("q") ?? field.trimmed("b") ?? institution
        holding.location = field.trimmed("c") ?? field.trimmed("m")
        holding.callNumber = field.trimmed("d")
        holding.status = field.trimmed("e")
        holding.copies = field["f"].flatMap { Int($0.trimmed) }
        if let all = holding.copies, all > 0, let away = field["g"].flatMap({ Int($0.trimmed) }) {
            holding.isOnLoan = away >= all
        }
        holding.summary = field.joined("tv", "; ")
        holding.note = field.joined("n", "; ")
        holding.link = field.trimmed("u")
        return holding
    }

    /// The holding as subfields of MARC 21 field 852.
    ///
    /// $a library, $b place inside it, $c shelf, $h call number, $j a numbered group of copies as `(3): VV.1-3`, $p item
    /// number, $u link, $z note, status and due date, for which 852 has no other place, $3 what is held of a serial or set.
    public var subfields852: [(UInt8, String)] {
        let number = self.copies.map { "(\($0))" + (self.itemNumber.map { ": \($0)" } ?? "") }
        let isAway = self.isOnLoan == true && self.status == nil && self.due == nil
        let parts: [(Unicode.Scalar, String?)] = [
            ("3", self.summary), ("a", self.library), ("b", self.location), ("c", self.shelf), ("h", self.callNumber),
            ("j", number), ("p", self.copies == nil ? self.itemNumber : nil), ("u", self.link), ("z", self.note),
            ("z", isAway ? "on loan" : self.status), ("z", self.due.map { "due \($0)" }),
        ]
        return parts.compactMap { code, value in
            value.flatMap { $0.isEmpty ? nil : (UInt8(ascii: code), $0) }
        }
    }

    /// The holding as a field 852; ``holdings(of:)`` reads it back, with status and due date in the note.
    public var field852: Field { Field("852", 0x38, 0x20, self.subfields852) }

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
