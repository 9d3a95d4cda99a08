/// Records with all that is read out of them once: their keys for matching, and their evidence for one query.
///
/// Reading is the larger part of taking records in, and needs nothing but the records and the query. So whoever has fetched
/// them can do it, before they wait for their turn at the result set.
public struct ReadRecords: Sendable {
    /// One record.
    struct Entry: Sendable {
        let record: SourceRecord
        let fingerprint: UInt64
        let keys: KeptKeys
        /// One hash of everything that is compared.
        let twin: UInt64
    }

    private(set) var entries: [Entry] = []
    /// What speaks for the records as answers, one after another; see ``RelevanceReader``.
    private(set) var evidence: [UInt8] = []

    fileprivate init(_ records: [SourceRecord], _ query: RelevanceQuery) {
        var reader = MatchKeyReader()
        var relevance = RelevanceReader(query)
        self.entries.reserveCapacity(records.count)
        self.evidence.reserveCapacity(records.count * relevance.evidenceSize)
        for record in records {
            let kept = KeptKeys(reader.keys(of: record.record))
            self.entries.append(
                Entry(record: record, fingerprint: record.fingerprint, keys: kept, twin: kept.keys.twin)
            )
            relevance.append(record.record, to: &self.evidence)
        }
    }
}

extension Ranking {
    /// Reads records for a ``RankedClusters`` of this order.
    public func read(_ records: [SourceRecord]) -> ReadRecords { ReadRecords(records, self.query) }
}
