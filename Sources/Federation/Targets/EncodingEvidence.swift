import MARC

/// Finds out the encoding of one target's records while they come, for targets whose entry does not tell it.
///
/// The evidence is kept as long as the target: one record proves nothing. Each record counts once, however often it comes.
struct EncodingEvidence: Sendable {
    private var detector: EncodingDetector
    private var seen: Set<Int> = []
    /// Whether no more records are looked at.
    private(set) var isFinished = false
    /// The encoding to read with: `automatic` until it is found out, and when each record tells its own.
    private(set) var encoding = CharacterEncoding.automatic
    /// The records that the verdict rests on.
    private(set) var records = 0

    /// After so many different records without a verdict there will be none.
    static let maximumRecords = 1_000

    init(format: MARCFormat) {
        self.detector = EncodingDetector(format: format)
    }

    /// Takes in a record as it came.
    mutating func add(_ record: ArraySlice<UInt8>) {
        guard !self.isFinished, record.count < EncodingDetector.maximumOctets else { return }
        // All bytes at once: an array would be hashed byte by byte.
        var hasher = Hasher()
        unsafe record.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        guard self.seen.insert(hasher.finalize()).inserted else { return }
        self.detector.add(record)
        self.conclude()
    }

    /// Takes in a record that came as XML.
    mutating func add(_ record: MARCRecord) {
        guard !self.isFinished, self.seen.insert(record.hashValue).inserted else { return }
        self.detector.add(record)
        self.conclude()
    }

    private mutating func conclude() {
        self.isFinished = self.seen.count >= Self.maximumRecords
        // A verdict looks at all evidence: it is asked for only now and then.
        guard self.seen.count >= EncodingDetector.minimumRecords, self.seen.count % 10 == 0 || self.isFinished,
            let verdict = self.detector.verdict
        else { return }
        self.isFinished = true
        self.records = verdict.records
        switch verdict.encoding {
        case .utf8, .marc8, .iso5426: break
        default: self.encoding = verdict.encoding
        }
    }
}
