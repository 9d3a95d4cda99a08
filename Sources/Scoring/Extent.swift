/// How much there is of a thing: pages, or a number of units.
struct Extent: Sendable, Hashable {
    /// The unit that is counted.
    enum Unit: UInt8, Sendable { case unknown, page, volume, disc, score, map, online, cassette, sheet, minute }

    /// Pages (the longest numbered sequence); 0 is unknown.
    var pages: Int32 = 0
    /// The unit, and how many: "2 CD", "3 v.".
    var unit: Unit = .unknown
    var count: Int16 = 0

    /// Levels of agreement.
    enum Agreement: UInt8, Sendable { case unknown, conflict, otherUnit, roughly, nearly, equal }

    func agreement(with other: Extent) -> Agreement {
        if self.pages > 0, other.pages > 0 {
            let difference = abs(self.pages - other.pages)
            let larger = max(self.pages, other.pages)
            if difference == 0 { return .equal }
            if difference <= 2 || difference * 100 <= larger { return .nearly }
            return difference * 25 <= larger || difference <= 8 ? .roughly : .conflict
        }
        guard self.unit != .unknown, other.unit != .unknown else { return .unknown }
        if self.unit == other.unit {
            if self.count == 0 || other.count == 0 || self.pages != other.pages { return .unknown }
            return self.count == other.count ? .equal : .otherUnit
        }
        if self.unit == .online || other.unit == .online || self.unit == .minute || other.unit == .minute {
            return .unknown
        }
        // Pages on one side and volumes, discs … on the other; one volume says nothing.
        if self.unit == .volume && self.count <= 1 || other.unit == .volume && other.count <= 1 { return .unknown }
        return .otherUnit
    }

    /// The number of volumes if that is what the extent says.
    var volumes: Int { self.unit == .volume && self.count > 1 ? Int(self.count) : 0 }

    /// Reads the folded words of 300 $a.
    init(words: [KeyWord]) {
        var longest = 0
        var first = 0
        var previous = 0
        for (index, word) in words.enumerated() {
            var code = word.code
            var number = previous
            if word.isNumeric {
                let digits = word.digitCount
                guard digits <= 5 else { continue }
                number = word.number(0..<digits)
                if first == 0 { first = number }
                if digits == word.count {
                    previous = max(previous, number)
                    continue
                }
                guard word.isShort else { continue }
                code = word.part(digits..<word.count).code
            }
            guard let unit = Self.units[code] else { continue }
            switch unit {
            case .page: longest = max(longest, number, previous)
            case .minute: break
            default:
                if self.unit == .unknown || self.unit == .online || self.unit == .volume && self.count <= 1 {
                    self.unit = unit
                    self.count = Int16(clamping: number)
                }
            }
            previous = 0
            if index > 40 { break }
        }
        if longest > 0 {
            self.pages = Int32(longest)
            if self.unit == .unknown || self.unit == .score || self.unit == .online || self.count <= 1 {
                if self.unit == .unknown || self.unit == .volume { self.unit = .page }
            }
        } else if self.unit == .unknown, first > 4, words.count <= 2 {
            // A bare number, as publishers give it.
            self.pages = Int32(first)
            self.unit = .page
        }
        if self.volumes > 1 { self.pages = 0 }
    }

    init() {}

    private static let units = WordTable<Unit>([
        .page: "p pp tr trang page pages s seiten seite pagine pag paginas str sivua h",
        .volume: "v vol vols volume volumes volumi bd bde band bande bandes tap t quyen q tome tomes tomo tomos "
            + "einheiten teile tle hefte parts teil osa osaa",
        .disc: "cd cds dvd dvds rom disc discs disque disques disk compact disco dischi schallplatte schallplatten",
        .cassette: "cassette cassettes videocassette videokassette videokassetten kassette kassetten "
            + "videocassetta vhs tonkassette bang",
        .score: "partition partitions partitur partituren score scores partitura stimmen klavierauszug",
        .map: "map maps karte karten carte cartes carta ban mappa",
        .online: "online ressource ressourcen resource electronic pdf",
        .sheet: "feuille feuilles blatt sheet sheets bl leaf leaves faltbl plakat",
        .minute: "min minuten minutes minuti phut",
    ])
}
