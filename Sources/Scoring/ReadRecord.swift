/// A record and all that matching reads out of it, whatever is sought: read once, shared by all who hold the record.
///
/// A target sends the same records for many queries. Whoever still knows one by the octets in which it came need neither read
/// it again nor keep it a second time; see ``SourceRecord/init(_:position:)``.
public final class ReadRecord: Sendable {
    /// The record, at the position at which it came first.
    let source: SourceRecord
    let fingerprint: UInt64
    let keys: KeptKeys
    /// One hash of everything that is compared.
    let twin: UInt64
    /// The keys under which it is sought by others of the same manifestation.
    let blocks: [MatchKeys.BlockKey]

    /// Reads records one after another, with the same buffers.
    public struct Reader: Sendable {
        private var reader = MatchKeyReader()

        /// A reader with empty buffers.
        public init() {}

        /// Reads a record.
        public mutating func read(_ source: SourceRecord) -> ReadRecord {
            ReadRecord(source, self.reader.keys(of: source.record))
        }
    }

    private init(_ source: SourceRecord, _ keys: MatchKeys) {
        var source = source
        source.read = nil
        self.source = source
        self.fingerprint = source.fingerprint
        self.keys = KeptKeys(keys)
        self.twin = keys.twin
        // Exactly as long as it has to be, for it stays.
        self.blocks = Array(keys.blocks(.manifestation)[...])
    }
}

extension SourceRecord {
    /// A record that was read before.
    ///
    /// - Parameters:
    ///   - read: The record.
    ///   - position: The place in the target's present result, from 1.
    public init(_ read: ReadRecord, position: Int) {
        self = read.source
        self.position = position
        self.read = read
    }
}
