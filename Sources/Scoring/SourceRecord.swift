public import MARC

/// A record as one target gave it.
public struct SourceRecord: Sendable, Hashable {
    /// The id of the target that gave the record.
    public var target: String { didSet { self.read = nil } }
    /// The place in the target's result, from 1.
    public var position: Int
    /// The record in the shape of MARC 21.
    public var record: MARCRecord { didSet { self.read = nil } }
    /// The record as received, where that was another format.
    public var original: MARCRecord?
    /// The holdings where they came beside the record; `nil` when the record's own fields tell them.
    public var holdings: [Holding]?
    /// What was read out of the record, if somebody has.
    var read: ReadRecord?

    /// What had to be mended while the record was read.
    public var repairs: [Repair] { (self.original ?? self.record).repairs }

    /// Makes a source record.
    public init(
        target: String,
        position: Int,
        record: MARCRecord,
        original: MARCRecord? = nil,
        holdings: [Holding]? = nil
    ) {
        self.target = target
        self.position = position
        self.record = record
        self.original = original
        self.holdings = holdings
    }

    /// A number that names the record: the same in every process, whatever its place in the result.
    ///
    /// Made of the target, the control number and the whole content, because control numbers are missing or not unique at
    /// some targets. Two fetches of an unchanged record have one fingerprint.
    public var fingerprint: UInt64 {
        var hash = StableHash(10)
        hash.combine(self.target.utf8)
        hash.separate()
        for position in 0..<Leader.count { hash.combine(self.record.leader[position]) }
        self.record.forEachSubfield { tag, indicators, isFirst, code, text in
            if isFirst {
                let (first, second, third) = tag.bytes
                hash.combine(UInt64(first) << 16 | UInt64(second) << 8 | UInt64(third))
                if code != 0 { hash.combine(UInt64(indicators.0) << 8 | UInt64(indicators.1)) }
            }
            if code != 0 { hash.combine(code) }
            hash.combine(text)
            if code != 0 { hash.separate() }
        }
        return hash.finish()
    }
}

extension SourceRecord {
    /// Whether they are the same record at the same place.
    public static func == (left: SourceRecord, right: SourceRecord) -> Bool {
        left.target == right.target && left.position == right.position && left.record == right.record
            && left.original == right.original && left.holdings == right.holdings
    }

    /// Hashes the record and its place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.target)
        hasher.combine(self.position)
        hasher.combine(self.record)
        hasher.combine(self.original)
        hasher.combine(self.holdings)
    }
}
