/// Records in the exchange format of ISO 2709, the usual form of MARC in files and over Z39.50.
public enum ISO2709 {
    /// How much of an input is accepted.
    public struct Limits: Sendable, Hashable {
        /// The bytes that one record may have, at most 2^31; by default 4 MiB.
        public var maximumBytes = 4 << 20
        /// The fields that one record may have.
        public var maximumFields = 20_000

        /// Makes the default limits.
        public init() {}
    }

    static let recordTerminator: UInt8 = 0x1D
    static let fieldTerminator: UInt8 = 0x1E
    static let subfieldDelimiter: UInt8 = 0x1F

    /// Reads one record.
    ///
    /// What can be mended is mended and noted in ``MARCRecord/repairs``: wrong lengths and positions, missing
    /// terminators, wrong numbers of indicators, bytes that are no characters, a wrong word about the encoding.
    ///
    /// - Parameters:
    ///   - bytes: The record from its leader to its terminator; line ends and a byte order mark before it and bytes
    ///     after it are ignored.
    ///   - format: Which tags the record uses.
    ///   - encoding: The encoding of the source, or ``CharacterEncoding/automatic``: UTF-8 when the bytes are that or
    ///     the leader says so, else MARC-8 (UNIMARC: ISO 5426). Bytes that are UTF-8 are taken as UTF-8 also when
    ///     another encoding is given.
    ///   - limits: How large a record may be.
    /// - Returns: The record, its text in normalisation form C.
    /// - Throws: ``MARCError`` with the byte, counted from the first of `bytes`, where reading had to end.
    public static func parse(
        _ bytes: ArraySlice<UInt8>,
        format: MARCFormat,
        encoding: CharacterEncoding = .automatic,
        limits: Limits = Limits()
    ) throws(MARCError) -> MARCRecord {
        let span = bytes.span
        var record = MARCRecord(leader: "", format: format)
        let layout = try ISO2709Layout(span, limits: limits, &record)
        ISO2709Fields.read(span, layout, encoding: encoding, into: &record)
        return record
    }

    /// Divides a buffer or file into records, each with its terminator; line ends between records are left out.
    ///
    /// A record ends at its terminator (1D), or where the leader and the directory of another begin. What comes after
    /// the last one is a record too, unless it is white space. For files that do not fit into memory there is ``Splitter``.
    public static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let span = bytes.span
        var records: [ArraySlice<UInt8>] = []
        var start = 0
        while true {
            start = RecordBoundary.skipFiller(span, from: start)
            guard start < span.count else { return records }
            var searched = 0
            let end = RecordBoundary.end(span, from: start, searched: &searched, isComplete: true) ?? span.count
            records.append(bytes[bytes.startIndex + start..<bytes.startIndex + end])
            start = end
        }
    }

    /// The number in some decimal digits; `nil` when one is no digit or missing.
    @inline(__always)
    static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start &+ count <= bytes.count else { return nil }
        var value = 0
        for index in start..<start &+ count {
            // All of them were found to be there.
            let digit = unsafe bytes[unchecked: index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }
}
