/// A record of Z39.50's OPAC syntax: a bibliographic record, and the holdings with their circulation.
///
/// It comes as BER (``init(_:format:encoding:)``) or, from servers that speak SRU, as XML (``init(_:format:)``).
public struct OPACRecord: Sendable, Hashable {
    /// The bibliographic record as it came.
    public var bibliographic: MARCRecord
    /// The holdings, one for each item, or for each holdings record without items.
    public var holdings: [Holding]

    init(bibliographic: MARCRecord, holdings: [Holding]) {
        self.bibliographic = bibliographic
        self.holdings = holdings
    }

    /// The bibliographic record with a field 852 for each holding in place of those it had; as it is without holdings.
    public var record: MARCRecord {
        guard !self.holdings.isEmpty else { return self.bibliographic }
        var record = self.bibliographic
        record.removeFields { $0.tag == "852" }
        for holding in self.holdings { record.append(holding.field852) }
        return record
    }
}

/// One holdings record of the OPAC syntax while it is put together.
struct OPACHolding {
    /// The parts that are read, by their tags in BER ("Record Syntax OPAC", Z39.50-1995, REC.5).
    enum Part: UInt8 {
        case nucCode = 8
        case localLocation, shelvingLocation, callNumber
        case copyNumber = 13
        case publicNote, reproductionNote, termsUseRepro, enumAndChron
    }

    /// The parts of a circulation record that are read, by their tags.
    enum CirculationPart: UInt8 {
        case availableNow = 1
        case availabilityDate
        case restrictions = 4
        case itemId
        case onHold = 7
        case enumAndChron
        case temporaryLocation = 10
    }

    private var holding = Holding()
    private var notes: [String] = []
    private var summaries: [String] = []
    private var items: [Holding] = []

    mutating func add(_ part: Part, _ text: String?) {
        guard let text else { return }
        switch part {
        case .nucCode: self.holding.library = text
        case .localLocation: self.holding.location = text
        case .shelvingLocation: self.holding.shelf = text
        case .callNumber: self.holding.callNumber = text
        case .copyNumber, .publicNote, .reproductionNote, .termsUseRepro: self.notes.append(text)
        case .enumAndChron: self.summaries.append(text)
        }
    }

    /// A volume: enumeration and chronology.
    mutating func addVolume(_ words: [String]) {
        if !words.isEmpty { self.summaries.append(words.joined(separator: " ")) }
    }

    mutating func addItem(_ item: Holding) { self.items.append(item) }

    /// Adds to an item what a part of its circulation record says: words, or a truth value.
    static func add(_ part: CirculationPart, text: String?, isTrue: Bool, to item: inout Holding) {
        switch part {
        case .availableNow:
            item.isOnLoan = !isTrue
            item.status = isTrue ? "available" : "not available"
        case .availabilityDate: item.due = text
        case .restrictions: item.note = text
        case .itemId: item.itemNumber = text
        case .onHold: if isTrue { item.status = "on hold" }
        case .enumAndChron: item.summary = text
        case .temporaryLocation: item.shelf = text
        }
    }

    /// One holding for each item; one in all when there are no items, none when nothing is said.
    var holdings: [Holding] {
        var holding = self.holding
        holding.note = self.notes.isEmpty ? nil : self.notes.joined(separator: "; ")
        holding.summary = self.summaries.isEmpty ? nil : self.summaries.joined(separator: "; ")
        guard !self.items.isEmpty else { return holding == Holding() ? [] : [holding] }
        return self.items.map { item in
            var whole = holding
            whole.isOnLoan = item.isOnLoan
            whole.due = item.due
            whole.status = item.status
            whole.itemNumber = item.itemNumber
            whole.shelf = item.shelf ?? holding.shelf
            whole.summary = item.summary ?? holding.summary
            whole.note = [holding.note, item.note].compactMap { $0 }.joined(separator: "; ").trimmedOrNil
            return whole
        }
    }
}
