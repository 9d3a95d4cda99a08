import Crypto
import MARC
import NIOConcurrencyHelpers
import Scoring
import Z3950

/// The records of one target that somebody still holds, by the octets in which they came.
///
/// A target sends the same records for many queries. One that a kept result set holds already is not read again, and both hold the
/// same copy. Nothing is kept for its own sake: with the last result set that holds a record it is forgotten.
final class KnownRecords: Sendable {
    /// What a record is known by: how it came, and as what it was read.
    struct Name: Hashable {
        /// Half of the octets' SHA-256, which no target can meet by intention.
        private let digest: UInt64
        private let moreOfDigest: UInt64
        private let syntax: RecordSyntax
        private let encoding: CharacterEncoding

        init(_ bytes: [UInt8], _ syntax: RecordSyntax, readAs encoding: CharacterEncoding) {
            (self.digest, self.moreOfDigest) = unsafe SHA256.hash(data: bytes).withUnsafeBytes { digest in
                unsafe (
                    digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                    digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                )
            }
            self.syntax = syntax
            self.encoding = encoding
        }

        func hash(into hasher: inout Hasher) { hasher.combine(self.digest) }
    }

    private struct Held {
        weak var record: ReadRecord?
    }

    private struct State {
        var records: [Name: Held] = [:]
        /// The number of names at which those of forgotten records are struck off.
        var limit = KnownRecords.minimumLimit
    }

    private static let minimumLimit = 1_000
    private let state = NIOLockedValueBox(State())

    /// How many names are kept, of which some may be those of forgotten records.
    var count: Int { self.state.withLockedValue { $0.records.count } }

    /// For each name the record, if somebody holds it.
    func records(named names: [Name?]) -> [ReadRecord?] {
        self.state.withLockedValue { state in
            names.map { name in name.flatMap { state.records[$0]?.record } }
        }
    }

    /// Remembers records for as long as somebody holds them.
    func remember(_ records: [(name: Name, record: ReadRecord)]) {
        guard !records.isEmpty else { return }
        self.state.withLockedValue { state in
            for (name, record) in records { state.records[name] = Held(record: record) }
            guard state.records.count > state.limit else { return }
            state.records = state.records.filter { $0.value.record != nil }
            state.limit = max(Self.minimumLimit, state.records.count * 2)
        }
    }
}
