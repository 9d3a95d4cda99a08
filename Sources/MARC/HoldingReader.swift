/// Collects the holdings of a record, field by field.
struct HoldingReader {
    private var holdings: [Holding] = []
    /// The holding of the last 852 without its items, which summaries and items behind it belong to.
    private var location: Holding?
    /// Where in `holdings` the holdings of the last 852 begin.
    private var locationStart = 0
    /// Captions of enumeration (853–855) by link number.
    private var captions: [String: Field] = [:]

    init(_ record: MARCRecord) {
        let unimarcItems = record.format == .unimarc && record.first("995") != nil
        record.forEachField(where: HoldingReader.mayTell) { field in
            switch (field.tag, record.format) {
            case ("852", _): self.add852(field)
            case ("853", .marc21), ("854", .marc21), ("855", .marc21): self.captions[HoldingReader.link(field)] = field
            case ("863", .marc21), ("864", .marc21), ("865", .marc21): self.addSummary(self.enumeration(field))
            case ("866", .marc21), ("867", .marc21), ("868", .marc21): self.addSummary(field.joined("az", " "))
            case ("876", .marc21), ("877", .marc21), ("878", .marc21): self.addItem(field)
            case ("952", .marc21): self.holdings += Holding.koha952(field)
            case ("AVA", _), ("AVD", _), ("AVE", _): self.add(Holding.alma(field))
            case ("995", .unimarc): self.holdings += Holding.item995(field)
            case ("930", .unimarc) where !unimarcItems: self.holdings += Holding.location930(field)
            default: break
            }
        }
    }

    /// Whether a tag is near enough to those that tell holdings to be looked at: most fields are not.
    private static func mayTell(_ tag: Tag) -> Bool {
        tag >= "850" && tag <= "879" || tag >= "930" && tag <= "995" || tag >= "AVA"
    }

    /// The holdings; a record that tells none but has a link to the resource itself (856) is held there.
    func found(in record: MARCRecord) -> [Holding] {
        guard self.holdings.isEmpty else { return self.holdings }
        return record.fields("856").compactMap { field in
            guard field.indicator2 == 0x30 || field.indicator2 == 0x31, let link = field.trimmed("u") else {
                return nil
            }
            return Holding(note: field.joined("zy3", "; "), link: link)
        }
    }

    private mutating func add(_ holding: Holding) {
        if holding != Holding() { self.holdings.append(holding) }
    }

    private mutating func add852(_ field: Field) {
        let (location, items) = Holding.location852(field)
        self.location = location
        self.locationStart = self.holdings.count
        self.holdings += items
    }

    private mutating func addSummary(_ text: String?) {
        guard let text else { return }
        if self.location == nil {
            self.location = Holding()
            self.locationStart = self.holdings.count
            self.holdings.append(Holding())
        }
        for index in self.locationStart..<self.holdings.count {
            let before = self.holdings[index].summary
            self.holdings[index].summary = before.map { "\($0); \(text)" } ?? text
        }
    }

    /// 876–878: $a internal number, $j status, $l temporary location, $p barcode, $t copy, $z note.
    private mutating func addItem(_ field: Field) {
        var item = self.location ?? Holding()
        item.itemNumber = field.trimmed("p") ?? field.trimmed("a")
        guard item.itemNumber != nil else { return }
        item.status = field.trimmed("j")
        item.shelf = field.trimmed("l") ?? item.shelf
        item.note = field.joined("z", "; ") ?? item.note
        // The 852 alone gave one holding without an item, which the items now take the place of.
        if self.holdings.count == self.locationStart + 1, self.holdings[self.locationStart].itemNumber == nil {
            item.summary = self.holdings[self.locationStart].summary
            self.holdings.removeLast()
        }
        self.holdings.append(item)
    }

    /// 863 with the captions of 853: `v.1:no.2 (2014)`, and a hyphen where it is open or a range.
    private func enumeration(_ field: Field) -> String? {
        let captions = self.captions[HoldingReader.link(field)]
        func part(_ codes: String) -> String {
            var parts: [String] = []
            for subfield in field.subfields where codes.utf8.contains(subfield.code) {
                let caption = captions?[Character(Unicode.Scalar(subfield.code))] ?? ""
                // Captions in parentheses, such as (year), are not shown.
                parts.append((caption.hasPrefix("(") ? "" : caption) + subfield.value.trimmed)
            }
            return parts.joined(separator: ":")
        }
        let (numbers, dates) = (part("abcdef"), part("ijkl"))
        if numbers.isEmpty { return dates.isEmpty ? nil : dates }
        return dates.isEmpty ? numbers : "\(numbers) (\(dates))"
    }

    /// The number before the point in $8.
    private static func link(_ field: Field) -> String {
        String((field["8"] ?? "").prefix { $0 != "." })
    }
}
