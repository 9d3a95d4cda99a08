/// Records that were read, with their evidence for one query.
///
/// Reading is the larger part of taking records in, and needs nothing but the records and the query. So whoever has fetched
/// them can do it, before they wait for their turn at the result set.
public struct ReadRecords: Sendable {
    /// A record at its place in its target's result.
    struct Entry: Sendable {
        let read: ReadRecord
        var position: Int

        var record: SourceRecord { SourceRecord(self.read, position: self.position) }
    }

    private(set) var entries: [Entry] = []
    /// What speaks for the records as answers, one after another; see ``RelevanceReader``.
    private(set) var evidence: [UInt8] = []

    fileprivate init(_ records: [SourceRecord], _ query: RelevanceQuery) {
        var reader = ReadRecord.Reader()
        var relevance = RelevanceReader(query)
        self.entries.reserveCapacity(records.count)
        self.evidence.reserveCapacity(records.count * relevance.evidenceSize)
        for record in records {
            self.entries.append(Entry(read: record.read ?? reader.read(record), position: record.position))
            relevance.append(record.record, to: &self.evidence)
        }
    }
}

extension Ranking {
    /// Reads records for a ``RankedClusters`` of this order.
    public func read(_ records: [SourceRecord]) -> ReadRecords { ReadRecords(records, self.query) }
}
