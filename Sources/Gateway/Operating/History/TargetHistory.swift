import Federation
import FoundationEssentials
import NIOConcurrencyHelpers

/// What is known of all targets' past.
///
/// It is kept in memory; ``HistoryFile`` carries it over a restart.
final class TargetHistory: Sendable {
    /// What has changed since it was saved last.
    struct Changes: Sendable {
        var records: [String: TargetRecord] = [:]
        var places: [String: Set<TargetRecord.Place>] = [:]
    }

    private struct State {
        var records: [String: TargetRecord] = [:]
        var dirty: [String: Set<TargetRecord.Place>] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Seconds since 1970.
    static var now: Int { Int(Date.now.timeIntervalSince1970) }

    func note(_ event: TargetEvent, at now: Int = TargetHistory.now) {
        self.state.withLockedValue { state in
            let places = state.records[event.target, default: TargetRecord()].note(event, at: now)
            if !places.isEmpty { state.dirty[event.target, default: []].formUnion(places) }
        }
    }

    /// What is known of a target.
    func record(_ id: String) -> TargetRecord {
        self.state.withLockedValue { $0.records[id] } ?? TargetRecord()
    }

    /// Takes in what was kept of earlier; what has happened since stays.
    func restore(_ records: [String: TargetRecord]) {
        self.state.withLockedValue { state in
            for (id, old) in records {
                guard let new = state.records[id] else {
                    state.records[id] = old
                    continue
                }
                var both = new
                for (place, span) in old.spans { both.spans[place, default: Span()].add(span) }
                both.lastSuccess = new.lastSuccess ?? old.lastSuccess
                both.lastFailure = new.lastFailure ?? old.lastFailure
                both.failure = new.failure ?? old.failure
                both.said = new.said ?? old.said
                if new.isWell == old.isWell { both.since = old.since }
                state.records[id] = both
            }
        }
    }

    /// What has changed since this was asked last.
    func takeChanges() -> Changes {
        self.state.withLockedValue { state in
            defer { state.dirty = [:] }
            return Changes(records: state.records.filter { state.dirty[$0.key] != nil }, places: state.dirty)
        }
    }

    /// Takes back changes that could not be saved.
    func putBack(_ changes: Changes) {
        self.state.withLockedValue { $0.dirty.merge(changes.places) { $0.union($1) } }
    }
}
