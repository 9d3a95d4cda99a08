import MARC

/// Reads match keys out of records; keeps its buffers from one record to the next.
struct MatchKeyReader {
    var text = KeyText(maximumBytes: 1_024)
    var keys = MatchKeys()
    var hasTitle = false
    /// Hashes of uniform titles, which are put behind the others.
    var uniformTitles: [UInt64] = []
    private var imprintYear: Int16 = 0
    /// A year that stands elsewhere: beside the place, in the volume's number.
    private var otherYear: Int16 = 0

    mutating func keys(of record: MARCRecord) -> MatchKeys {
        self.hasTitle = false
        self.uniformTitles.removeAll(keepingCapacity: true)
        self.imprintYear = 0
        self.otherYear = 0
        self.text.keepsTone = false
        self.keys.traits.setKind(leader: record.leader)
        record.forEachField(where: { Self.isRead[$0.number] }, { self.read($0) })
        self.finish()
        // Handed over, not copied: the next record begins with none.
        var keys = MatchKeys()
        swap(&keys, &self.keys)
        return keys
    }

    /// By tag, whether ``read(_:)`` knows it.
    private static let isRead: [Bool] = {
        var isRead = [Bool](repeating: false, count: 1_000)
        for tag in [
            7, 8, 10, 20, 22, 24, 28, 35, 41, 100, 110, 111, 130, 240, 245, 246, 250, 260, 264, 300, 336, 338, 490, 700,
            710, 711, 720, 740, 773, 800, 830, 856, 880,
        ] { isRead[tag] = true }
        return isRead
    }()

    private mutating func read(_ field: Field) {
        switch field.tag.number {
        case 7: self.keys.traits.readPhysicalDescription(field)
        case 8: self.readFixedField(field)
        case 10, 20, 22, 24, 28, 35: self.readNumber(field)
        case 41: self.keys.traits.readLanguage(field)
        case 100, 700, 720, 800: self.readName(field)
        case 110, 111, 710, 711: self.readBody(field)
        case 130, 240: self.readOtherTitle(field, isUniform: true)
        case 245: self.readTitle(field)
        case 246, 740: self.readOtherTitle(field, isUniform: false)
        case 250: self.readEdition(field)
        case 260, 264: self.readImprint(field)
        case 300: self.readExtent(field)
        case 336: self.keys.traits.readContent(field)
        case 338: self.keys.traits.readCarrier(field)
        case 490, 830: self.readSeries(field)
        case 773: self.readHost(field)
        case 856: self.readLink(field)
        case 880: self.readOtherScript(field)
        default: return
        }
    }

    private mutating func finish() {
        if self.imprintYear == 0, !self.keys.dates.isKnown { self.imprintYear = self.otherYear }
        if self.imprintYear != 0 { self.keys.dates.add(imprint: self.imprintYear) }
        self.keys.title.hashes += self.uniformTitles
        self.keys.title.uniformCount = self.uniformTitles.count
        self.keys.identifiers.sort()
        self.keys.bodies.sort()
        self.keys.material = self.keys.traits.material
        self.keys.traits.edition = self.keys.edition.number
        let isMonograph = self.keys.traits.level != .serial && self.keys.traits.level != .component
        if isMonograph {
            let extent = self.keys.extent
            self.keys.isMultipart =
                extent.volumes > 1
                || extent.pages == 0 && self.keys.dates.isRun && (extent.unit == .volume || extent.unit == .unknown)
            self.keys.traits.setSize = self.keys.traits.parts.isEmpty ? Int16(clamping: self.keys.extent.volumes) : 0
            let dates = self.keys.dates
            self.keys.traits.firstYear = dates.other == 0 ? dates.first : min(dates.first, dates.other)
            self.keys.traits.lastYear = dates.other == 0 ? dates.last : max(dates.last, dates.other)
        }
    }

    // MARK: - Description

    private mutating func readFixedField(_ field: Field) {
        let bytes = field.controlBytes
        guard bytes.count >= 15 else { return }
        let start = bytes.startIndex
        self.keys.dates.read(fixed: bytes[(start + 6)..<(start + 15)])
        self.keys.traits.readFixedField(bytes)
    }

    private mutating func readEdition(_ field: Field) {
        guard self.keys.edition == EditionStatement(), let edition = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(edition)
        let words = self.words
        for finding in PartNumbers.findings(in: words, title: true) { self.keys.traits.parts.insert(finding.number) }
        self.keys.edition = EditionStatement(words: words)
    }

    private mutating func readImprint(_ field: Field) {
        // 264: only publication and the unspecified; not production, distribution, manufacture, copyright.
        if field.tag.number == 264, field.indicator2 != UInt8(ascii: "1"), field.indicator2 != 0x20 { return }
        for subfield in field.subfields {
            if subfield.code == UInt8(ascii: "c") {
                if self.imprintYear == 0, let year = PublicationDates.year(in: subfield.utf8) {
                    self.imprintYear = year
                }
            } else if subfield.code == UInt8(ascii: "b"), self.keys.publisher.count < 12 {
                self.readPublisher(subfield.utf8)
            }
            if subfield.code < UInt8(ascii: "c") { self.addOtherYear(in: subfield.utf8) }
        }
    }

    /// Keeps the first year that stands where years seldom stand, for records that say none elsewhere.
    mutating func addOtherYear(in utf8: ArraySlice<UInt8>) {
        guard self.otherYear == 0, !self.keys.dates.isKnown else { return }
        if let year = PublicationDates.year(in: utf8), year >= 1_500 { self.otherYear = year }
    }

    private mutating func readPublisher(_ utf8: ArraySlice<UInt8>) {
        self.normalize(utf8)
        var initials: [UInt8] = []
        self.keys.publisher.reserveCapacity(6)
        for word in self.words.prefix(12) {
            if Self.publisherNoise.contains(word) { continue }
            let packed = PackedWord(word)
            if initials.count < 6 { initials.append(word.first) }
            if !self.keys.publisher.contains(packed) { self.keys.publisher.append(packed) }
        }
        if self.keys.publisherInitials == 0, initials.count > 1 {
            self.keys.publisherInitials = PackedWord.code(initials[...])
        }
        self.keys.publisher.sort()
    }

    private mutating func readExtent(_ field: Field) {
        guard self.keys.extent == Extent(), let extent = field.first(UInt8(ascii: "a")) else { return }
        self.normalize(extent)
        let words = self.words
        self.keys.extent = Extent(words: words)
        if self.keys.extent.pages == 0 || self.keys.traits.content != .text { self.keys.traits.readMedium(words) }
    }

    private mutating func readSeries(_ field: Field) {
        for subfield in field.subfields where subfield.code == UInt8(ascii: "v") {
            self.normalize(subfield.utf8)
            let words = self.words
            self.keys.seriesParts.formUnion(PartNumbers.numbers(inPartField: words))
            // "Teacher's book": the place in the series is a name.
            self.addPartName(words.filter { $0.count > 3 && !PartNumbers.isPartOfNumber($0) })
        }
    }

    // MARK: - Words

    mutating func normalize(_ utf8: ArraySlice<UInt8>) {
        self.text.removeAll()
        self.text.append(utf8)
        self.text.finish()
    }

    var words: [KeyWord] { self.text.words }

    private static let publisherNoise = WordSet(
        "nxb nha xuat ban k s n sn sine nomine verlag verl verlagsgesellschaft press publishers publishing publ pub co inc ltd gmbh ag "
            + "cie ed eds edition editions editeur edizioni editore editorial editrice the and und et e y de der des & "
            + "company books librairie impr"
    )
}
