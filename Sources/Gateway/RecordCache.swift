import NIOConcurrencyHelpers

/// Merged records as they were last written, within a bound on their bytes: pages that are read again cost a copy.
///
/// What was not used since the younger half was filled is dropped with the older half.
final class RecordCache: Sendable {
    /// What a written record belongs to: late members of a cluster make another record of it.
    struct Key: Hashable, Sendable {
        var resultSet: String
        var cluster: String
        var members: Int
        var schema: RecordSchema
    }

    private struct State {
        var young: [Key: [UInt8]] = [:]
        var old: [Key: [UInt8]] = [:]
        var youngBytes = 0
    }

    private let state = NIOLockedValueBox(State())
    private let maximumBytes: Int

    /// An empty cache.
    ///
    /// - Parameter maximumBytes: the most bytes that all records in it have together.
    init(maximumBytes: Int = 64 << 20) {
        self.maximumBytes = maximumBytes
    }

    /// The record, written by `write` when it is not there.
    func record(_ key: Key, _ write: () -> [UInt8]) -> [UInt8] {
        let known = self.state.withLockedValue { state -> [UInt8]? in
            if let bytes = state.young[key] { return bytes }
            guard let bytes = state.old.removeValue(forKey: key) else { return nil }
            self.insert(bytes, key, &state)
            return bytes
        }
        if let known { return known }
        let bytes = write()
        self.state.withLockedValue { self.insert(bytes, key, &$0) }
        return bytes
    }

    /// Bytes kept now.
    var byteCount: Int {
        self.state.withLockedValue { state in
            state.youngBytes + state.old.values.reduce(0) { $0 + $1.count }
        }
    }

    private func insert(_ bytes: [UInt8], _ key: Key, _ state: inout State) {
        let half = self.maximumBytes / 2
        guard bytes.count <= half else { return }
        if state.youngBytes + bytes.count > half {
            state.old = state.young
            state.young = [:]
            state.youngBytes = 0
        }
        if let before = state.young.updateValue(bytes, forKey: key) { state.youngBytes -= before.count }
        state.youngBytes += bytes.count
    }
}
