import MARC

/// Standard numbers, and where an article stands.
extension MatchKeyReader {
    /// The kinds of identifiers; the order is that of ``MatchKeys/identifiers``.
    enum IdentifierKind: UInt64 {
        case isbn = 1
        case issn, other, record, doi
        /// Of a person; these come last.
        case authority = 8
    }

    mutating func add(_ number: UInt64, kind: IdentifierKind) {
        guard self.keys.identifiers.count < 24 else { return }
        let value = kind.rawValue << 60 | number & 0x0FFF_FFFF_FFFF_FFFF
        if !self.keys.identifiers.contains(value) { self.keys.identifiers.append(value) }
    }

    mutating func readNumber(_ field: Field) {
        guard let value = field.first(UInt8(ascii: "a")) else { return }
        switch field.tag.number {
        case 10:
            let digits = value.filter { (0x30...0x39).contains($0) }
            if digits.count >= 6 { self.add(StableHash.of(digits, domain: 10), kind: .record) }
        case 20:
            self.readQualifier(field)
            guard let isbn = Normalization.isbn(utf8: value), !self.namesSet(field) else { return }
            self.add(isbn, kind: .isbn)
        case 22:
            guard let issn = Normalization.issn(utf8: value) else { return }
            self.add(issn.reduce(0) { $0 * 16 + UInt64($1) }, kind: .issn)
        case 24: self.readOtherNumber(value, indicator: field.indicator1)
        case 28:
            // "BA 4553", "Arthaus 502023": labels are written or not.
            let digits = value.prefix(24).filter { (0x30...0x39).contains($0) }
            if digits.count >= 4 { self.add(StableHash.of(digits, domain: 28), kind: .other) }
        default:
            // 035: "(OCoLC)123", "(OCoLC)ocm00123" and so on.
            guard value.first == UInt8(ascii: "("), let end = value.firstIndex(of: UInt8(ascii: ")")) else { return }
            let prefix = value[..<end]
            if prefix.dropFirst().elementsEqual("OCoLC".utf8) {
                let digits = value[end...].filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 }
                if !digits.isEmpty { self.add(StableHash.of(digits, domain: 35), kind: .record) }
            } else {
                self.add(StableHash.of(value.filter { $0 != 0x20 }, domain: 36), kind: .record)
            }
        }
    }

    /// Whether an ISBN is said to be that of a whole set.
    private mutating func namesSet(_ field: Field) -> Bool {
        for subfield in field.subfields where subfield.code == UInt8(ascii: "q") || subfield.code == UInt8(ascii: "a") {
            self.normalize(subfield.utf8)
            if self.words.contains(where: { Self.setWords.contains($0) }) { return true }
        }
        return false
    }

    /// "(PDF)", "(EPUB)".
    private mutating func readQualifier(_ field: Field) {
        guard let qualifier = field.first(UInt8(ascii: "q")) else { return }
        self.normalize(qualifier)
        let codes = self.words.map(\.code)
        let isPDF = codes.contains(Self.pdf)
        let isEPUB = codes.contains(Self.epub)
        guard isPDF != isEPUB else { return }
        let medium: RecordTraits.Medium = isPDF ? .pdf : .epub
        // A record of both files is of neither alone.
        if self.keys.traits.medium == .unknown { self.keys.traits.medium = medium }
        if self.keys.traits.medium != medium { self.keys.traits.medium = .unknown }
    }

    private static let pdf = PackedWord.code(Array("pdf".utf8)[...])
    private static let epub = PackedWord.code(Array("epub".utf8)[...])
    private static let setWords = WordSet("set gesamtwerk gesamt ges coffret serie complete")

    private mutating func readOtherNumber(_ value: ArraySlice<UInt8>, indicator: UInt8) {
        if let doi = Self.doi(in: value) { return self.add(doi, kind: .doi) }
        switch indicator {
        case UInt8(ascii: "2"):
            // ISMN: M- and 979-0- are one.
            let digits = value.filter { (0x30...0x39).contains($0) }
            let number = digits.starts(with: [0x39, 0x37, 0x39, 0x30]) ? digits.dropFirst(4) : digits[...]
            if number.count >= 8 { self.add(StableHash.of(number, domain: 24), kind: .other) }
        case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "3"):
            let digits = value.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 }
            if digits.count >= 8 { self.add(StableHash.of(digits, domain: 25), kind: .other) }
        default: return
        }
    }

    /// A link that is a DOI.
    mutating func readLink(_ field: Field) {
        guard let link = field.first(UInt8(ascii: "u")), let doi = Self.doi(in: link) else { return }
        self.add(doi, kind: .doi)
    }

    /// A DOI in 60 bits, the upper 20 of which are its registrant.
    private static func doi(in value: ArraySlice<UInt8>) -> UInt64? {
        var index = value.startIndex
        while index + 6 < value.endIndex {
            if value[index] == 0x31, value[index + 1] == 0x30, value[index + 2] == UInt8(ascii: "."),
                index == value.startIndex || !(0x30...0x39).contains(value[index - 1]),
                value[index...].prefix(12).contains(UInt8(ascii: "/"))
            {
                let end = value[index...].firstIndex { $0 <= 0x20 } ?? value.endIndex
                let name = value[index..<end].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
                let registrant = StableHash.of(name.prefix { $0 != UInt8(ascii: "/") }, domain: 37)
                return registrant & 0xF_FFFF << 40 | StableHash.of(name, domain: 27) & 0xFF_FFFF_FFFF
            }
            index += 1
        }
        return nil
    }

    // MARK: - Hosts

    mutating func readHost(_ field: Field) {
        guard self.keys.host.isEmpty else { return }
        for subfield in field.subfields {
            switch subfield.code {
            case UInt8(ascii: "t") where self.keys.host.isEmpty:
                self.normalize(subfield.utf8)
                var words: [UInt32] = []
                for word in self.words.prefix(24) where !Self.hostNoise.contains(word) {
                    let code = (0..<min(word.count, 3)).reduce(0) { $0 << 8 | UInt32(word[$1]) }
                    if !words.contains(code) { words.append(code) }
                }
                self.keys.host = words.sorted()
            case UInt8(ascii: "g"):
                self.readLocation(subfield.utf8)
                self.addOtherYear(in: subfield.utf8)
            case UInt8(ascii: "x"):
                if let issn = Normalization.issn(utf8: subfield.utf8) {
                    self.add(issn.reduce(0) { $0 * 16 + UInt64($1) }, kind: .issn)
                }
            default: continue
            }
        }
    }

    private static let hostNoise = WordSet("in of the on and for de la le der die das und et in a an des du on to")

    /// Reads volume and issue, first and last page: `vol. 7, no. 1, pp. 53-60`, `60/3(2015), 432-437`.
    private mutating func readLocation(_ utf8: ArraySlice<UInt8>) {
        var index = utf8.startIndex
        var isPage = false
        while index < utf8.endIndex {
            let byte = utf8[index]
            guard (0x30...0x39).contains(byte) else {
                if byte | 0x20 == UInt8(ascii: "p") || byte | 0x20 == UInt8(ascii: "s") {
                    isPage = true
                } else if (0x61...0x7A).contains(byte | 0x20), !isPage || byte | 0x20 == UInt8(ascii: "v") {
                    isPage = false
                }
                index += 1
                continue
            }
            let number = Self.number(utf8, &index)
            var next = index
            while next < utf8.endIndex, utf8[next] == 0x20 || utf8[next] == UInt8(ascii: "-") || utf8[next] >= 0x80 {
                next += 1
            }
            let isRange =
                next > index && next < utf8.endIndex && (0x30...0x39).contains(utf8[next])
                && utf8[index..<next].contains { $0 != 0x20 }
            if isPage || isRange && !(1_800...2_100).contains(number) {
                self.keys.firstPage = Int32(clamping: number)
                self.keys.lastPage = self.keys.firstPage
                if isRange {
                    index = next
                    self.keys.lastPage = Int32(clamping: Self.number(utf8, &index))
                }
                isPage = false
            } else if !(1_800...2_100).contains(number), number > 0 {
                self.keys.hostVolume.insert(number)
            }
        }
    }

    private static func number(_ utf8: ArraySlice<UInt8>, _ index: inout Int) -> Int {
        var number = 0
        while index < utf8.endIndex, (0x30...0x39).contains(utf8[index]) {
            if number < 1_000_000 { number = number * 10 + Int(utf8[index] - 0x30) }
            index += 1
        }
        return number
    }
}
